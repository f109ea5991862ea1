//! What a test reads out of a topic.

use std::time::{Duration, Instant};

use quake::{Quake, Timestamp, record};
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::{Headers, Message};
use rdkafka::{Offset, TopicPartitionList};

const PATIENCE: Duration = Duration::from_mins(1);

/// A record as a test looks at it.
pub(crate) struct Found {
    pub(crate) key: Option<String>,
    pub(crate) value: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Found {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    pub(crate) fn quake(&self) -> Quake {
        record::decode(&self.value).unwrap()
    }
}

/// All records of a topic, from the beginning.
pub(crate) struct Topic {
    reader: StreamConsumer,
}

impl Topic {
    pub(crate) fn events(kafka: &topics::Settings) -> Self {
        Self::read(kafka, &kafka.events_topic, 2)
    }

    pub(crate) fn dead_letters(kafka: &topics::Settings) -> Self {
        Self::read(kafka, &kafka.dead_letters_topic, 1)
    }

    fn read(kafka: &topics::Settings, topic: &str, partitions: i32) -> Self {
        let reader: StreamConsumer = kafka.reader("reader-of-a-test", &[]).create().unwrap();
        let mut all = TopicPartitionList::new();
        for partition in 0..partitions {
            all.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
        }
        reader.assign(&all).unwrap();
        Self { reader }
    }

    pub(crate) async fn next(&mut self) -> Found {
        let message = tokio::time::timeout(PATIENCE, self.reader.recv()).await.expect("a record in time").unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = message.headers().map(|headers| {
            headers.iter().map(|header| (header.key.to_owned(), text(header.value.unwrap_or_default()))).collect()
        });
        Found {
            key: message.key().map(text),
            value: message.payload().unwrap_or_default().to_vec(),
            headers: headers.unwrap_or_default(),
        }
    }

    /// Reads on until a record of this event.
    pub(crate) async fn until(&mut self, id: &str) -> Found {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.next().await;
            if found.key.as_deref() == Some(id) {
                return found;
            }
            assert!(Instant::now() < deadline, "no record of {id}");
        }
    }

    /// Reads on until this very revision.
    pub(crate) async fn until_revision(&mut self, id: &str, updated: Timestamp) {
        while self.until(id).await.quake().updated != updated {}
    }
}
