//! Log lines beside a service's own: as long as they are, with the same fields, at a steady rate.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::MissedTickBehavior;
use tracing::{error_span, info};

/// Lines come a hundred times a second, some dozens at a time: steadier than any service's.
const TICK: Duration = Duration::from_millis(10);

/// Writes until it is to be quiet.
pub(crate) async fn run(rate: u32, quiet: Arc<AtomicBool>) {
    let mut ticks = tokio::time::interval(TICK);
    // What a busy moment delayed is written after it: the rate is kept.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut offset = 0_u64;
    while !quiet.load(Ordering::Relaxed) {
        ticks.tick().await;
        for _ in 0..rate / 100 {
            offset += 1;
            line(offset);
        }
    }
}

/// A line like those about a report.
fn line(offset: u64) {
    let unid = "20261121_0000001";
    let span = error_span!(
        "report",
        unid,
        revision = "2026-11-21T02:02:14.865117Z",
        source = "websocket",
        trace_id = "08a73ca12f8653f134c0e99465c7427e"
    );
    let _inside = span.enter();
    info!(
        partition = offset % 6,
        offset,
        outcome = "newest",
        magnitude = 5.4,
        depth_km = 35.0,
        latitude = -19.1,
        longitude = 175.5,
        region = "SOUTH OF FIJI ISLANDS",
        "Stored {unid}"
    );
}
