//! Changes from Kafka, milliseconds after the producer's write. Reads all partitions, joins no group, commits nothing.

use std::time::Duration;

use rdkafka::Offset;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message;
use rdkafka::topic_partition_list::TopicPartitionList;
use topics::{Record, Settings};

use super::{Change, Changes};
use crate::server::events;

/// How long Kafka may take to answer before it counts as away.
const ANSWER: Duration = Duration::from_secs(3);
/// Records before the consumer's position that are read again, because the table's indexes lag the table.
const OVERLAP: i64 = 200;

/// Where to begin: what the consumer had committed, asked for *before* the table is read, so that everything before
/// it is in the table.
#[derive(Debug, Clone)]
pub(crate) struct Start(Vec<(i32, Option<i64>)>);

impl Start {
    /// Asks Kafka; an error means that it is not reachable.
    pub(crate) async fn ask(settings: &Settings, group: &str) -> Result<Self, KafkaError> {
        let consumer: StreamConsumer = settings.reader(group, &[]).create()?;
        let topic = settings.events_topic.clone();
        let asked = tokio::task::spawn_blocking(move || {
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
            Ok(Self(offsets))
        });
        asked.await.expect("asking Kafka does not panic")
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
        for (partition, committed) in &start.0 {
            let offset = committed.map_or(Offset::Beginning, |offset| Offset::Offset((offset - OVERLAP).max(0)));
            list.add_partition_offset(&settings.events_topic, *partition, offset)?;
        }
        consumer.assign(&list)?;
        Ok(Self { consumer: Some(consumer) })
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
