//! How far a consumer group is behind the topic.

use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaResult;
use rdkafka::topic_partition_list::TopicPartitionList;

use crate::{Settings, offsets_of};

/// How long Kafka may take to answer one question.
const ANSWER: Duration = Duration::from_secs(3);

/// Records of the events topic that the group has not committed, over all partitions. Blocks its thread.
///
/// # Errors
/// When Kafka does not answer.
pub fn lag(settings: &Settings, group: &str) -> KafkaResult<i64> {
    let consumer: BaseConsumer = settings.reader(group, &[]).create()?;
    let topic = &settings.events_topic;
    let metadata = consumer.fetch_metadata(Some(topic), ANSWER)?;
    let mut list = TopicPartitionList::new();
    for partition in metadata.topics().first().map(|found| found.partitions()).unwrap_or_default() {
        list.add_partition(topic, partition.id());
    }
    let committed = offsets_of(&consumer.committed_offsets(list, ANSWER)?);
    let mut behind = 0;
    for (partition, offset) in committed {
        let (low, high) = consumer.fetch_watermarks(topic, partition, ANSWER)?;
        behind += high - offset.unwrap_or(low).max(low);
    }
    Ok(behind)
}
