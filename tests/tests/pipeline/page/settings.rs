//! How the reader likes it: theme, units and language, kept in a cookie.

use anyhow::{Context, Result, ensure};
use e2e::Page;
use e2e::browser::{Browser, Kind, Scheme, means};
use serde_json::Value;

const GERMAN: &str = include_str!("../../../../frontend/messages/de.json");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_theme_follows_the_system_until_one_is_chosen_which_outlives_a_reload() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.prefer(Scheme::Light).await?;
    let light = brightness(browser).await?;
    browser.prefer(Scheme::Dark).await?;
    let dark = brightness(browser).await?;
    ensure!(light > 600.0 && dark < 150.0, "light is {light}, dark {dark}, of 765");

    browser.click("#panel-settings summary").await?;
    browser.click("label:has([name=theme][value=light])").await?;
    browser.value("document.documentElement.dataset.theme", |theme| theme == "light").await?;
    ensure!(brightness(browser).await? == light, "chosen for good, light is light where the system is dark");
    browser.page.refresh().await?;
    browser.value("document.documentElement.dataset.theme", |theme| theme == "light").await?;
    ensure!(brightness(browser).await? == light, "the choice is kept");

    browser.click("#panel-settings summary").await?;
    browser.click("label:has([name=theme][value=dark])").await?;
    browser.prefer(Scheme::Light).await?;
    browser.value("document.documentElement.dataset.theme", |theme| theme == "dark").await?;
    ensure!(brightness(browser).await? == dark, "dark is dark where the system is light");
    page.expect_no_complaints().await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn units_and_language_change_every_word_and_the_address_stays() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/?minmagnitude=4&tab=largest").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.text("#list .details", |details| details.contains(" km deep")).await?;

    browser.click("#panel-settings summary").await?;
    browser.click("label:has([name=units][value=mi])").await?;
    browser.text("html[data-units=mi] #list .details", |details| details.contains(" mi deep")).await?;
    browser.address(&["minmagnitude=4", "tab=largest"], &[]).await?;

    let german: Value = serde_json::from_str(GERMAN)?;
    let word = |key: &str| german[key].as_str().with_context(|| format!("no German for {key}"));
    page.live().await.ok();
    if browser.count("#panel-settings[open]").await? == 0 {
        browser.click("#panel-settings summary").await?;
    }
    browser.select("[name=lang]", "de").await?;
    browser.text("html[lang=de] #tab-largest", |tab| Some(tab) == german["list.largest"].as_str()).await?;
    ensure!(word("list.largest")? != "Largest", "German is not English");
    // The rest comes from the island and from the map's catalogue of words.
    let live = word("status.live")?;
    browser.text("details.feed [role=status]", |status| status.starts_with(live)).await?;
    let play = word("timeline.play")?;
    browser
        .value("document.querySelector('[data-timeline] .play')?.getAttribute('aria-label')", |name| name == play)
        .await?;
    browser.text("html[data-units=mi] #list .details", |details| details.contains(" mi ")).await?;
    browser.address(&["minmagnitude=4", "tab=largest"], &["lang"]).await?;

    // For one visit, by the address.
    page.goto("/?lang=ja").await?;
    browser.value("document.documentElement.lang", |lang| lang == "ja").await?;
    page.goto("/").await?;
    browser.value("document.documentElement.lang", |lang| lang == "de").await?;
    page.close().await
}

/// Of the page's ground: the sum of its three colours.
async fn brightness(browser: &Browser) -> Result<f64> {
    let sum = "return getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)";
    browser.ask(sum).await?.as_f64().context("a colour has three parts")
}
