//! A feed gone wild: ten thousand frames at once, every twentieth unreadable.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use backends::{Tier, tiers};
use e2e::{Rig, dead_letters, eventually, figure, latest_sent, latest_stored, revisions_sent};

const FRAMES: usize = 10_000;
const MALFORMED: f64 = 0.05;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_ten_thousand_frames_the_good_are_stored_and_the_bad_are_kept_with_the_reason() -> Result<()> {
    for &tier in tiers()? {
        burst(tier).await?;
    }
    Ok(())
}

async fn burst(tier: Tier) -> Result<()> {
    let rig = Rig::start(tier).await?;
    let (producer, consumer) = (rig.producer().await?, rig.consumer());
    let began = Instant::now();
    let sent = rig.feed.burst(FRAMES, MALFORMED).await?;
    let stored = rig.all_stored(Duration::from_mins(2)).await?;
    figure(&format!("{FRAMES} frames stored in {:.1} s ({tier})", began.elapsed().as_secs_f64()));

    assert_eq!(stored.len(), 9_500, "on {tier}");
    assert_eq!(stored, revisions_sent(&sent), "each revision once, and nothing else, on {tier}");
    assert_eq!(latest_stored(&rig.table).await?, latest_sent(&sent), "each event once, on {tier}");

    let kafka = &rig.ends.kafka;
    let letters = eventually("500 dead letters", Duration::from_secs(30), async || {
        let letters = dead_letters(kafka).await?;
        ensure!(letters.len() >= 500, "{} so far", letters.len());
        Ok(letters)
    })
    .await?;
    assert!(letters.iter().all(|letter| !letter.reason.is_empty()), "every letter says why it is one, on {tier}");
    let mut kept: Vec<&[u8]> = letters.iter().map(|letter| &letter.bytes[..]).collect();
    let mut spoilt: Vec<&[u8]> = sent.iter().filter(|sent| !sent.well_formed).map(|sent| sent.raw.as_bytes()).collect();
    kept.sort_unstable();
    spoilt.sort_unstable();
    assert_eq!(spoilt.len(), 500);
    assert!(kept == spoilt, "the bad frames are kept as they came, on {tier}");

    // Whoever had crashed would not stop in order.
    producer.stop().await?;
    consumer.stop().await
}
