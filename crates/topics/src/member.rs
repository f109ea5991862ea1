//! A member of a consumer group: what happens when partitions come and go, and what is committed. Only what is done
//! with is, and before a partition goes.

mod progress;

use std::sync::Arc;
use std::time::Duration;

use rdkafka::client::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::statistics::Statistics;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use crate::Settings;

pub use progress::{Progress, Ticket};

/// After a commit that failed. A broker that is away fails them all, and each is told.
const AGAIN: Duration = Duration::from_secs(5);

/// Where a member's happenings are told. All of them are called from Kafka's callbacks and should be quick.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    /// How many records a partition that is held is behind, now and then.
    pub lag: fn(partition: i32, records: i64),
    /// These partitions came.
    pub assigned: fn(&[i32]),
    /// These partitions go, and what was done with is committed.
    pub revoked: fn(&[i32]),
    /// A commit failed, and will be tried again if the partition stays.
    pub commit_failed: fn(&KafkaError),
}

/// Kafka's callbacks, and what they share with whoever polls. Clones are the same member.
#[derive(Debug, Clone)]
pub struct Member {
    topic: Arc<str>,
    progress: Progress,
    telling: Telling,
}

impl Member {
    /// A member that holds nothing yet.
    pub fn new(topic: &str, telling: Telling) -> Self {
        Self { topic: topic.into(), progress: Progress::default(), telling }
    }

    /// The settings of the client that this is the context of.
    pub fn settings(kafka: &Settings, group: &str) -> ClientConfig {
        kafka.reader(
            group,
            &[
                ("partition.assignment.strategy", "cooperative-sticky"),
                ("session.timeout.ms", "10000"),
                ("statistics.interval.ms", "5000"),
            ],
        )
    }

    /// What is in hand: take each record from it that is polled, and say when it is done with.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Commits what is done with since the last time, if anything is. `Sync` waits for the broker; `Async` does nothing
    /// for a while after a failure.
    pub fn commit(&self, consumer: &impl Consumer<Self>, mode: CommitMode) {
        if matches!(mode, CommitMode::Async) && self.progress.failed_within(AGAIN) {
            return;
        }
        let moved = self.progress.moved();
        if moved.is_empty() {
            return;
        }
        let mut list = TopicPartitionList::with_capacity(moved.len());
        for (partition, offset) in moved {
            list.add_partition_offset(&self.topic, partition, Offset::Offset(offset))
                .expect("an offset is not negative");
        }
        if let Err(error) = consumer.commit(&list, mode) {
            self.failed(&error, &list);
        }
    }

    fn failed(&self, error: &KafkaError, offsets: &TopicPartitionList) {
        (self.telling.commit_failed)(error);
        for partition in numbers(offsets) {
            self.progress.not_committed(partition);
        }
    }
}

impl ClientContext for Member {
    fn stats(&self, statistics: Statistics) {
        let partitions = statistics.topics.get(&*self.topic).into_iter().flat_map(|topic| topic.partitions.values());
        // Of partitions that were given up librdkafka goes on to tell what it knew last.
        let ours = partitions.filter(|partition| partition.fetch_state == "active" && partition.consumer_lag >= 0);
        for partition in ours {
            (self.telling.lag)(partition.partition, partition.consumer_lag);
        }
    }
}

impl ConsumerContext for Member {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        if let Rebalance::Revoke(partitions) = rebalance {
            self.commit(consumer, CommitMode::Sync);
            let partitions = numbers(partitions);
            for partition in &partitions {
                self.progress.forget(*partition);
            }
            (self.telling.revoked)(&partitions);
        }
    }

    fn post_rebalance(&self, _consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        if let Rebalance::Assign(partitions) = rebalance {
            // A commit that was on its way when the group changed may be lost without a word: all are due again.
            self.progress.none_committed();
            (self.telling.assigned)(&numbers(partitions));
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, offsets: &TopicPartitionList) {
        if let Err(error) = result {
            self.failed(&error, offsets);
        }
    }
}

fn numbers(list: &TopicPartitionList) -> Vec<i32> {
    list.elements().iter().map(|element| element.partition()).collect()
}
