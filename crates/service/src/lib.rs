//! How a process of ours starts, reports and stops. The same for all three services, and for all of them in one.
//!
//! ```no_run
//! # struct Config { service: service::Settings }
//! # async fn run(_: Config, _: tokio_util::sync::CancellationToken) -> anyhow::Result<()> { Ok(()) }
//! # let config = Config { service: service::Settings::default() };
//! let settings = config.service.clone();
//! service::run("producer", &settings, |stop| run(config, stop));
//! ```

mod address;
mod backoff;
mod events;
mod fields;
mod healthcheck;
mod level;
mod loki;
mod meter;
mod meters;
mod metrics;
mod process;
mod readiness;
mod settings;
mod status;
mod telemetry;

pub use address::Address;
pub use backoff::Backoff;
pub use fields::FIELDS;
pub use healthcheck::healthcheck;
pub use meter::{Counter, Gauge, Histogram, Kind as MeterKind, Meter};
pub use meters::METERS;
pub use metrics::{BUCKETS, Rendered, install as install_metrics};
pub use process::{DRAIN_DEADLINE, run, stop_on_signals};
pub use readiness::Readiness;
pub use settings::{LogFormat, Settings, print_config};
pub use status::{routes as status_routes, serve as serve_status};
pub use telemetry::Telemetry;
