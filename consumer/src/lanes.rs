//! Lanes: many writes at once, one order per `unid`. Each lane writes one record after the other; an event always
//! takes the same lane.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use service::{Backoff, Readiness};
use store::{Store, StoreError};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;
use topics::{DeadLetter, DeadLetters, Record, Ticket, span};
use tracing::Instrument;

use crate::events;

/// Writes at once. DynamoDB answers in about 5 ms, so this is some thousands of records a second: a year of
/// earthquakes in a minute.
const LANES: usize = 32;
/// Records that wait before each lane. Together they are some megabytes; when one is full the partitions are paused.
const WAITING: usize = 64;
/// The longest pause after a failure. Whoever succeeds ends the pauses of all.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// A record on its way to the table, or to the dead letters.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) ticket: Ticket,
    pub(crate) load: Load,
}

#[derive(Debug)]
pub(crate) enum Load {
    Report(Box<Record>),
    Unreadable(Box<DeadLetter>),
}

impl Job {
    fn lane(&self) -> usize {
        let mut hasher = DefaultHasher::new();
        match &self.load {
            Load::Report(record) => record.quake.id.hash(&mut hasher),
            Load::Unreadable(_) => self.ticket.offset.hash(&mut hasher),
        }
        hasher.finish() as usize % LANES
    }
}

/// The lanes' entrances.
pub(crate) struct Lanes(Vec<mpsc::Sender<Job>>);

impl Lanes {
    /// Starts the lanes; what is durable comes out of the receiver, which closes when all lanes have ended.
    pub(crate) fn open(
        store: &Store,
        letters: &DeadLetters,
        readiness: &Readiness,
        stop: &CancellationToken,
    ) -> (Self, mpsc::Receiver<Ticket>) {
        let (finished, durable) = mpsc::channel(LANES * (WAITING + 1));
        let recovery = Arc::new(Notify::new());
        let entrances = (0..LANES).map(|_| {
            let (entrance, mut jobs) = mpsc::channel(WAITING);
            let writer = Writer {
                store: store.clone(),
                letters: letters.clone(),
                readiness: readiness.clone(),
                recovery: Arc::clone(&recovery),
                stop: stop.clone(),
            };
            let finished = finished.clone();
            tokio::spawn(async move {
                while let Some(job) = jobs.recv().await {
                    if writer.write(&job).await && finished.send(job.ticket).await.is_err() {
                        return;
                    }
                }
            });
            entrance
        });
        (Self(entrances.collect()), durable)
    }

    /// Puts a job on its lane, or gives it back when the lane is full.
    pub(crate) fn put(&self, job: Job) -> Result<(), Job> {
        match self.0[job.lane()].try_send(job) {
            Ok(()) => Ok(()),
            Err(mpsc::error::TrySendError::Full(job) | mpsc::error::TrySendError::Closed(job)) => Err(job),
        }
    }
}

struct Writer {
    store: Store,
    letters: DeadLetters,
    readiness: Readiness,
    /// Told when a write succeeds after a failure.
    recovery: Arc<Notify>,
    stop: CancellationToken,
}

impl Writer {
    /// Tries until the record is durable; `false` when stopped before that.
    async fn write(&self, job: &Job) -> bool {
        match &job.load {
            Load::Report(record) => {
                let span = span::report(&record.quake, record.source, record.trace);
                self.store(job, record).instrument(span).await
            }
            Load::Unreadable(letter) => self.keep(job, letter).instrument(span::unreadable(None, letter.trace)).await,
        }
    }

    async fn store(&self, job: &Job, record: &Record) -> bool {
        let mut backoff = Backoff::new(Duration::from_millis(100), LONGEST_PAUSE);
        loop {
            let since = Instant::now();
            let Record { quake, position, received, source, trace } = record;
            match self.store.record(quake, *position, *received, *source, *trace).await {
                Ok(recorded) => {
                    if self.readiness.state().is_err() {
                        self.readiness.ready();
                        self.recovery.notify_waiters();
                    }
                    events::stored(record, recorded, since.elapsed());
                    return true;
                }
                Err(error @ (StoreError::Refused(_) | StoreError::Corrupt { .. })) => {
                    let value = quake::record::encode(quake);
                    let source = format!("partition {} offset {}", job.ticket.partition, job.ticket.offset);
                    let letter = DeadLetter::new(value.as_bytes(), &error, source).traced(*trace);
                    return self.keep(job, &letter).await;
                }
                Err(error) => {
                    let pause = backoff.pause();
                    self.readiness.not_ready(error.to_string());
                    events::not_written(job.ticket.partition, job.ticket.offset, &error, pause);
                    if !self.pause(pause).await {
                        return false;
                    }
                }
            }
        }
    }

    async fn keep(&self, job: &Job, letter: &DeadLetter) -> bool {
        let mut backoff = Backoff::new(Duration::from_millis(100), LONGEST_PAUSE);
        loop {
            match self.letters.write(letter).await {
                Ok(()) => {
                    events::dead_letter(job.ticket.partition, job.ticket.offset, &letter.reason);
                    return true;
                }
                Err(error) => {
                    events::letter_not_written(&error);
                    if !self.pause(backoff.pause()).await {
                        return false;
                    }
                }
            }
        }
    }

    /// `false` when stopped meanwhile.
    async fn pause(&self, pause: Duration) -> bool {
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = self.recovery.notified() => true,
            () = tokio::time::sleep(pause) => true,
        }
    }
}
