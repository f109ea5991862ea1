//! Alerts: what a rule asks for is told once, and only while it is news.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::Page;
use e2e::browser::{Browser, Kind, means};
use simulator::Spec;

const LINES: &str = ".alerts-shown .alert-line";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_is_given_once_and_again_only_when_a_revision_crosses_another_threshold() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.click("#panel-alerts summary").await?;
    browser.text(".rule-form [type=submit]", |_| true).await?;
    add_rule(browser, "6.0").await?;
    add_rule(browser, "6.8").await?;
    browser.expect_count(".rules li", 2).await?;

    let weak = page.emit("ISLAND OF NO CONCERN", 5.9)?;
    browser.expect_count(&row(&weak.id.to_string()), 1).await?;
    expect_lines(browser, 0).await?;

    let strong = page.emit("ISLAND OF CONCERN", 6.2)?;
    browser.text(LINES, |line| line.starts_with("Simulated: M 6.2, Island of Concern")).await?;
    page.revise(&strong, 6.4)?;
    browser.text(&format!("{} .magnitude", row(&strong.id.to_string())), |text| text.contains("6.4")).await?;
    expect_lines(browser, 1).await?;

    browser.click(".alerts-shown .close").await?;
    expect_lines(browser, 0).await?;
    page.revise(&strong, 7.0)?;
    browser.text(LINES, |line| line.starts_with("Simulated: Revised to M 7.0")).await?;
    expect_lines(browser, 1).await?;

    // What a reader hears of an hour late is no news.
    let old =
        Spec { mag: Some(7.5), time: Some(page.rig.feed.clock().now() - Duration::from_mins(31)), ..Spec::default() };
    let old = page.rig.feed.emit(&old)?;
    browser.expect_count(&row(&old.id.to_string()), 1).await?;
    expect_lines(browser, 1).await?;

    // A reload repeats nothing, and keeps the rules.
    browser.page.refresh().await?;
    page.live().await?;
    browser.click("#panel-alerts summary").await?;
    browser.expect_count(".rules li", 2).await?;
    expect_lines(browser, 0).await?;

    let another = page.emit("ISLAND OF MORE CONCERN", 6.1)?;
    browser.text(LINES, |line| line.contains("Island of More Concern")).await?;
    browser.click(LINES).await?;
    browser.address(&[&format!("event={}", another.id)], &[]).await?;
    browser.click(".rules li:first-child button").await?;
    browser.expect_count(".rules li", 1).await?;
    page.close().await
}

async fn add_rule(browser: &Browser, magnitude: &str) -> Result<()> {
    browser.fill(".rule-form [name=magnitude]", magnitude).await?;
    browser.click(".rule-form [type=submit]").await?;
    let rule = format!("Earthquakes from M {magnitude}");
    browser.text(".rules", |rules| rules.contains(&rule)).await.map(drop)
}

/// So many are shown, and nothing more comes within a second.
async fn expect_lines(browser: &Browser, expected: usize) -> Result<()> {
    browser.expect_count(LINES, expected).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let lines =
        browser.ask(&format!("return [...document.querySelectorAll('{LINES}')].map((line) => line.innerText)")).await?;
    ensure!(
        lines.as_array().map(Vec::len) == Some(expected),
        "{expected} alerts were due, and these were given: {lines}"
    );
    Ok(())
}

fn row(id: &str) -> String {
    format!("#list > ol:not(.pinned) li[id='{id}']")
}
