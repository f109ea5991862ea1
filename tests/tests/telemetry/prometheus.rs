//! A real Prometheus, with the settings of `compose/` and the rules of `grafana/`, looks at the running pipeline.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use backends::tiers;
use e2e::{Child, FakeLoki, Watcher, eventually, free_address};
use serde_json::{Value, json};
use simulator::Spec;
use tempfile::TempDir;

use crate::processes::{PATIENCE, Process, Processes};
use crate::server;

const EVENTS: usize = 20;
const REVISIONS_EACH: usize = 2;

/// A Prometheus that has found its place.
struct Prometheus {
    child: Child,
    url: String,
    _folder: TempDir,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_prometheus_counts_what_happened_and_can_evaluate_every_rule() -> Result<()> {
    let Some(program) = server::find("prometheus", "QUAKEWIRE_PROMETHEUS_PROGRAM") else { return Ok(()) };
    let loki = FakeLoki::start().await?;
    let pipeline = Processes::prepare(tiers()?[0], "prometheus", &loki.url()).await?;
    let (producer, consumer) = (pipeline.producer().await?, pipeline.consumer().await?);
    let frontends = [pipeline.frontend("frontend-1").await?, pipeline.frontend("frontend-2").await?];
    let mut prometheus = Prometheus::start(&program, &producer, &consumer, &frontends)?;

    let _watchers = [Watcher::open(frontends[0].address).await?, Watcher::open(frontends[1].address).await?];
    let ours = r#"sum(up{job=~"producer|consumer|frontend"})"#;
    prometheus.expect(ours, 4.0).await.context("all four are scraped")?;
    for _ in 0..EVENTS {
        let first = pipeline.rig.feed.emit(&Spec::default())?;
        for _ in 1..REVISIONS_EACH {
            pipeline.rig.feed.emit(&Spec { id: Some(first.id.to_string()), ..Spec::default() })?;
        }
    }
    let sent = (EVENTS * REVISIONS_EACH) as f64;
    for (question, truth) in [
        ("sum(quakewire_producer_frames_total)", sent),
        ("sum(quakewire_producer_published_total)", sent),
        ("sum(quakewire_producer_delivered_total)", sent),
        ("sum(quakewire_producer_delivery_seconds_count)", sent),
        ("sum(quakewire_consumer_records_total)", sent),
        (r#"sum(quakewire_consumer_records_total{outcome="duplicate"})"#, 0.0),
        ("sum(quakewire_consumer_lag_records)", 0.0),
        ("min(quakewire_frontend_changes_total)", sent),
        ("max(quakewire_frontend_changes_total)", sent),
        ("min(quakewire_frontend_streams)", 1.0),
        ("count(process_resident_memory_bytes > 0)", 4.0),
        (r#"sum(quakewire_loki_lines_dropped_total{job=~"producer|consumer|frontend"})"#, 0.0),
    ] {
        prometheus.expect(question, truth).await?;
    }
    prometheus.expect_sound_rules().await?;
    prometheus.child.expect_running()?;
    for process in frontends.into_iter().chain([consumer, producer]) {
        assert!(process.terminate(PATIENCE).await?.success());
    }
    prometheus.expect(ours, 0.0).await.context("those that have ended are seen as down")?;
    Ok(())
}

impl Prometheus {
    fn start(program: &Path, producer: &Process, consumer: &Process, frontends: &[Process]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().to_str().context("the temporary folder's name is not UTF-8")?;
        let settings = server::read("compose/config/prometheus.yaml")?;
        // A test does not wait for a quarter of a minute; everything else is as it runs.
        let settings =
            settings.replace("/etc/prometheus/", &format!("{place}/")).replace("15s", "1s").replace("10s", "1s");
        let config = format!("{place}/prometheus.yaml");
        std::fs::write(&config, settings)?;
        std::fs::write(format!("{place}/rules.yaml"), server::read("grafana/prometheus/rules.yaml")?)?;
        std::fs::create_dir(format!("{place}/targets"))?;
        let frontends: Vec<_> = frontends.iter().map(|frontend| frontend.address).collect();
        for (service, targets) in
            [("producer", vec![producer.address]), ("consumer", vec![consumer.address]), ("frontend", frontends)]
        {
            // JSON is YAML.
            std::fs::write(format!("{place}/targets/{service}.yaml"), json!([{ "targets": targets }]).to_string())?;
        }
        let listen = free_address()?;
        let child = server::start(
            program,
            "prometheus",
            &[
                &format!("--config.file={config}"),
                &format!("--storage.tsdb.path={place}/data"),
                &format!("--web.listen-address={listen}"),
            ],
        )?;
        Ok(Self { child, url: format!("http://{listen}"), _folder: folder })
    }

    /// Waits until the answer to a question is this number.
    async fn expect(&mut self, question: &str, truth: f64) -> Result<()> {
        eventually(&format!("`{question}` to be {truth}"), PATIENCE, async || {
            self.child.expect_running()?;
            let answer = server::ask(&format!("{}/api/v1/query", self.url), &[("query", question)]).await?;
            let value: f64 = answer["data"]["result"][0]["value"][1].as_str().context("no value")?.parse()?;
            ensure!(value == truth, "it is {value}");
            Ok(())
        })
        .await
    }

    /// Waits until every rule has been evaluated, and asks how that went.
    async fn expect_sound_rules(&self) -> Result<()> {
        // A group has its own interval, up to a minute.
        let rules = eventually("all rules to be evaluated", PATIENCE + Duration::from_mins(1), async || {
            let answer = server::ask(&format!("{}/api/v1/rules", self.url), &[]).await?;
            let groups = answer["data"]["groups"].as_array().context("no groups")?;
            let rules: Vec<Value> =
                groups.iter().filter_map(|group| group["rules"].as_array()).flatten().cloned().collect();
            ensure!(!rules.is_empty(), "there are none");
            let unknown = rules.iter().filter(|rule| rule["health"] == "unknown").count();
            ensure!(unknown == 0, "{unknown} of {} are not", rules.len());
            Ok(rules)
        })
        .await?;
        for rule in rules {
            assert_eq!(rule["health"], "ok", "{rule}");
        }
        Ok(())
    }
}
