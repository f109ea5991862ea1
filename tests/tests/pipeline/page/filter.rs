//! What the list shows: filters and tabs, each said by the address.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Key, Kind, PATIENCE, means};
use e2e::{Page, eventually};
use simulator::Spec;

/// `[magnitude, id]` of each row, without the mainshock that may be pinned above them.
const ROWS: &str = "return [...document.querySelectorAll('#list > ol:not(.pinned) li')].map((row) =>
    [Number(row.querySelector('.magnitude').innerText.trim().split(/\\s+/).pop()), row.id])";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_filter_s_form_changes_list_and_address_and_outlives_a_reload() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    page.mark().await?;
    // In the box and out of it, shallow and deep, weak and strong; the replayed week has nothing at either place.
    let at = |lon, lat, depth, mag| Spec {
        lon: Some(lon),
        lat: Some(lat),
        depth: Some(depth),
        mag: Some(mag),
        ..Spec::default()
    };
    let inside = page.rig.feed.emit(&at(-40.5, 60.5, 300.0, 5.5))?;
    let shallow = page.rig.feed.emit(&at(-40.5, 60.5, 10.0, 5.6))?;
    let weak = page.rig.feed.emit(&at(-40.5, 60.5, 310.0, 3.0))?;
    let outside = page.rig.feed.emit(&at(80.0, -70.0, 320.0, 5.7))?;
    let row = |id: &str| format!("li[id='{id}']");
    let ids = [&inside, &shallow, &weak, &outside].map(|sent| sent.id.to_string());
    for id in &ids {
        browser.expect_count(&row(id), 1).await?;
    }

    browser.click("#panel-filter summary").await?;
    set(browser, "minmagnitude", "5").await?;
    browser.address(&["minmagnitude=5"], &[]).await?;
    browser.expect_count(&row(&ids[2]), 0).await?;
    set(browser, "mindepth", "200").await?;
    browser.address(&["minmagnitude=5", "mindepth=200"], &[]).await?;
    browser.expect_count(&row(&ids[1]), 0).await?;
    set(browser, "bbox", "-50,55,-30,65").await?;
    browser.address(&["bbox=-50,55,-30,65"], &[]).await?;
    browser.expect_count(&row(&ids[3]), 0).await?;
    browser.expect_count(&row(&ids[0]), 1).await?;
    browser.expect_count("#list li", 1).await?;
    browser.text("details.feed summary b", |count| count.starts_with("1 ")).await?;
    page.expect_mark().await?;

    // What happens outside of the filter does not come in; what happens inside does.
    page.rig.feed.emit(&at(80.0, -70.0, 300.0, 6.0))?;
    let another = page.rig.feed.emit(&at(-41.0, 60.0, 250.0, 5.9))?;
    browser.expect_count(&row(&another.id.to_string()), 1).await?;
    browser.expect_count("#list li", 2).await?;

    browser.page.refresh().await?;
    page.live().await?;
    browser.expect_count("#list li", 2).await?;
    browser.value("document.querySelector('[name=mindepth]').value", |value| value == "200").await?;

    browser.click("#panel-filter summary").await?;
    browser.select("[name=type]", "other").await?;
    browser.address(&["type=other"], &[]).await?;
    browser.expect_count("#list li", 0).await?;
    browser.text("#list .empty", |text| text.starts_with("No earthquake matches")).await?;
    browser.click("[data-reset]").await?;
    browser.address(&[], &["minmagnitude", "mindepth", "bbox", "type"]).await?;
    browser.expect_count(&row(&ids[3]), 1).await?;
    page.expect_no_complaints().await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_put_into_the_filter_before_its_script_has_come_holds() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.slow_down(Duration::from_secs(3)).await?;
    browser.click("#panel-filter summary").await?;
    set(browser, "minmagnitude", "5").await?;
    set(browser, "mindepth", "200").await?;
    ensure!(browser.count("[data-filter].acting").await? == 0, "the script came before anything was put in");
    browser.address(&["minmagnitude=5", "mindepth=200"], &["maxmagnitude", "type"]).await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tabs_show_the_latest_the_largest_and_what_is_in_view_and_obey_arrow_keys() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual, "/?map=flat&view=36.00,28.00,4.00&minmagnitude=").await?;
    let browser = &page.browser;
    page.live().await?;
    let greece = Spec { lon: Some(28.0), lat: Some(36.0), mag: Some(3.1), ..Spec::default() };
    let greece = format!("li[id='{}']", page.rig.feed.emit(&greece)?.id);
    let fiji = Spec { lon: Some(-179.0), lat: Some(-18.0), mag: Some(7.7), ..Spec::default() };
    let fiji = format!("li[id='{}']", page.rig.feed.emit(&fiji)?.id);
    browser.expect_count(&fiji, 1).await?;
    page.map().await?;

    browser.click("#tab-largest").await?;
    browser.address(&["tab=largest"], &[]).await?;
    eventually("the largest first", PATIENCE, async || {
        let rows = browser.ask(ROWS).await?;
        let listed: Vec<f64> = rows.as_array().into_iter().flatten().filter_map(|row| row[0].as_f64()).collect();
        ensure!(listed.len() > 20 && listed.is_sorted_by(|a, b| a >= b), "{listed:?}");
        Ok(())
    })
    .await?;

    browser.press(Key::Right).await?;
    browser.address(&["tab=inview"], &[]).await?;
    browser.value("document.activeElement.id", |id| id == "tab-inview").await?;
    browser.expect_count(&greece, 1).await?;
    browser.expect_count(&fiji, 0).await?;

    // Round the corner, and to the ends.
    browser.press(Key::Right).await?;
    browser.value("document.activeElement.id", |id| id == "tab-latest").await?;
    browser.address(&[], &["tab"]).await?;
    browser.press(Key::End).await?;
    browser.value("document.activeElement.id", |id| id == "tab-inview").await?;
    browser.press(Key::Home).await?;
    browser.value("document.activeElement.id", |id| id == "tab-latest").await?;
    browser.expect_count("[role=tab][tabindex='0']", 1).await?;
    page.close().await
}

/// Writes into a field of the form and goes on to the next, as one does.
async fn set(browser: &Browser, field: &str, text: &str) -> Result<()> {
    browser.fill(&format!("[data-filter] [name={field}]"), text).await?;
    browser.press(Key::Tab).await?;
    // The form waits a moment whether more is written.
    tokio::time::sleep(Duration::from_millis(100)).await;
    Ok(())
}
