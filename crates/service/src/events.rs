//! What happens to the logs themselves: each happening writes its log line and its metric here, and nowhere else.

use std::time::Duration;

use metrics::{Counter, Gauge};
use tracing::{Level, error, warn};

use crate::level::{LEVELS, place};
use crate::meters;

/// What is counted with every line, looked up once.
pub(crate) struct EveryLine {
    written: [Counter; LEVELS.len()],
}

impl EveryLine {
    pub(crate) fn new() -> Self {
        Self { written: LEVELS.map(|(_, level)| meters::LOG_LINES.with([level])) }
    }

    pub(crate) fn written(&self, level: Level) {
        self.written[place(level)].increment(1);
    }
}

/// What is counted with every line that goes to Loki, looked up once.
pub(crate) struct EveryLineForLoki {
    queued: Gauge,
    overflown: Counter,
}

impl EveryLineForLoki {
    pub(crate) fn new() -> Self {
        let overflown = meters::LOKI_LINES_DROPPED.with(["queue_full"]);
        Self { queued: meters::LOKI_QUEUE.with([]), overflown }
    }

    pub(crate) fn queued(&self, bytes: usize) {
        self.queued.set(bytes as f64);
    }

    pub(crate) fn overflown(&self, lines: usize) {
        self.overflown.increment(lines as u64);
    }
}

pub(crate) fn panicked(panic: &impl std::fmt::Display) {
    error!(reason = %panic, "A part of the program {panic}");
}

pub(crate) fn lines_sent(lines: usize, took: Duration) {
    meters::LOKI_LINES_SENT.increment(lines as u64);
    meters::LOKI_PUSH.record(took.as_secs_f64());
}

pub(crate) fn lines_dropped(reason: &'static str, lines: usize) {
    meters::LOKI_LINES_DROPPED.with([reason]).increment(lines as u64);
}

/// Every failure counts, and the first of an outage is told: a line about each would be another line for Loki.
pub(crate) fn push_failed(reason: &'static str, first: bool) {
    meters::LOKI_PUSH_FAILURES.with([reason]).increment(1);
    if first {
        warn!(reason, "Loki does not take log lines: {reason}");
    }
}

pub(crate) fn lines_missed(lines: usize) {
    warn!(lines, "Loki missed {lines} log lines");
}

pub(crate) fn stopped_with_lines(lines: usize) {
    warn!(lines, "Stopped with {lines} log lines that Loki does not have");
}
