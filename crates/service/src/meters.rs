//! What every process of ours counts: its log lines, and what becomes of them at Loki.

crate::meters! {
    /// Log lines written, by level
    counter LOG_LINES = "quakewire_log_lines_total" { level: ["error", "warn", "info", "debug", "trace"] };
    /// Log lines that Loki has taken
    counter LOKI_LINES_SENT = "quakewire_loki_lines_sent_total";
    /// Log lines that Loki will never have: older than what fits into memory while Loki is away (`queue_full`), in a
    /// push that Loki refused, though it may have taken some of it (`refused`), written by the HTTP client that sends
    /// them (`excluded`). What is unsent when a process ends is said in its last line
    counter LOKI_LINES_DROPPED = "quakewire_loki_lines_dropped_total" { reason: ["queue_full", "refused", "excluded"] };
    /// Pushes that Loki did not take; all but the refused ones are tried again
    counter LOKI_PUSH_FAILURES = "quakewire_loki_push_failures_total" {
        reason: ["unreachable", "timeout", "throttled", "server_error", "refused"]
    };
    /// How long Loki took for a push that it took
    histogram LOKI_PUSH = "quakewire_loki_push_seconds";
    /// Bytes of log lines that wait for Loki or are on their way there
    gauge LOKI_QUEUE = "quakewire_loki_queue_bytes";
}
