//! What could not be read: kept as it came, with the reason.

use jiff::Timestamp;
use quake::{TraceParent, record};
use rdkafka::error::KafkaResult;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord, Producer};
use rdkafka::util::Timeout;

use crate::Settings;

/// Kafka refuses records over 1 MB; the largest letter keeps room for its headers. The feed's own are about 500 B.
const LARGEST: usize = 900_000;
/// A reason is for people; the letter itself holds all there is.
const LONGEST_REASON: usize = 500;

/// Bytes that are no report, or a record that is none of ours.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// As it came; cut at 900 kB.
    pub bytes: Vec<u8>,
    /// Why it could not be read.
    pub reason: String,
    /// Where it came from: `websocket`, `fdsn`, or a topic, partition and offset.
    pub source: String,
    /// When it was in hand.
    pub received: Timestamp,
    /// The trace of what came; `None` where nobody began one.
    pub trace: Option<TraceParent>,
}

impl DeadLetter {
    /// A letter from now.
    pub fn new(bytes: &[u8], reason: &impl ToString, source: impl Into<String>) -> Self {
        let mut reason = reason.to_string();
        if bytes.len() > LARGEST {
            reason = format!("{reason} (cut from {} to {LARGEST} bytes)", bytes.len());
        }
        Self {
            bytes: bytes[..bytes.len().min(LARGEST)].to_vec(),
            reason: reason.chars().take(LONGEST_REASON).collect(),
            source: source.into(),
            received: Timestamp::now(),
            trace: None,
        }
    }

    /// The same, as part of a trace.
    #[must_use]
    pub fn traced(mut self, trace: Option<TraceParent>) -> Self {
        self.trace = trace;
        self
    }
}

/// The writing end of the dead-letter topic.
#[derive(Clone)]
pub struct DeadLetters {
    producer: FutureProducer,
    topic: String,
}

impl DeadLetters {
    /// Opens the topic with a client of its own.
    ///
    /// # Errors
    /// When a setting is not one of librdkafka's.
    pub fn open(settings: &Settings) -> KafkaResult<Self> {
        let config =
            settings.client(&[("enable.idempotence", "true"), ("compression.type", "lz4"), ("linger.ms", "5")]);
        Ok(Self::with_producer(config.create()?, settings))
    }

    /// Uses a client that is there already.
    pub fn with_producer(producer: FutureProducer, settings: &Settings) -> Self {
        Self { producer, topic: settings.dead_letters_topic.clone() }
    }

    /// The topic's name.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Writes a letter; returns when the brokers have it.
    ///
    /// # Errors
    /// When they do not take it within the client's `message.timeout.ms`.
    pub async fn write(&self, letter: &DeadLetter) -> KafkaResult<()> {
        match self.producer.send(self.record(letter), Timeout::Never).await {
            Ok(_) => Ok(()),
            Err((error, _)) => Err(error),
        }
    }

    /// Hands a letter to the client, and returns what becomes of it.
    ///
    /// # Errors
    /// When the client's queue is full, or the client is broken.
    pub fn send(&self, letter: &DeadLetter) -> KafkaResult<DeliveryFuture> {
        self.producer.send_result(self.record(letter)).map_err(|(error, _)| error)
    }

    fn record<'a>(&'a self, letter: &'a DeadLetter) -> FutureRecord<'a, (), Vec<u8>> {
        let mut headers = OwnedHeaders::new_with_capacity(4)
            .insert(Header { key: record::REASON, value: Some(&letter.reason) })
            .insert(Header { key: record::SOURCE, value: Some(&letter.source) })
            .insert(Header { key: record::RECEIVED, value: Some(&letter.received.to_string()) });
        if let Some(trace) = letter.trace {
            headers = headers.insert(Header { key: record::TRACE, value: Some(&trace.to_string()) });
        }
        FutureRecord::to(&self.topic).payload(&letter.bytes).headers(headers)
    }

    /// Waits until all that was written has left, for at most `deadline`. Blocks its thread.
    ///
    /// # Errors
    /// When the deadline passes first.
    pub fn flush(&self, deadline: std::time::Duration) -> KafkaResult<()> {
        self.producer.flush(deadline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_too_large_for_kafka_is_cut_and_says_so() {
        let letter = DeadLetter::new(&vec![b'x'; 2_000_000], &"not a feed message", "websocket");
        assert_eq!(letter.bytes.len(), LARGEST);
        assert_eq!(letter.reason, "not a feed message (cut from 2000000 to 900000 bytes)");
    }
}
