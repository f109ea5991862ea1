//! High availability of the producer: two of them read the same feed into the same topic.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::Result;
use backends::{Tier, tiers};
use e2e::{Rig, Watcher, records, revisions_sent};
use simulator::Spec;

const EVENTS: usize = 60;
const REVISIONS_EACH: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_two_producers_readers_see_each_revision_once() -> Result<()> {
    for &tier in tiers()? {
        two_producers(tier).await?;
    }
    Ok(())
}

async fn two_producers(tier: Tier) -> Result<()> {
    let rig = Rig::start(tier).await?;
    let (consumer, frontend) = (rig.consumer(), rig.frontend().await?);
    let producers = [rig.producer().await?, rig.producer().await?];
    let mut watcher = Watcher::open(frontend.address).await?;
    for _ in 0..EVENTS {
        let first = rig.feed.emit(&Spec::default())?;
        for _ in 1..REVISIONS_EACH {
            rig.feed.emit(&Spec { id: Some(first.id.to_string()), ..Spec::default() })?;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let sent = revisions_sent(&rig.feed.ledger());
    assert_eq!(sent.len(), EVENTS * REVISIONS_EACH);

    let mut heard: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for _ in 0..sent.len() {
        let bulletin = watcher.change(Duration::from_secs(30)).await?;
        heard.entry(bulletin.id).or_default().push(bulletin.revision);
    }
    let in_order: Vec<u32> = (1..=REVISIONS_EACH as u32).collect();
    assert_eq!(heard.len(), EVENTS, "on {tier}");
    assert!(heard.values().all(|revisions| *revisions == in_order), "each once and in order, on {tier}: {heard:?}");
    assert_eq!(rig.all_stored(Duration::from_secs(30)).await?, sent, "each once in the table, on {tier}");

    for producer in producers {
        producer.stop().await?;
    }
    let records = records(&rig.ends.kafka).await?;
    assert_eq!(records.len(), 2 * sent.len(), "both producers have written each revision, on {tier}");
    assert_eq!(records.into_iter().collect::<BTreeSet<_>>(), sent);
    let surplus = tokio::time::timeout(Duration::from_secs(1), watcher.next()).await;
    assert!(surplus.is_err(), "no more comes, on {tier}: {surplus:?}");

    frontend.stop().await?;
    consumer.stop().await
}
