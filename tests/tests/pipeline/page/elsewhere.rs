//! The map in other places: inside somebody else's page, and on a wall.

use anyhow::{Result, ensure};
use e2e::Page;
use e2e::browser::{Kind, means};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_page_may_be_framed_by_anybody_and_the_others_by_nobody() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::closed(&means, Kind::WithoutGraphics).await?;
    let browser = &page.browser;
    for (address, may) in [("/embed?minmagnitude=5", true), ("/", false), ("/?kiosk=1", false)] {
        let policy = reqwest::get(page.url(address)).await?.headers()["content-security-policy"].to_str()?.to_owned();
        let ancestors = if may { "frame-ancestors *" } else { "frame-ancestors 'none'" };
        ensure!(policy.contains(ancestors), "{address} has the policy {policy}");

        browser.page.goto(&somebody_else(&page.url(address)).await?).await?;
        browser.page.clone().enter_frame(0).await?;
        if may {
            browser.text("details.feed [role=status]", |status| status.starts_with("Live")).await?;
            ensure!(browser.count("quake-map svg.world [data-id]").await? > 0, "earthquakes on the framed map");
            ensure!(browser.count(".tools details, [data-timeline]").await? == 0, "no panels in a frame");
            browser
                .value("document.querySelector('[data-full]').getAttribute('target')", |target| target == "_top")
                .await?;
        } else {
            ensure!(browser.count("quake-map").await? == 0, "{address} is shown inside another page");
        }
        browser.page.clone().enter_parent_frame().await?;
    }
    page.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_wall_there_are_a_clock_and_the_earthquakes_and_nothing_to_press() -> Result<()> {
    let Some(means) = means()? else { return Ok(()) };
    let page = Page::open(&means, Kind::WithoutGraphics, "/?kiosk=1").await?;
    let browser = &page.browser;
    page.live().await?;
    browser.text("[data-wall-clock]", |clock| clock.len() == "12:34:56 UTC".len()).await?;
    ensure!(browser.count(".tools details, [data-timeline]").await? == 0, "no panels on a wall");
    browser.value("document.body.classList.contains('idle')", |idle| idle == true).await?;
    browser.value("getComputedStyle(document.body).cursor", |cursor| cursor == "none").await?;

    let sent = page.emit("WALL ISLAND", 6.0)?;
    browser
        .text(&format!("#list > ol:not(.pinned) li[id='{}'] .region", sent.id), |region| region == "Wall Island")
        .await?;
    // A strong one is looked at.
    browser.address(&["kiosk=1", &format!("event={}", sent.id)], &[]).await?;
    page.expect_no_complaints().await?;
    page.close().await
}

/// The address of somebody else's page, which shows ours in a frame.
async fn somebody_else(framed: &str) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let html =
        format!("<!DOCTYPE html><title>Somebody else</title><iframe src=\"{framed}\" width=900 height=600></iframe>");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{html}",
        html.len()
    );
    tokio::spawn(async move {
        while let Ok((mut visitor, _)) = listener.accept().await {
            let _ = visitor.read(&mut [0; 4096]).await;
            let _ = visitor.write_all(answer.as_bytes()).await;
        }
    });
    Ok(format!("http://{address}/"))
}
