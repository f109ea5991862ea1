//! Changes from Kafka, milliseconds after the producer's write. Reads all partitions, joins no group, commits nothing.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use quake::RecordPosition;
use rdkafka::Offset;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message;
use rdkafka::topic_partition_list::TopicPartitionList;
use tokio::time::{Instant, timeout_at};
use topics::{Record, Settings};

use super::{Change, Changes};
use crate::server::events;

/// How long Kafka may take to answer before it counts as away.
const ANSWER: Duration = Duration::from_secs(3);
/// Records before the consumer's position that are read again, because the table's indexes lag the table.
const OVERLAP: i64 = 200;
/// What reading on to the topic's end may take before anyone is served: time, and records, which are milliseconds
/// and a few unless the consumer is far behind. What is left then comes live.
const CATCHING_UP: Duration = Duration::from_secs(5);
const CAUGHT_UP: usize = 10_000;
/// How far a producer's clock may be from ours.
const CLOCKS_MS: i64 = 60_000;

/// Where to begin: what the consumer had committed, asked for *before* the table is read, so that everything before
/// it is in the table.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    partitions: Vec<Partition>,
    asked: Timestamp,
}

#[derive(Debug, Clone)]
struct Partition {
    number: i32,
    begin: Offset,
    /// The offset after the last record when this was asked.
    end: i64,
    /// The last record, if it lies after the beginning.
    last: Option<i64>,
}

impl Start {
    /// Asks Kafka; an error means that it is not reachable.
    pub(crate) async fn ask(settings: &Settings, group: &str) -> Result<Self, KafkaError> {
        let consumer: StreamConsumer = settings.reader(group, &[]).create()?;
        let topic = settings.events_topic.clone();
        let asked = Timestamp::now();
        let answer = tokio::task::spawn_blocking(move || {
            let metadata = consumer.fetch_metadata(Some(&topic), ANSWER)?;
            let found = metadata.topics().first().filter(|found| found.error().is_none());
            let partitions = found.map(|found| found.partitions()).unwrap_or_default();
            if partitions.is_empty() {
                return Err(KafkaError::MetadataFetch(RDKafkaErrorCode::UnknownTopicOrPartition));
            }
            let mut list = TopicPartitionList::new();
            for partition in partitions {
                list.add_partition(&topic, partition.id());
            }
            let committed = consumer.committed_offsets(list, ANSWER)?;
            let offsets = topics::offsets_of(&committed);
            // A list that outlives its client makes the client's end wait for ever.
            drop(committed);
            let partition = |(number, committed): (i32, Option<i64>)| {
                let (low, high) = consumer.fetch_watermarks(&topic, number, ANSWER)?;
                let begin = committed.map(|offset| (offset - OVERLAP).max(0));
                let newest = (high > begin.unwrap_or(low).max(low)).then_some(high - 1);
                Ok(Partition {
                    number,
                    begin: begin.map_or(Offset::Beginning, Offset::Offset),
                    end: high,
                    last: newest,
                })
            };
            let partitions = offsets.into_iter().map(partition).collect::<Result<_, KafkaError>>()?;
            Ok(Self { partitions, asked })
        });
        answer.await.expect("asking Kafka does not panic")
    }

    /// Whether the record was there when Kafka was asked. A younger one comes by the tail, in the topic's order. One
    /// of a topic that has been made anew since lies beyond the end, but long before the question.
    pub(crate) fn covers(&self, position: RecordPosition) -> bool {
        let before_the_end = self.partitions.iter().any(|partition| {
            i64::from(partition.number) == i64::from(position.partition) && position.offset < partition.end
        });
        before_the_end || position.time_ms < self.asked.as_millisecond() - CLOCKS_MS
    }
}

/// The tail of all partitions.
pub(crate) struct KafkaTail {
    /// `None` only while being dropped.
    consumer: Option<StreamConsumer>,
}

impl KafkaTail {
    pub(crate) fn open(settings: &Settings, group: &str, start: &Start) -> Result<Self, KafkaError> {
        let consumer: StreamConsumer = settings.reader(group, &[]).create()?;
        let mut list = TopicPartitionList::new();
        for partition in &start.partitions {
            list.add_partition_offset(&settings.events_topic, partition.number, partition.begin)?;
        }
        consumer.assign(&list)?;
        Ok(Self { consumer: Some(consumer) })
    }

    /// What lies between the beginning and the topic's end as they were when `start` was asked for.
    pub(crate) async fn catch_up(&mut self, start: &Start) -> Vec<Change> {
        let mut missing: HashMap<u32, i64> = start
            .partitions
            .iter()
            .filter_map(|partition| Some((partition.number.max(0) as u32, partition.last?)))
            .collect();
        let mut changes = Vec::new();
        let deadline = Instant::now() + CATCHING_UP;
        while !missing.is_empty() && changes.len() < CAUGHT_UP {
            match timeout_at(deadline, self.next()).await {
                Ok(Ok(read)) => {
                    for change in &read {
                        let position = change.position;
                        if missing.get(&position.partition).is_some_and(|last| position.offset >= *last) {
                            missing.remove(&position.partition);
                        }
                    }
                    changes.extend(read);
                }
                Ok(Err(error)) => {
                    events::interrupted(Self::NAME, &error);
                    break;
                }
                Err(_) => break,
            }
        }
        changes
    }
}

impl Changes for KafkaTail {
    const NAME: &str = "kafka";
    const ORDERED: bool = true;
    type Interruption = KafkaError;

    async fn next(&mut self) -> Result<Vec<Change>, KafkaError> {
        let consumer = self.consumer.as_ref().expect("the consumer is taken at the end only");
        loop {
            match consumer.recv().await {
                Ok(message) => match Record::read(&message) {
                    Ok(record) => return Ok(vec![record.into()]),
                    Err(error) => events::unreadable_record(message.partition(), message.offset(), &error),
                },
                // One broker of several may go; the client finds another.
                Err(KafkaError::MessageConsumption(RDKafkaErrorCode::BrokerTransportFailure)) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for KafkaTail {
    /// Ending a consumer blocks for a moment, which a task must not.
    fn drop(&mut self) {
        let consumer = self.consumer.take();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn_blocking(move || drop(consumer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_covers_what_the_topic_had_whatever_the_clocks_say_and_what_an_earlier_topic_had() {
        let asked = Timestamp::from_millisecond(1_000_000).unwrap();
        let partition = Partition { number: 3, begin: Offset::Beginning, end: 10, last: Some(9) };
        let start = Start { partitions: vec![partition], asked };
        let at = |time_ms, offset| RecordPosition { time_ms, partition: 3, offset };
        assert!(start.covers(at(1_000_500, 9)), "a producer whose clock is ahead");
        assert!(!start.covers(at(999_500, 10)), "a younger record of a producer whose clock is behind");
        assert!(start.covers(at(500_000, 400)), "of a topic that is gone");
    }
}
