//! How far each partition is durable: what may be committed.

use std::collections::{BTreeSet, HashMap};

/// For each partition, what was taken from Kafka and what of it is not durable yet.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    partitions: HashMap<i32, Partition>,
}

#[derive(Debug, Default)]
struct Partition {
    in_flight: BTreeSet<i64>,
    /// The offset after the last one taken.
    next: i64,
    /// What was committed last.
    committed: i64,
}

impl Partition {
    /// Everything before this offset is durable.
    fn durable(&self) -> i64 {
        self.in_flight.first().copied().unwrap_or(self.next)
    }
}

impl Progress {
    /// A record was taken.
    pub(crate) fn take(&mut self, partition: i32, offset: i64) {
        let partition = self.partitions.entry(partition).or_default();
        partition.in_flight.insert(offset);
        partition.next = partition.next.max(offset + 1);
    }

    /// A record is durable. One of a partition given up since then is no longer ours to count.
    pub(crate) fn done(&mut self, partition: i32, offset: i64) {
        if let Some(partition) = self.partitions.get_mut(&partition) {
            partition.in_flight.remove(&offset);
        }
    }

    /// The offsets to commit, for partitions that have moved since the last call.
    pub(crate) fn moved(&mut self) -> Vec<(i32, i64)> {
        let mut moved = Vec::new();
        for (number, partition) in &mut self.partitions {
            let durable = partition.durable();
            if durable > partition.committed && partition.next > 0 {
                partition.committed = durable;
                moved.push((*number, durable));
            }
        }
        moved
    }

    /// The partition belongs to another consumer now.
    pub(crate) fn forget(&mut self, partition: i32) {
        self.partitions.remove(&partition);
    }

    /// How many records are not durable yet.
    pub(crate) fn in_flight(&self) -> usize {
        self.partitions.values().map(|partition| partition.in_flight.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_committed_past_a_record_that_is_not_durable() {
        let mut progress = Progress::default();
        for offset in [10, 11, 12] {
            progress.take(0, offset);
        }
        progress.done(0, 11);
        progress.done(0, 12);
        assert_eq!(progress.moved(), [(0, 10)], "10 is still on its way");
        progress.done(0, 10);
        assert_eq!(progress.moved(), [(0, 13)]);
        assert!(progress.moved().is_empty(), "nothing moved");
        assert_eq!(progress.in_flight(), 0);
    }

    #[test]
    fn a_partition_given_up_is_not_committed_by_writes_that_end_late() {
        let mut progress = Progress::default();
        progress.take(3, 7);
        progress.forget(3);
        progress.done(3, 7);
        assert!(progress.moved().is_empty());
    }
}
