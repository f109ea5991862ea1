//! Loki's double: takes what the services push as Loki takes it, complains where Loki would, misbehaves on command,
//! and remembers the lines.
//!
//! ```text
//! push ──> [gate]: how does it feel? ──> [push]: snappy, protobuf, limits ──> [labels] ──> [shelf]: lines kept
//! ```

mod gate;
mod labels;
mod line;
mod push;
mod server;
mod shelf;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::eventually;
pub use gate::Mood;
pub use line::Line;
use server::Shared;
pub use shelf::Tally;

/// Lines kept unless told otherwise: a test writes some hundreds, and these are some 100 MB at most.
const KEPT: usize = 200_000;
/// How long the old port may take to be free again.
const PORT: Duration = Duration::from_secs(10);

/// A Loki to push to. Dropping it ends it.
#[derive(Debug)]
pub struct FakeLoki {
    address: SocketAddr,
    shared: Arc<Shared>,
    serving: Option<JoinHandle<()>>,
}

impl FakeLoki {
    /// Starts one on a free port of this machine.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start() -> Result<Self> {
        Self::keeping(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), KEPT).await
    }

    /// Starts one at an address, which keeps the latest `kept` lines and counts all. Who keeps none cannot tell a line
    /// that came twice, either.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn keeping(address: SocketAddr, kept: usize) -> Result<Self> {
        let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(kept));
        let serving = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, serving: Some(serving) })
    }

    /// What services are told.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on it treats every push so; those it holds already it goes on to hold.
    pub fn feel(&self, mood: Mood) {
        self.shared.gate.set(mood);
    }

    /// Dies: every connection is cut, and nobody listens on the port.
    pub async fn die(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            // The connections are cut when the task has really ended.
            let _ = serving.await;
        }
    }

    /// Lives again, if it was dead: on the same port, with what it remembers.
    ///
    /// # Errors
    /// When another has taken the port.
    pub async fn revive(&mut self) -> Result<()> {
        if self.serving.is_some() {
            return Ok(());
        }
        let listener =
            eventually("the port to be free", PORT, async || Ok(TcpListener::bind(self.address).await?)).await?;
        self.serving = Some(tokio::spawn(server::serve(listener, Arc::clone(&self.shared))));
        Ok(())
    }

    /// The lines it keeps, in the order they came; a line that was pushed twice is there once, as in Loki.
    pub fn lines(&self) -> Vec<Line> {
        self.shared.shelf().lines().cloned().collect()
    }

    /// What came, in numbers.
    pub fn tally(&self) -> Tally {
        self.shared.shelf().tally().clone()
    }

    /// Waits until `wanted` lines fit, and returns them.
    ///
    /// # Errors
    /// When they are fewer by then; shows the latest lines there are.
    pub async fn wait_for(
        &self,
        what: &str,
        wanted: usize,
        limit: Duration,
        fits: impl Fn(&Line) -> bool,
    ) -> Result<Vec<Line>> {
        eventually(&format!("{wanted} lines {what}"), limit, async || {
            let lines = self.lines();
            let fitting: Vec<Line> = lines.iter().filter(|line| fits(line)).cloned().collect();
            if fitting.len() >= wanted {
                return Ok(fitting);
            }
            let latest: Vec<&str> = lines.iter().rev().take(20).map(|line| line.text.as_str()).collect();
            anyhow::bail!("there are {}; the latest of all lines:\n{}", fitting.len(), latest.join("\n"))
        })
        .await
    }
}

impl Drop for FakeLoki {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}
