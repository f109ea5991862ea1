//! Where the last producer stopped: read from the newest records of the topic itself.

use std::time::Duration;

use jiff::Timestamp;
use rdkafka::Offset;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::topic_partition_list::TopicPartitionList;
use service::Backoff;
use tokio_util::sync::CancellationToken;
use topics::{Record, Settings};

use crate::{ProducerError, events};

/// How long Kafka may take to answer one question.
const ANSWER: Duration = Duration::from_secs(10);

/// Up to when the topic is complete: the latest mark on the newest record of any partition. `Ok(Some(None))` for a
/// topic without a mark; `Ok(None)` when stopped while Kafka was away.
pub(crate) async fn read(
    settings: &Settings,
    stop: &CancellationToken,
) -> Result<Option<Option<Timestamp>>, ProducerError> {
    let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(10));
    loop {
        let config = settings.reader("quakewire-position", &[]);
        let consumer: BaseConsumer = config.create().map_err(ProducerError::KafkaSettings)?;
        let topic = settings.events_topic.clone();
        let read = tokio::task::spawn_blocking(move || newest_mark(&consumer, &topic));
        match read.await.expect("reading the position does not panic") {
            Ok(position) => return Ok(Some(position)),
            Err(error) => events::kafka_unreachable(&error),
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(backoff.pause()) => {}
        }
    }
}

/// Blocks its thread.
fn newest_mark(consumer: &BaseConsumer, topic: &str) -> Result<Option<Timestamp>, KafkaError> {
    let metadata = consumer.fetch_metadata(Some(topic), ANSWER)?;
    let found = metadata.topics().first().filter(|found| found.error().is_none() && !found.partitions().is_empty());
    let Some(found) = found else {
        return Err(KafkaError::MetadataFetch(RDKafkaErrorCode::UnknownTopicOrPartition));
    };
    let mut newest = TopicPartitionList::new();
    for partition in found.partitions() {
        let (low, high) = consumer.fetch_watermarks(topic, partition.id(), ANSWER)?;
        if high > low {
            newest.add_partition_offset(topic, partition.id(), Offset::Offset(high - 1))?;
        }
    }
    let mut expected = newest.count();
    consumer.assign(&newest)?;
    let mut mark = None;
    while expected > 0 {
        match consumer.poll(ANSWER) {
            Some(Ok(message)) => {
                mark = mark.max(Record::completeness(&message));
                expected -= 1;
            }
            Some(Err(error)) => return Err(error),
            None => return Err(KafkaError::MessageConsumption(RDKafkaErrorCode::OperationTimedOut)),
        }
    }
    Ok(mark)
}
