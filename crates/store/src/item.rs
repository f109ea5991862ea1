//! Items: how a report lies in the table.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use jiff::civil::Date;
use quake::record::{self, Source};
use quake::{Quake, RecordPosition, TraceParent, sortable};

use crate::StoreError;
use crate::table::{CHANGE, CHANGE_DAY, DAYS, ID, LATEST, ORIGIN, ORIGIN_DAY, REV, REVISION};

pub(crate) type Item = HashMap<String, AttributeValue>;

/// The report, as [`record::encode`] writes it.
const DOCUMENT: &str = "doc";
/// The revision's moment, sortable.
pub(crate) const UPDATED: &str = "updated";
/// Where the report lay in the topic.
const RECORD_TIME: &str = "record_time";
const PARTITION: &str = "partition";
const OFFSET: &str = "offset";
/// When the producer had it, and when it was written here.
const RECEIVED: &str = "received";
const STORED: &str = "stored";
/// How it reached the producer; items written before this was kept have none.
const SOURCE: &str = "source";
/// Its trace, so that who follows the table knows it too; older items have none.
const TRACE: &str = "trace";

/// One revision as it lies in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRevision {
    /// The report.
    pub quake: Quake,
    /// Where it lay in the topic: what cursors are made of.
    pub position: RecordPosition,
    /// When the producer had it in hand.
    pub received: Timestamp,
    /// How it reached the producer; `None` where nobody wrote it down.
    pub source: Option<Source>,
    /// Its trace; `None` where nobody wrote it down.
    pub trace: Option<TraceParent>,
    /// When the consumer wrote it.
    pub stored: Timestamp,
}

/// The latest state of an event as it lies in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredLatest {
    /// The report.
    pub quake: Quake,
    /// When the consumer wrote it.
    pub stored: Timestamp,
}

/// An event with its whole timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// The newest report.
    pub latest: Quake,
    /// All revisions, oldest first.
    pub revisions: Vec<StoredRevision>,
}

/// The day an instant falls on: the partition of both indexes.
pub(crate) fn day(time: Timestamp) -> String {
    sortable(time)[..10].to_owned()
}

/// The sort key of a change: when it was written, and what keeps two of one instant apart.
fn change(revision: &StoredRevision) -> String {
    format!("{}#{}#{}", sortable(revision.stored), revision.position.partition, revision.position.offset)
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: impl ToString + Copy) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The item of the latest state.
pub(crate) fn latest(quake: &Quake, stored: Timestamp) -> Item {
    HashMap::from([
        (STORED.to_owned(), text(stored.to_string())),
        (ID.to_owned(), text(quake.id.as_str())),
        (REV.to_owned(), text(LATEST)),
        (UPDATED.to_owned(), text(sortable(quake.updated))),
        (DOCUMENT.to_owned(), text(record::encode(quake))),
        (ORIGIN_DAY.to_owned(), text(day(quake.time))),
        (ORIGIN.to_owned(), text(format!("{}#{}", sortable(quake.time), quake.id))),
    ])
}

/// The item of a revision.
pub(crate) fn revision(revision: &StoredRevision) -> Item {
    let quake = &revision.quake;
    let mut item = HashMap::from([
        (ID.to_owned(), text(quake.id.as_str())),
        (REV.to_owned(), text(format!("{REVISION}{}", sortable(quake.updated)))),
        (UPDATED.to_owned(), text(sortable(quake.updated))),
        (DOCUMENT.to_owned(), text(record::encode(quake))),
        (RECORD_TIME.to_owned(), number(revision.position.time_ms)),
        (PARTITION.to_owned(), number(revision.position.partition)),
        (OFFSET.to_owned(), number(revision.position.offset)),
        (RECEIVED.to_owned(), text(revision.received.to_string())),
        (STORED.to_owned(), text(revision.stored.to_string())),
        (CHANGE_DAY.to_owned(), text(day(revision.stored))),
        (CHANGE.to_owned(), text(change(revision))),
    ]);
    if let Some(source) = revision.source {
        item.insert(SOURCE.to_owned(), text(source.as_str()));
    }
    if let Some(trace) = revision.trace {
        item.insert(TRACE.to_owned(), text(trace.to_string()));
    }
    item
}

/// The item of a day on which there are events.
pub(crate) fn day_item(day: Date) -> Item {
    HashMap::from([(ID.to_owned(), text(DAYS)), (REV.to_owned(), text(day.to_string()))])
}

/// Reads a day.
pub(crate) fn read_day(item: &Item) -> Result<Date, StoreError> {
    parsed(item, REV)
}

/// Whether an item is a latest state.
pub(crate) fn is_latest(item: &Item) -> bool {
    item.get(REV).and_then(|rev| rev.as_s().ok()).is_some_and(|rev| rev == LATEST)
}

/// Reads the report out of an item of either kind.
pub(crate) fn read_quake(item: &Item) -> Result<Quake, StoreError> {
    let document = attribute(item, DOCUMENT)?;
    record::decode(document.as_bytes()).map_err(|error| corrupt(item, &error))
}

/// Reads a latest state.
pub(crate) fn read_latest(item: &Item) -> Result<StoredLatest, StoreError> {
    Ok(StoredLatest { quake: read_quake(item)?, stored: parsed(item, STORED)? })
}

/// Reads a revision.
pub(crate) fn read_revision(item: &Item) -> Result<StoredRevision, StoreError> {
    Ok(StoredRevision {
        quake: read_quake(item)?,
        position: RecordPosition {
            time_ms: parsed(item, RECORD_TIME)?,
            partition: parsed(item, PARTITION)?,
            offset: parsed(item, OFFSET)?,
        },
        received: parsed(item, RECEIVED)?,
        source: item.get(SOURCE).and_then(|source| Source::read(source.as_s().ok()?)),
        trace: item.get(TRACE).and_then(|trace| trace.as_s().ok()?.parse().ok()),
        stored: parsed(item, STORED)?,
    })
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(item: &Item, name: &str) -> Result<T, StoreError> {
    attribute(item, name)?.parse().map_err(|error| corrupt(item, &format_args!("{name}: {error}")))
}

fn attribute<'a>(item: &'a Item, name: &str) -> Result<&'a str, StoreError> {
    match item.get(name) {
        Some(AttributeValue::S(value) | AttributeValue::N(value)) => Ok(value),
        _ => Err(corrupt(item, &format_args!("no {name}"))),
    }
}

fn corrupt(item: &Item, reason: &impl std::fmt::Display) -> StoreError {
    let key = |name| item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default();
    StoreError::Corrupt { id: key(ID), rev: key(REV), reason: reason.to_string() }
}
