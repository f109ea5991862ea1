//! What the page weighs in a real browser: a promise to people on slow networks.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Kind, means};
use e2e::{Page, figure};
use serde::Deserialize;

/// The document with its list and its picture of the world.
const DOCUMENT: u64 = 25_000;
/// Until the list lives: document, style, and what its scripts take.
const LIVING: u64 = 150_000;
const LIVING_FILES: [&str; 4] = ["/assets/style.", "/assets/boot.", "/assets/frontend.", ".wasm"];
/// Until the map can be used; MapLibre is 364 kB of it.
const MAP: u64 = 620_000;
const MOST_REQUESTS: usize = 20;

/// Says when the map was ready, by the clock that times the requests; and keeps nothing of what came before from view.
const LISTEN: &str = "performance.setResourceTimingBufferSize(1000);
    addEventListener('quake-ready', () => performance.mark('quake-ready'), { once: true });";

/// All that was asked for until then, with its size on the wire.
const ENTRIES: &str = "const [ready] = performance.getEntriesByName('quake-ready');
    return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter(({ startTime }) => startTime <= ready.startTime)
        .map(({ name, encodedBodySize, transferSize }) => ({ name, size: Math.max(encodedBodySize, transferSize) }))";

#[derive(Debug, Deserialize)]
struct Entry {
    name: String,
    size: u64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_keeps_to_its_weight_and_asks_nobody_else() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::closed(&means, Kind::Usual).await?;
    let browser = &page.browser;
    browser.before_each_page(LISTEN).await?;
    page.goto("/").await?;
    page.map().await?;
    let entries: Vec<Entry> = serde_json::from_value(browser.ask(ENTRIES).await?).context("a list of requests")?;
    let told = || entries.iter().map(|Entry { name, size }| format!("{size:>8} {name}")).collect::<Vec<_>>().join("\n");

    let origin = page.url("/");
    ensure!(entries.iter().all(|entry| entry.name.starts_with(&origin)), "somebody else was asked:\n{}", told());
    let document = entries.first().context("a page was opened")?;
    let all: u64 = entries.iter().map(|entry| entry.size).sum();
    let living: u64 = document.size
        + entries
            .iter()
            .skip(1)
            .filter(|each| LIVING_FILES.iter().any(|part| each.name.contains(part)))
            .map(|each| each.size)
            .sum::<u64>();
    figure(&format!(
        "page weight: document {} bytes, until the list lives {living}, until the map is ready {all} in {} requests",
        document.size,
        entries.len()
    ));
    ensure!(document.size <= DOCUMENT, "the document weighs {} bytes, more than {DOCUMENT}", document.size);
    ensure!(living <= LIVING, "until the list lives: {living} bytes, more than {LIVING}:\n{}", told());
    ensure!(all <= MAP, "until the map is ready: {all} bytes, more than {MAP}:\n{}", told());
    ensure!(entries.len() <= MOST_REQUESTS, "until the map is ready: {} requests:\n{}", entries.len(), told());
    page.close().await
}
