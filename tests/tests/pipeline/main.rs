//! The whole pipeline, from the feed's frame to the table and the browser, and what must hold whatever happens.

mod balancer;
mod burst;
mod faults;
mod line;
mod page;
mod relay;
mod replicas;
mod restart;
mod resume;
mod webhooks;

/// The services as processes: see `src/main.rs`.
const SERVICE: &str = env!("CARGO_BIN_EXE_e2e-service");
/// Where processes leave their logs.
const LOGS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/e2e");
