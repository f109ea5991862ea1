//! What each service is given to do, and when it has done it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::Watcher;
use rdkafka::consumer::{BaseConsumer, Consumer};
use simulator::Simulator;
use tokio::time::sleep;
use topics::Settings;

use crate::served::Served;
use crate::topic::Topic;

/// How long a burst may take, whatever happens: ten times what one takes on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);
/// Between two looks whether a burst is done.
const LOOK: Duration = Duration::from_millis(10);
/// How long Kafka may take to say where a partition ends.
const ANSWER: Duration = Duration::from_secs(10);

/// A service's work.
pub(crate) enum Work {
    /// Frames of the feed, until Kafka has their records.
    Producing { feed: Simulator, end: End },
    /// Records, until the table has them.
    Consuming { topic: Topic },
    /// Records, until a reader of the stream has their messages.
    Streaming { topic: Topic, reader: Watcher },
}

impl Work {
    /// How much is done at a time: what takes about a quarter of a second.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Producing { .. } => 5_000,
            Self::Consuming { .. } => 500,
            Self::Streaming { .. } => 6_000,
        }
    }

    /// Gives the service its work, and waits until it is done; how long that took.
    pub(crate) async fn burst(&mut self, served: &Served) -> Result<Duration> {
        let count = self.size();
        match self {
            Self::Producing { feed, end } => {
                let goal = end.now().await? + count as i64;
                let began = Instant::now();
                feed.burst(count, 0.0).await?;
                while end.now().await? < goal {
                    late(began)?;
                    sleep(LOOK).await;
                }
                Ok(began.elapsed())
            }
            Self::Consuming { topic } => {
                let goal = stored(served).await? + count as f64;
                let began = Instant::now();
                topic.write(count).await?;
                while stored(served).await? < goal {
                    late(began)?;
                    sleep(LOOK).await;
                }
                Ok(began.elapsed())
            }
            Self::Streaming { topic, reader } => {
                let began = Instant::now();
                topic.write(count).await?;
                for _ in 0..count {
                    reader.change(LIMIT).await?;
                }
                Ok(began.elapsed())
            }
        }
    }
}

async fn stored(served: &Served) -> Result<f64> {
    Ok(served.metrics().await?.sum("quakewire_consumer_records_total", &[]))
}

fn late(began: Instant) -> Result<()> {
    ensure!(began.elapsed() < LIMIT, "a burst was not done within {LIMIT:?}");
    Ok(())
}

/// Where a topic ends.
pub(crate) struct End {
    client: std::sync::Arc<BaseConsumer>,
    topic: String,
}

impl End {
    pub(crate) fn of(kafka: &Settings) -> Result<Self> {
        let client = kafka.reader("bench", &[]).create()?;
        Ok(Self { client: std::sync::Arc::new(client), topic: kafka.events_topic.clone() })
    }

    /// How many records it has ever had.
    async fn now(&self) -> Result<i64> {
        let (client, topic) = (std::sync::Arc::clone(&self.client), self.topic.clone());
        let asking = tokio::task::spawn_blocking(move || {
            let metadata = client.fetch_metadata(Some(&topic), ANSWER)?;
            let partitions = metadata.topics().first().context("no such topic")?.partitions();
            let ends =
                partitions.iter().map(|partition| Ok(client.fetch_watermarks(&topic, partition.id(), ANSWER)?.1));
            ends.sum()
        });
        asking.await?
    }
}
