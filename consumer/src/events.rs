//! What happens in the consumer: each happening writes its log line and its metric here, and nowhere else.

use std::time::Duration;

use jiff::Timestamp;
use rdkafka::error::KafkaError;
use store::{Recorded, StoreError};
use topics::{Record, tell};
use tracing::{debug, error, info, warn};

use crate::meters;

pub(crate) fn subscribed(topic: &str, group: &str) {
    info!(topic, group, "Reading {topic} as {group}");
}

pub(crate) fn assigned(partitions: &[i32]) {
    meters::PARTITIONS.increment(partitions.len() as f64);
    info!(?partitions, "Assigned {} partitions", partitions.len());
}

pub(crate) fn revoked(partitions: &[i32]) {
    meters::PARTITIONS.decrement(partitions.len() as f64);
    // Its next owner tells how far behind it is.
    for partition in partitions {
        lag(*partition, 0);
    }
    info!(?partitions, "Gave up {} partitions", partitions.len());
}

pub(crate) fn lag(partition: i32, records: i64) {
    meters::LAG.with([&partition.to_string()]).set(records as f64);
}

pub(crate) fn stored(record: &Record, recorded: Recorded, took: Duration) {
    let outcome = match recorded {
        Recorded::Newest => "newest",
        Recorded::Older => "older",
        Recorded::Duplicate => "duplicate",
    };
    meters::RECORDS.with([outcome]).increment(1);
    meters::WRITE.record(took.as_secs_f64());
    if recorded != Recorded::Duplicate {
        let since_received = Timestamp::now().duration_since(record.received).as_secs_f64().max(0.0);
        meters::RECEIVED_TO_STORED.record(since_received);
    }
    let (quake, position) = (&record.quake, record.position);
    let (partition, offset) = (position.partition, position.offset);
    tell!(
        quake.was_news(record.received),
        partition,
        offset,
        outcome,
        took_ms = took.as_millis() as u64,
        "Stored {}",
        quake.id
    );
}

pub(crate) fn dead_letter(partition: i32, offset: i64, reason: &str) {
    meters::DEAD_LETTERS.increment(1);
    warn!(partition, offset, reason, "Dead letter: {reason}");
}

pub(crate) fn not_written(partition: i32, offset: i64, error: &StoreError, pause: Duration) {
    let reason = if matches!(error, StoreError::Throttled(_)) { "throttled" } else { "unavailable" };
    meters::WRITE_FAILURES.with([reason]).increment(1);
    warn!(partition, offset, pause_ms = pause.as_millis() as u64, reason = %error, "The partition waits: {error}");
}

pub(crate) fn letter_not_written(error: &impl std::fmt::Display) {
    meters::DEAD_LETTER_FAILURES.increment(1);
    warn!(reason = %error, "A dead letter waits: {error}");
}

pub(crate) fn paused() {
    meters::PAUSES.increment(1);
    debug!("All lanes are full: pausing the partitions");
}

pub(crate) fn resumed() {
    debug!("Lanes have room: resuming the partitions");
}

pub(crate) fn commit_failed(error: &KafkaError) {
    meters::COMMIT_FAILURES.increment(1);
    warn!(reason = %error, "Could not commit: {error}; the records will come again and change nothing");
}

pub(crate) fn kafka_trouble(error: &impl std::fmt::Display) {
    meters::KAFKA_ERRORS.increment(1);
    warn!(reason = %error, "Kafka: {error}");
}

pub(crate) fn left_unfinished(records: usize) {
    error!(records, "Stopped with {records} records unwritten; they will come again");
}
