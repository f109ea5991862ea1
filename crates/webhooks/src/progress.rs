//! How far each partition is done with: what may be committed.

use std::collections::{BTreeMap, HashMap};

/// A record that some rules have not done with yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    /// Which time of holding the partition: what an earlier one had on its way does not count for a later one, in
    /// which the record is read again.
    holding: u64,
}

/// For each partition held, what was taken from Kafka and how many rules are not done with it.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    partitions: HashMap<i32, Partition>,
    holdings: u64,
}

#[derive(Debug)]
struct Partition {
    holding: u64,
    /// Offsets in hand, and how many rules have each.
    in_hand: BTreeMap<i64, usize>,
    /// The offset after the last one taken.
    next: i64,
    /// What was committed last, if anything was.
    committed: Option<i64>,
}

impl Progress {
    /// A record was taken. It counts as in hand, once, until [`Progress::done`]: whoever took it hands it to the rules.
    pub(crate) fn take(&mut self, partition: i32, offset: i64) -> Ticket {
        let holdings = &mut self.holdings;
        let held = self.partitions.entry(partition).or_insert_with(|| {
            *holdings += 1;
            Partition { holding: *holdings, in_hand: BTreeMap::new(), next: offset, committed: None }
        });
        held.in_hand.insert(offset, 1);
        held.next = held.next.max(offset + 1);
        Ticket { partition, offset, holding: held.holding }
    }

    /// One rule more has it.
    pub(crate) fn hand_out(&mut self, ticket: Ticket) {
        if let Some(hands) = self.held(ticket).and_then(|held| held.in_hand.get_mut(&ticket.offset)) {
            *hands += 1;
        }
    }

    /// One is done with it.
    pub(crate) fn done(&mut self, ticket: Ticket) {
        let Some(held) = self.held(ticket) else { return };
        if let Some(hands) = held.in_hand.get_mut(&ticket.offset) {
            *hands -= 1;
            if *hands == 0 {
                held.in_hand.remove(&ticket.offset);
            }
        }
    }

    fn held(&mut self, ticket: Ticket) -> Option<&mut Partition> {
        self.partitions.get_mut(&ticket.partition).filter(|held| held.holding == ticket.holding)
    }

    /// The offsets to commit, for partitions that have moved since the last call. The first commit may be of the first
    /// record still in hand: then the group has a position, and a successor knows that this is not its beginning.
    pub(crate) fn moved(&mut self) -> Vec<(i32, i64)> {
        let mut moved = Vec::new();
        for (number, partition) in &mut self.partitions {
            let done = partition.in_hand.first_key_value().map_or(partition.next, |(offset, _)| *offset);
            if partition.committed.is_none_or(|committed| done > committed) {
                partition.committed = Some(done);
                moved.push((*number, done));
            }
        }
        moved
    }

    /// A commit failed: it is due again.
    pub(crate) fn not_committed(&mut self, partition: i32) {
        if let Some(held) = self.partitions.get_mut(&partition) {
            held.committed = None;
        }
    }

    /// The group has changed: every commit is due again, because one on its way may be lost.
    pub(crate) fn none_committed(&mut self) {
        self.partitions.values_mut().for_each(|held| held.committed = None);
    }

    /// The partition belongs to another now.
    pub(crate) fn forget(&mut self, partition: i32) {
        self.partitions.remove(&partition);
    }

    /// How many records are not done with.
    pub(crate) fn in_hand(&self) -> usize {
        self.partitions.values().map(|partition| partition.in_hand.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_committed_past_a_record_that_a_rule_has_not_done_with() {
        let mut progress = Progress::default();
        let slow = progress.take(0, 10);
        progress.hand_out(slow);
        progress.hand_out(slow);
        progress.done(slow);
        let other = progress.take(0, 11);
        progress.done(other);
        progress.done(slow);
        assert_eq!(progress.moved(), [(0, 10)], "one of two rules has not done with 10");
        assert!(progress.moved().is_empty(), "nothing moved");
        progress.not_committed(0);
        assert_eq!(progress.moved(), [(0, 10)], "the commit failed");
        progress.done(slow);
        assert_eq!((progress.moved(), progress.in_hand()), (vec![(0, 12)], 0));
    }

    #[test]
    fn what_an_earlier_holding_had_on_its_way_does_not_count_for_a_later_one() {
        let mut progress = Progress::default();
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
