//! A feed gone wild: ten thousand frames at once, every twentieth unreadable.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use backends::{Tier, tiers};
use e2e::{Rig, dead_letters, eventually, figure, latest_sent, latest_stored, revisions_sent};

const MALFORMED: f64 = 0.05;
/// On the real tier fewer: DynamoDB Local writes some 150 items a second, and it is the same code that counts here.
const fn frames(tier: Tier) -> usize {
    match tier {
        Tier::Embedded => 10_000,
        Tier::Real => 2_000,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_frames_the_good_are_stored_and_the_bad_are_kept_with_the_reason() -> Result<()> {
    for &tier in tiers()? {
        burst(tier).await?;
    }
    Ok(())
}

async fn burst(tier: Tier) -> Result<()> {
    let frames = frames(tier);
    let (good, bad) = (frames / 20 * 19, frames / 20);
    let rig = Rig::start(tier).await?;
    let (producer, consumer) = (rig.producer().await?, rig.consumer());
    let began = Instant::now();
    let sent = rig.feed.burst(frames, MALFORMED).await?;
    let stored = rig.all_stored(Duration::from_mins(2)).await?;
    figure(&format!("{frames} frames stored in {:.1} s ({tier})", began.elapsed().as_secs_f64()));

    assert_eq!(stored.len(), good, "on {tier}");
    assert_eq!(stored, revisions_sent(&sent), "each revision once, and nothing else, on {tier}");
    assert_eq!(latest_stored(&rig.table).await?, latest_sent(&sent), "each event once, on {tier}");

    let kafka = &rig.ends.kafka;
    let letters = eventually("all dead letters", Duration::from_secs(30), async || {
        let letters = dead_letters(kafka).await?;
        ensure!(letters.len() >= bad, "{} so far", letters.len());
        Ok(letters)
    })
    .await?;
    assert!(letters.iter().all(|letter| !letter.reason.is_empty()), "every letter says why it is one, on {tier}");
    let mut kept: Vec<&[u8]> = letters.iter().map(|letter| &letter.bytes[..]).collect();
    let mut spoilt: Vec<&[u8]> = sent.iter().filter(|sent| !sent.well_formed).map(|sent| sent.raw.as_bytes()).collect();
    kept.sort_unstable();
    spoilt.sort_unstable();
    assert_eq!(spoilt.len(), bad);
    assert!(kept == spoilt, "the bad frames are kept as they came, on {tier}");

    // Whoever had crashed would not stop in order.
    producer.stop().await?;
    consumer.stop().await
}
