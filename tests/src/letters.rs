//! Reading a topic from its beginning, as a tool of the operator's would.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use quake::record::{REASON, TRACE};
use rdkafka::Message;
use rdkafka::Offset;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Headers;
use rdkafka::topic_partition_list::TopicPartitionList;
use topics::{Record, Settings};

use crate::Revision;

/// How long Kafka may take to answer one question.
const ANSWER: Duration = Duration::from_secs(10);
/// How long reading a whole topic may take.
const READING: Duration = Duration::from_mins(1);

/// A dead letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Letter {
    /// What could not be read.
    pub bytes: Vec<u8>,
    /// Why; empty when the header is missing.
    pub reason: String,
}

/// All dead letters.
///
/// # Errors
/// When Kafka does not answer.
pub async fn dead_letters(kafka: &Settings) -> Result<Vec<Letter>> {
    read(kafka, &kafka.dead_letters_topic, |message| {
        let headers = message.headers();
        let reason = headers.and_then(|headers| headers.iter().find(|header| header.key == REASON)?.value);
        let reason = String::from_utf8_lossy(reason.unwrap_or_default()).into_owned();
        Ok(Letter { bytes: message.payload().unwrap_or_default().to_vec(), reason })
    })
    .await
}

/// The revisions in the topic of events, repeats and all.
///
/// # Errors
/// When Kafka does not answer, or a record is none of ours.
pub async fn records(kafka: &Settings) -> Result<Vec<Revision>> {
    read(kafka, &kafka.events_topic, |message| {
        let quake = Record::read(message)?.quake;
        Ok((quake.id, quake.updated))
    })
    .await
}

/// Each record's revision and its header `traceparent`, as text; empty where there is none.
///
/// # Errors
/// When Kafka does not answer, or a record is none of ours.
pub async fn traces(kafka: &Settings) -> Result<Vec<(Revision, String)>> {
    read(kafka, &kafka.events_topic, |message| {
        let quake = Record::read(message)?.quake;
        let headers = message.headers();
        let trace = headers.and_then(|headers| headers.iter().find(|header| header.key == TRACE)?.value);
        let trace = String::from_utf8_lossy(trace.unwrap_or_default()).into_owned();
        Ok(((quake.id, quake.updated), trace))
    })
    .await
}

async fn read<T: Send + 'static>(
    kafka: &Settings,
    topic: &str,
    take: fn(&rdkafka::message::BorrowedMessage<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let (kafka, topic) = (kafka.clone(), topic.to_owned());
    let reading = tokio::task::spawn_blocking(move || {
        let consumer: BaseConsumer = kafka.reader("e2e-reader", &[]).create()?;
        let mut expected = assign_all(&consumer, &topic).with_context(|| format!("cannot read {topic}"))?;
        let mut taken = Vec::new();
        let deadline = Instant::now() + READING;
        while expected > 0 {
            if let Some(message) = consumer.poll(Duration::from_millis(100)) {
                taken.push(take(&message?)?);
                expected -= 1;
            } else if Instant::now() > deadline {
                bail!("{expected} records of {topic} did not come within {READING:?}");
            }
        }
        Ok(taken)
    });
    reading.await?
}

/// Begins to read all partitions; how many records there are.
fn assign_all(consumer: &BaseConsumer, topic: &str) -> Result<i64> {
    let metadata = consumer.fetch_metadata(Some(topic), ANSWER)?;
    let mut list = TopicPartitionList::new();
    let mut records = 0;
    for partition in metadata.topics().first().map(|topic| topic.partitions()).unwrap_or_default() {
        let (low, high) = consumer.fetch_watermarks(topic, partition.id(), ANSWER)?;
        records += high - low;
        list.add_partition_offset(topic, partition.id(), Offset::Beginning)?;
    }
    consumer.assign(&list)?;
    Ok(records)
}
