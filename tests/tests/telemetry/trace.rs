//! One earthquake, followed by its trace id from the feed's frame to the message of the stream.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use backends::{Tier, tiers};
use e2e::{FakeLoki, Line, Watcher, traces};
use simulator::{Sent, Spec};

use crate::processes::{PATIENCE, Process, Processes};

/// Published, delivered, stored, and streamed by three frontends.
const STATIONS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_earthquake_is_followed_by_its_trace_id_from_the_frame_to_the_stream() -> Result<()> {
    for &tier in tiers()? {
        follow(tier).await?;
    }
    Ok(())
}

async fn follow(tier: Tier) -> Result<()> {
    let loki = FakeLoki::start().await?;
    let pipeline = Processes::prepare(tier, "trace", &loki.url()).await?;
    let (producer, consumer) = (pipeline.producer().await?, pipeline.consumer().await?);
    let frontends = [
        pipeline.frontend("frontend-1").await?,
        pipeline.frontend("frontend-2").await?,
        pipeline.frontend_of_the_table("frontend-of-the-table").await?,
    ];
    let mut watchers = Vec::new();
    for frontend in &frontends {
        watchers.push(Watcher::open(frontend.address).await?);
    }

    let first = pipeline.rig.feed.emit(&Spec { mag: Some(6.1), ..Spec::default() })?;
    let one = journey(&loki, &first, &frontends, &mut watchers).await?;
    let revised = Spec { id: Some(first.id.to_string()), mag: Some(6.3), ..Spec::default() };
    let second = pipeline.rig.feed.emit(&revised)?;
    let other = journey(&loki, &second, &frontends, &mut watchers).await?;
    assert_ne!(one, other, "each report has a trace of its own, on {tier}");

    let of_kafka: BTreeMap<_, _> = traces(&pipeline.rig.ends.kafka).await?.into_iter().collect();
    for (sent, trace) in [(first, &one), (second, &other)] {
        let traceparent = &of_kafka[&(sent.id, sent.updated)];
        let parts: Vec<&str> = traceparent.split('-').collect();
        assert_eq!((parts.len(), parts[0], parts[1]), (4, "00", trace.as_str()), "{traceparent} on {tier}");
    }
    assert!(loki.tally().complaints.is_empty(), "{:?}", loki.tally().complaints);

    for process in frontends.into_iter().chain([consumer, producer]) {
        assert!(process.terminate(PATIENCE).await?.success());
    }
    let stopped = loki.wait_for("that a service stopped", 5, PATIENCE, |line| line.message().starts_with("Stopped"));
    stopped.await.context("the last lines are sent before the end")?;
    Ok(())
}

/// What Loki knows of one report; its trace id.
async fn journey(loki: &FakeLoki, sent: &Sent, frontends: &[Process], watchers: &mut [Watcher]) -> Result<String> {
    for watcher in watchers.iter_mut() {
        assert_eq!(watcher.change(PATIENCE).await?.id, sent.id.as_str());
    }
    let (unid, revision) = (sent.id.to_string(), sent.updated.to_string());
    let of_it = |line: &Line| line.field("unid") == unid && line.field("revision") == revision;
    let lines = loki.wait_for(&format!("about {unid} of {revision}"), STATIONS, PATIENCE, of_it).await?;

    let stations: BTreeSet<(&str, String)> = lines.iter().map(|line| (line.label("service"), verb(line))).collect();
    let expected =
        [("consumer", "Stored"), ("frontend", "Streamed"), ("producer", "Delivered"), ("producer", "Published")];
    let expected = expected.map(|(service, verb)| (service, verb.to_owned()));
    assert_eq!(stations, BTreeSet::from(expected), "{lines:#?}");
    assert_eq!(lines.len(), STATIONS, "each once: {lines:#?}");

    let trace = lines[0].field("trace_id");
    assert!(trace.len() == 32 && trace.bytes().all(|digit| digit.is_ascii_hexdigit()), "{trace}");
    for line in &lines {
        assert_eq!(line.field("trace_id"), trace, "{line:?}");
        assert_eq!(line.field("source"), "websocket", "{line:?}");
        assert_eq!((line.label("environment"), line.label("level")), ("test", "info"), "{line:?}");
        assert!(line.field("_spans").contains("report"), "{line:?}");
    }
    let find = |service, instance: &str, verb_: &str| {
        let fits = |line: &&Line| {
            (line.label("service"), line.field("instance").as_str()) == (service, instance) && verb(line) == verb_
        };
        lines.iter().find(fits).with_context(|| format!("{instance} did not say {verb_}: {lines:#?}"))
    };
    let delivered = find("producer", "producer", "Delivered")?;
    let stored = find("consumer", "consumer", "Stored")?;
    for place in ["partition", "offset"] {
        assert_eq!(delivered.field(place), stored.field(place));
        assert!(!stored.field(place).is_empty());
    }
    for (frontend, watcher) in frontends.iter().zip(watchers) {
        let streamed = find("frontend", frontend.instance, "Streamed")?;
        assert_eq!(streamed.field("cursor"), watcher.position, "what the reader got: {streamed:?}");
    }
    Ok(trace)
}

/// The first word of a line: what was done.
fn verb(line: &Line) -> String {
    line.message().split(' ').next().unwrap_or_default().to_owned()
}
