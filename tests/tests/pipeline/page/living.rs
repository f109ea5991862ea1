//! The page lives: what happens appears on it, whatever happens behind it.

use anyhow::{Result, ensure};
use e2e::browser::{Kind, PATIENCE, means};
use e2e::{Page, eventually};
use simulator::{How, Spec};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_earthquake_and_its_revision_appear_on_the_open_page_without_a_reload() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.text(".notice", |notice| notice.starts_with("Simulated feed")).await?;
    ensure!(browser.count("section.list li").await? >= 60, "the newest stand on the list");
    page.mark().await?;

    let sent = page.emit("TRENCH OF THE NEWCOMERS", 6.3)?;
    let row = format!("li[id='{}']", sent.id);
    browser.text(&format!("{row} .region"), |region| region == "Trench of the Newcomers").await?;
    browser.text(&format!("{row} .magnitude"), |magnitude| magnitude.contains("6.3")).await?;

    page.revise(&sent, 6.8)?;
    browser.text(&format!("{row} .magnitude"), |magnitude| magnitude.contains("6.8")).await?;
    browser.text(&format!("{row} .details"), |details| details.contains("revised")).await?;
    ensure!(browser.count(&row).await? == 1, "a revision changes its row and makes no other");
    page.expect_mark().await?;

    page.map().await?;
    // The map draws what it was given with the next frames.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    browser.screenshot("desktop").await?;
    browser.become_phone(2.0).await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    browser.screenshot("phone").await?;
    page.expect_no_complaints().await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_outlives_its_frontend_and_shows_what_came_meanwhile() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let mut page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    page.live().await?;
    page.mark().await?;

    let address = page.frontend.address;
    page.frontend.stop().await?;
    page.browser.text("details.feed [role=status]", |status| status.starts_with("Reconnecting")).await?;
    let meanwhile = Spec { region: Some("MEANWHILE".to_owned()), mag: Some(5.0), ..Spec::default() };
    let meanwhile = page.rig.feed.emit(&meanwhile)?;
    page.frontend = page.rig.frontend_at(address).await?;
    page.live().await?;
    page.browser.text(&format!("li[id='{}'] .region", meanwhile.id), |region| region == "Meanwhile").await?;
    // Without WebGL the first picture stays, and lives too.
    page.browser.expect_count(&format!("quake-map svg.world [data-id='{}']", meanwhile.id), 1).await?;

    let after = page.emit("AFTERWARDS", 5.0)?;
    page.browser.text(&format!("li[id='{}'] .region", after.id), |region| region == "Afterwards").await?;
    page.expect_mark().await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filled_gap_is_told_with_what_it_brought_and_latency_with_its_percentiles() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;

    let fresh = page.emit("STRAIT OF THE MEASURED", 4.0)?;
    browser.expect_count(&format!("li[id='{}']", fresh.id), 1).await?;
    browser.click("details.feed summary").await?;
    browser.text("[data-delay]", |delay| delay.starts_with("median ") && delay.contains("95 % within ")).await?;

    // Nobody of ours hears what is published while nothing is sent; the feed's archive has it.
    page.rig.feed.pause();
    let missed: Vec<_> = (0..12).map(|_| page.emit("GULF OF THE MISSED", 4.5)).collect::<Result<_>>()?;
    page.rig.feed.resume();
    page.rig.feed.drop_connections(How::Hangup)?;
    browser.text("details.feed [role=status]", |status| status == "Live, 12 recovered").await?;
    for sent in missed {
        eventually("what was missed", PATIENCE, async || {
            ensure!(browser.count(&format!("li[id='{}']", sent.id)).await? == 1, "{} is not there", sent.id);
            Ok(())
        })
        .await?;
    }
    page.close().await
}
