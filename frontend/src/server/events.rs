//! What happens in the frontend: each happening writes its log line and its metric here, and nowhere else.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use metrics::{counter, gauge, histogram};
use quake::{Quake, QuakeId};
use tracing::{debug, info, warn};

use super::seldom::Seldom;

pub(crate) fn listening(address: SocketAddr) {
    info!("Listening on http://{address}");
}

pub(crate) fn not_accepted(error: &impl std::fmt::Display) {
    counter!("quakewire_frontend_accept_failures_total").increment(1);
    warn!("Cannot accept a connection: {error}");
}

pub(crate) fn loaded(earthquakes: usize, changes: usize, took: Duration) {
    gauge!("quakewire_frontend_window_events").set(earthquakes as f64);
    info!(earthquakes, changes, took_ms = took.as_millis() as u64, "Loaded {earthquakes} earthquakes");
}

pub(crate) fn not_loaded(error: &impl std::fmt::Display, pause: Duration) {
    counter!("quakewire_frontend_load_failures_total").increment(1);
    warn!(pause_ms = pause.as_millis() as u64, "Cannot read the table yet: {error}");
}

pub(crate) fn following(source: &'static str) {
    gauge!("quakewire_frontend_following_kafka").set(if source == "kafka" { 1.0 } else { 0.0 });
    info!(source, "Following changes from {source}");
}

pub(crate) fn interrupted(source: &'static str, error: &impl std::fmt::Display) {
    counter!("quakewire_frontend_interruptions_total", "source" => source).increment(1);
    warn!(source, "Changes from {source} are interrupted: {error}");
}

pub(crate) fn unreadable_record(partition: i32, offset: i64, error: &impl std::fmt::Display) {
    counter!("quakewire_frontend_unreadable_records_total").increment(1);
    warn!(partition, offset, "Skipped a record the consumer will dead-letter: {error}");
}

pub(crate) fn streamed(quake: &Quake, received: Timestamp, events: usize) {
    counter!("quakewire_frontend_changes_total").increment(1);
    gauge!("quakewire_frontend_window_events").set(events as f64);
    let since_received = Timestamp::now().duration_since(received).as_secs_f64().max(0.0);
    histogram!("quakewire_frontend_received_to_streamed_seconds").record(since_received);
    debug!(unid = %quake.id, revision = %quake.updated, "Streamed {}", quake.id);
}

pub(crate) fn known_already() {
    counter!("quakewire_frontend_duplicates_total").increment(1);
}

pub(crate) fn stream_opened(resumed: bool) {
    counter!("quakewire_frontend_streams_opened_total", "resumed" => if resumed { "yes" } else { "no" }).increment(1);
    gauge!("quakewire_frontend_streams").increment(1.0);
}

pub(crate) fn stream_closed() {
    gauge!("quakewire_frontend_streams").decrement(1.0);
}

pub(crate) fn stream_reset(reason: &'static str) {
    counter!("quakewire_frontend_stream_resets_total", "reason" => reason).increment(1);
}

pub(crate) fn streams_refused() {
    counter!("quakewire_frontend_streams_refused_total").increment(1);
}

pub(crate) fn event_page_rendered(took: Duration) {
    counter!("quakewire_frontend_event_pages_total").increment(1);
    histogram!("quakewire_frontend_event_page_seconds").record(took.as_secs_f64());
}

pub(crate) fn event_not_read(id: &QuakeId, error: &impl std::fmt::Display) {
    static WARNING: Seldom = Seldom::new();
    counter!("quakewire_frontend_event_read_failures_total").increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(unid = %id, untold, "Cannot read the revisions of {id}: {error}");
    }
}

pub(crate) fn preview_drawn(took: Duration) {
    counter!("quakewire_frontend_previews_total").increment(1);
    histogram!("quakewire_frontend_preview_seconds").record(took.as_secs_f64());
}

pub(crate) fn preview_refused() {
    static WARNING: Seldom = Seldom::new();
    counter!("quakewire_frontend_previews_refused_total").increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(untold, "Too many preview pictures are asked for at once");
    }
}

pub(crate) fn page_rendered(took: Duration) {
    counter!("quakewire_frontend_pages_total").increment(1);
    histogram!("quakewire_frontend_page_seconds").record(took.as_secs_f64());
}

pub(crate) fn overlays_read(count: usize) {
    gauge!("quakewire_frontend_overlays").set(count as f64);
    info!(count, "Read {count} overlays");
}

pub(crate) fn overlay_skipped(path: &Path, reason: &impl std::fmt::Display) {
    counter!("quakewire_frontend_overlays_skipped_total").increment(1);
    warn!(path = %path.display(), "Left out the overlay {}: {reason}", path.display());
}

pub(crate) fn tile_unreadable(path: &Path, error: &impl std::fmt::Display) {
    static WARNING: Seldom = Seldom::new();
    counter!("quakewire_frontend_unreadable_tiles_total").increment(1);
    if let Some(untold) = WARNING.due(Instant::now()) {
        warn!(path = %path.display(), untold, "Cannot read a tile of the base map: {error}");
    }
}
