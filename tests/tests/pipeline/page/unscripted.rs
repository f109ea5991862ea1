//! Without scripts the page is whole: a list and a picture of the world, and forms and links for the rest.

use anyhow::{Result, ensure};
use e2e::browser::{Kind, PATIENCE, means};
use e2e::{Page, eventually};
use fantoccini::Locator;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_the_page_shows_the_list_and_the_world() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutScripts, "/").await?;
    let browser = &page.browser;
    // With scripts this would say that it is live; so they are off.
    browser.text("details.feed [role=status]", |status| status.starts_with("As of ")).await?;
    ensure!(browser.count("quake-map[data-state]").await? == 0, "no script has touched the map");

    let rows = browser.count("section.list li").await?;
    ensure!((60..=61).contains(&rows), "{rows} rows; a pinned mainshock may stand above sixty");
    browser.text("section.list li:first-of-type .region", |region| !region.is_empty()).await?;
    let marks = browser.count("quake-map svg.world [data-marks] [data-id]").await?;
    ensure!(marks >= 100, "{marks} earthquakes on the world");
    let picture = browser.page.find(Locator::Css("quake-map svg.world")).await?;
    let (_, _, width, height) = picture.rectangle().await?;
    ensure!(width > 300.0 && height > 150.0, "the world is {width} by {height}");
    browser.screenshot("without-scripts").await?;

    // The same page, asked for again, has what has come.
    let sent = page.emit("ISLAND OF THE UNSCRIPTED", 5.9)?;
    eventually("the newcomer after a reload", PATIENCE, async || {
        browser.page.refresh().await?;
        let rows = browser.count(&format!("li[id='{}']", sent.id)).await?;
        ensure!(rows >= 1, "{rows} rows");
        Ok(())
    })
    .await?;
    page.expect_no_complaints().await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_forms_filter_and_set_and_links_lead_to_tabs_and_events() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutScripts, "/?minmagnitude=5").await?;
    let browser = &page.browser;
    for magnitude in magnitudes(&page).await? {
        ensure!(magnitude >= 5.0, "the address asks for 5 and above, and there is {magnitude}");
    }

    browser.click("#tab-largest").await?;
    browser.text("#tab-largest[aria-selected=true]", |_| true).await?;
    let listed = magnitudes(&page).await?;
    ensure!(listed.len() > 5 && listed.is_sorted_by(|a, b| a >= b), "not the largest first: {listed:?}");
    ensure!(browser.page.current_url().await?.query() == Some("minmagnitude=5&tab=largest"), "the filter is kept");

    browser.click("#panel-filter summary").await?;
    browser.fill("[name=minmagnitude]", "5.5").await?;
    browser.click("[data-filter] [type=submit]").await?;
    eventually("a list from 5.5 on", PATIENCE, async || {
        let listed = magnitudes(&page).await?;
        ensure!(!listed.is_empty() && listed.iter().all(|each| *each >= 5.5), "{listed:?}");
        Ok(())
    })
    .await?;
    browser.text("#tab-largest[aria-selected=true]", |_| true).await?;

    browser.click("#panel-settings summary").await?;
    browser.click("label:has([name=theme][value=light])").await?;
    browser.click("label:has([name=units][value=mi])").await?;
    browser.click("[data-settings] [type=submit]").await?;
    browser.text("html[data-theme=light][data-units=mi] section.list .details", |text| text.contains(" mi ")).await?;
    let cookie = browser.page.get_named_cookie("quakewire").await?;
    ensure!(cookie.value() == "light.mi.utc.en", "the cookie is {}", cookie.value());

    browser.click("section.list li a").await?;
    browser.text("main.event h1", |heading| heading.starts_with('M')).await?;
    page.close().await
}

/// Of the rows, from the first to the last.
async fn magnitudes(page: &Page) -> Result<Vec<f64>> {
    let mut magnitudes = Vec::new();
    for cell in page.browser.page.find_all(Locator::Css("#list > ol:not(.pinned) .magnitude")).await? {
        let text = cell.text().await?;
        magnitudes.push(text.split_whitespace().last().unwrap_or_default().parse()?);
    }
    Ok(magnitudes)
}
