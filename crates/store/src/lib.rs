//! The table: DynamoDB, one table, every revision of every earthquake.
//!
//! | item | `id` (partition key) | `rev` (sort key) | in index |
//! |---|---|---|---|
//! | latest state | the event's id | `latest` | `by-origin`: day of origin, origin time |
//! | a revision, immutable | the event's id | `rev#<updated>` | `by-change`: day of writing, moment of writing |
//! | a day that has events | `#days` | the day | |
//!
//! | who asks | what | how |
//! |---|---|---|
//! | event page, API | one event with its timeline | query `id` |
//! | page, API | newest first by origin time within a window | query `by-origin`, day by day, backwards |
//! | long answers | which days have events, then each by origin time | query `#days`, then `by-origin` |
//! | replicas | what changed since a moment | query `by-change`, day by day, forwards |
//!
//! Nothing is ever scanned. Writes are conditional, so duplicates, reorderings, replays and stale revisions change
//! nothing. No key names a region: on a global table the home region writes and every replica reads.

mod client;
mod days;
mod error;
mod item;
mod meters;
mod read;
mod settings;
mod table;
mod throttling;
mod write;

pub use days::{Pages, day_of};
pub use error::StoreError;
pub use item::{StoredEvent, StoredLatest, StoredRevision};
pub use meters::METERS;
pub use settings::Settings;
pub use table::{BY_CHANGE, BY_ORIGIN, Keys, SHAPE, Shape};
pub use write::Recorded;

/// The table, ready to be read and written. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    client: aws_sdk_dynamodb::Client,
    table: String,
    noted: days::Noted,
}
