//! What happens in the consumer: each happening writes its log line and its metric here, and nowhere else.

use std::time::Duration;

use jiff::Timestamp;
use metrics::{counter, gauge, histogram};
use store::{Recorded, StoreError};
use topics::Record;
use tracing::{debug, error, info, warn};

pub(crate) fn subscribed(topic: &str, group: &str) {
    info!(topic, group, "Reading {topic} as {group}");
}

pub(crate) fn assigned(partitions: &[i32]) {
    gauge!("quakewire_consumer_partitions").increment(partitions.len() as f64);
    info!(?partitions, "Assigned {} partitions", partitions.len());
}

pub(crate) fn revoked(partitions: &[i32]) {
    gauge!("quakewire_consumer_partitions").decrement(partitions.len() as f64);
    info!(?partitions, "Gave up {} partitions", partitions.len());
}

pub(crate) fn lag(partition: i32, records: i64) {
    gauge!("quakewire_consumer_lag_records", "partition" => partition.to_string()).set(records as f64);
}

pub(crate) fn stored(record: &Record, recorded: Recorded, took: Duration) {
    let outcome = match recorded {
        Recorded::Newest => "newest",
        Recorded::Older => "older",
        Recorded::Duplicate => "duplicate",
    };
    counter!("quakewire_consumer_records_total", "outcome" => outcome).increment(1);
    histogram!("quakewire_consumer_write_seconds").record(took.as_secs_f64());
    if recorded != Recorded::Duplicate {
        let since_received = Timestamp::now().duration_since(record.received).as_secs_f64().max(0.0);
        histogram!("quakewire_consumer_received_to_stored_seconds").record(since_received);
    }
    let (quake, position) = (&record.quake, record.position);
    debug!(
        unid = %quake.id, revision = %quake.updated, partition = position.partition, offset = position.offset, outcome,
        "Stored {}", quake.id
    );
}

pub(crate) fn dead_letter(partition: i32, offset: i64, reason: &str) {
    counter!("quakewire_consumer_dead_letters_total").increment(1);
    warn!(partition, offset, "Dead letter: {reason}");
}

pub(crate) fn not_written(partition: i32, offset: i64, error: &StoreError, pause: Duration) {
    counter!("quakewire_consumer_write_failures_total").increment(1);
    warn!(partition, offset, pause_ms = pause.as_millis() as u64, "The partition waits: {error}");
}

pub(crate) fn letter_not_written(error: &impl std::fmt::Display) {
    counter!("quakewire_consumer_dead_letter_failures_total").increment(1);
    warn!("A dead letter waits: {error}");
}

pub(crate) fn paused() {
    counter!("quakewire_consumer_pauses_total").increment(1);
    debug!("All lanes are full: pausing the partitions");
}

pub(crate) fn resumed() {
    debug!("Lanes have room: resuming the partitions");
}

pub(crate) fn commit_failed(error: &impl std::fmt::Display) {
    counter!("quakewire_consumer_commit_failures_total").increment(1);
    warn!("Could not commit: {error}; the records will come again and change nothing");
}

pub(crate) fn kafka_trouble(error: &impl std::fmt::Display) {
    counter!("quakewire_consumer_kafka_errors_total").increment(1);
    warn!("Kafka: {error}");
}

pub(crate) fn left_unfinished(records: usize) {
    error!(records, "Stopped with {records} records unwritten; they will come again");
}
