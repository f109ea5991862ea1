//! Polling Kafka: one loop that takes records, learns what is durable, and commits it.

use std::collections::VecDeque;
use std::time::Duration;

use rdkafka::consumer::{CommitMode, Consumer, StreamConsumer};
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, Message};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use topics::{DeadLetter, Member, Record, Telling, Ticket};

use crate::lanes::{Job, Lanes, Load};
use crate::{Config, ConsumerError, events};

/// Between two commits. After a crash at most this much is read again, and changes nothing.
const COMMIT: Duration = Duration::from_millis(500);

const TELLING: Telling = Telling {
    lag: events::lag,
    assigned: events::assigned,
    revoked: events::revoked,
    commit_failed: events::commit_failed,
};

/// The loop and its state.
pub(crate) struct Poller {
    consumer: StreamConsumer<Member>,
    member: Member,
    topic: String,
    /// Records whose lanes are full; the partitions are paused while there are any.
    held: VecDeque<Job>,
}

impl Poller {
    pub(crate) fn subscribe(config: &Config) -> Result<Self, ConsumerError> {
        let member = Member::new(&config.kafka.events_topic, TELLING);
        let client = Member::settings(&config.kafka, &config.group);
        let consumer: StreamConsumer<Member> =
            client.create_with_context(member.clone()).map_err(ConsumerError::Settings)?;
        consumer.subscribe(&[&config.kafka.events_topic]).map_err(ConsumerError::Settings)?;
        events::subscribed(&config.kafka.events_topic, &config.group);
        Ok(Self { consumer, member, topic: config.kafka.events_topic.clone(), held: VecDeque::new() })
    }

    /// Polls until `stop`, then waits for the writes in hand and commits.
    pub(crate) async fn run(
        mut self,
        lanes: Lanes,
        mut durable: mpsc::Receiver<Ticket>,
        stop: CancellationToken,
    ) -> Result<(), ConsumerError> {
        let mut commits = tokio::time::interval(COMMIT);
        commits.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let outcome = loop {
            // What is finished comes first: it makes room, and it is what must not be lost.
            tokio::select! {
                biased;
                () = stop.cancelled() => break Ok(()),
                Some(ticket) = durable.recv() => {
                    self.member.progress().done(ticket);
                    self.put_held(&lanes);
                }
                _ = commits.tick() => self.member.commit(&self.consumer, CommitMode::Async),
                message = self.consumer.recv() => match message {
                    Ok(message) => {
                        let ticket = self.member.progress().take(message.partition(), message.offset());
                        self.put(&lanes, Job { ticket, load: read(&message) });
                    }
                    Err(error) if is_fatal(&error) => break Err(ConsumerError::Fatal(error)),
                    Err(error) => {
                        events::kafka_trouble(&error);
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                },
            }
        };
        self.drain(lanes, durable).await;
        outcome
    }

    fn put(&mut self, lanes: &Lanes, job: Job) {
        // Behind what is held already, so that an event's revisions keep their order.
        let refused = if self.held.is_empty() { lanes.put(job).err() } else { Some(job) };
        if let Some(job) = refused {
            if self.held.is_empty() {
                events::paused();
            }
            self.held.push_back(job);
            // Again for each, because a rebalance may have brought partitions that are not paused yet.
            self.all_partitions(|consumer, partitions| consumer.pause(partitions));
        }
    }

    fn put_held(&mut self, lanes: &Lanes) {
        let some_were_held = !self.held.is_empty();
        while let Some(job) = self.held.pop_front() {
            if let Err(job) = lanes.put(job) {
                self.held.push_front(job);
                return;
            }
        }
        if some_were_held {
            events::resumed();
            self.all_partitions(|consumer, partitions| consumer.resume(partitions));
        }
    }

    fn all_partitions(
        &self,
        what: impl Fn(&StreamConsumer<Member>, &rdkafka::topic_partition_list::TopicPartitionList) -> Result<(), KafkaError>,
    ) {
        let done = self.consumer.assignment().and_then(|partitions| what(&self.consumer, &partitions));
        if let Err(error) = done {
            events::kafka_trouble(&error);
        }
    }

    /// Lets the lanes finish, commits, and leaves the group.
    async fn drain(self, lanes: Lanes, mut durable: mpsc::Receiver<Ticket>) {
        drop(lanes);
        let finishing = async {
            while let Some(ticket) = durable.recv().await {
                self.member.progress().done(ticket);
            }
        };
        let _ = tokio::time::timeout(service::DRAIN_DEADLINE, finishing).await;
        let unfinished = self.member.progress().in_hand();
        if unfinished > 0 {
            events::left_unfinished(unfinished);
        }
        // Committing and leaving the group wait for the broker.
        let leave = tokio::task::spawn_blocking(move || {
            self.member.commit(&self.consumer, CommitMode::Sync);
            self.consumer.unsubscribe();
            tracing::debug!(topic = self.topic, "Left the group");
        });
        let _ = tokio::time::timeout(service::DRAIN_DEADLINE, leave).await;
    }
}

fn read(message: &BorrowedMessage<'_>) -> Load {
    match Record::read(message) {
        Ok(record) => Load::Report(Box::new(record)),
        Err(error) => {
            let source = format!("{} partition {} offset {}", message.topic(), message.partition(), message.offset());
            let letter = DeadLetter::new(message.payload().unwrap_or_default(), &error, source);
            Load::Unreadable(Box::new(letter.traced(topics::trace_of(message))))
        }
    }
}

fn is_fatal(error: &KafkaError) -> bool {
    matches!(error, KafkaError::MessageConsumptionFatal(_))
}
