//! The recorder: one a process, rendered as Prometheus text.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Key, KeyName, SharedString};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;

use crate::Meter;
use crate::meter::Kind;

/// A histogram's buckets, by the unit its name ends in.
pub const BUCKETS: [(&str, &[f64]); 3] = [
    // From half a millisecond (a hub's append) to a minute (a feed's delay): every latency we keep fits.
    ("_seconds", &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0]),
    // The felt and the catastrophic; what is smaller than 1 is of no network's interest.
    ("_magnitude", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]),
    // Up to 0.1 is good and more than 0.25 poor, by the definition of cumulative layout shift.
    ("_shift", &[0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0]),
];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// The recorder's other end: renders all metrics.
#[derive(Clone)]
pub struct Rendered {
    handle: PrometheusHandle,
    process: Collector,
}

impl Rendered {
    /// The metrics in Prometheus' text format, the process's own (`process_…`) among them.
    pub fn text(&self) -> String {
        self.process.collect();
        self.handle.run_upkeep();
        self.handle.render()
    }
}

/// Installs the recorder, or finds the one installed: services that share a process share it. Every counter of
/// `meters` whose label values are known begins at 0.
///
/// Inside a Tokio runtime the recorder's upkeep runs by itself.
pub fn install(meters: &[&[Meter]]) -> Rendered {
    let handle = HANDLE.get_or_init(|| {
        let builder = BUCKETS.iter().fold(PrometheusBuilder::new(), |builder, (unit, buckets)| {
            let matcher = Matcher::Suffix((*unit).to_owned());
            builder.set_buckets_for_metric(matcher, buckets).expect("no list of buckets is empty")
        });
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Another recorder can only be one of a test's; then ours renders nothing, which that test will see.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
    let process = Collector::default();
    process.describe();
    crate::meters::METERS.iter().chain(meters.iter().copied().flatten()).for_each(announce);
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let handle = handle.clone();
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(5)).await;
                handle.run_upkeep();
            }
        });
    }
    Rendered { handle: handle.clone(), process }
}

fn announce(meter: &Meter) {
    let (name, help) = (KeyName::from_const_str(meter.name), SharedString::const_str(meter.help.trim_ascii()));
    metrics::with_recorder(|recorder| match meter.kind {
        Kind::Counter => {
            recorder.describe_counter(name, None, help);
            for labels in meter.series() {
                recorder.register_counter(&Key::from_parts(meter.name, labels), &crate::meter::METADATA).increment(0);
            }
        }
        Kind::Gauge => recorder.describe_gauge(name, None, help),
        Kind::Histogram => recorder.describe_histogram(name, None, help),
    });
}
