//! Live changes, from either of two places: Kafka, or the table's index of changes.

mod kafka_tail;
mod table_tail;

use jiff::Timestamp;
use quake::record::Source;
use quake::{Quake, RecordPosition, TraceParent};

pub(crate) use kafka_tail::{KafkaTail, Start};
pub(crate) use table_tail::TableTail;

/// A revision, with its place in the topic.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) quake: Quake,
    pub(crate) position: RecordPosition,
    pub(crate) received: Timestamp,
    pub(crate) source: Option<Source>,
    pub(crate) trace: Option<TraceParent>,
}

/// Where changes come from. Two implementations: [`KafkaTail`], [`TableTail`].
pub(crate) trait Changes {
    /// What logs and metrics call it.
    const NAME: &str;
    /// Whether changes come in the topic's order.
    const ORDERED: bool;
    /// Why it does not go on.
    type Interruption: std::fmt::Display;

    /// The next changes; waits until there are some. Repeats are harmless. Cancel-safe.
    fn next(&mut self) -> impl Future<Output = Result<Vec<Change>, Self::Interruption>> + Send;
}

impl From<topics::Record> for Change {
    fn from(record: topics::Record) -> Self {
        let topics::Record { quake, position, received, source, trace } = record;
        Self { quake, position, received, source, trace }
    }
}

impl From<store::StoredRevision> for Change {
    fn from(revision: store::StoredRevision) -> Self {
        let store::StoredRevision { quake, position, received, source, trace, stored: _ } = revision;
        Self { quake, position, received, source, trace }
    }
}
