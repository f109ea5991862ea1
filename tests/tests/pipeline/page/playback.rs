//! Playback: the page shows a moment of the past, and nothing that had not happened by then.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Browser, Key, Kind, means};
use e2e::{Page, eventually};

/// A week at a day a second, on a busy machine.
const A_WEEK: Duration = Duration::from_mins(1);
const PATIENCE: Duration = Duration::from_mins(1);
const DAY: i64 = 24 * 3600 * 1000;

/// The address's moment, and of the rows the earliest and the latest: milliseconds since 1970.
const MOMENTS: &str = "const times = [...document.querySelectorAll('#list > ol:not(.pinned) time')].map((time) => Date.parse(time.dateTime));
    return [Date.parse(new URLSearchParams(location.search).get('at')), Math.min(...times), Math.max(...times)]";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn playback_lists_only_what_had_happened_and_ends_where_it_is_live() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    let fresh = page.emit("ISLAND OF THE PRESENT", 5.0)?;
    let fresh = format!("li[id='{}']", fresh.id);
    browser.expect_count(&fresh, 1).await?;
    page.mark().await?;

    browser.select("[data-timeline] .speed", "1d").await?;
    browser.click("[data-timeline] .play").await?;
    browser.text("details.feed [role=status]", |status| status.starts_with("Replay of ")).await?;
    browser.expect_count(&fresh, 0).await?;
    browser.click("[data-timeline] .play").await?;
    browser.address(&["at"], &[]).await?;
    moments(browser, "the list to show the week before the moment", |shown| {
        shown.latest <= shown.at && shown.earliest > shown.at - 7 * DAY
    })
    .await?;

    browser.click("[data-timeline] .play").await?;
    eventually("the present", A_WEEK, async || {
        let search = browser.ask("return location.search").await?;
        ensure!(search == "", "the address says {search}");
        Ok(())
    })
    .await?;
    page.live().await?;
    browser.expect_count(&fresh, 1).await?;
    page.expect_mark().await?;
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_playhead_obeys_the_keyboard_and_a_link_to_a_moment_opens_there_and_rests() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.value("document.querySelector('[data-timeline] [type=range]') !== null", |there| there == true).await?;
    browser.ask("document.querySelector('[data-timeline] [type=range]').focus()").await?;

    browser.press(Key::PageDown).await?;
    browser.address(&["at"], &[]).await?;
    let past = |shown: &Moments| shown.latest <= shown.at;
    let day_ago = moments(browser, "the list to show a day ago", past).await?;
    browser.press(Key::Left).await?;
    let earlier = moments(browser, "an earlier moment", |shown| past(shown) && shown.at < day_ago.at).await?;
    let said = "document.querySelector('[data-timeline] [type=range]').getAttribute('aria-valuetext')";
    browser.value(said, |text| text != "Now, live").await?;
    browser.press(Key::End).await?;
    browser.address(&[], &["at"]).await?;
    browser.value(said, |text| text == "Now, live").await?;

    // The same moment by its address.
    let at = browser.ask(&format!("return new Date({}).toISOString().slice(0, 19) + 'Z'", earlier.at)).await?;
    let at = at.as_str().context("a moment is a text")?;
    page.goto(&format!("/?at={at}")).await?;
    browser.text("details.feed [role=status]", |status| status.starts_with("Replay of ")).await?;
    browser
        .value("document.querySelector('[data-timeline] .play')?.getAttribute('aria-label')", |name| name == "Play")
        .await?;
    let fresh = page.emit("ISLAND OF THE PRESENT", 6.0)?;
    let fresh = format!("li[id='{}']", fresh.id);
    tokio::time::sleep(Duration::from_secs(2)).await;
    moments(browser, "the list to show the link's moment", |shown| past(shown) && shown.at == earlier.at).await?;
    browser.expect_count(&fresh, 0).await?;
    browser.click("[data-timeline] .live").await?;
    browser.address(&[], &["at"]).await?;
    // Anywhere in the list: of the week before, something may have happened later than this.
    browser.expect_count(&fresh, 1).await?;
    page.close().await
}

#[derive(Debug)]
struct Moments {
    at: i64,
    earliest: i64,
    latest: i64,
}

/// Waits for the address and the list, which hears of the moment a little later, to show what is expected.
async fn moments(browser: &Browser, what: &str, expected: impl Fn(&Moments) -> bool) -> Result<Moments> {
    eventually(what, PATIENCE, async || {
        let answer = browser.ask(MOMENTS).await?;
        let [at, earliest, latest] = [0, 1, 2].map(|i| answer[i].as_f64().map(|ms| ms as i64));
        let whole = || format!("the address and the list say {answer}");
        let shown = Moments {
            at: at.with_context(whole)?,
            earliest: earliest.with_context(whole)?,
            latest: latest.with_context(whole)?,
        };
        ensure!(expected(&shown), "{shown:?}");
        Ok(shown)
    })
    .await
}
