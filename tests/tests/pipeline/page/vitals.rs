//! How long the page took its readers is measured where the operator asks for it, and of nobody who minds.

use anyhow::{Context, Result, ensure};
use e2e::browser::{Kind, PATIENCE, means};
use e2e::{Page, eventually, get};

/// The flat map, which is drawn sooner than the globe.
const ADDRESS: &str = "/?map=flat";
/// Two moments of idleness, for which the page's own scripts asked first, and all that was asked for until then.
const ASKED_FOR: &str = "const done = arguments[0], idle = (then) => requestIdleCallback(then, { timeout: 6000 });
    idle(() => idle(() => done(performance.getEntriesByType('resource').map(({ name }) => name).join(' '))))";
/// Says when the map was ready, by the clock that times the requests.
const LISTEN: &str = "addEventListener('quake-ready', () => performance.mark('quake-ready'), { once: true })";
const PART: &str = "/assets/vitals-";
const OBJECTION: &str = "Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' })";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_is_measured_once_where_the_operator_asks_and_the_reader_does_not_mind() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let mut page = Page::closed(&means, Kind::Usual).await?;
    page.browser.before_each_page(LISTEN).await?;

    let asked_for = visit(&page).await?;
    ensure!(!asked_for.contains(PART), "nobody asked to be told: {asked_for}");
    leave(&page).await?;
    ensure!(measured(&page).await? == [0, 0], "nobody measured");

    let measuring = page.rig.frontend_that_measures().await?;
    std::mem::replace(&mut page.frontend, measuring).stop().await?;
    visit(&page).await?;
    let loaded =
        format!("performance.getEntriesByType('resource').find(({{ name }}) => name.includes('{PART}'))?.startTime");
    let loaded = page.browser.value(&loaded, |time| time.is_number()).await?;
    let ready = page.browser.ask("return performance.getEntriesByName('quake-ready')[0].startTime").await?;
    ensure!(loaded.as_f64() > ready.as_f64(), "what measures came at {loaded} ms, before the map at {ready} ms");
    leave(&page).await?;
    eventually("a measured visit", PATIENCE, async || {
        let counted = measured(&page).await?;
        ensure!(counted == [1, 1], "{counted:?}");
        Ok(())
    })
    .await?;

    page.browser.before_each_page(OBJECTION).await?;
    let asked_for = visit(&page).await?;
    ensure!(!asked_for.contains(PART), "the reader minds: {asked_for}");
    leave(&page).await?;
    ensure!(measured(&page).await? == [1, 1], "the reader who minds was measured");
    page.close().await
}

/// Opens the page and waits until it has nothing to do.
async fn visit(page: &Page) -> Result<String> {
    page.goto(ADDRESS).await?;
    page.map().await?;
    let asked_for = page.browser.page.execute_async(ASKED_FOR, Vec::new()).await?;
    let asked_for = asked_for.as_str().context("a list of addresses")?.to_owned();
    ensure!(asked_for.contains("/assets/map"), "nothing was asked for: {asked_for}");
    Ok(asked_for)
}

async fn leave(page: &Page) -> Result<()> {
    Ok(page.browser.page.goto("about:blank").await?)
}

/// How many visits told when the first byte and the first paint came.
async fn measured(page: &Page) -> Result<[u64; 2]> {
    let metrics = get(page.frontend.address, "/metrics").await?;
    let count = |vital: &str| -> Result<u64> {
        let name = format!("quakewire_frontend_web_vital_seconds_count{{vital=\"{vital}\"}} ");
        let value = metrics.lines().find_map(|line| line.strip_prefix(&name));
        Ok(value.unwrap_or("0").parse()?)
    };
    Ok([count("ttfb")?, count("fcp")?])
}
