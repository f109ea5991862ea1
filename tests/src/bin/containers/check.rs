//! The story: one earthquake, numbers, then a steady stream while servers die, and the balance at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{eventually, revisions_stored};
use serde_json::json;
use store::Store;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::feed::{Feed, Revision};
use crate::reader::Reader;
use crate::stack::Stack;
use crate::{logs, numbers};

/// How long one report may take to be seen. The first one after the start waits for consumers to find their places.
const SEEN: Duration = Duration::from_mins(1);
/// How long the table may take to have everything: DynamoDB Local writes some 150 items a second.
const STORED: Duration = Duration::from_mins(5);
/// How long a killed container stays away.
const AWAY: Duration = Duration::from_secs(6);
/// Before the first death, between two, and after the last.
const QUIET: Duration = Duration::from_secs(5);
/// Readers through the balancer: enough for both frontends to have some.
const READERS: usize = 6;
/// Who dies, one after another.
const VICTIMS: [&str; 3] = ["frontend-1", "consumer", "kafka"];

/// Fails with the first thing that is not as it has to be.
pub(crate) async fn check(project: &str) -> Result<()> {
    let stack = Stack::new(project);
    let feed = Feed::new(stack.address("simulator", 8190)?);
    let balancer = stack.address("balancer", 8080)?;
    let endpoint = format!("http://{}", stack.address("dynamodb", 8000)?);
    let table =
        Store::connect(&store::Settings { region: Some("us-east-1".to_owned()), ..store::Settings::at(&endpoint) })
            .await;

    let first = one_earthquake(&stack, &feed, balancer).await?;
    logs::check(&stack, &first).await?;
    numbers::check(&stack, &feed).await?;
    servers_die(&stack, &feed, &table, balancer).await
}

/// One order is seen on both frontends and through the balancer; says how long it took.
async fn one_earthquake(stack: &Stack, feed: &Feed, balancer: SocketAddr) -> Result<String> {
    let mut readers = Vec::new();
    for (name, address) in [
        ("frontend-1", stack.address("frontend-1", 8080)?),
        ("frontend-2", stack.address("frontend-2", 8080)?),
        ("balancer", balancer),
    ] {
        readers.push((name, Reader::open(address).await?));
    }
    let ordered = Instant::now();
    let sent =
        feed.order(json!({ "mag": 6.1, "region": "FIJI REGION", "lat": -18.2, "lon": -178.4, "depth": 560 })).await?;
    let mut seen = Vec::new();
    for (name, reader) in &readers {
        let what = format!("the first earthquake on {name}");
        let at = eventually(&what, SEEN, async || reader.heard(&sent.revision()).context("not yet")).await?;
        seen.push(format!("{name} after {} ms", at.saturating_duration_since(ordered).as_millis()));
    }
    println!("one earthquake, ordered at the feed, was seen by readers on {}", seen.join(", "));
    Ok(sent.id.to_string())
}

/// A steady stream of orders, while containers are killed and come back; then the balance.
async fn servers_die(stack: &Stack, feed: &Feed, table: &Store, balancer: SocketAddr) -> Result<()> {
    let before = feed.ledger().await?.last().map_or(0, |sent| sent.sequence);
    let mut readers = Vec::new();
    for _ in 0..READERS {
        readers.push(Reader::open(balancer).await?);
    }
    let stop = CancellationToken::new();
    let ordering = tokio::spawn({
        let (feed, stop) = (feed.clone(), stop.clone());
        async move { feed.stream(stop).await }
    });
    let deaths = die(stack).await;
    stop.cancel();
    let ordered = ordering.await?.context("an order was not taken")?;
    let deaths = deaths?;

    let sent = feed.ledger().await?;
    let expected: BTreeSet<Revision> =
        sent.iter().filter(|sent| sent.sequence > before).map(crate::feed::Sent::revision).collect();
    ensure!(expected.len() == ordered.len(), "{} were ordered and {} are in the ledger", ordered.len(), expected.len());
    read_by_all(&readers, &expected).await?;
    tell_delays(&readers, &ordered, &deaths);
    tell_readers(&readers)?;
    stored(table, feed).await?;
    restarts(stack)
}

