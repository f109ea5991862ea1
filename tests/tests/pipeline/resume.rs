//! Frontends come and go; who watches goes on at another, where it was.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use backends::{Tier, tiers};
use e2e::{Heard, Rig, Watcher};
use quake::{Bulletin, QuakeId};
use simulator::Spec;

/// A whole stay of a watcher, with frontends stopping under it.
const FRAMES: usize = 600;
/// Frames, until another frontend stops.
const STAY: usize = 120;
/// How long a frame may take to be heard; a frontend that starts reads the table first.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was heard, or sent: how often each revision, by event and millisecond of `lastupdate`.
type Tally = BTreeMap<(String, i64), usize>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_resumes_at_any_frontend_misses_nothing_and_hears_nothing_twice() -> Result<()> {
    for &tier in tiers()? {
        frontends_come_and_go(tier).await?;
    }
    Ok(())
}

/// The watcher is always at a frontend that is about to be stopped, and goes on at one that ran beside it (even
/// turns) or that was started after the stop (odd turns), while frames keep coming.
async fn frontends_come_and_go(tier: Tier) -> Result<()> {
    let rig = Rig::start(tier).await?;
    let (producer, consumer) = (rig.producer().await?, rig.consumer());
    let mut at = rig.frontend().await?;
    let mut beside = Some(rig.frontend().await?);
    let mut watcher = Watcher::open(at.address).await?;
    let mut heard = Tally::new();

    let following = async {
        let mut turn = 0;
        while heard.len() < FRAMES {
            let goal = ((turn + 1) * STAY).min(FRAMES);
            hear_until(goal, &mut watcher, &mut heard).await?;
            if goal == FRAMES {
                break;
            }
            at.stop().await?;
            // What was on its way when the frontend stopped is heard all the same.
            hear_the_end(&mut watcher, &mut heard).await?;
            at = if let Some(other) = beside.take() {
                other
            } else {
                beside = Some(rig.frontend().await?);
                rig.frontend().await?
            };
            watcher.resume(at.address).await?;
            turn += 1;
        }
        anyhow::Ok(at)
    };
    let (sent, last) = tokio::join!(send(&rig), following);
    let sent = sent?;
    let last = last.with_context(|| {
        let missed: Vec<_> = sent.keys().filter(|revision| !heard.contains_key(*revision)).collect();
        format!("on {tier}, missed {missed:?}")
    })?;

    // A moment for what should not come.
    while let Ok(bulletin) = watcher.change(Duration::from_secs(1)).await {
        count(&mut heard, &bulletin);
    }
    let twice: Vec<_> = heard.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "heard twice, on {tier}: {twice:?}");
    let missed: Vec<_> = sent.keys().filter(|revision| !heard.contains_key(*revision)).collect();
    assert!(missed.is_empty(), "missed, on {tier}: {missed:?}");
    assert_eq!(heard, sent, "and nothing else, on {tier}");

    last.stop().await?;
    producer.stop().await?;
    consumer.stop().await
}

/// Frames at some two hundred a second, two of three about events that are known.
async fn send(rig: &Rig) -> Result<Tally> {
    let mut sent = Tally::new();
    let mut random = fastrand::Rng::with_seed(7);
    let mut known: Vec<QuakeId> = Vec::new();
    for _ in 0..FRAMES {
        let again = random.u32(0..3) > 0;
        let id = random.choice(&known).filter(|_| again).map(ToString::to_string);
        let frame = rig.feed.emit(&Spec { id, ..Spec::default() })?;
        sent.insert((frame.id.to_string(), frame.updated.as_millisecond()), 1);
        known.push(frame.id);
        // Revisions are told apart by their millisecond here, so no two share one.
        tokio::time::sleep(Duration::from_millis(random.u64(2..8))).await;
    }
    ensure!(sent.len() == FRAMES, "two revisions share a millisecond");
    Ok(sent)
}

async fn hear_until(goal: usize, watcher: &mut Watcher, heard: &mut Tally) -> Result<()> {
    while heard.len() < goal {
        let bulletin = watcher.change(PATIENCE).await.with_context(|| format!("after {} revisions", heard.len()))?;
        count(heard, &bulletin);
    }
    Ok(())
}

fn count(heard: &mut Tally, bulletin: &Bulletin) {
    *heard.entry((bulletin.id.clone(), bulletin.updated)).or_default() += 1;
}

async fn hear_the_end(watcher: &mut Watcher, heard: &mut Tally) -> Result<()> {
    let rest = async {
        while let Some(said) = watcher.next().await? {
            if let Heard::Change(bulletin) = said {
                count(heard, &bulletin);
            }
        }
        Ok(())
    };
    tokio::time::timeout(PATIENCE, rest).await.context("a stopped frontend did not end its stream")?
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_older_than_the_stream_reaches_is_told_to_read_the_window_again() -> Result<()> {
    let rig = Rig::start(tiers()?[0]).await?;
    let (producer, consumer) = (rig.producer().await?, rig.consumer());
    rig.feed.emit(&Spec::default())?;
    rig.all_stored(PATIENCE).await?;
    let frontend = rig.frontend().await?;

    let mut watcher = Watcher::default();
    "1000-5.5".clone_into(&mut watcher.position);
    watcher.resume(frontend.address).await?;
    assert_eq!(next(&mut watcher).await?, Heard::Reset);
    assert_ne!(watcher.position, "1000-5.5", "the reset brings the place where the stream goes on");
    let sent = rig.feed.emit(&Spec::default())?;
    assert_eq!(watcher.change(PATIENCE).await?.id, sent.id.as_str(), "the stream goes on after a reset");

    frontend.stop().await?;
    producer.stop().await?;
    consumer.stop().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frontend_without_kafka_follows_the_table() -> Result<()> {
    for &tier in tiers()? {
        let rig = Rig::start(tier).await?;
        let (producer, consumer) = (rig.producer().await?, rig.consumer());
        rig.feed.emit(&Spec::default())?;
        rig.all_stored(PATIENCE).await?;
        let frontend = rig.frontend_without_kafka().await?;
        let mut watcher = Watcher::open(frontend.address).await?;

        let mut sent = Tally::new();
        for _ in 0..20 {
            let first = rig.feed.emit(&Spec::default())?;
            tokio::time::sleep(Duration::from_millis(2)).await;
            let second = rig.feed.emit(&Spec { id: Some(first.id.to_string()), ..Spec::default() })?;
            sent.extend([first, second].map(|one| ((one.id.to_string(), one.updated.as_millisecond()), 1)));
        }
        let mut heard = Tally::new();
        tokio::time::timeout(Duration::from_secs(5), hear_until(sent.len(), &mut watcher, &mut heard))
            .await
            .with_context(|| format!("heard {} of {} after 5 s, on {tier}", heard.len(), sent.len()))??;
        assert_eq!(heard, sent, "each once, on {tier}");

        frontend.stop().await?;
        producer.stop().await?;
        consumer.stop().await?;
    }
    Ok(())
}

async fn next(watcher: &mut Watcher) -> Result<Heard> {
    let next = tokio::time::timeout(PATIENCE, watcher.next()).await.context("the stream says nothing")??;
    next.context("the stream has ended")
}
