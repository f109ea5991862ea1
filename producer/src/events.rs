//! What happens in the producer: each happening writes its log line and its metric here, and nowhere else.

use std::time::Duration;

use jiff::Timestamp;
use metrics::{counter, gauge, histogram};
use quake::Quake;
use quake::record::Source;
use tracing::{debug, error, info, warn};

pub(crate) fn started(position: Option<Timestamp>) {
    if let Some(position) = position {
        info!(%position, "The topic is complete up to {position}");
    } else {
        info!("The topic is not known to be complete: fetching the history");
    }
}

pub(crate) fn kafka_unreachable(error: &impl std::fmt::Display) {
    counter!("quakewire_producer_kafka_unreachable_total").increment(1);
    warn!("Cannot read the topic's position yet: {error}; trying again");
}

pub(crate) fn connected(address: &service::Address) {
    counter!("quakewire_producer_feed_connections_total").increment(1);
    gauge!("quakewire_producer_feed_connected").set(1.0);
    info!("Listening to {address}");
}

pub(crate) fn connection_failed(address: &service::Address, error: &impl std::fmt::Display) {
    counter!("quakewire_producer_feed_connection_failures_total").increment(1);
    warn!("Cannot connect to {address}: {error}");
}

pub(crate) fn disconnected(reason: &impl std::fmt::Display, lasted: Duration) {
    counter!("quakewire_producer_feed_disconnections_total").increment(1);
    gauge!("quakewire_producer_feed_connected").set(0.0);
    warn!(lasted_s = lasted.as_secs(), "Lost the feed: {reason}");
}

pub(crate) fn pausing(pause: Duration) {
    debug!(pause_ms = pause.as_millis() as u64, "Connecting again in {pause:.1?}");
}

pub(crate) fn frame_heard() {
    counter!("quakewire_producer_frames_total").increment(1);
    gauge!("quakewire_producer_last_frame_timestamp_seconds").set(Timestamp::now().as_millisecond() as f64 / 1e3);
}

pub(crate) fn unreadable(source: Source, reason: &impl std::fmt::Display, bytes: &[u8]) {
    counter!("quakewire_producer_dead_letters_total", "source" => source.as_str()).increment(1);
    let piece: String = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
    warn!(source = source.as_str(), bytes = bytes.len(), piece, "Dead letter: {reason}");
}

pub(crate) fn published(quake: &Quake, source: Source, received: Timestamp) {
    counter!("quakewire_producer_published_total", "source" => source.as_str()).increment(1);
    if source == Source::Websocket {
        let feed_lag = received.duration_since(quake.updated).as_secs_f64().max(0.0);
        histogram!("quakewire_producer_feed_lag_seconds").record(feed_lag);
    }
    let magnitude = quake.magnitude_value();
    debug!(unid = %quake.id, revision = %quake.updated, source = source.as_str(), magnitude, "Published {}", quake.id);
}

pub(crate) fn delivered(took: Duration) {
    counter!("quakewire_producer_delivered_total").increment(1);
    histogram!("quakewire_producer_delivery_seconds").record(took.as_secs_f64());
}

pub(crate) fn already_published(source: Source) {
    counter!("quakewire_producer_duplicates_total", "source" => source.as_str()).increment(1);
}

pub(crate) fn queue_full() {
    counter!("quakewire_producer_queue_full_total").increment(1);
}

pub(crate) fn delivery_failed(error: &impl std::fmt::Display) {
    counter!("quakewire_producer_delivery_failures_total").increment(1);
    error!("Kafka did not take a record: {error}");
}

pub(crate) fn gap_filled(reports: usize, recovered: usize, requests: usize) {
    counter!("quakewire_producer_gaps_filled_total").increment(1);
    counter!("quakewire_producer_recovered_total").increment(recovered as u64);
    if recovered > 0 {
        info!(reports, recovered, requests, "Filled a gap: {recovered} reports recovered");
    } else {
        debug!(reports, requests, "Nothing was missing");
    }
}

pub(crate) fn fetching_history(days: i32, of: u16, reports: usize) {
    if days % 5 == 0 || days == i32::from(of) {
        info!(days, reports, "Fetched {days} of {of} days of history: {reports} reports");
    }
}

pub(crate) fn gap_not_filled(error: &impl std::fmt::Display) {
    counter!("quakewire_producer_gap_failures_total").increment(1);
    warn!("Cannot fill the gap yet: {error}; trying again");
}

pub(crate) fn answer_full(reports: usize) {
    warn!(reports, "The service filled an answer for a single instant; later ones may be missing from it");
}
