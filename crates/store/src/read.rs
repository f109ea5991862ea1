//! Reading, by access pattern: one event, a window by origin time, what changed since.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use quake::{Quake, QuakeId, sortable};

use crate::item::{self, Item, StoredEvent, StoredLatest, StoredRevision, day};
use crate::table::{BY_CHANGE, BY_ORIGIN, CHANGE, CHANGE_DAY, ID, LATEST, ORIGIN, ORIGIN_DAY, REV};
use crate::{Store, StoreError};

/// Sorts after every key that begins with an instant.
const AFTER_ALL: &str = "~";

impl Store {
    /// One event with its timeline; `None` when the table has never heard of it.
    ///
    /// # Errors
    /// When the table does not answer, or holds what is none of ours.
    pub async fn event(&self, id: &QuakeId) -> Result<Option<StoredEvent>, StoreError> {
        let query = self.query(ID, id.as_str());
        let mut latest = None;
        let mut revisions = Vec::new();
        for item in self.all(query, None).await? {
            if item::is_latest(&item) {
                latest = Some(item::read_quake(&item)?);
            } else {
                revisions.push(item::read_revision(&item)?);
            }
        }
        Ok(latest.map(|latest| StoredEvent { latest, revisions }))
    }

    /// The latest state of one event.
    ///
    /// # Errors
    /// As [`Store::event`].
    pub async fn latest(&self, id: &QuakeId) -> Result<Option<Quake>, StoreError> {
        let get = self
            .client
            .get_item()
            .table_name(&self.table)
            .key(ID, AttributeValue::S(id.to_string()))
            .key(REV, AttributeValue::S(LATEST.to_owned()))
            .consistent_read(true);
        let found = get.send().await.map_err(StoreError::of)?;
        found.item().map(item::read_quake).transpose()
    }

    /// The latest state of every event with an origin time in `[since, until]`, newest first.
    ///
    /// # Errors
    /// As [`Store::event`].
    pub async fn window(&self, since: Timestamp, until: Timestamp) -> Result<Vec<StoredLatest>, StoreError> {
        let mut latest = Vec::new();
        for day in days(since, until).into_iter().rev() {
            let query = self.query(ORIGIN_DAY, &day).index_name(BY_ORIGIN).scan_index_forward(false);
            let query = between(query, ORIGIN, since, until);
            for item in self.all(query, None).await? {
                latest.push(item::read_latest(&item)?);
            }
        }
        Ok(latest)
    }

    /// The revisions written at or after `since`, in the order of writing, up to `until`.
    ///
    /// An index lags its table by some milliseconds and a replica region its home by about a second, so who follows
    /// this asks again for what overlaps.
    ///
    /// # Errors
    /// As [`Store::event`].
    pub async fn changes(&self, since: Timestamp, until: Timestamp) -> Result<Vec<StoredRevision>, StoreError> {
        let mut changes = Vec::new();
        for day in days(since, until) {
            let query = self.query(CHANGE_DAY, &day).index_name(BY_CHANGE);
            let query = between(query, CHANGE, since, until);
            for item in self.all(query, None).await? {
                changes.push(item::read_revision(&item)?);
            }
        }
        Ok(changes)
    }

    /// The newest `limit` revisions written since `since`, in the order of writing.
    ///
    /// # Errors
    /// As [`Store::event`].
    pub async fn newest_changes(&self, since: Timestamp, limit: usize) -> Result<Vec<StoredRevision>, StoreError> {
        let mut changes = Vec::new();
        for day in days(since, Timestamp::now()).into_iter().rev() {
            let missing = limit - changes.len();
            if missing == 0 {
                break;
            }
            let query = self.query(CHANGE_DAY, &day).index_name(BY_CHANGE).scan_index_forward(false);
            for item in self.all(query, Some(missing)).await? {
                changes.push(item::read_revision(&item)?);
            }
        }
        changes.reverse();
        Ok(changes)
    }

    pub(crate) fn query(&self, key: &str, value: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("#key = :key")
            .expression_attribute_names("#key", key)
            .expression_attribute_values(":key", AttributeValue::S(value.to_owned()))
    }

    /// All pages of a query, or as many as give `limit` items.
    pub(crate) async fn all(&self, query: QueryFluentBuilder, limit: Option<usize>) -> Result<Vec<Item>, StoreError> {
        let query = query.set_limit(limit.map(|limit| limit.min(1_000) as i32));
        let mut pages = query.into_paginator().send();
        let mut items = Vec::new();
        while let Some(page) = pages.next().await {
            items.extend(page.map_err(StoreError::of)?.items.unwrap_or_default());
            if limit.is_some_and(|limit| items.len() >= limit) {
                items.truncate(limit.unwrap_or_default());
                break;
            }
        }
        Ok(items)
    }
}

/// Those whose sort key begins with an instant in `[from, to]`.
pub(crate) fn between(query: QueryFluentBuilder, key: &str, from: Timestamp, to: Timestamp) -> QueryFluentBuilder {
    let (from, to) = (sortable(from), sortable(to) + AFTER_ALL);
    query
        .key_condition_expression("#key = :key AND #sort BETWEEN :from AND :to")
        .expression_attribute_names("#sort", key)
        .expression_attribute_values(":from", AttributeValue::S(from))
        .expression_attribute_values(":to", AttributeValue::S(to))
}

/// The days that `[since, until]` touches, oldest first.
fn days(since: Timestamp, until: Timestamp) -> Vec<String> {
    let mut days = Vec::new();
    let mut moment = since;
    while moment < until {
        days.push(day(moment));
        moment = moment.saturating_add(SignedDuration::from_hours(24)).unwrap_or(until);
    }
    days.push(day(until));
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_touches_its_first_and_its_last_day() {
        let at = |text| quake::parse_utc(text).unwrap();
        assert_eq!(days(at("2026-11-19T23:59:00Z"), at("2026-11-20T00:01:00Z")), ["2026-11-19", "2026-11-20"]);
        assert_eq!(days(at("2026-11-20T01:00:00Z"), at("2026-11-20T02:00:00Z")), ["2026-11-20"]);
        assert_eq!(
            days(at("2026-02-27T12:00:00Z"), at("2026-03-01T06:00:00Z")),
            ["2026-02-27", "2026-02-28", "2026-03-01"]
        );
    }
}