/// Each victim: when it was killed, and when it was healthy again.
async fn die(stack: &Stack) -> Result<Vec<(&'static str, Instant, Instant)>> {
    let mut deaths = Vec::new();
    sleep(QUIET).await;
    for victim in VICTIMS {
        stack.kill(victim)?;
        let killed = Instant::now();
        sleep(AWAY).await;
        stack.revive(victim).await?;
        println!("{victim} was killed, and healthy again {:.1} s later", killed.elapsed().as_secs_f64());
        deaths.push((victim, killed, Instant::now()));
        sleep(QUIET).await;
    }
    Ok(deaths)
}

/// Waits until every reader has heard every revision.
async fn read_by_all(readers: &[Reader], expected: &BTreeSet<Revision>) -> Result<()> {
    let what = format!("{} revisions to be read by all {} readers", expected.len(), readers.len());
    eventually(&what, SEEN, async || {
        for (number, reader) in readers.iter().enumerate() {
            let notes = reader.notes();
            let missing: Vec<&Revision> =
                expected.iter().filter(|revision| !notes.heard.contains_key(*revision)).collect();
            ensure!(
                missing.is_empty(),
                "reader {number} ({} resumptions, {} resets) misses {}, first {:?}",
                notes.resumed,
                notes.resets,
                missing.len(),
                missing[0]
            );
        }
        Ok(())
    })
    .await?;
    println!(
        "{} revisions were ordered meanwhile; all {} readers through the balancer saw each",
        expected.len(),
        readers.len()
    );
    Ok(())
}

/// How late the latest report was, in quiet times and around each death.
fn tell_delays(readers: &[Reader], ordered: &BTreeMap<Revision, Instant>, deaths: &[(&str, Instant, Instant)]) {
    let mut worst: BTreeMap<String, Duration> = BTreeMap::new();
    for (revision, at) in ordered {
        let around = deaths.iter().find(|(_, killed, healthy)| *killed <= *at + QUIET && *at <= *healthy);
        let when = around.map_or_else(|| "otherwise".to_owned(), |(victim, ..)| format!("while {victim} was away"));
        let latest = readers.iter().filter_map(|reader| reader.heard(revision)).max();
        let delay = latest.map_or(Duration::ZERO, |latest| latest.saturating_duration_since(*at));
        let slot = worst.entry(when).or_default();
        *slot = delay.max(*slot);
    }
    let worst: Vec<String> = worst.iter().map(|(when, delay)| format!("{:.1} s {when}", delay.as_secs_f64())).collect();
    println!("the longest way from an order to a reader: {}", worst.join(", "));
}

/// How readers fared. Somebody must have lost a connection, or nothing was shown.
fn tell_readers(readers: &[Reader]) -> Result<()> {
    let notes: Vec<_> = readers.iter().map(Reader::notes).collect();
    let resumed: usize = notes.iter().map(|notes| notes.resumed).sum();
    let resets: usize = notes.iter().map(|notes| notes.resets).sum();
    let twice: usize = notes.iter().flat_map(|notes| notes.heard.values()).map(|(times, _)| times - 1).sum();
    ensure!(resumed > 0, "no reader lost its connection when a frontend was killed");
    println!(
        "readers came back {resumed} times, were told to start over {resets} times, heard {twice} revisions twice"
    );
    Ok(())
}

/// Waits until the table has everything that is in the ledger, each once.
async fn stored(table: &Store, feed: &Feed) -> Result<()> {
    let sent: BTreeSet<_> = feed.ledger().await?.into_iter().map(|sent| (sent.id, sent.updated)).collect();
    let others = eventually("the table to have everything", STORED, async || {
        let stored = revisions_stored(table).await?;
        let missing = sent.difference(&stored).count();
        ensure!(missing == 0, "{missing} of {} are missing", sent.len());
        Ok(stored.len() - sent.len())
    })
    .await?;
    println!(
        "all {} revisions of the feed's ledger are in the table, each once, beside {others} of its past",
        sent.len()
    );
    Ok(())
}

/// Nobody died but by our hand.
fn restarts(stack: &Stack) -> Result<()> {
    let restarted: Vec<_> = stack.restarts()?.into_iter().filter(|(_, count)| *count > 0).collect();
    // Who was started before its servers were there may have tried again.
    println!(
        "restarted by the engine: {}",
        if restarted.is_empty() { "nobody".to_owned() } else { format!("{restarted:?}") }
    );
    Ok(())
}
