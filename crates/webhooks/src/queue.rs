//! One queue and one task for each rule: messages go out one after the other, each until it is done with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use service::Backoff;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use topics::{Progress, Record, Ticket, span};
use tracing::Instrument;
use url::Url;

use crate::bounded::Bounded;
use crate::client::{Answer, Client};
use crate::events;
use crate::memory::Occasion;
use crate::message::Message;
use crate::rule::Rule;

/// Messages that wait for one receiver. More than a day's worth of earthquakes above M 4.5; what comes while so many
/// wait is given up, so that a receiver that is away costs nobody else anything.
const WAITING: usize = 64;
/// Messages of a rule that are known to be done with.
const DONE: usize = 10_000;

/// How long a receiver is waited for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Bounds of the pauses between tries.
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
    /// The longest a receiver may ask us to wait by `Retry-After`.
    pub(crate) asked: Duration,
    /// From when a record was read until its message is given up. A message that waited for others gets one try even
    /// after that.
    pub(crate) total: Duration,
}

/// Some ten tries in ten minutes.
pub(crate) const PATIENCE: Patience = Patience {
    first: Duration::from_secs(1),
    longest: Duration::from_mins(2),
    asked: Duration::from_mins(5),
    total: Duration::from_mins(10),
};

/// What one rule is to tell.
pub(crate) struct Job {
    pub(crate) record: Arc<Record>,
    pub(crate) occasion: Occasion,
    pub(crate) ticket: Ticket,
    /// When the record was read.
    pub(crate) since: Instant,
}

/// What all senders share.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) client: Client,
    /// Our site's address, where links lead.
    pub(crate) site: Option<Url>,
    pub(crate) progress: Progress,
    pub(crate) patience: Patience,
}

/// A queue's entrance.
pub(crate) struct Queue {
    rule: Arc<Rule>,
    jobs: mpsc::Sender<Job>,
    sender: Sender,
    gone: Arc<AtomicBool>,
}

impl Queue {
    /// Starts the rule's task. It ends when the entrance is dropped and all that waits is done with, or was tried once
    /// after `stop`.
    pub(crate) fn open(rule: &Arc<Rule>, sender: &Sender, tasks: &TaskTracker, stop: &CancellationToken) -> Self {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let gone = Arc::new(AtomicBool::new(false));
        let task = Task {
            rule: Arc::clone(rule),
            sender: sender.clone(),
            gone: Arc::clone(&gone),
            done: Bounded::new(DONE),
            stop: stop.clone(),
        };
        tasks.spawn(task.run(waiting));
        Self { rule: Arc::clone(rule), jobs, sender: sender.clone(), gone }
    }

    pub(crate) fn rule(&self) -> &Arc<Rule> {
        &self.rule
    }

    /// Hands a job in. Where there is no room, or the receiver is gone, it is done with at once.
    pub(crate) fn put(&self, job: Job) {
        let ticket = job.ticket;
        if self.gone.load(Ordering::Relaxed) {
            events::not_sent_to_who_is_gone(&self.rule);
        } else if self.jobs.try_send(job).is_ok() {
            events::waits();
            return;
        } else {
            events::queue_full(&self.rule);
        }
        self.sender.progress.done(ticket);
    }
}

struct Task {
    rule: Arc<Rule>,
    sender: Sender,
    /// The receiver answered that it wants nothing more.
    gone: Arc<AtomicBool>,
    /// Ids of messages that are done with, delivered or not.
    done: Bounded<String, ()>,
    stop: CancellationToken,
}

impl Task {
    async fn run(mut self, mut waiting: mpsc::Receiver<Job>) {
        while let Some(job) = waiting.recv().await {
            events::waits_no_longer();
            let Record { quake, source, trace, .. } = &*job.record;
            let span = span::report(quake, *source, *trace);
            if self.send(&job).instrument(span).await {
                self.sender.progress.done(job.ticket);
            }
        }
    }

    /// Tries until the message is done with; `false` when stopped before that, so that it comes again.
    async fn send(&mut self, job: &Job) -> bool {
        let rule = Arc::clone(&self.rule);
        if self.gone.load(Ordering::Relaxed) {
            events::not_sent_to_who_is_gone(&rule);
            return true;
        }
        let message = Message::new(&rule, &job.record, job.occasion, self.sender.site.as_ref());
        if self.done.contains(&message.id) {
            events::sent_already(&rule);
            return true;
        }
        let patience = self.sender.patience;
        let mut backoff = Backoff::new(patience.first, patience.longest);
        for tries in 1.. {
            if !rule.is_fresh(&job.record.quake, Timestamp::now()) {
                events::too_old(&rule);
                break;
            }
            let since = Instant::now();
            match self.sender.client.post(&rule, &message).await {
                Answer::Taken => {
                    events::delivered(&rule, &job.record, tries, since.elapsed());
                    break;
                }
                Answer::Later { reason, told, after } => {
                    let asked = after.unwrap_or_default().min(patience.asked);
                    let pause = backoff.pause().max(asked);
                    events::failed(reason);
                    if job.since.elapsed() + pause > patience.total {
                        events::gave_up(&rule, tries, &told);
                        break;
                    }
                    events::tries_again(&rule, tries, pause, &told);
                    if !self.pause(pause).await {
                        return false;
                    }
                }
                Answer::Never { reason, told } => {
                    events::failed(reason);
                    events::refused(&rule, &told);
                    break;
                }
                Answer::Gone => {
                    self.gone.store(true, Ordering::Relaxed);
                    events::gone(&rule);
                    break;
                }
            }
        }
        self.done.get_or_put(&message.id, ());
        true
    }

    /// `false` when stopped meanwhile.
    async fn pause(&self, pause: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(pause) => true,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
