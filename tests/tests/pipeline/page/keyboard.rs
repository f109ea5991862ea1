//! The page by keyboard alone, from the address bar to the theme: everything can be reached, the focus is always seen,
//! and it is never lost.

use anyhow::{Context, Result, bail, ensure};
use e2e::Page;
use e2e::browser::{Browser, Key, Kind, means};

/// Further than this nobody tabs.
const MOST_TABS: usize = 80;

/// Where the keyboard is, whether that is seen, and whether it is anywhere: a ring on the element, on what surrounds it
/// closely (a playhead's track) or on what stands for it (a radio button's label).
const FOCUS: &str = "const at = document.activeElement;
    const ring = (element) => { const css = element && getComputedStyle(element);
        return Boolean(css) && css.outlineStyle !== 'none' && parseFloat(css.outlineWidth) >= 1; };
    const own = getComputedStyle(at).boxShadow;
    const box = at.getBoundingClientRect();
    return { lost: at === document.body || at === document.documentElement,
        seen: (ring(at) || own !== 'none' || ring(at.parentElement) || ring(at.nextElementSibling)) && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        is: at.outerHTML.slice(0, 200) }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_of_it_can_be_done_by_keyboard_with_the_focus_in_sight() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::Usual, "/?map=flat&minmagnitude=5.5").await?;
    let browser = &page.browser;
    page.live().await?;
    page.map().await?;
    browser.value("document.querySelector('[data-timeline] .play') !== null", |there| there == true).await?;

    // Past the map into the list.
    step(browser, Key::Tab).await?;
    expect(browser, ".skip").await?;
    browser.press(Key::Enter).await?;
    browser.value("document.activeElement.id", |id| id == "list").await?;
    step(browser, Key::Tab).await?;
    step(browser, Key::Tab).await?;
    expect(browser, "#list li a.row").await?;

    // An earthquake, its card, and back to its row.
    let row = browser.ask("return document.activeElement.closest('li').id").await?;
    let row = row.as_str().context("a row has an id")?.to_owned();
    browser.press(Key::Enter).await?;
    browser.address(&[&format!("event={row}")], &[]).await?;
    browser.text("section.detail h3", |region| !region.is_empty()).await?;
    seen(browser).await?;
    browser.press(Key::Escape).await?;
    browser.address(&[], &["event"]).await?;
    browser.value("document.querySelector('section.detail').hidden", |hidden| hidden == true).await?;
    browser.value("document.activeElement.closest('li')?.id", |id| id == row.as_str()).await?;

    // The card can be entered too: from there Escape leads back as well.
    browser.press(Key::Enter).await?;
    browser.address(&["event"], &[]).await?;
    tab_to(browser, "section.detail button.close", true).await?;
    browser.press(Key::Escape).await?;
    browser.value("document.activeElement.closest('li')?.id", |id| id == row.as_str()).await?;
    seen(browser).await?;

    // Tabs by arrows.
    tab_to(browser, "[role=tab]", true).await?;
    step(browser, Key::Right).await?;
    expect(browser, "#tab-largest[aria-selected=true]").await?;
    browser.address(&["tab=largest"], &[]).await?;
    step(browser, Key::Left).await?;
    expect(browser, "#tab-latest[aria-selected=true]").await?;

    // The filter.
    tab_to(browser, "#panel-filter > summary", false).await?;
    browser.press(Key::Enter).await?;
    browser.value("document.querySelector('#panel-filter').open", |open| open == true).await?;
    tab_to(browser, "[name=minmagnitude]", false).await?;
    browser.ask("document.activeElement.select()").await?;
    browser.keys("6").await?;
    // What is typed is in the field, and holds after a pause: no other key is needed.
    browser.value("document.activeElement.value", |value| value == "6").await?;
    browser.address(&["minmagnitude=6"], &[]).await?;
    step(browser, Key::Tab).await?;
    browser.press(Key::Escape).await?;
    browser.value("document.querySelector('#panel-filter').open", |open| open == false).await?;
    expect(browser, "#panel-filter > summary").await?;
    seen(browser).await?;

    // The theme, among the tools.
    tab_to(browser, "[data-next-theme]", false).await?;
    let before = browser.ask("return document.documentElement.dataset.theme").await?;
    browser.press(Key::Enter).await?;
    browser.value("document.documentElement.dataset.theme", |theme| *theme != before).await?;
    seen(browser).await?;

    // The timeline: played, paused, and scrubbed back to the present.
    tab_to(browser, "[data-timeline] .play", false).await?;
    browser.press(Key::Enter).await?;
    browser.text("details.feed [role=status]", |status| status.starts_with("Replay of ")).await?;
    seen(browser).await?;
    browser.press(Key::Enter).await?;
    browser.address(&["at"], &[]).await?;
    seen(browser).await?;
    tab_to(browser, "[data-timeline] [type=range]", false).await?;
    step(browser, Key::End).await?;
    browser.address(&[], &["at"]).await?;
    page.expect_no_complaints().await?;
    page.close().await
}

/// Presses a key; the keyboard is somewhere then, and one sees where.
async fn step(browser: &Browser, key: Key) -> Result<()> {
    browser.press(key).await?;
    seen(browser).await
}

async fn seen(browser: &Browser) -> Result<()> {
    let focus = browser.ask(FOCUS).await?;
    ensure!(focus["lost"] == false, "the keyboard is nowhere");
    ensure!(focus["seen"] == true, "the keyboard is not seen to be at {}", focus["is"]);
    Ok(())
}

async fn expect(browser: &Browser, css: &str) -> Result<()> {
    let there = browser.ask(&format!("return document.activeElement.matches('{css}')")).await?;
    let focus = browser.ask(FOCUS).await?;
    ensure!(there == true, "the keyboard is not at {css} but at {}", focus["is"]);
    Ok(())
}

/// Goes on from control to control, or back, until it is there.
async fn tab_to(browser: &Browser, css: &str, back: bool) -> Result<()> {
    let script = format!("return document.activeElement.matches('{css}')");
    for _ in 0..MOST_TABS {
        if back {
            browser.press_with_shift(Key::Tab).await?;
        } else {
            browser.press(Key::Tab).await?;
        }
        seen(browser).await.with_context(|| format!("on the way to {css}"))?;
        if browser.ask(&script).await? == true {
            return Ok(());
        }
    }
    bail!("{css} is further than {MOST_TABS} tabs away")
}
