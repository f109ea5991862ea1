//! Handing reports to Kafka: in order, each revision once, dead letters beside them.

use std::num::{NonZeroU64, NonZeroU128};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use quake::emsc::Action;
use quake::record::{self, Source};
use quake::{Quake, TraceParent};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord, Producer};
use tokio::sync::{mpsc, watch};
use topics::{DeadLetter, DeadLetters, Outgoing, Settings, span};
use tracing::{Instrument, Span};

use crate::completeness::Completeness;
use crate::recent::Recent;
use crate::{ProducerError, events};

/// Records handed to Kafka's client and not yet confirmed; then publishing waits. Minutes of the worst aftershocks.
const UNCONFIRMED: usize = 10_000;
/// How long to wait when the client's queue is full.
const QUEUE_PAUSE: Duration = Duration::from_millis(20);
/// How long to wait when the client refuses a record, for a topic that is not there, say: somebody has to make it.
const REFUSAL_PAUSE: Duration = Duration::from_secs(1);

/// The writing end of both topics. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Publisher(Arc<Inner>);

struct Inner {
    producer: FutureProducer,
    topic: String,
    letters: DeadLetters,
    completeness: Arc<Completeness>,
    recent: Mutex<Recent>,
    unconfirmed: mpsc::Sender<Unconfirmed>,
    failure: watch::Sender<Option<KafkaError>>,
}

/// A record that Kafka has not confirmed yet.
struct Unconfirmed {
    delivery: DeliveryFuture,
    since: Instant,
    topic: String,
    /// The span of the report it holds, and whether that was news.
    span: Span,
    news: bool,
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
        let failure = watch::Sender::new(None);
        tokio::spawn(confirm(deliveries, failure.clone()));
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
        let (complete, trace) = (self.0.completeness.mark(), begin_trace());
        let span = span::report(&quake, Some(source), Some(trace));
        let outgoing = Outgoing { quake, source, action, received, complete, trace };
        self.send(&outgoing).instrument(span).await;
        true
    }

    async fn send(&self, outgoing: &Outgoing) {
        let Outgoing { quake, source, action, received, .. } = outgoing;
        let value = record::encode(quake);
        self.enqueue(&self.0.topic, quake.was_news(*received), || {
            let record =
                FutureRecord::to(&self.0.topic).key(quake.id.as_str()).payload(&value).headers(outgoing.headers());
            self.0.producer.send_result(record).map_err(|(error, _)| error)
        })
        .await;
        if *source == Source::Websocket {
            self.0.completeness.heard(quake.updated, *received);
        }
        events::published(quake, *source, action.as_ref(), *received);
    }

    /// Keeps what could not be read. What the FDSN service repeats with every answer is kept once.
    pub(crate) async fn dead_letter(&self, bytes: &[u8], source: Source, reason: &impl std::fmt::Display) {
        if source == Source::Fdsn && !self.recent().insert_unreadable(bytes) {
            return;
        }
        let trace = begin_trace();
        let letter = DeadLetter::new(bytes, &reason, source.as_str()).traced(Some(trace));
        let keep = async {
            events::unreadable(source, reason, bytes);
            self.enqueue(self.0.letters.topic(), true, || self.0.letters.send(&letter)).await;
        };
        keep.instrument(span::unreadable(Some(source), Some(trace))).await;
    }

    async fn enqueue(&self, topic: &str, news: bool, send: impl Fn() -> Result<DeliveryFuture, KafkaError>) {
        let since = Instant::now();
        loop {
            match send() {
                Ok(delivery) => {
                    // Closed only when the task that confirms has met a failure, which ends the producer anyway.
                    let (topic, span) = (topic.to_owned(), Span::current());
                    let _ = self.0.unconfirmed.send(Unconfirmed { delivery, since, topic, span, news }).await;
                    return;
                }
                Err(KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull)) => {
                    events::queue_full();
                    tokio::time::sleep(QUEUE_PAUSE).await;
                }
                Err(error @ KafkaError::MessageProduction(RDKafkaErrorCode::Fatal)) => {
                    events::delivery_failed(&error);
                    self.0.failure.send_replace(Some(error));
                    return std::future::pending().await;
                }
                Err(error) => {
                    events::delivery_failed(&error);
                    tokio::time::sleep(REFUSAL_PAUSE).await;
                }
            }
        }
    }

    /// Waits until Kafka's client has failed for good.
    pub(crate) async fn failed(&self) -> ProducerError {
        let mut failure = self.0.failure.subscribe();
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
async fn confirm(mut deliveries: mpsc::Receiver<Unconfirmed>, failure: watch::Sender<Option<KafkaError>>) {
    while let Some(Unconfirmed { delivery, since, topic, span, news }) = deliveries.recv().await {
        match delivery.await {
            Ok(Ok(record)) => {
                span.in_scope(|| events::delivered(news, &topic, record.partition, record.offset, since.elapsed()));
            }
            Ok(Err((error, _))) => {
                span.in_scope(|| events::delivery_failed(&error));
                failure.send_replace(Some(error));
                return;
            }
            // The client is gone, and with it the process.
            Err(_) => return,
        }
    }
}

/// Every report has a trace of its own; that two get the same is as likely as two equal 128-bit numbers.
fn begin_trace() -> TraceParent {
    let (trace, parent) = (NonZeroU128::new(fastrand::u128(1..)), NonZeroU64::new(fastrand::u64(1..)));
    TraceParent::new(trace.unwrap_or(NonZeroU128::MIN), parent.unwrap_or(NonZeroU64::MIN))
}
