//! The page in a real browser: it lives, it survives, and it is whole without scripts.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use backends::Tier;
use e2e::browser::{Browser, Kind, Means, PATIENCE, means};
use e2e::{Frontend, Rig, Running, eventually, get};
use serde_json::json;
use simulator::{Sent, Spec};

/// How long the map may take where the processor draws it, on a busy machine.
const MAP: Duration = Duration::from_mins(2);

/// A page in front of a whole pipeline, with a week of earthquakes.
struct Page {
    rig: Rig,
    services: [Running; 2],
    frontend: Frontend,
    browser: Browser,
}

impl Page {
    async fn open(means: &Means, kind: Kind) -> Result<Self> {
        let rig = Rig::to_look_at(Tier::Embedded, means.site.clone()).await?;
        let services = [rig.producer().await?, rig.consumer()];
        let frontend = rig.frontend().await?;
        eventually("a week of earthquakes", PATIENCE, async || {
            let events = get(frontend.address, "/api/events").await?.matches("\"Feature\"").count();
            ensure!(events > 500, "{events} so far");
            Ok(())
        })
        .await?;
        let browser = Browser::start(means, kind).await?;
        browser.page.goto(&format!("http://{}/", frontend.address)).await?;
        Ok(Self { rig, services, frontend, browser })
    }

    async fn close(self) -> Result<()> {
        self.browser.close().await?;
        self.frontend.stop().await?;
        for service in self.services {
            service.stop().await?;
        }
        Ok(())
    }

    fn emit(&self, region: &str, mag: f64) -> Result<Sent> {
        Ok(self.rig.feed.emit(&Spec { region: Some(region.to_owned()), mag: Some(mag), ..Spec::default() })?)
    }

    async fn mark(&self) -> Result<()> {
        Ok(self.browser.page.execute("window.mark = 'never reloaded'", Vec::new()).await.map(drop)?)
    }

    async fn expect_mark(&self) -> Result<()> {
        let mark = self.browser.page.execute("return window.mark", Vec::new()).await?;
        ensure!(mark == json!("never reloaded"), "the page was loaded again: {mark}");
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_earthquake_and_its_revision_appear_on_the_open_page_without_a_reload() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual).await?;
    let browser = &page.browser;
    browser.text("[role=status]", |status| status == "Live").await?;
    browser.text(".notice", |notice| notice.starts_with("Simulated feed")).await?;
    assert!(browser.count("section.list li").await? >= 60, "the newest stand on the list");
    page.mark().await?;

    let sent = page.emit("TRENCH OF THE NEWCOMERS", 6.3)?;
    let row = format!("li[id='{}']", sent.id);
    browser.text(&format!("{row} .region"), |region| region == "Trench of the Newcomers").await?;
    browser.text(&format!("{row} .magnitude"), |magnitude| magnitude.contains("6.3")).await?;

    let id = Some(sent.id.to_string());
    page.rig.feed.emit(&Spec { id, mag: Some(6.8), ..Spec::default() })?;
    browser.text(&format!("{row} .magnitude"), |magnitude| magnitude.contains("6.8")).await?;
    browser.text(&format!("{row} .details"), |details| details.contains("revised")).await?;
    assert_eq!(browser.count(&row).await?, 1, "a revision changes its row and makes no other");
    page.expect_mark().await?;

    eventually("the map", MAP, async || {
        browser.page.find(fantoccini::Locator::Css("quake-map[data-state='ready']")).await.context("not ready")
    })
    .await?;
    // The map draws what it was given with the next frames.
    tokio::time::sleep(Duration::from_secs(1)).await;
    browser.screenshot("desktop").await?;
    browser.become_phone().await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    browser.screenshot("phone").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "the browser complains: {complaints:#?}");
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_scripts_the_page_shows_the_list_and_the_world() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutScripts).await?;
    let browser = &page.browser;
    // With scripts this would say that it is live; so they are off.
    browser.text("[role=status]", |status| status.starts_with("As of ")).await?;
    assert_eq!(browser.count("quake-map[data-state]").await?, 0, "no script has touched the map");

    assert_eq!(browser.count("section.list li").await?, 60);
    browser.text("section.list li:first-of-type .region", |region| !region.is_empty()).await?;
    assert!(browser.count("quake-map svg.world [data-marks] circle").await? >= 100, "the earthquakes on the world");
    let picture = browser.page.find(fantoccini::Locator::Css("quake-map svg.world")).await?;
    let (_, _, width, height) = picture.rectangle().await?;
    assert!(width > 300.0 && height > 150.0, "the world is {width} by {height}");
    browser.screenshot("without-scripts").await?;

    // The same page, asked for again, has what has come.
    let sent = page.emit("ISLAND OF THE UNSCRIPTED", 5.9)?;
    eventually("the newcomer after a reload", PATIENCE, async || {
        browser.page.refresh().await?;
        let rows = browser.count(&format!("li[id='{}']", sent.id)).await?;
        ensure!(rows == 1, "{rows} rows");
        Ok(())
    })
    .await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "the browser complains: {complaints:#?}");
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_outlives_its_frontend_and_shows_what_came_meanwhile() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let mut page = Page::open(&means, Kind::WithoutGraphics).await?;
    page.browser.text("[role=status]", |status| status == "Live").await?;
    page.mark().await?;

    let address = page.frontend.address;
    page.frontend.stop().await?;
    page.browser.text("[role=status]", |status| status.starts_with("Reconnecting")).await?;
    let meanwhile = page.rig.feed.emit(&Spec { region: Some("MEANWHILE".to_owned()), ..Spec::default() })?;
    page.frontend = page.rig.frontend_at(address).await?;
    page.browser.text("[role=status]", |status| status == "Live").await?;
    let row = format!("li[id='{}'] .region", meanwhile.id);
    page.browser.text(&row, |region| region == "Meanwhile").await?;
    // Without WebGL the first picture stays, and lives too.
    let mark = format!("quake-map svg.world circle[data-id='{}']", meanwhile.id);
    eventually("its mark on the first picture", PATIENCE, async || {
        ensure!(page.browser.count(&mark).await? == 1, "there is none");
        Ok(())
    })
    .await?;

    let after = page.emit("AFTERWARDS", 5.0)?;
    page.browser.text(&format!("li[id='{}'] .region", after.id), |region| region == "Afterwards").await?;
    page.expect_mark().await?;
    page.close().await
}
