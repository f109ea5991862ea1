//! The feed stand-in in its container: orders, and the ledger of what it sent.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use e2e::get;
use quake::{QuakeId, Timestamp};
use reqwest::Client;
use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// Between two orders of the steady stream.
const PACE: Duration = Duration::from_millis(80);

/// A revision as streams tell it: event, and millisecond of `lastupdate`.
pub(crate) type Revision = (String, i64);

/// One line of the ledger, as far as it matters here.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    pub(crate) sequence: u64,
    #[serde(rename = "unid")]
    pub(crate) id: QuakeId,
    #[serde(rename = "lastupdate")]
    pub(crate) updated: Timestamp,
    well_formed: bool,
    delivered_to: usize,
    in_fdsn: bool,
}

/// The stand-in.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    address: SocketAddr,
    client: Client,
}

impl Sent {
    pub(crate) fn revision(&self) -> Revision {
        (self.id.to_string(), self.updated.as_millisecond())
    }

    /// Whether it has to be in the table: somebody heard it, or it can still be asked for.
    fn counts(&self) -> bool {
        self.well_formed && (self.delivered_to > 0 || self.in_fdsn)
    }
}

impl Feed {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, client: Client::new() }
    }

    /// Orders a report.
    pub(crate) async fn order(&self, order: serde_json::Value) -> Result<Sent> {
        let request = self.client.post(format!("http://{}/sim/emit", self.address)).body(order.to_string());
        let answer = request.send().await.context("the feed takes no orders")?.error_for_status()?.text().await?;
        Ok(serde_json::from_str(&answer)?)
    }

    /// All that was sent and has to arrive.
    pub(crate) async fn ledger(&self) -> Result<Vec<Sent>> {
        let lines = get(self.address, "/sim/ledger").await?;
        let sent: Vec<Sent> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        Ok(sent.into_iter().filter(Sent::counts).collect())
    }

    /// Some at once, each about an earthquake of its own.
    pub(crate) async fn order_some(&self, count: usize) -> Result<()> {
        for _ in 0..count {
            self.order(json!({})).await?;
        }
        Ok(())
    }

    /// A steady stream, two of three about earthquakes that are known, until it is told to stop. Says when each was
    /// ordered.
    pub(crate) async fn stream(&self, stop: CancellationToken) -> Result<BTreeMap<Revision, Instant>> {
        let mut random = fastrand::Rng::with_seed(4);
        let mut known: Vec<String> = Vec::new();
        let mut ordered = BTreeMap::new();
        while !stop.is_cancelled() {
            let again = random.u32(0..3) > 0;
            let order = match random.choice(&known).filter(|_| again) {
                Some(id) => json!({ "id": id }),
                None => json!({}),
            };
            let at = Instant::now();
            let sent = self.order(order).await?;
            ordered.insert(sent.revision(), at);
            known.push(sent.id.to_string());
            tokio::time::sleep(PACE).await;
        }
        Ok(ordered)
    }
}
