//! Writing reports into a topic as the producer does, faster than any feed.

use std::num::{NonZeroU64, NonZeroU128};
use std::time::Duration;

use anyhow::{Context, Result};
use jiff::Timestamp;
use quake::record::{self, Source};
use quake::{Quake, TraceParent, emsc};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer};
use topics::{Outgoing, Settings};

/// A writer of reports, each a revision that was never there before.
pub(crate) struct Topic {
    producer: ThreadedProducer<DefaultProducerContext>,
    name: String,
    model: Quake,
    written: usize,
    events: usize,
}

impl Topic {
    /// Opens one for reports about so many earthquakes, which are like the model and revised again and again.
    pub(crate) fn open(kafka: &Settings, model: &str, events: usize) -> Result<Self> {
        let (_, model) = emsc::parse_frame(model.as_bytes())?;
        let producer = kafka.client(&[("linger.ms", "5"), ("acks", "all")]).create()?;
        Ok(Self { producer, name: kafka.events_topic.clone(), model, written: 0, events })
    }

    /// Writes so many.
    pub(crate) async fn write(&mut self, count: usize) -> Result<()> {
        for _ in 0..count {
            self.written += 1;
            let quake = Quake {
                id: format!("20261121_{:07}", self.written % self.events).parse()?,
                updated: Timestamp::now(),
                ..self.model.clone()
            };
            self.send(quake).await?;
        }
        Ok(())
    }

    async fn send(&self, quake: Quake) -> Result<()> {
        let trace = NonZeroU128::new(fastrand::u128(1..)).zip(NonZeroU64::new(fastrand::u64(1..)));
        let (trace, parent) = trace.context("a number from 1 on is not 0")?;
        let trace = TraceParent::new(trace, parent);
        let received = quake.updated;
        let outgoing = Outgoing { quake, source: Source::Websocket, action: None, received, complete: None, trace };
        let value = record::encode(&outgoing.quake);
        loop {
            let record =
                BaseRecord::to(&self.name).key(outgoing.quake.id.as_str()).payload(&value).headers(outgoing.headers());
            match self.producer.send(record) {
                Ok(()) => return Ok(()),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                Err((error, _)) => return Err(error.into()),
            }
        }
    }
}

impl Drop for Topic {
    fn drop(&mut self) {
        // Nobody waits for what is left.
        let _ = self.producer.flush(Duration::from_secs(1));
    }
}
