//! What happens in the producer: each happening writes its log line and its metric here, and nowhere else.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use quake::Quake;
use quake::emsc::Action;
use quake::record::Source;
use topics::tell;
use tracing::{debug, error, info, warn};

use crate::meters;

pub(crate) fn started(position: Option<Timestamp>) {
    meters::CONNECTED.set(0.0);
    meters::LAST_FRAME.set(seconds(Timestamp::now()));
    if let Some(position) = position {
        info!(%position, "The topic is complete up to {position}");
    } else {
        info!("The topic is not known to be complete: fetching the history");
    }
}

pub(crate) fn kafka_unreachable(error: &impl std::fmt::Display) {
    meters::KAFKA_UNREACHABLE.increment(1);
    warn!(reason = %error, "Cannot read the topic's position yet: {error}; trying again");
}

pub(crate) fn connected(address: &service::Address) {
    meters::CONNECTIONS.increment(1);
    meters::CONNECTED.set(1.0);
    info!("Listening to {address}");
}

pub(crate) fn connection_failed(address: &service::Address, error: &impl std::fmt::Display) {
    meters::CONNECTION_FAILURES.increment(1);
    warn!(reason = %error, "Cannot connect to {address}: {error}");
}

pub(crate) fn disconnected(reason: &impl std::fmt::Display, lasted: Duration) {
    meters::DISCONNECTIONS.increment(1);
    meters::CONNECTED.set(0.0);
    warn!(lasted_s = lasted.as_secs(), reason = %reason, "Lost the feed: {reason}");
}

pub(crate) fn pausing(pause: Duration) {
    debug!(pause_ms = pause.as_millis() as u64, "Connecting again in {pause:.1?}");
}

pub(crate) fn frame_heard() {
    meters::FRAMES.increment(1);
    meters::LAST_FRAME.set(seconds(Timestamp::now()));
}

pub(crate) fn unreadable(source: Source, reason: &impl std::fmt::Display, bytes: &[u8]) {
    meters::DEAD_LETTERS.with([source.as_str()]).increment(1);
    let piece: String = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
    warn!(bytes = bytes.len(), piece, reason = %reason, "Dead letter: {reason}");
}

pub(crate) fn published(quake: &Quake, source: Source, action: Option<&Action>, received: Timestamp) {
    meters::PUBLISHED.with([source.as_str()]).increment(1);
    if source == Source::Websocket {
        meters::FEED_LAG.record(received.duration_since(quake.updated).as_secs_f64().max(0.0));
        if let Some(magnitude) = quake.magnitude_value() {
            meters::MAGNITUDE.record(magnitude);
        }
    }
    latest_origin(quake.time);
    tell!(
        quake.was_news(received),
        action = action.map(Action::as_str),
        magnitude = quake.magnitude_value(),
        magnitude_type = quake.magnitude.as_ref().and_then(|magnitude| magnitude.kind.as_ref()).map(|kind| kind.as_str()),
        depth_km = quake.depth.map(|depth| depth.km()),
        latitude = quake.position.latitude(),
        longitude = quake.position.longitude(),
        region = quake.region.readable(),
        origin_time = %quake.time,
        "Published {}",
        quake.id
    );
}

/// History comes after what is live, so the latest is not the last.
fn latest_origin(time: Timestamp) {
    static LATEST: AtomicI64 = AtomicI64::new(i64::MIN);
    let time_ms = time.as_millisecond();
    let latest_ms = LATEST.fetch_max(time_ms, Ordering::Relaxed).max(time_ms);
    meters::LAST_ORIGIN.set(latest_ms as f64 / 1e3);
}

pub(crate) fn delivered(news: bool, topic: &str, partition: i32, offset: i64, took: Duration) {
    meters::DELIVERED.increment(1);
    meters::DELIVERY.record(took.as_secs_f64());
    let took_ms = took.as_millis() as u64;
    tell!(news, topic, partition, offset, took_ms, "Delivered to {topic}, partition {partition}, offset {offset}");
}

fn seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1e3
}

pub(crate) fn already_published(source: Source) {
    meters::DUPLICATES.with([source.as_str()]).increment(1);
}

pub(crate) fn queue_full() {
    meters::QUEUE_FULL.increment(1);
}

pub(crate) fn delivery_failed(error: &impl std::fmt::Display) {
    meters::DELIVERY_FAILURES.increment(1);
    error!(reason = %error, "Kafka did not take a record: {error}");
}

pub(crate) fn gap_filled(reports: usize, recovered: usize, requests: usize) {
    meters::GAPS_FILLED.increment(1);
    meters::RECOVERED.increment(recovered as u64);
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
    meters::GAP_FAILURES.increment(1);
    warn!(reason = %error, "Cannot fill the gap yet: {error}; trying again");
}

pub(crate) fn answer_full(reports: usize) {
    warn!(reports, "The service filled an answer for a single instant; later ones may be missing from it");
}
