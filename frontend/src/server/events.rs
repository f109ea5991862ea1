//! What happens in the frontend: each happening writes its log line and its metric here, and nowhere else.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use metrics::Counter;
use quake::{Cursor, QuakeId};
use topics::{span, tell};
use tracing::{error, info, warn};

use super::changes::Change;
use super::meters;
use super::seldom::Seldom;

pub(crate) fn listening(address: SocketAddr) {
    info!("Listening on http://{address}");
}

pub(crate) fn not_accepted(error: &impl std::fmt::Display) {
    meters::ACCEPT_FAILURES.increment(1);
    warn!(reason = %error, "Cannot accept a connection: {error}");
}

pub(crate) fn loaded(earthquakes: usize, changes: usize, took: Duration) {
    meters::WINDOW.set(earthquakes as f64);
    info!(earthquakes, changes, took_ms = took.as_millis() as u64, "Loaded {earthquakes} earthquakes");
}

pub(crate) fn not_loaded(error: &impl std::fmt::Display, pause: Duration) {
    meters::LOAD_FAILURES.increment(1);
    warn!(pause_ms = pause.as_millis() as u64, reason = %error, "Cannot read the table yet: {error}");
}

pub(crate) fn following(source: &'static str) {
    meters::FOLLOWING_KAFKA.set(if source == "kafka" { 1.0 } else { 0.0 });
    info!(source, "Following changes from {source}");
}

pub(crate) fn interrupted(source: &'static str, error: &impl std::fmt::Display) {
    meters::INTERRUPTIONS.with([source]).increment(1);
    warn!(source, reason = %error, "Changes from {source} are interrupted: {error}");
}

pub(crate) fn unreadable_record(partition: i32, offset: i64, error: &impl std::fmt::Display) {
    meters::UNREADABLE_RECORDS.increment(1);
    warn!(partition, offset, reason = %error, "Skipped a record the consumer will dead-letter: {error}");
}

pub(crate) fn streamed(change: &Change, cursor: &Cursor, events: usize) {
    let Change { quake, position, received, source, trace } = change;
    meters::CHANGES.increment(1);
    meters::WINDOW.set(events as f64);
    meters::RECEIVED_TO_STREAMED.record(Timestamp::now().duration_since(*received).as_secs_f64().max(0.0));
    let (partition, offset) = (position.partition, position.offset);
    span::report(quake, *source, *trace)
        .in_scope(|| tell!(quake.was_news(*received), partition, offset, cursor = %cursor, "Streamed {}", quake.id));
}

pub(crate) fn known_already() {
    meters::DUPLICATES.increment(1);
}

pub(crate) fn stream_opened(resumed: bool) {
    meters::STREAMS_OPENED.with([if resumed { "yes" } else { "no" }]).increment(1);
    meters::STREAMS.increment(1.0);
}

pub(crate) fn stream_closed() {
    meters::STREAMS.decrement(1.0);
}

pub(crate) fn stream_reset(reason: &'static str) {
    meters::STREAM_RESETS.with([reason]).increment(1);
}

pub(crate) fn streams_refused() {
    meters::STREAMS_REFUSED.increment(1);
}

pub(crate) fn event_page_rendered(took: Duration) {
    meters::EVENT_PAGES.increment(1);
    meters::EVENT_PAGE.record(took.as_secs_f64());
}

pub(crate) fn event_not_read(id: &QuakeId, error: &impl std::fmt::Display) {
    static WARNING: Seldom = Seldom::new();
    meters::EVENT_READ_FAILURES.increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(unid = %id, untold, reason = %error, "Cannot read the revisions of {id}: {error}");
    }
}

pub(crate) fn webhooks_ended(error: &impl std::fmt::Display) {
    error!(reason = %error, "Webhooks are sent no more until a restart: {error}");
}

pub(crate) fn request_limited() {
    meters::REQUESTS_LIMITED.increment(1);
}

pub(crate) fn table_not_read(error: &impl std::fmt::Display) {
    static WARNING: Seldom = Seldom::new();
    meters::TABLE_READ_FAILURES.increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(untold, reason = %error, "Cannot read the table for an answer: {error}");
    }
}

pub(crate) fn answer_broken_off(error: &impl std::fmt::Display) {
    static WARNING: Seldom = Seldom::new();
    meters::ANSWERS_BROKEN_OFF.increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(untold, reason = %error, "An answer broke off: {error}");
    }
}

pub(crate) fn preview_drawn(took: Duration) {
    meters::PREVIEWS.increment(1);
    meters::PREVIEW.record(took.as_secs_f64());
}

pub(crate) fn preview_refused() {
    static WARNING: Seldom = Seldom::new();
    meters::PREVIEWS_REFUSED.increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(untold, "Too many preview pictures are asked for at once");
    }
}

pub(crate) fn page_rendered(took: Duration) {
    meters::PAGES.increment(1);
    meters::PAGE.record(took.as_secs_f64());
}

pub(crate) fn overlays_read(count: usize) {
    meters::OVERLAYS.set(count as f64);
    info!(count, "Read {count} overlays");
}

pub(crate) fn overlay_skipped(path: &Path, reason: &impl std::fmt::Display) {
    meters::OVERLAYS_SKIPPED.increment(1);
    warn!(path = %path.display(), reason = %reason, "Left out the overlay {}: {reason}", path.display());
}

pub(crate) fn tile_unreadable(path: &Path, error: &impl std::fmt::Display) {
    static WARNING: Seldom = Seldom::new();
    meters::UNREADABLE_TILES.increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(path = %path.display(), untold, reason = %error, "Cannot read a tile of the base map: {error}");
    }
}

/// Where a stream counts the pieces of news it hands out; one piece has several changes where a reader was behind.
pub(crate) fn deliveries() -> Counter {
    meters::DELIVERIES.with([])
}

pub(crate) fn answered(route: &'static str, class: &'static str) {
    meters::RESPONSES.with([route, class]).increment(1);
}

pub(crate) fn page_timed(vital: &'static str, took: Duration) {
    meters::WEB_VITAL.with([vital]).record(took.as_secs_f64());
}

pub(crate) fn page_shifted(layout_shift: f64) {
    meters::LAYOUT_SHIFT.record(layout_shift);
}

pub(crate) fn vitals_refused() {
    meters::VITALS_REFUSED.increment(1);
}
