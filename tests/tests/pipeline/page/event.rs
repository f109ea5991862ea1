//! The page of one earthquake: reached from the list, whole by itself, ready to be passed on.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Kind, PATIENCE, means};
use e2e::{Page, eventually, get};

/// What every PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_leads_to_an_earthquake_s_page_which_tells_how_it_was_revised() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual, "/?map=flat").await?;
    let browser = &page.browser;
    page.live().await?;
    page.map().await?;
    let sent = page.emit("BAY OF THE REVISED", 5.1)?;
    let row = format!("li[id='{}']", sent.id);
    browser.expect_count(&row, 1).await?;
    page.revise(&sent, 5.6)?;
    browser.text(&format!("{row} .magnitude"), |magnitude| magnitude.contains("5.6")).await?;
    let address = format!("/event/{}", sent.id);
    // The table hears of it after the page does.
    eventually("both revisions in the table", PATIENCE, async || {
        let html = get(page.frontend.address, &address).await?;
        ensure!(html.contains("5.1") && html.contains("5.6"), "not yet");
        Ok(())
    })
    .await?;

    browser.click(&format!("{row} a")).await?;
    browser.text("section.detail h3", |region| region == "Bay of the Revised").await?;
    browser.click("section.detail a.more").await?;
    browser.text("main.event h1", |heading| heading.contains("5.6") && heading.contains("Bay of the Revised")).await?;
    // A page says so when the table takes longer than three seconds, which on a busy machine it may; then one reloads.
    eventually("the history", PATIENCE, async || {
        let told = browser.count("ol.history > li").await?;
        if told == 0 {
            browser.page.refresh().await?;
        }
        ensure!(told == 2, "{told} revisions are told");
        Ok(())
    })
    .await?;
    let changed = browser.text("ol.history > li:first-child .changes", |text| !text.is_empty()).await?;
    ensure!(changed.contains("5.1") && changed.contains("5.6"), "the change is told as {changed:?}");
    browser.text("ol.history > li:last-child .changes", |text| text.contains("5.1")).await?;
    ensure!(
        browser.count("ol.history > li:first-child dl:not(.changes) dd, ol.history .steps dd").await? >= 4,
        "the steps are missing"
    );
    page.expect_no_complaints().await?;
    browser.click("a.button").await?;
    browser.address(&[&format!("event={}", sent.id)], &[]).await?;
    browser.text(&format!("{row} a[aria-current=true]"), |_| true).await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_to_an_earthquake_shows_a_card_and_a_picture_and_unknown_ones_are_not_found() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutScripts, "/?minmagnitude=5").await?;
    let browser = &page.browser;
    browser.click("section.list li a").await?;
    let heading = browser.text("main.event h1", |heading| heading.starts_with('M')).await?;
    let mut card = Vec::new();
    for name in ["og:title", "og:description", "og:image", "og:url"] {
        let selector = format!("meta[property='{name}']");
        let element = browser.page.find(fantoccini::Locator::Css(&selector)).await?;
        card.push(element.attr("content").await?.with_context(|| format!("{name} is empty"))?);
    }
    let [title, description, image, address] = &card[..] else { anyhow::bail!("four were asked for") };
    let magnitude = heading.split_whitespace().nth(1).unwrap_or_default();
    ensure!(title.contains(magnitude) && description.contains("UTC"), "{card:?}");
    ensure!(*address == browser.page.current_url().await?.as_str() && image.starts_with(address.as_str()), "{card:?}");

    let picture = reqwest::get(image).await?.error_for_status()?;
    ensure!(picture.headers()["content-type"] == "image/png", "a picture");
    let bytes = picture.bytes().await?;
    let side =
        |at: usize| bytes.get(at..at + 4).map(|side| side.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)));
    ensure!(
        bytes.starts_with(PNG) && (side(16), side(20)) == (Some(1200), Some(630)),
        "not a PNG of the promised size"
    );

    for (path, status) in
        [("/event/20010101_0000001", 404), ("/event/%3Cnonsense%3E", 400), ("/event/20010101_0000001/preview.png", 404)]
    {
        let answer = reqwest::get(page.url(path)).await?;
        ensure!(answer.status() == status, "{path} is answered with {}", answer.status());
    }
    page.goto("/event/20010101_0000001").await?;
    browser.text("main h1", |heading| heading == "No such event").await?;
    page.close().await
}
