//! Polling Kafka, on a thread of its own: what it waits for, nobody else waits for.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use quake::record::{BadRecord, Source};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::topic_partition_list::TopicPartitionList;
use tokio_util::sync::CancellationToken;
use topics::{Member, Record, Telling, Ticket};

use crate::memory::{Heard, Memory};
use crate::queue::{Job, Queue};
use crate::{WebhooksError, events};

/// How long a poll waits for a record, and so how soon a stop is noticed.
const POLL: Duration = Duration::from_millis(100);
/// Between two commits. After a crash what was done with in this time is read again.
const COMMIT: Duration = Duration::from_millis(500);
/// How long Kafka may take to say where the group stands.
const ANSWER: Duration = Duration::from_secs(3);
/// After a trouble.
const PAUSE: Duration = Duration::from_millis(200);
/// How far a producer's clock may be from ours.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);

/// Where a member of the group tells what happens.
pub(crate) const TELLING: Telling = Telling {
    lag: events::lag,
    assigned: events::assigned,
    revoked: events::revoked,
    commit_failed: events::commit_failed,
};

/// A message as it was read.
struct Read {
    partition: i32,
    offset: i64,
    /// The record time, milliseconds since 1970.
    time_ms: Option<i64>,
    record: Result<Record, BadRecord>,
}

impl Read {
    fn new(message: &BorrowedMessage<'_>) -> Self {
        Self {
            partition: message.partition(),
            offset: message.offset(),
            time_ms: message.timestamp().to_millis(),
            record: Record::read(message),
        }
    }
}

/// The loop and its state.
pub(crate) struct Poller {
    consumer: BaseConsumer<Member>,
    member: Member,
    topic: String,
    /// When this process began: a group that has no position yet begins here, and not with the topic's history.
    began: Timestamp,
    /// Partitions of which it is known whether the group had no position there.
    new_partitions: HashMap<i32, bool>,
    heard: Heard,
}

impl Poller {
    pub(crate) fn subscribe(kafka: &topics::Settings, group: &str, member: Member) -> Result<Self, WebhooksError> {
        let client = Member::settings(kafka, group);
        let consumer: BaseConsumer<Member> =
            client.create_with_context(member.clone()).map_err(WebhooksError::Settings)?;
        let topic = kafka.events_topic.clone();
        consumer.subscribe(&[&topic]).map_err(WebhooksError::Settings)?;
        events::subscribed(&topic, group);
        Ok(Self {
            consumer,
            member,
            topic,
            began: Timestamp::now(),
            new_partitions: HashMap::new(),
            heard: Heard::new(),
        })
    }

    /// Polls until `stop`, or until Kafka's client is broken; the queues end with it. Blocks its thread.
    pub(crate) fn run(mut self, queues: Vec<Queue>, stop: &CancellationToken) -> (Self, Result<(), WebhooksError>) {
        let mut rules: Vec<_> =
            queues.into_iter().map(|queue| (Memory::new(Arc::clone(queue.rule())), queue)).collect();
        let mut committed = Instant::now();
        while !stop.is_cancelled() {
            if committed.elapsed() >= COMMIT {
                self.member.commit(&self.consumer, CommitMode::Async);
                committed = Instant::now();
            }
            let message = match self.consumer.poll(POLL) {
                None => continue,
                Some(Ok(message)) => Read::new(&message),
                Some(Err(error @ KafkaError::MessageConsumptionFatal(_))) => {
                    return (self, Err(WebhooksError::Fatal(error)));
                }
                Some(Err(error)) => {
                    events::kafka_trouble(&error);
                    std::thread::sleep(PAUSE);
                    continue;
                }
            };
            match self.is_history(&message, stop) {
                Some(history) => self.look_at(message, history, &mut rules),
                None => break,
            }
        }
        (self, Ok(()))
    }

    fn look_at(&mut self, message: Read, history: bool, rules: &mut [(Memory, Queue)]) {
        // In hand before a rule has it, so that no rule can be done with it too soon.
        let ticket = self.member.progress().take(message.partition, message.offset);
        match message.record {
            Ok(_) if history => events::looked_at("history"),
            Ok(record) => {
                let first = self.heard.is_first(&record.quake, Timestamp::now());
                let wanted = self.hand_out(&Arc::new(record), first, ticket, rules);
                events::looked_at(if wanted { "wanted" } else { "unwanted" });
            }
            Err(error) => events::unreadable_record(message.partition, message.offset, &error),
        }
        self.member.progress().done(ticket);
    }

    fn hand_out(&self, record: &Arc<Record>, first: bool, ticket: Ticket, rules: &mut [(Memory, Queue)]) -> bool {
        let (now, since) = (Timestamp::now(), tokio::time::Instant::now());
        let mut wanted = false;
        for (memory, queue) in rules {
            if let Some(occasion) = memory.wants(&record.quake, first, now) {
                self.member.progress().hand_out(ticket);
                queue.put(Job { record: Arc::clone(record), occasion, ticket, since });
                wanted = true;
            }
        }
        wanted
    }

    /// Whether the message tells of what was before the group began; `None` when stopped before Kafka has said whether
    /// the group is new.
    ///
    /// A new group reads the topic from its beginning, so that nothing is missed while it is made, and tells nothing of
    /// what is older than itself: neither what lay in the topic, nor what a new pipeline fetches of the days before. Its
    /// first record of a partition decides: afterwards the group has a position.
    fn is_history(&mut self, message: &Read, stop: &CancellationToken) -> Option<bool> {
        let began = self.began.saturating_sub(CLOCKS).unwrap_or(Timestamp::MIN);
        let recorded_before = message.time_ms.is_some_and(|time| time < began.as_millisecond());
        let fetched = |record: &Record| record.source == Some(Source::Fdsn) && record.quake.updated < began;
        let before = recorded_before || message.record.as_ref().is_ok_and(fetched);
        let partition = message.partition;
        let new = if let Some(new) = self.new_partitions.get(&partition) {
            *new
        } else {
            let new = self.has_no_position(partition, stop)?;
            self.new_partitions.insert(partition, new);
            new
        };
        Some(before && new)
    }

    fn has_no_position(&self, partition: i32, stop: &CancellationToken) -> Option<bool> {
        while !stop.is_cancelled() {
            let mut list = TopicPartitionList::new();
            list.add_partition(&self.topic, partition);
            match self.consumer.committed_offsets(list, ANSWER) {
                Ok(committed) => {
                    return Some(topics::offsets_of(&committed).iter().all(|(_, offset)| offset.is_none()));
                }
                Err(error) => {
                    events::kafka_trouble(&error);
                    std::thread::sleep(PAUSE);
                }
            }
        }
        None
    }

    /// Commits what is done with and leaves the group. Blocks its thread.
    pub(crate) fn leave(self) {
        let unfinished = self.member.progress().in_hand();
        if unfinished > 0 {
            events::left_unfinished(unfinished);
        }
        self.member.commit(&self.consumer, CommitMode::Sync);
        self.consumer.unsubscribe();
    }
}
