//! What the services say of themselves: one earthquake's trace in Loki, the metrics in a real Prometheus, and what
//! becomes of the lines when Loki is unwell.

mod outages;
mod processes;
mod prometheus;
mod server;
mod trace;
mod vocabulary;
mod with_loki;

/// The services as processes: see `src/main.rs`.
const SERVICE: &str = env!("CARGO_BIN_EXE_e2e-service");
/// Where processes leave their logs.
const LOGS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/telemetry");
