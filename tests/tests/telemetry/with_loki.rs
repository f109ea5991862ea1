//! A real Loki, with the settings of `compose/`, takes what the services push and answers what the dashboards ask.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use backends::tiers;
use e2e::{Child, Watcher, eventually, free_address, get};
use serde_json::Value;
use simulator::Spec;
use tempfile::TempDir;

use crate::processes::{PATIENCE, Processes};
use crate::server;

/// The dashboards that may ask Loki.
const DASHBOARDS: [&str; 4] = ["feed", "logs", "pipeline", "web"];
/// How far back questions look: further than a test lasts.
const RANGE: Duration = Duration::from_mins(10);

/// A Loki that answers.
struct Loki {
    child: Child,
    url: String,
    _folder: TempDir,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_loki_answers_every_question_of_the_dashboards_about_a_running_pipeline() -> Result<()> {
    let Some(program) = server::find("loki", "QUAKEWIRE_LOKI_PROGRAM") else { return Ok(()) };
    let mut loki = Loki::start(&program).await?;
    let pipeline = Processes::prepare(tiers()?[0], "with-loki", &loki.url).await?;
    let (producer, consumer) = (pipeline.producer().await?, pipeline.consumer().await?);
    let frontend = pipeline.frontend("frontend-1").await?;
    let mut watcher = Watcher::open(frontend.address).await?;
    pipeline.rig.feed.burst(1, 1.0).await?;
    let sent = pipeline.rig.feed.emit(&Spec::default())?;
    watcher.change(PATIENCE).await?;

    let way = way_of(sent.id.as_str())?;
    let lines = eventually("the earthquake's way to be in Loki", PATIENCE, async || {
        loki.child.expect_running()?;
        let lines = lines(&loki.ask(&way).await?)?;
        ensure!(lines.len() >= 4, "Loki has {lines:#?}");
        Ok(lines)
    })
    .await?;
    for station in ["producer: Published", "producer: Delivered", "consumer: Stored", "frontend: Streamed"] {
        let told = lines.iter().filter(|line| line.starts_with(station)).count();
        assert_eq!(told, 1, "{station}, in {lines:#?}");
    }
    for question in questions()? {
        let answer = loki.ask(&fill_in(&question, "")).await?;
        let found = answer["data"]["result"].as_array().is_some_and(|result| !result.is_empty());
        // A frontend in good health warns of nothing.
        assert!(found || question.contains("frontend\", level=~\"warn|error\""), "no answer to {question}");
    }
    let taken = producer.metrics().await?;
    assert!(taken.sum("quakewire_loki_lines_sent_total", &[]) > 0.0);
    assert_eq!(taken.sum("quakewire_loki_push_failures_total", &[]), 0.0, "Loki took every push");
    for process in [frontend, consumer, producer] {
        assert!(process.terminate(PATIENCE).await?.success());
    }
    Ok(())
}

impl Loki {
    async fn start(program: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().to_str().context("the temporary folder's name is not UTF-8")?;
        let settings = server::read("compose/config/loki.yaml")?;
        let config = format!("{place}/loki.yaml");
        std::fs::write(&config, settings.replace(" /loki", &format!(" {place}")))?;
        let (http, grpc) = (free_address()?, free_address()?);
        let child = server::start(
            program,
            "loki",
            &[
                &format!("-config.file={config}"),
                "-server.http-listen-address=127.0.0.1",
                &format!("-server.http-listen-port={}", http.port()),
                "-server.grpc-listen-address=127.0.0.1",
                "-frontend.instance-addr=127.0.0.1",
                &format!("-server.grpc-listen-port={}", grpc.port()),
            ],
        )?;
        let mut loki = Self { child, url: format!("http://{http}"), _folder: folder };
        eventually("Loki to be ready", PATIENCE, async || {
            loki.child.expect_running()?;
            get(http, "/ready").await
        })
        .await?;
        Ok(loki)
    }

    async fn ask(&self, question: &str) -> Result<Value> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let (start, end) = (now.saturating_sub(RANGE).as_nanos().to_string(), now.as_nanos().to_string());
        let query = [("query", question), ("start", &start), ("end", &end), ("step", "10s"), ("limit", "1000")];
        let answer = server::ask(&format!("{}/loki/api/v1/query_range", self.url), &query).await;
        answer.with_context(|| format!("Loki was asked {question}"))
    }
}

/// The question by which an earthquake is followed, about this one.
fn way_of(unid: &str) -> Result<String> {
    let questions = questions()?;
    let way = questions.iter().find(|question| question.contains("$unid")).context("no dashboard asks for a unid")?;
    Ok(fill_in(way, unid))
}

/// What Grafana makes of a question.
fn fill_in(question: &str, unid: &str) -> String {
    let range = format!("{}s", RANGE.as_secs());
    let values = [
        ("$service", ".+"),
        ("$environment", "test"),
        ("$level", ".+"),
        ("$text", ""),
        ("$unid", unid),
        ("$trace_id", ""),
        ("$__auto", "1m"),
        ("$__rate_interval", "1m"),
        ("$__range", &range),
    ];
    values.iter().fold(question.to_owned(), |question, (name, value)| question.replace(name, value))
}

/// Every question to Loki in the dashboards.
fn questions() -> Result<Vec<String>> {
    let mut questions = Vec::new();
    for name in DASHBOARDS {
        let dashboard: Value = serde_json::from_str(&server::read(&format!("grafana/dashboards/{name}.json"))?)?;
        collect(&dashboard, &mut questions);
    }
    ensure!(!questions.is_empty(), "no dashboard asks Loki");
    Ok(questions)
}

fn collect(part: &Value, questions: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            let of_loki = fields.get("datasource").is_some_and(|source| source["type"] == "loki");
            if let (true, Some(question)) = (of_loki, fields.get("expr").and_then(Value::as_str)) {
                questions.push(question.to_owned());
            }
            fields.values().for_each(|field| collect(field, questions));
        }
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, questions)),
        _ => {}
    }
}

/// The lines of an answer.
fn lines(answer: &Value) -> Result<Vec<String>> {
    let streams = answer["data"]["result"].as_array().context("no streams")?;
    let values = streams.iter().filter_map(|stream| stream["values"].as_array()).flatten();
    Ok(values.filter_map(|value| Some(value[1].as_str()?.to_owned())).collect())
}
