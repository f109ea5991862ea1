//! Handing reports to Kafka: in order, each revision once, dead letters beside them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use quake::Quake;
use quake::emsc::Action;
use quake::record::{self, Source};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord, Producer};
use tokio::sync::{mpsc, watch};
use topics::{DeadLetter, DeadLetters, Outgoing, Settings};

use crate::completeness::Completeness;
use crate::recent::Recent;
use crate::{ProducerError, events};

/// Records handed to Kafka's client and not yet confirmed; then publishing waits. Minutes of the worst aftershocks.
const UNCONFIRMED: usize = 10_000;
/// How long to wait when the client's queue is full.
const QUEUE_PAUSE: Duration = Duration::from_millis(20);

/// The writing end of both topics. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Publisher(Arc<Inner>);

struct Inner {
    producer: FutureProducer,
    topic: String,
    letters: DeadLetters,
    completeness: Arc<Completeness>,
    recent: Mutex<Recent>,
    unconfirmed: mpsc::Sender<(DeliveryFuture, Instant)>,
    failure: watch::Receiver<Option<KafkaError>>,
}

impl Publisher {
    pub(crate) fn open(settings: &Settings, completeness: Arc<Completeness>) -> Result<Self, ProducerError> {
        let queue = UNCONFIRMED.to_string();
        let config = settings.client(&[
            ("enable.idempotence", "true"),
            ("acks", "all"),
            ("compression.type", "lz4"),
            // A report should leave at once; what comes in bursts is sent in batches all the same.
            ("linger.ms", "0"),
            // Kafka being away is no reason to lose a record: it is kept and sent when Kafka is back.
            ("message.timeout.ms", "0"),
            ("queue.buffering.max.messages", &queue),
            // As Java's client places keys, so that records written by other tools land where ours do.
            ("partitioner", "murmur2_random"),
        ]);
        let producer: FutureProducer = config.create().map_err(ProducerError::KafkaSettings)?;
        let (unconfirmed, deliveries) = mpsc::channel(UNCONFIRMED);
        let (failed, failure) = watch::channel(None);
        tokio::spawn(confirm(deliveries, failed));
        Ok(Self(Arc::new(Inner {
            letters: DeadLetters::with_producer(producer.clone(), settings),
            producer,
            topic: settings.events_topic.clone(),
            completeness,
            recent: Mutex::default(),
            unconfirmed,
            failure,
        })))
    }

    /// Publishes a report unless this process has done so already; says whether it did. Waits while Kafka is away.
    pub(crate) async fn publish(
        &self,
        quake: Quake,
        source: Source,
        action: Option<Action>,
        received: Timestamp,
    ) -> bool {
        if !self.recent().insert(&quake) {
            events::already_published(source);
            return false;
        }
        let complete = self.0.completeness.mark();
        let outgoing = Outgoing { quake, source, action, received, complete };
        let value = record::encode(&outgoing.quake);
        self.enqueue(|| {
            let record = FutureRecord::to(&self.0.topic)
                .key(outgoing.quake.id.as_str())
                .payload(&value)
                .headers(outgoing.headers());
            self.0.producer.send_result(record).map_err(|(error, _)| error)
        })
        .await;
        if source == Source::Websocket {
            self.0.completeness.heard(outgoing.quake.updated, received);
        }
        events::published(&outgoing.quake, source, received);
        true
    }

    /// Keeps what could not be read. What the FDSN service repeats with every answer is kept once.
    pub(crate) async fn dead_letter(&self, bytes: &[u8], source: Source, reason: &impl std::fmt::Display) {
        if source == Source::Fdsn && !self.recent().insert_unreadable(bytes) {
            return;
        }
        events::unreadable(source, reason, bytes);
        let letter = DeadLetter::new(bytes, &reason, source.as_str());
        self.enqueue(|| self.0.letters.send(&letter)).await;
    }

    async fn enqueue(&self, send: impl Fn() -> Result<DeliveryFuture, KafkaError>) {
        let since = Instant::now();
        loop {
            match send() {
                Ok(delivery) => {
                    // Closed only when the task that confirms has met a failure, which ends the producer anyway.
                    let _ = self.0.unconfirmed.send((delivery, since)).await;
                    return;
                }
                Err(KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull)) => {
                    events::queue_full();
                    tokio::time::sleep(QUEUE_PAUSE).await;
                }
                Err(error) => {
                    events::delivery_failed(&error);
                    return;
                }
            }
        }
    }

    /// Waits until Kafka's client has failed for good.
    pub(crate) async fn failed(&self) -> ProducerError {
        let mut failure = self.0.failure.clone();
        // The guard that `wait_for` returns must not live on over the await below.
        let failed = failure.wait_for(Option::is_some).await.ok().and_then(|error| error.clone());
        match failed {
            Some(error) => ProducerError::KafkaFatal(error),
            None => std::future::pending().await,
        }
    }

    /// Waits until Kafka has all that was published, for as long as a service may take to stop.
    pub(crate) async fn close(self) -> Result<(), ProducerError> {
        let flushed = tokio::task::spawn_blocking(move || self.0.producer.flush(service::DRAIN_DEADLINE));
        match flushed.await {
            Ok(flushed) => flushed.map_err(ProducerError::Undelivered),
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The runtime is being taken down, and with it whoever waits for this.
            Err(_) => std::future::pending().await,
        }
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, Recent> {
        self.0.recent.lock().expect("nobody panics while holding the memory of revisions")
    }
}

/// Follows each record until Kafka has it. With no timeout a record fails only when the client is broken.
async fn confirm(mut deliveries: mpsc::Receiver<(DeliveryFuture, Instant)>, failed: watch::Sender<Option<KafkaError>>) {
    while let Some((delivery, sent)) = deliveries.recv().await {
        match delivery.await {
            Ok(Ok(_)) => events::delivered(sent.elapsed()),
            Ok(Err((error, _))) => {
                events::delivery_failed(&error);
                let _ = failed.send(Some(error));
                return;
            }
            // The client is gone, and with it the process.
            Err(_) => return,
        }
    }
}
