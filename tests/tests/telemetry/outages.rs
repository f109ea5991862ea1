//! What becomes of a service's lines when Loki is unwell: nothing is lost that was not counted, and nobody waits.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use backends::{Tier, tiers};
use e2e::{FakeLoki, Line, Metrics, Mood, eventually, records};
use simulator::Spec;

use crate::processes::{PATIENCE, Process, Processes};

/// Earthquakes that happen during an outage; each is told twice by the producer.
const EARTHQUAKES: usize = 40;
/// Enough at once that the valve has to close.
const BURST: usize = 3_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_loki_fails_throttles_or_is_dead_lines_wait_and_then_come_in_order() -> Result<()> {
    let mut loki = FakeLoki::start().await?;
    let pipeline = Processes::prepare(tier()?, "outages", &loki.url()).await?;
    let producer = pipeline.producer().await?;
    for (outage, failure) in
        [(Some(Mood::Failing), "server_error"), (Some(Mood::Throttling(1)), "throttled"), (None, "unreachable")]
    {
        match outage {
            Some(mood) => loki.feel(mood),
            None => loki.die().await,
        }
        let mut sent = Vec::new();
        for _ in 0..EARTHQUAKES {
            sent.push(pipeline.rig.feed.emit(&Spec::default())?.id.to_string());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        eventually(&format!("pushes to be {failure}"), PATIENCE, async || {
            let failures = producer.metrics().await?.sum("quakewire_loki_push_failures_total", &[("reason", failure)]);
            ensure!(failures >= 2.0, "{failures} were");
            Ok(())
        })
        .await?;
        loki.feel(Mood::Healthy);
        if outage.is_none() {
            loki.revive().await?;
        }
        let of_them = |line: &Line| sent.contains(&line.field("unid"));
        let lines = loki.wait_for("about the outage's earthquakes", 2 * EARTHQUAKES, PATIENCE, of_them).await?;
        let published = lines.iter().filter(|line| line.message().starts_with("Published"));
        let order: Vec<String> = published.map(|line| line.field("unid")).collect();
        assert_eq!(order, sent, "in the order of their writing, after {failure}");
    }
    let given = balance(&loki, &producer).await?;
    assert_eq!(given.dropped, BTreeMap::new());
    assert!(producer.terminate(PATIENCE).await?.success());
    let tally = loki.tally();
    assert!(tally.complaints.is_empty(), "{:?}", tally.complaints);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_loki_refuses_is_counted_to_the_line_and_the_burst_after_it_arrives_whole() -> Result<()> {
    let loki = FakeLoki::start().await?;
    let pipeline = Processes::prepare(tier()?, "refusal", &loki.url()).await?;
    let producer = pipeline.producer().await?;
    loki.feel(Mood::Refusing);
    for _ in 0..EARTHQUAKES {
        pipeline.rig.feed.emit(&Spec::default())?;
    }
    eventually("lines to be refused", PATIENCE, async || {
        let refused = dropped(&producer.metrics().await?).get("refused").copied().unwrap_or_default();
        ensure!(refused >= 2 * EARTHQUAKES as u64, "{refused} were");
        Ok(())
    })
    .await?;
    loki.feel(Mood::Healthy);
    for _ in 0..BURST {
        pipeline.rig.feed.emit(&Spec::default())?;
    }
    expect_published(&pipeline, EARTHQUAKES + BURST).await?;
    let balance = balance(&loki, &producer).await?;
    assert_eq!(balance.dropped.keys().collect::<Vec<_>>(), ["refused"]);
    // Whoever looks into Loki alone is told, too.
    loki.wait_for("that some are missing", 1, PATIENCE, |line| line.message().starts_with("Loki missed")).await?;
    assert!(producer.terminate(PATIENCE).await?.success());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loki_that_never_answers_holds_up_neither_the_work_nor_the_end() -> Result<()> {
    let loki = FakeLoki::start().await?;
    let pipeline = Processes::prepare(tier()?, "silence", &loki.url()).await?;
    let producer = pipeline.producer().await?;
    loki.feel(Mood::Silent);
    for _ in 0..BURST {
        pipeline.rig.feed.emit(&Spec::default())?;
    }
    expect_published(&pipeline, BURST).await?;
    let metrics = producer.metrics().await?;
    let waiting = metrics.sum("quakewire_loki_queue_bytes", &[]);
    assert!(waiting <= f64::from(16 << 20), "{waiting} bytes wait");
    let status = producer.terminate(service::DRAIN_DEADLINE).await?;
    assert!(status.success(), "{status}");
    Ok(())
}

/// Where the producer's lines went.
#[derive(Debug)]
struct Balance {
    dropped: BTreeMap<String, u64>,
}

/// Waits until nothing is on its way to Loki: then what was written has arrived or is counted as dropped, and what the
/// service says it sent is what Loki has.
async fn balance(loki: &FakeLoki, producer: &Process) -> Result<Balance> {
    eventually("every line to be accounted for", PATIENCE, async || {
        let metrics = producer.metrics().await?;
        let written = metrics.sum("quakewire_log_lines_total", &[]) as u64;
        let sent = metrics.sum("quakewire_loki_lines_sent_total", &[]) as u64;
        let dropped = dropped(&metrics);
        let lost: u64 = dropped.values().sum();
        ensure!(written == sent + lost, "{written} were written, {sent} sent, {dropped:?} dropped");
        let arrived = loki.tally().lines;
        ensure!(arrived == sent, "{sent} were sent, {arrived} arrived");
        Ok(Balance { dropped })
    })
    .await
}

/// The lines dropped, by reason; reasons that never were left out.
fn dropped(metrics: &Metrics) -> BTreeMap<String, u64> {
    let count = |reason: &str| metrics.sum("quakewire_loki_lines_dropped_total", &[("reason", reason)]) as u64;
    let reasons = ["queue_full", "refused", "excluded"].map(|reason| (reason.to_owned(), count(reason)));
    reasons.into_iter().filter(|(_, lines)| *lines > 0).collect()
}

/// The service has gone on with its work.
async fn expect_published(pipeline: &Processes, wanted: usize) -> Result<()> {
    eventually("the earthquakes to be in Kafka", PATIENCE, async || {
        let records = records(&pipeline.rig.ends.kafka).await?.len();
        ensure!(records >= wanted, "{records} of {wanted} are");
        Ok(())
    })
    .await
}

/// The logs' way has nothing to do with the backends: one tier is enough.
fn tier() -> Result<Tier> {
    Ok(tiers()?[0])
}
