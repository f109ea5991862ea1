//! Metrics: one recorder a process, rendered as Prometheus text.

use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Seconds, from half a millisecond (a hub's append) to a minute (a feed's delay): every latency we keep fits.
const LATENCY_BUCKETS: [f64; 16] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// The recorder's other end: renders all metrics.
#[derive(Clone)]
pub struct Rendered(PrometheusHandle);

impl Rendered {
    /// The metrics in Prometheus' text format.
    pub fn text(&self) -> String {
        self.0.run_upkeep();
        self.0.render()
    }
}

/// Installs the recorder, or finds the one installed: services that share a process share it.
///
/// Inside a Tokio runtime the recorder's upkeep runs by itself.
pub fn install() -> Rendered {
    let handle = HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &LATENCY_BUCKETS)
            .expect("the list of buckets is not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Another recorder can only be one of a test's; then ours renders nothing, which that test will see.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let handle = handle.clone();
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(5)).await;
                handle.run_upkeep();
            }
        });
    }
    Rendered(handle.clone())
}
