//! The address says what the page shows: a link opens the same picture.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::{Kind, PATIENCE, means};
use e2e::{Page, eventually, get};
use simulator::Spec;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_says_everything_opens_that_picture_and_stays_what_it_was() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::closed(&means, Kind::Usual).await?;
    let browser = &page.browser;
    // Happened an hour ago, so that it is there at the moment the link asks for, half an hour ago.
    let now = page.rig.feed.clock().now();
    let spec = Spec {
        time: Some(now - Duration::from_hours(1)),
        region: Some("SEA OF LINKS".to_owned()),
        lon: Some(-40.5),
        lat: Some(60.5),
        depth: Some(120.0),
        mag: Some(5.5),
        ..Spec::default()
    };
    let id = page.rig.feed.emit(&spec)?.id.to_string();
    eventually("the earthquake to be known", PATIENCE, async || {
        ensure!(get(page.frontend.address, "/api/events?bbox=-50,55,-30,65").await?.contains(&id), "it is not");
        Ok(())
    })
    .await?;
    let at = (now - Duration::from_mins(30)).strftime("%Y-%m-%dT%H:%M:%SZ");
    let said = format!(
        "days=14&minmagnitude=5&maxmagnitude=6.5&mindepth=50&maxdepth=200&bbox=-50,55,-30,65&type=earthquake&tab=largest\
         &event={id}&at={at}&colour=age&map=flat&view=60.00,-35.00,3.50"
    );
    page.goto(&format!("/?{said}")).await?;
    page.map().await?;

    browser.text("details.feed [role=status]", |status| status.starts_with("Replay of ")).await?;
    browser.text("#tab-largest[aria-selected=true]", |_| true).await?;
    browser.expect_count("#list li", 1).await?;
    browser.text("#list a[aria-current=true] .region", |region| region == "Sea of Links").await?;
    browser.text("section.detail h3", |region| region == "Sea of Links").await?;
    browser.value("document.querySelector('quake-map').dataset.projection", |name| name != "globe").await?;
    browser.value("document.querySelector('[data-legend]').dataset.colour", |colour| colour == "age").await?;
    browser.click("#panel-filter summary").await?;
    for (field, value) in
        [("days", "14"), ("minmagnitude", "5"), ("maxdepth", "200"), ("bbox", "-50,55,-30,65"), ("type", "earthquake")]
    {
        let expression = format!("document.querySelector('[data-filter] [name={field}]').value");
        browser.value(&expression, |shown| shown == value).await?;
    }

    // The map tells the address where it rests; time enough for it to say something else.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let now = browser.page.current_url().await?;
    let now = now.query().context("the address says nothing")?;
    ensure!(pairs(now) == pairs(&said), "it was {said}\nand is {now}");
    page.expect_no_complaints().await?;
    page.close().await
}

fn pairs(search: &str) -> BTreeMap<&str, &str> {
    search.split('&').filter_map(|pair| pair.split_once('=')).collect()
}
