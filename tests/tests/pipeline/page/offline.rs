//! Without a server the page opens all the same, with what was last known, and says so.

use anyhow::{Result, ensure};
use e2e::Page;
use e2e::browser::{Kind, means};

/// What the service worker has kept, by the names of its caches and files.
const KEPT: &str = "Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_server_the_page_opens_with_what_was_last_known_and_says_of_when() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let mut page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    page.live().await?;
    let sent = page.emit("ISLAND OF MEMORY", 5.5)?;
    let row = format!("#list > ol:not(.pinned) li[id='{}']", sent.id);
    page.browser.expect_count(&row, 1).await?;
    // The second visit is through the worker.
    page.browser.value("navigator.serviceWorker.controller !== null", |there| there == true).await?;
    page.browser.page.refresh().await?;
    page.live().await?;
    page.browser.expect_count(&row, 1).await?;
    let script = format!(
        "const done = arguments[0]; (async () => {KEPT})().then((kept) => done(kept.flat()), (reason) => done(String(reason)))"
    );
    e2e::eventually("the page to be kept", e2e::browser::PATIENCE, async || {
        let kept = page.browser.page.execute_async(&script, Vec::new()).await?;
        let has = |path: &str| {
            kept.as_array()
                .is_some_and(|kept| kept.iter().any(|each| each.as_str().is_some_and(|each| each.starts_with(path))))
        };
        ensure!(
            has("/assets/frontend.")
                && has("/api/events")
                && kept.as_array().is_some_and(|kept| kept.contains(&"/".into())),
            "{kept}"
        );
        Ok(())
    })
    .await?;
    page.browser.text("[data-offline]", str::is_empty).await?;

    let address = page.frontend.address;
    page.frontend.stop().await?;
    page.browser.page.refresh().await?;
    page.browser.text("[data-offline]", |notice| !notice.is_empty()).await?;
    page.browser.text(&format!("{row} .region"), |region| region == "Island of Memory").await?;
    page.browser.text("details.feed [role=status]", |status| !status.starts_with("Live")).await?;

    // It comes back by itself.
    page.frontend = page.rig.frontend_at(address).await?;
    page.live().await?;
    page.close().await
}
