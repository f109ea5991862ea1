//! What happens with webhooks: each happening writes its log line and its metric here, and nowhere else. No line has a
//! rule's address, whose path or query may be a secret.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rdkafka::error::KafkaError;
use topics::{Record, tell};
use tracing::{debug, error, info, warn};

use crate::client::Reason;
use crate::meters;
use crate::rule::Rule;

pub(crate) fn rules_read(rules: &[Arc<Rule>]) {
    meters::RULES.set(rules.len() as f64);
    meters::RULES_GONE.set(0.0);
    let names: Vec<_> = rules.iter().map(|rule| rule.name.as_str()).collect();
    info!(count = rules.len(), "Webhooks are sent by {} rules: {}", rules.len(), names.join(", "));
}

pub(crate) fn subscribed(topic: &str, group: &str) {
    info!(topic, group, "Reading {topic} as {group}");
}

pub(crate) fn assigned(partitions: &[i32]) {
    meters::PARTITIONS.increment(partitions.len() as f64);
    info!(?partitions, "Assigned {} partitions for webhooks", partitions.len());
}

pub(crate) fn revoked(partitions: &[i32]) {
    meters::PARTITIONS.decrement(partitions.len() as f64);
    // Its next owner tells how far behind it is.
    for partition in partitions {
        lag(*partition, 0);
    }
    info!(?partitions, "Gave up {} partitions for webhooks", partitions.len());
}

pub(crate) fn lag(partition: i32, records: i64) {
    meters::LAG.with([&partition.to_string()]).set(records as f64);
}

pub(crate) fn looked_at(outcome: &'static str) {
    meters::RECORDS.with([outcome]).increment(1);
}

pub(crate) fn unreadable_record(partition: i32, offset: i64, error: &impl std::fmt::Display) {
    looked_at("unreadable");
    debug!(partition, offset, reason = %error, "No webhook for a record the consumer will dead-letter: {error}");
}

pub(crate) fn waits() {
    meters::WAITING.increment(1.0);
}

pub(crate) fn waits_no_longer() {
    meters::WAITING.decrement(1.0);
}

fn became(rule: &Rule, outcome: &'static str) {
    meters::MESSAGES.with([&rule.name, outcome]).increment(1);
}

pub(crate) fn delivered(rule: &Rule, record: &Record, tries: u32, took: Duration) {
    became(rule, "delivered");
    meters::REQUEST.record(took.as_secs_f64());
    let since_received = Timestamp::now().duration_since(record.received).as_secs_f64().max(0.0);
    meters::RECEIVED_TO_DELIVERED.record(since_received);
    tell!(
        record.quake.was_news(record.received),
        rule = rule.name,
        tries,
        took_ms = took.as_millis() as u64,
        "Told {} of {}",
        rule.name,
        record.quake.id
    );
}

pub(crate) fn failed(reason: Reason) {
    meters::FAILURES.with([reason.as_str()]).increment(1);
}

pub(crate) fn tries_again(rule: &Rule, tries: u32, pause: Duration, told: &str) {
    let pause_ms = pause.as_millis() as u64;
    warn!(rule = rule.name, tries, pause_ms, reason = told, "The webhook {} is tried again: {told}", rule.name);
}

pub(crate) fn gave_up(rule: &Rule, tries: u32, told: &str) {
    became(rule, "gave_up");
    error!(rule = rule.name, tries, reason = told, "Gave up a message of the webhook {}: {told}", rule.name);
}

pub(crate) fn refused(rule: &Rule, told: &str) {
    became(rule, "refused");
    error!(rule = rule.name, reason = told, "The webhook {} was refused for good: {told}", rule.name);
}

pub(crate) fn gone(rule: &Rule) {
    became(rule, "gone");
    meters::RULES_GONE.increment(1.0);
    error!(
        rule = rule.name,
        "The webhook {} answered 410 Gone: it is told nothing more until the next start. Take the rule out", rule.name
    );
}

pub(crate) fn not_sent_to_who_is_gone(rule: &Rule) {
    became(rule, "gone");
}

pub(crate) fn sent_already(rule: &Rule) {
    became(rule, "duplicate");
}

pub(crate) fn too_old(rule: &Rule) {
    became(rule, "too_old");
    warn!(rule = rule.name, "A message of the webhook {} waited until it was no news any more", rule.name);
}

pub(crate) fn queue_full(rule: &Rule) {
    became(rule, "queue_full");
    error!(rule = rule.name, "Gave up a message of the webhook {}: too many wait for its receiver", rule.name);
}

pub(crate) fn commit_failed(error: &KafkaError) {
    meters::COMMIT_FAILURES.increment(1);
    warn!(reason = %error, "Could not commit for webhooks: {error}; what was sent may be sent again");
}

pub(crate) fn kafka_trouble(error: &impl std::fmt::Display) {
    meters::KAFKA_ERRORS.increment(1);
    warn!(reason = %error, "Kafka, for webhooks: {error}");
}

pub(crate) fn left_unfinished(records: usize) {
    warn!(records, "Stopped with {records} records that some webhook is not done with; they will come again");
}
