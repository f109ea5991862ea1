//! An earthquake over time: its latest state and the revisions that led there.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::Quake;

/// All that is known of one earthquake. Merging reports into it is commutative, associative and idempotent: in
/// whatever order and however often they come, the same state results.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Shared, so that an answer of many thousands holds none of them twice.
    latest: Arc<Quake>,
    revisions: BTreeSet<Timestamp>,
}

/// What a report changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// It is the newest now.
    Newest,
    /// It is a revision we did not have, but a later one was here already.
    Older,
    /// We had this revision: nothing changed.
    Duplicate,
}

impl Event {
    /// An earthquake as first heard of.
    pub fn new(quake: Quake) -> Self {
        Self { revisions: BTreeSet::from([quake.updated]), latest: Arc::new(quake) }
    }

    /// Takes another report of the same earthquake.
    pub fn merge(&mut self, quake: Quake) -> Merge {
        debug_assert_eq!(self.latest.id, quake.id, "a report belongs to one earthquake");
        if !self.revisions.insert(quake.updated) {
            Merge::Duplicate
        } else if quake.updated > self.latest.updated {
            self.latest = Arc::new(quake);
            Merge::Newest
        } else {
            Merge::Older
        }
    }

    /// The newest report.
    pub fn latest(&self) -> &Arc<Quake> {
        &self.latest
    }

    /// The moments of all reports, oldest first.
    pub fn revisions(&self) -> &BTreeSet<Timestamp> {
        &self.revisions
    }
}
