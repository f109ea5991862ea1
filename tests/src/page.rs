//! The page in a browser, in front of a whole pipeline with a week of earthquakes.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use backends::Tier;
use fantoccini::Locator;
use serde_json::json;
use simulator::{Sent, Spec};
use tokio::time::sleep;

use crate::browser::{Browser, Kind, Means, PATIENCE};
use crate::{Frontend, Picture, Rig, Running, eventually, get};

/// How long the map may take where the processor draws it, on a busy machine.
const MAP: Duration = Duration::from_mins(2);
/// What has not changed for so long has come to rest …
const REST: Duration = Duration::from_secs(1);
/// … but for colours that round differently.
const SHIMMER: u8 = 8;

/// A page and what is behind it.
#[derive(Debug)]
pub struct Page {
    /// The feed and the two ends.
    pub rig: Rig,
    /// What serves the page.
    pub frontend: Frontend,
    /// What shows it.
    pub browser: Browser,
    services: [Running; 2],
}

impl Page {
    /// Opens a page by the address's part after the host.
    ///
    /// # Errors
    /// When anything of it does not start.
    pub async fn open(means: &Means, kind: Kind, address: &str) -> Result<Self> {
        let page = Self::closed(means, kind).await?;
        page.goto(address).await?;
        Ok(page)
    }

    /// All of it, with the browser on an empty page yet.
    ///
    /// # Errors
    /// When anything of it does not start.
    pub async fn closed(means: &Means, kind: Kind) -> Result<Self> {
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
        Ok(Self { rig, frontend, browser, services })
    }

    /// Goes to an address of this site, by its part after the host.
    ///
    /// # Errors
    /// When the browser does not get there.
    pub async fn goto(&self, address: &str) -> Result<()> {
        Ok(self.browser.page.goto(&self.url(address)).await?)
    }

    /// A whole address of this site.
    pub fn url(&self, address: &str) -> String {
        format!("http://{}{address}", self.frontend.address)
    }

    /// Waits until the list lives.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn live(&self) -> Result<()> {
        self.browser.text("details.feed [role=status]", |status| status.starts_with("Live")).await.map(drop)
    }

    /// Waits until the map has drawn.
    ///
    /// # Errors
    /// When it has not in time.
    pub async fn map(&self) -> Result<()> {
        eventually("the map", MAP, async || {
            self.browser.page.find(Locator::Css("quake-map[data-state='ready']")).await.context("not ready")
        })
        .await
        .map(drop)
    }

    /// Waits until the page looks the same for a while; what it looks like.
    ///
    /// # Errors
    /// When it goes on changing.
    pub async fn at_rest(&self) -> Result<Picture> {
        let mut last = Picture::read(&self.browser.page.screenshot().await?)?;
        eventually("a page at rest", MAP, async || {
            sleep(REST).await;
            let now = Picture::read(&self.browser.page.screenshot().await?)?;
            let difference = now.difference(&last);
            last = now;
            ensure!(difference <= SHIMMER, "it still changes, by {difference}");
            Ok(())
        })
        .await?;
        Ok(last)
    }

    /// Something happens: an earthquake of this magnitude, in a region with this name.
    ///
    /// # Errors
    /// When there is no such magnitude.
    pub fn emit(&self, region: &str, mag: f64) -> Result<Sent> {
        Ok(self.rig.feed.emit(&Spec { region: Some(region.to_owned()), mag: Some(mag), ..Spec::default() })?)
    }

    /// It was stronger or weaker than first said.
    ///
    /// # Errors
    /// When there is no such magnitude.
    pub fn revise(&self, sent: &Sent, mag: f64) -> Result<Sent> {
        Ok(self.rig.feed.emit(&Spec { id: Some(sent.id.to_string()), mag: Some(mag), ..Spec::default() })?)
    }

    /// Leaves a mark on the document that is open.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn mark(&self) -> Result<()> {
        self.browser.ask("window.mark = 'never reloaded'").await.map(drop)
    }

    /// Makes sure that it is the same document still.
    ///
    /// # Errors
    /// When it is another.
    pub async fn expect_mark(&self) -> Result<()> {
        let mark = self.browser.ask("return window.mark").await?;
        ensure!(mark == json!("never reloaded"), "the page was loaded again: {mark}");
        Ok(())
    }

    /// Makes sure that the browser has nothing to complain of.
    ///
    /// # Errors
    /// When it has; says what.
    pub async fn expect_no_complaints(&self) -> Result<()> {
        let complaints = self.browser.complaints().await?;
        ensure!(complaints.is_empty(), "the browser complains: {complaints:#?}");
        Ok(())
    }

    /// Ends all of it in order.
    ///
    /// # Errors
    /// When something had ended before.
    pub async fn close(self) -> Result<()> {
        self.browser.close().await?;
        self.frontend.stop().await?;
        for service in self.services {
            service.stop().await?;
        }
        Ok(())
    }
}
