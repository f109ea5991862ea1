//! What the services count is what `grafana/telemetry.json` says they count: dashboards and alerts are held to that file.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use backends::tiers;
use e2e::{FakeLoki, Metrics, Watcher};
use serde::Deserialize;
use simulator::Spec;

use crate::processes::{PATIENCE, Processes};
use crate::server;

#[derive(Debug, Deserialize)]
struct Vocabulary {
    metrics: Vec<Metric>,
    fields: Vec<Field>,
    labels: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
struct Metric {
    service: String,
    kind: String,
    name: String,
    labels: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_services_count_and_log_is_what_the_vocabulary_says() -> Result<()> {
    let vocabulary: Vocabulary = serde_json::from_str(&server::read("grafana/telemetry.json")?)?;
    let loki = FakeLoki::start().await?;
    let pipeline = Processes::prepare(tiers()?[0], "vocabulary", &loki.url()).await?;
    let services = [
        ("producer", pipeline.producer().await?),
        ("consumer", pipeline.consumer().await?),
        ("frontend", pipeline.frontend("frontend").await?),
    ];
    for (service, process) in &services {
        let metrics = process.metrics().await?;
        vocabulary.expect_only_known(service, &metrics);
        vocabulary.expect_counters_from_the_start(service, &metrics);
    }

    let mut watcher = Watcher::open(services[2].1.address).await?;
    pipeline.rig.feed.burst(1, 1.0).await?;
    pipeline.rig.feed.emit(&Spec::default())?;
    watcher.change(PATIENCE).await?;
    loki.wait_for("of the consumer's", 1, PATIENCE, |line| line.message().starts_with("Stored")).await?;
    for (service, process) in &services {
        vocabulary.expect_only_known(service, &process.metrics().await?);
    }
    for (_, process) in services {
        assert!(process.terminate(PATIENCE).await?.success());
    }
    vocabulary.expect_known_fields(&loki);
    Ok(())
}

impl Vocabulary {
    fn of<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a Metric> {
        self.metrics.iter().filter(move |metric| {
            let of = metric.service.as_str();
            of == service
                || of == "all"
                || (of == "store" && service != "producer")
                || (of == "webhooks" && service == "frontend")
        })
    }

    fn expect_only_known(&self, service: &str, metrics: &Metrics) {
        let known: BTreeMap<&str, &Metric> = self.of(service).map(|metric| (metric.name.as_str(), metric)).collect();
        for (name, kind) in &metrics.kinds {
            // The names of the operating system's figures are Prometheus' own.
            if name.starts_with("process_") {
                continue;
            }
            let metric =
                known.get(name.as_str()).unwrap_or_else(|| panic!("{service} counts {name}, which nobody knows"));
            assert_eq!(metric.kind, *kind, "{name}");
            for label in metrics.labels(name) {
                assert!(metric.labels.contains_key(label), "{name} has a label {label}, which nobody knows");
            }
        }
    }

    /// A counter that is not there before the first time cannot be told from one that was renamed, and its first
    /// increase is not seen.
    fn expect_counters_from_the_start(&self, service: &str, metrics: &Metrics) {
        for metric in self.of(service).filter(|metric| metric.kind == "counter") {
            for series in series(&metric.labels) {
                assert!(metrics.has(&metric.name, &series), "{service} does not begin with {} {series:?}", metric.name);
            }
        }
    }

    fn expect_known_fields(&self, loki: &FakeLoki) {
        let known: BTreeSet<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
        for line in loki.lines() {
            assert!(line.labels.keys().all(|label| self.labels.contains(label)), "{:?}", line.labels);
            // What libraries say is in their own words.
            if !["producer", "consumer", "frontend", "service", "topics", "store"]
                .iter()
                .any(|ours| line.field("_target").starts_with(ours))
            {
                continue;
            }
            for field in line.fields().keys().filter(|field| !field.starts_with('_') && *field != "message") {
                assert!(
                    known.contains(field.as_str()),
                    "a line has a field {field}, which nobody knows: {}",
                    line.text
                );
            }
        }
    }
}

/// Every combination of label values, where all are known beforehand.
fn series(labels: &BTreeMap<String, Vec<String>>) -> Vec<BTreeMap<String, String>> {
    labels.iter().fold(vec![BTreeMap::new()], |series, (label, values)| {
        let with = |series: &BTreeMap<String, String>, value: &String| {
            let mut longer = series.clone();
            longer.insert(label.clone(), value.clone());
            longer
        };
        series.iter().flat_map(|series| values.iter().map(move |value| with(series, value))).collect()
    })
}
