//! The map itself, drawn by WebGL: earthquakes where they happened, globe and flat, and a graphics card that goes away.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Kind, PATIENCE, means};
use e2e::{Page, Picture, eventually};
use simulator::Spec;

/// The middle of what the cards leave free of the map: what the address puts in the middle is drawn there.
const MIDDLE: &str = "const map = document.querySelector('quake-map'), css = getComputedStyle(map);
    const [top, right, bottom, left] = ['top', 'right', 'bottom', 'left'].map((side) => parseFloat(css.getPropertyValue(`--free-${side}`)));
    return [(left + map.clientWidth - right) / 2, (top + map.clientHeight - bottom) / 2]";
/// More than a coast or a label shimmers by.
const VISIBLE: u8 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_earthquake_is_drawn_where_it_happened_and_again_when_the_graphics_card_comes_back() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    // The ice of Greenland: nothing else happens there.
    let page = Page::open(&means, Kind::Usual, "/?map=flat&view=72.00,-40.00,5.00").await?;
    let browser = &page.browser;
    page.live().await?;
    page.map().await?;
    let [x, y] = middle(browser).await?;
    let ice = page.at_rest().await?;

    let spec =
        Spec { region: Some("ICE".to_owned()), lon: Some(-40.0), lat: Some(72.0), mag: Some(6.5), ..Spec::default() };
    let sent = page.rig.feed.emit(&spec)?;
    let place = (x as u32, y as u32);
    drawn(browser, &ice, place, true).await.context("the earthquake was never drawn")?;

    browser.click_at(x, y).await?;
    browser.text("section.detail h3", |region| region == "Ice").await?;
    browser.address(&[&format!("event={}", sent.id)], &[]).await?;
    page.revise(&sent, 6.9)?;
    browser.text("section.detail .strength strong", |magnitude| magnitude == "6.9").await?;
    browser.click("section.detail .close").await?;
    browser.address(&[], &["event"]).await?;

    browser
        .ask(
            "const canvas = document.querySelector('.maplibregl-canvas');
        window.card = canvas.getContext('webgl2').getExtension('WEBGL_lose_context'); window.card.loseContext()",
        )
        .await?;
    drawn(browser, &ice, place, false).await.ok();
    tokio::time::sleep(Duration::from_millis(500)).await;
    browser.ask("window.card.restoreContext()").await?;
    // What came in between is there too.
    drawn(browser, &ice, place, true).await.context("the map did not come back")?;
    browser.click_at(x, y).await?;
    browser.text("section.detail h3", |region| region == "Ice").await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn globe_and_flat_are_one_click_apart_and_the_address_says_which() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual, "/?map=flat").await?;
    let browser = &page.browser;
    page.map().await?;
    let projection = "document.querySelector('quake-map').dataset.projection";
    browser.value(projection, |name| name == "mercator" || name == "flat").await?;
    let globe = "[data-map-tools] button[aria-label=Globe]";
    browser.text(&format!("{globe}[aria-pressed=false]"), |_| true).await?;
    browser.click(globe).await?;
    browser.value(projection, |name| name == "globe").await?;
    browser.address(&["map=globe"], &[]).await?;
    browser.text(&format!("{globe}[aria-pressed=true]"), |_| true).await?;
    browser.click(globe).await?;
    browser.address(&["map=flat"], &[]).await?;

    // A wide screen opens with the globe by itself.
    page.goto("/").await?;
    page.map().await?;
    browser.value(projection, |name| name == "globe").await?;
    page.expect_no_complaints().await?;
    page.close().await
}

/// Looks until the map at a place differs from how it was before, or does no longer.
async fn drawn(browser: &Browser, before: &Picture, place: (u32, u32), differs: bool) -> Result<()> {
    eventually("the map to be drawn", PATIENCE, async || {
        let now = Picture::read(&browser.page.screenshot().await?)?;
        let difference = now.difference_around(before, place, 6);
        ensure!((difference > VISIBLE) == differs, "the map differs by {difference} there");
        Ok(())
    })
    .await
}

async fn middle(browser: &Browser) -> Result<[f64; 2]> {
    let middle = browser.ask(MIDDLE).await?;
    serde_json::from_value(middle).context("the map says where it is free")
}
