//! Changes from the table's index, about a second after the consumer's write: any region, no Kafka.
//!
//! An index lags its table, and a replica region its home, and neither in order. So each look overlaps the last by
//! half a minute, and once a minute a look goes back a quarter of an hour. Repeats are known by their revision.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{Store, StoreError};

use super::{Change, Changes};

/// Between two looks.
const LOOK: Duration = Duration::from_secs(1);
/// How far a look overlaps the last.
const OVERLAP: SignedDuration = SignedDuration::from_secs(30);
/// Every how many looks one goes further back, and how far.
const LONG_LOOK_EVERY: u32 = 60;
const LONG_OVERLAP: SignedDuration = SignedDuration::from_mins(15);
/// Clocks of other writers may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// The tail of the index of changes.
pub(crate) struct TableTail {
    store: Store,
    /// When the last look that succeeded began.
    looked: Timestamp,
    looks: u32,
}

impl TableTail {
    /// Follows what is written from `since` on.
    pub(crate) fn open(store: Store, since: Timestamp) -> Self {
        Self { store, looked: since, looks: 0 }
    }

    async fn look(&mut self) -> Result<Vec<Change>, StoreError> {
        let now = Timestamp::now();
        let overlap = if self.looks.is_multiple_of(LONG_LOOK_EVERY) { LONG_OVERLAP } else { OVERLAP };
        let since = self.looked.saturating_sub(overlap).unwrap_or(Timestamp::MIN);
        let until = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        let changes = self.store.changes(since, until).await?;
        self.looked = now;
        self.looks = self.looks.wrapping_add(1);
        Ok(changes.into_iter().map(Change::from).collect())
    }
}

impl Changes for TableTail {
    const NAME: &str = "table";
    const ORDERED: bool = false;
    type Interruption = StoreError;

    async fn next(&mut self) -> Result<Vec<Change>, StoreError> {
        loop {
            tokio::time::sleep(LOOK).await;
            let changes = self.look().await?;
            if !changes.is_empty() {
                return Ok(changes);
            }
        }
    }
}
