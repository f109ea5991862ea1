//! Motion: rings run around what has just happened, and for those who want no motion nothing moves.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Kind, Means, means};
use e2e::{Page, eventually};

const PATIENCE: Duration = Duration::from_mins(2);

/// Counts, from here on, what the map draws and whatever else has moved.
const WATCH: &str = "const gl = document.querySelector('.maplibregl-canvas').getContext('webgl2'), clear = gl.clear;
    window.frames_drawn = 0; window.moving = 0;
    gl.clear = function (...buffers) { window.frames_drawn += 1; return clear.apply(this, buffers); };
    const look = () => {
        if (document.getAnimations().some(({ playState }) => playState === 'running')) window.moving += 1;
        requestAnimationFrame(look);
    };
    look();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_little_motion_is_asked_for_nothing_moves() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = watched(&means, Kind::Usual).await?;
    let (frames, moving) = seen(&page.browser).await?;
    ensure!(moving == 0, "animations ran in {moving} frames");
    ensure!(frames <= 4, "the map was drawn {frames} times, with nothing to change on it");
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn else_rings_run_around_what_has_just_happened() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = watched(&means, Kind::Lively).await?;
    // The rings run for eight seconds, in which a machine that has much else to do may draw nothing.
    eventually("rings", PATIENCE, async || {
        happen(&page).await?;
        let (frames, _) = seen(&page.browser).await?;
        ensure!(frames > 4, "the map was drawn {frames} times only");
        Ok(())
    })
    .await?;
    page.close().await
}

/// A page on whose map something has just happened.
async fn watched(means: &Means, kind: Kind) -> Result<Page> {
    let page = Page::open(means, kind, "/?map=flat&view=72.00,-40.00,3.00").await?;
    page.live().await?;
    page.map().await?;
    page.browser.ask(WATCH).await?;
    happen(&page).await?;
    Ok(page)
}

async fn happen(page: &Page) -> Result<()> {
    let now = page.rig.feed.clock().now();
    let spec =
        simulator::Spec { lon: Some(-40.0), lat: Some(72.0), mag: Some(6.0), time: Some(now), ..Default::default() };
    let sent = page.rig.feed.emit(&spec)?;
    page.browser.expect_count(&format!("#list > ol:not(.pinned) li[id='{}']", sent.id), 1).await
}

/// Frames that the map drew, and frames in which anything else moved, within three seconds; the first moments, in which
/// what has come is put in its place, left out.
async fn seen(browser: &Browser) -> Result<(u64, u64)> {
    tokio::time::sleep(Duration::from_secs(1)).await;
    browser.ask("window.frames_drawn = 0; window.moving = 0").await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let counts = browser.ask("return [window.frames_drawn, window.moving]").await?;
    serde_json::from_value(counts).context("two counts")
}
