//! The line to a browser: how fast it is, and that it is alive when there is nothing to say.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backends::{Tier, tiers};
use e2e::{Heard, Rig, Watcher, figure};
use simulator::Spec;

const FRAMES: usize = 200;
/// The promise. The figure printed is what it really takes; a bound near it would only measure the machine.
const PROMISED: Duration = Duration::from_secs(1);
/// The balancers' patience with a silent stream; a sign of life is due every 15 s.
const CUT: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earthquake_is_on_the_stream_within_a_second_of_its_frame() -> Result<()> {
    for &tier in tiers()? {
        measure(tier).await?;
    }
    Ok(())
}

async fn measure(tier: Tier) -> Result<()> {
    let rig = Rig::start(tier).await?;
    let (producer, consumer, frontend) = (rig.producer().await?, rig.consumer(), rig.frontend().await?);
    let mut watcher = Watcher::open(frontend.address).await?;
    // The first one finds every client still looking for its partitions.
    rig.feed.emit(&Spec::default())?;
    watcher.change(Duration::from_secs(30)).await?;

    let mut took = Vec::with_capacity(FRAMES);
    for _ in 0..FRAMES {
        let began = Instant::now();
        let sent = rig.feed.emit(&Spec::default())?;
        let heard = watcher.change(Duration::from_secs(30)).await?;
        took.push(began.elapsed());
        ensure!(heard.id == sent.id.as_str(), "{} came instead of {}", heard.id, sent.id);
        // So that frames do not fall into step with anybody's polling.
        tokio::time::sleep(Duration::from_millis(fastrand::u64(5..25))).await;
    }
    took.sort_unstable();
    let ms = |share: f64| took[((FRAMES - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let (median, p95, worst) = (ms(0.5), ms(0.95), ms(1.0));
    figure(&format!(
        "frame to stream: median {median:.1} ms, 95 % within {p95:.1} ms, worst {worst:.1} ms, {FRAMES} frames ({tier})"
    ));
    assert!(took[FRAMES / 2] < PROMISED, "the median is {median} ms on {tier}");

    frontend.stop().await?;
    producer.stop().await?;
    consumer.stop().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiet_line_gives_a_sign_of_life_before_a_balancer_would_cut_it() -> Result<()> {
    let rig = Rig::start_beside(tiers()?[0]).await?;
    let frontend = rig.frontend().await?;
    let mut watcher = Watcher::open(frontend.address).await?;
    let said = tokio::time::timeout(CUT, watcher.next()).await;
    assert_eq!(said.context("no sign of life")??, Some(Heard::Heartbeat));
    frontend.stop().await
}
