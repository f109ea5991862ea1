//! What happens when partitions come and go: what is done with is committed before they go.

use std::sync::{Arc, Mutex, MutexGuard};

use rdkafka::client::ClientContext;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::KafkaResult;
use rdkafka::statistics::Statistics;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use crate::events;
use crate::progress::Progress;

/// Kafka's callbacks; shares the progress with the poller and the queues.
#[derive(Clone)]
pub(crate) struct Context {
    topic: Arc<str>,
    progress: Arc<Mutex<Progress>>,
}

impl Context {
    pub(crate) fn new(topic: &str) -> Self {
        Self { topic: topic.into(), progress: Arc::default() }
    }

    pub(crate) fn shared(&self) -> Arc<Mutex<Progress>> {
        Arc::clone(&self.progress)
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().expect("nobody panics while holding the progress")
    }

    /// What may be committed now, if anything.
    pub(crate) fn to_commit(&self) -> Option<TopicPartitionList> {
        let moved = self.progress().moved();
        if moved.is_empty() {
            return None;
        }
        let mut list = TopicPartitionList::with_capacity(moved.len());
        for (partition, offset) in moved {
            list.add_partition_offset(&self.topic, partition, Offset::Offset(offset))
                .expect("an offset is not negative");
        }
        Some(list)
    }
}

impl ClientContext for Context {
    fn stats(&self, statistics: Statistics) {
        let partitions = statistics.topics.get(&*self.topic).into_iter().flat_map(|topic| topic.partitions.values());
        // Of partitions that were given up librdkafka goes on to tell what it knew last.
        let ours = partitions.filter(|partition| partition.fetch_state == "active" && partition.consumer_lag >= 0);
        for partition in ours {
            events::lag(partition.partition, partition.consumer_lag);
        }
    }
}

impl ConsumerContext for Context {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        if let Rebalance::Revoke(partitions) = rebalance {
            if let Some(list) = self.to_commit()
                && let Err(error) = consumer.commit(&list, CommitMode::Sync)
            {
                events::commit_failed(&error);
            }
            let partitions = numbers(partitions);
            let mut progress = self.progress();
            for partition in &partitions {
                progress.forget(*partition);
            }
            events::revoked(&partitions);
        }
    }

    fn post_rebalance(&self, _consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        if let Rebalance::Assign(partitions) = rebalance {
            // A commit that was on its way when the group changed may be lost without a word: all are due again.
            self.progress().none_committed();
            events::assigned(&numbers(partitions));
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, offsets: &TopicPartitionList) {
        if let Err(error) = result {
            events::commit_failed(&error);
            for partition in numbers(offsets) {
                self.progress().not_committed(partition);
            }
        }
    }
}

fn numbers(list: &TopicPartitionList) -> Vec<i32> {
    list.elements().iter().map(|element| element.partition()).collect()
}
