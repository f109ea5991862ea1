//! What the stack's Prometheus says.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::eventually;
use reqwest::Client;
use serde_json::Value;

use crate::feed::Feed;
use crate::stack::Stack;

/// Scrapes are 15 s apart, and what a scrape saw is asked for at the next look.
const SCRAPES: Duration = Duration::from_mins(2);
/// How many reports are counted through all stages.
const COUNTED: usize = 60;

/// Who is scraped, by which job.
const JOBS: [(&str, &[&str]); 7] = [
    ("producer", &["producer"]),
    ("consumer", &["consumer"]),
    ("frontend", &["frontend-1", "frontend-2"]),
    ("loki", &["loki"]),
    ("alloy", &["alloy"]),
    ("grafana", &["grafana"]),
    ("prometheus", &["prometheus"]),
];

/// Where each report has to be counted once: the question, and how many answer it.
const STAGES: [(&str, usize); 5] = [
    ("quakewire_producer_frames_total", 1),
    ("quakewire_producer_published_total{source=\"websocket\"}", 1),
    ("quakewire_producer_delivered_total", 1),
    ("sum(quakewire_consumer_records_total)", 1),
    ("quakewire_frontend_changes_total", 2),
];

/// Every target of the services that run is up, the rules are evaluated, and the counters count what was sent.
pub(crate) async fn check(stack: &Stack, feed: &Feed) -> Result<()> {
    let prometheus = stack.address("prometheus", 9090)?;
    let up = eventually("all targets to be up", SCRAPES, async || targets(stack, prometheus).await).await?;
    println!("Prometheus: {up}");
    println!("Prometheus: {}", eventually("the rules", SCRAPES, async || rules(prometheus).await).await?);

    let before = eventually("numbers that rest", SCRAPES, async || {
        let (first, ledger) = (stages(prometheus).await?, feed.ledger().await?.len());
        ensure!(first[0][0] == ledger as f64, "{} frames are counted of {ledger}", first[0][0]);
        tokio::time::sleep(Duration::from_secs(16)).await;
        ensure!(first == stages(prometheus).await?, "they still move");
        Ok(first)
    })
    .await?;
    feed.order_some(COUNTED).await?;
    let counted = eventually("the counters", SCRAPES, async || {
        let after = stages(prometheus).await?;
        let more: Vec<f64> = after.concat().iter().zip(before.concat()).map(|(after, before)| after - before).collect();
        ensure!(more.iter().all(|more| *more == COUNTED as f64), "of {COUNTED} were counted {more:?}");
        Ok(more.len())
    })
    .await?;
    println!("Prometheus: {COUNTED} more reports were counted exactly, {counted} times on their way");
    Ok(())
}

async fn stages(prometheus: SocketAddr) -> Result<Vec<Vec<f64>>> {
    let mut stages = Vec::new();
    for (query, answers) in STAGES {
        let values: Vec<f64> = query_all(prometheus, query).await?.into_iter().map(|(_, value)| value).collect();
        ensure!(values.len() == answers, "{} answer {query}", values.len());
        stages.push(values);
    }
    Ok(stages)
}

async fn targets(stack: &Stack, prometheus: SocketAddr) -> Result<String> {
    let found = query_all(prometheus, "up").await?;
    let (mut up, mut absent) = (0, Vec::new());
    for (job, services) in JOBS {
        let targets: Vec<f64> =
            found.iter().filter(|(labels, _)| labels["job"] == job).map(|(_, value)| *value).collect();
        if !stack.has(services[0]) {
            absent.push(job);
            continue;
        }
        ensure!(targets.len() == services.len(), "{job} has {} targets", targets.len());
        ensure!(targets.iter().all(|up| *up == 1.0), "{job} is {targets:?}");
        up += targets.len();
    }
    let rest = if absent.is_empty() { String::new() } else { format!("; not there: {}", absent.join(", ")) };
    Ok(format!("all {up} targets are up{rest}"))
}

async fn rules(prometheus: SocketAddr) -> Result<String> {
    let answer = ask(prometheus, "/api/v1/rules", &[]).await?;
    let groups = answer["data"]["groups"].as_array().context("no groups")?;
    let rules: Vec<&Value> = groups.iter().filter_map(|group| group["rules"].as_array()).flatten().collect();
    let bad: Vec<&Value> = rules.iter().filter(|rule| rule["health"] != "ok").copied().collect();
    ensure!(!rules.is_empty(), "there is none");
    ensure!(bad.is_empty(), "not evaluated: {bad:?}");
    let firing: Vec<&str> =
        rules.iter().filter(|rule| rule["state"] == "firing").filter_map(|rule| rule["name"].as_str()).collect();
    let firing = if firing.is_empty() { "none fires".to_owned() } else { format!("{} fires", firing.join(", ")) };
    Ok(format!("{} rules evaluate without an error; {firing}", rules.len()))
}

/// Labels and value of each answer, in an order that stays.
async fn query_all(prometheus: SocketAddr, query: &str) -> Result<Vec<(Value, f64)>> {
    let answer = ask(prometheus, "/api/v1/query", &[("query", query)]).await?;
    let results = answer["data"]["result"].as_array().with_context(|| format!("no answer to {query}"))?;
    let mut values = results
        .iter()
        .map(|result| Ok((result["metric"].clone(), result["value"][1].as_str().context("no value")?.parse()?)))
        .collect::<Result<Vec<(Value, f64)>>>()?;
    values.sort_by_key(|(labels, _)| labels.to_string());
    Ok(values)
}

async fn ask(prometheus: SocketAddr, path: &str, query: &[(&str, &str)]) -> Result<Value> {
    let request = Client::new().get(format!("http://{prometheus}{path}")).query(query).timeout(Duration::from_secs(10));
    Ok(serde_json::from_str(&request.send().await?.error_for_status()?.text().await?)?)
}
