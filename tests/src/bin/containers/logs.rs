//! What the stack's Loki says, or how much was pushed to its double.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{Metrics, eventually};
use reqwest::Client;
use serde_json::Value;

use crate::stack::Stack;

/// Lines are pushed every second and can be found some seconds later.
const INGESTED: Duration = Duration::from_mins(1);

/// One earthquake has lines of all services, which one query finds.
pub(crate) async fn check(stack: &Stack, unid: &str) -> Result<()> {
    if !stack.has("loki") {
        println!("NOT RUN: there is no Loki in this stack");
        return Ok(());
    }
    let loki = stack.address("loki", 3100)?;
    let pushed = Metrics::of(loki).await?.sum("fake_loki_lines_total", &[]);
    if pushed > 0.0 {
        println!("Loki's double took {pushed} lines");
        println!("NOT RUN: queries, which it cannot answer");
        return Ok(());
    }
    let query = format!("sum by (service) (count_over_time({{service=~\".+\"}} |= \"{unid}\" [1h]))");
    let found = eventually("lines about one earthquake in Loki", INGESTED, async || {
        let found = counts(loki, &query).await?;
        // The producer tells of publishing and delivery, each frontend of its stream.
        for (service, least) in [("producer", 2), ("consumer", 1), ("frontend", 2)] {
            let lines = found.iter().find(|(name, _)| name == service).map_or(0, |(_, lines)| *lines);
            ensure!(lines >= least, "{lines} lines of {service}");
        }
        Ok(found)
    })
    .await?;
    let found: Vec<String> = found.iter().map(|(service, lines)| format!("{lines} of {service}")).collect();
    println!("Loki: one query finds all lines about the first earthquake: {}", found.join(", "));
    Ok(())
}

async fn counts(loki: SocketAddr, query: &str) -> Result<Vec<(String, u64)>> {
    let request = Client::new().get(format!("http://{loki}/loki/api/v1/query")).query(&[("query", query)]);
    let answer: Value = serde_json::from_str(&request.send().await?.error_for_status()?.text().await?)?;
    let results = answer["data"]["result"].as_array().context("no answer")?;
    let mut counts = results
        .iter()
        .map(|result| {
            let service = result["metric"]["service"].as_str().context("no service")?.to_owned();
            Ok((service, result["value"][1].as_str().context("no value")?.parse()?))
        })
        .collect::<Result<Vec<(String, u64)>>>()?;
    counts.sort();
    Ok(counts)
}
