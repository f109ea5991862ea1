//! Accessibility, as far as a program can tell: axe-core finds nothing to object to, whatever is open.

use anyhow::{Result, ensure};
use e2e::browser::{Browser, Kind, Scheme, means};
use e2e::{Page, violations};

const PANELS: [&str; 6] =
    ["#panel-filter", "#panel-layers", "#panel-statistics", "#panel-alerts", "#panel-settings", "details.feed"];
/// All that a reader can have before them.
const GUISES: [(Scheme, bool); 4] =
    [(Scheme::Dark, false), (Scheme::Light, false), (Scheme::Dark, true), (Scheme::Light, true)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_the_map_s_page_in_any_guise_with_any_panel_open() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual, "/?map=flat&minmagnitude=5.5").await?;
    let browser = &page.browser;
    page.live().await?;
    page.map().await?;
    let sent = page.emit("ISLAND OF EVERYONE", 6.0)?;
    browser.expect_count(&format!("#list > ol:not(.pinned) li[id='{}']", sent.id), 1).await?;
    let mut found = Vec::new();
    for guise in GUISES {
        put_on(browser, guise).await?;
        found.extend(check(browser, guise, "nothing open").await?);
        for panel in PANELS {
            browser.ask(&format!("document.querySelector('{panel}').open = true")).await?;
            // Some are filled when they are opened.
            browser
                .value(&format!("document.querySelector('{panel} .panel').innerText.length > 40"), |full| full == true)
                .await?;
            found.extend(check(browser, guise, panel).await?);
            browser.ask(&format!("document.querySelector('{panel}').open = false")).await?;
        }
        browser.click("#list > ol:not(.pinned) li a").await?;
        browser.text("section.detail h3", |region| !region.is_empty()).await?;
        found.extend(check(browser, guise, "the card").await?);
        browser.click("section.detail .close").await?;
    }
    ensure!(found.is_empty(), "{} violations\n{}", found.len(), found.join("\n"));
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_on_the_other_pages_nor_where_there_is_no_webgl() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    let sent = page.emit("ISLAND OF EVERYONE", 5.1)?;
    browser.expect_count(&format!("#list > ol:not(.pinned) li[id='{}']", sent.id), 1).await?;
    page.revise(&sent, 5.6)?;
    let event = format!("/event/{}", sent.id);
    let mut found = Vec::new();
    for address in [
        "/",
        "/?minmagnitude=9.5",
        "/?at=2026-01-01T00:00:00Z",
        &event,
        "/event/20010101_0000001",
        "/embed",
        "/?kiosk=1",
        "/docs",
    ] {
        page.goto(address).await?;
        if !address.starts_with("/event") && address != "/docs" {
            browser
                .value("document.querySelector('details.feed [role=status]').innerText.startsWith('As of')", |early| {
                    early == false
                })
                .await?;
        }
        // What is folded away is read by nobody, axe neither; the map's page has its own test of each panel.
        if address == "/docs" {
            browser.ask("document.querySelectorAll('details').forEach((details) => (details.open = true))").await?;
        }
        for guise in GUISES {
            put_on(browser, guise).await?;
            found.extend(check(browser, guise, address).await?);
        }
    }
    ensure!(found.is_empty(), "{} violations\n{}", found.len(), found.join("\n"));
    page.close().await
}

async fn put_on(browser: &Browser, (scheme, phone): (Scheme, bool)) -> Result<()> {
    browser.prefer(scheme).await?;
    if phone { browser.become_phone(1.0).await } else { browser.become_desktop(1280, 800).await }
}

async fn check(browser: &Browser, (scheme, phone): (Scheme, bool), open: &str) -> Result<Vec<String>> {
    let device = if phone { "phone" } else { "desktop" };
    let found = violations(browser).await?;
    Ok(found.into_iter().map(|violation| format!("[{device}, {scheme:?}, {open}] {violation}")).collect())
}
