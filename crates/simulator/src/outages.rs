//! What is to go wrong with the next FDSN answers.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use quake::QuakeId;

/// How many orders may wait. Tests use a handful.
const MOST_WAITING: usize = 1000;

/// What happens to one answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outage {
    /// An error instead.
    Status { status: u16, retry_after: Option<u32> },
    /// It comes late.
    Slow(Duration),
    /// Half of the JSON, as a complete answer.
    Truncated,
    /// Half of the JSON, and then the connection ends.
    Broken,
    /// `totalCount` is wrong by so many.
    WrongTotal(i64),
}

/// The outages to come, and what is hidden meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Outages {
    waiting: VecDeque<(Outage, u32)>,
    pub(crate) hidden: BTreeSet<QuakeId>,
}

impl Outages {
    /// Strikes the next `times` answers, after those already ordered.
    pub(crate) fn order(&mut self, outage: Outage, times: u32) {
        if times > 0 && self.waiting.len() < MOST_WAITING {
            self.waiting.push_back((outage, times));
        }
    }

    /// What happens to this answer.
    pub(crate) fn strike(&mut self) -> Option<Outage> {
        let (outage, left) = self.waiting.front_mut()?;
        let outage = *outage;
        *left -= 1;
        if *left == 0 {
            self.waiting.pop_front();
        }
        Some(outage)
    }
}
