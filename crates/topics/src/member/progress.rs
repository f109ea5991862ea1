//! How far each partition is done with: what may be committed.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// A record that somebody has not done with yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    /// Where the record was read.
    pub partition: i32,
    /// Its place there.
    pub offset: i64,
    /// Which time of holding the partition: what an earlier one had on its way does not count for a later one, in
    /// which the record is read again.
    holding: u64,
}

/// For each partition held, what was taken from Kafka and how many are not done with it. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    partitions: HashMap<i32, Partition>,
    holdings: u64,
    /// When a commit failed last.
    failed: Option<Instant>,
}

#[derive(Debug)]
struct Partition {
    holding: u64,
    /// Offsets in hand, and how many have each.
    in_hand: BTreeMap<i64, usize>,
    /// The offset after the last one taken.
    next: i64,
    /// What was committed last, if anything was.
    committed: Option<i64>,
}

impl Progress {
    /// A record was taken. It counts as in hand, once, until [`Progress::done`].
    #[must_use]
    pub fn take(&self, partition: i32, offset: i64) -> Ticket {
        let Held { partitions, holdings, .. } = &mut *self.held();
        let held = partitions.entry(partition).or_insert_with(|| {
            *holdings += 1;
            Partition { holding: *holdings, in_hand: BTreeMap::new(), next: offset, committed: None }
        });
        held.in_hand.insert(offset, 1);
        held.next = held.next.max(offset + 1);
        Ticket { partition, offset, holding: held.holding }
    }

    /// One more has it, who says [`Progress::done`] by itself.
    pub fn hand_out(&self, ticket: Ticket) {
        if let Some(hands) = self.held().of(ticket).and_then(|held| held.in_hand.get_mut(&ticket.offset)) {
            *hands += 1;
        }
    }

    /// One is done with it. What belongs to a partition that was given up since then is no longer ours to count.
    pub fn done(&self, ticket: Ticket) {
        let mut all = self.held();
        let Some(held) = all.of(ticket) else { return };
        if let Some(hands) = held.in_hand.get_mut(&ticket.offset) {
            *hands -= 1;
            if *hands == 0 {
                held.in_hand.remove(&ticket.offset);
            }
        }
    }

    /// How many records are not done with.
    pub fn in_hand(&self) -> usize {
        self.held().partitions.values().map(|partition| partition.in_hand.len()).sum()
    }

    /// The offsets to commit, for partitions that have moved since the last call. The first commit may be of the first
    /// record still in hand: then the group has a position, and a successor knows that this is not its beginning.
    pub(super) fn moved(&self) -> Vec<(i32, i64)> {
        let mut moved = Vec::new();
        for (number, partition) in &mut self.held().partitions {
            let done = partition.in_hand.first_key_value().map_or(partition.next, |(offset, _)| *offset);
            if partition.committed.is_none_or(|committed| done > committed) {
                partition.committed = Some(done);
                moved.push((*number, done));
            }
        }
        moved
    }

    /// A commit failed: it is due again.
    pub(super) fn not_committed(&self, partition: i32) {
        let mut all = self.held();
        all.failed = Some(Instant::now());
        if let Some(held) = all.partitions.get_mut(&partition) {
            held.committed = None;
        }
    }

    /// Whether a commit failed so lately.
    pub(super) fn failed_within(&self, span: Duration) -> bool {
        self.held().failed.is_some_and(|failed| failed.elapsed() < span)
    }

    /// The group has changed: every commit is due again, because one on its way may be lost.
    pub(super) fn none_committed(&self) {
        self.held().partitions.values_mut().for_each(|held| held.committed = None);
    }

    /// The partition belongs to another now.
    pub(super) fn forget(&self, partition: i32) {
        self.held().partitions.remove(&partition);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().expect("nobody panics while holding the progress")
    }
}

impl Held {
    fn of(&mut self, ticket: Ticket) -> Option<&mut Partition> {
        self.partitions.get_mut(&ticket.partition).filter(|held| held.holding == ticket.holding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_committed_past_a_record_that_is_not_done_with() {
        let progress = Progress::default();
        let [first, second, third] = [10, 11, 12].map(|offset| progress.take(0, offset));
        progress.done(second);
        progress.done(third);
        assert_eq!(progress.moved(), [(0, 10)], "10 is still on its way");
        progress.done(first);
        assert_eq!(progress.moved(), [(0, 13)]);
        assert!(progress.moved().is_empty(), "nothing moved");
        assert_eq!(progress.in_hand(), 0);
    }

    #[test]
    fn nothing_is_committed_past_a_record_that_one_of_several_has_not_done_with() {
        let progress = Progress::default();
        let slow = progress.take(0, 10);
        progress.hand_out(slow);
        progress.hand_out(slow);
        progress.done(slow);
        let other = progress.take(0, 11);
        progress.done(other);
        progress.done(slow);
        assert_eq!(progress.moved(), [(0, 10)], "one of two has not done with 10");
        assert!(progress.moved().is_empty(), "nothing moved");
        progress.done(slow);
        assert_eq!((progress.moved(), progress.in_hand()), (vec![(0, 12)], 0));
    }

    #[test]
    fn a_commit_that_failed_or_may_be_lost_is_due_again() {
        let progress = Progress::default();
        for partition in [0, 1] {
            let ticket = progress.take(partition, 10);
            progress.done(ticket);
        }
        let due = || {
            let mut due = progress.moved();
            due.sort_unstable();
            due
        };
        assert_eq!(due(), [(0, 11), (1, 11)]);
        progress.not_committed(1);
        assert_eq!(due(), [(1, 11)], "the commit failed");
        progress.none_committed();
        assert_eq!(due(), [(0, 11), (1, 11)], "the group changed meanwhile");
    }

    #[test]
    fn what_an_earlier_holding_had_on_its_way_does_not_count_for_a_later_one() {
        let progress = Progress::default();
        let before = progress.take(3, 7);
        progress.forget(3);
        progress.done(before);
        assert!(progress.moved().is_empty());
        let again = progress.take(3, 7);
        progress.done(before);
        assert_eq!(progress.moved(), [(3, 7)]);
        progress.done(again);
        assert_eq!(progress.moved(), [(3, 8)]);
    }
}
