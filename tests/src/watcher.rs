//! A client of `GET /events`: reads server-sent events as a browser does, and remembers its place.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use quake::Bulletin;
use reqwest::{Client, Response};
use tokio::time::timeout;

/// How long an answer may take to begin.
const ANSWER: Duration = Duration::from_secs(10);

/// What the stream says.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// A revision.
    Change(Box<Bulletin>),
    /// The place is too old: read the window again.
    Reset,
    /// A sign of life.
    Heartbeat,
}

/// A client that stays where it was when its frontend goes.
#[derive(Debug, Default)]
pub struct Watcher {
    /// The last event id; empty before the first.
    pub position: String,
    stream: Option<Response>,
    unread: Vec<u8>,
}

impl Watcher {
    /// A client that begins now.
    ///
    /// # Errors
    /// When the frontend does not answer.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let mut watcher = Self::default();
        watcher.resume(address).await?;
        Ok(watcher)
    }

    /// Comes back, to this frontend or another.
    ///
    /// # Errors
    /// When the frontend does not answer, or not with a stream.
    pub async fn resume(&mut self, address: SocketAddr) -> Result<()> {
        let mut request = Client::new().get(format!("http://{address}/events"));
        if !self.position.is_empty() {
            request = request.header("Last-Event-ID", &self.position);
        }
        let response = timeout(ANSWER, request.send()).await.context("the stream did not begin")??;
        let response = response.error_for_status()?;
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        ensure!(kind == "text/event-stream", "the stream is `{kind}`");
        self.stream = Some(response);
        // What was read of a message that never ended is no message.
        self.unread.clear();
        Ok(())
    }

    /// The next thing said; `None` when the stream has ended. Cancel-safe.
    ///
    /// # Errors
    /// When a change cannot be read.
    pub async fn next(&mut self) -> Result<Option<Heard>> {
        loop {
            while let Some(end) = self.unread.windows(2).position(|pair| pair == b"\n\n") {
                let message: Vec<u8> = self.unread.drain(..end + 2).collect();
                if let Some(heard) = self.hear(&String::from_utf8(message)?)? {
                    return Ok(Some(heard));
                }
            }
            let Some(stream) = &mut self.stream else { return Ok(None) };
            match stream.chunk().await {
                Ok(Some(bytes)) => self.unread.extend_from_slice(&bytes),
                // Ended or broken: a browser comes back in either case.
                Ok(None) | Err(_) => self.stream = None,
            }
        }
    }

    /// The next change, other signs passed over.
    ///
    /// # Errors
    /// When none comes in time, or the stream ends or is reset.
    pub async fn change(&mut self, limit: Duration) -> Result<Bulletin> {
        let change = async {
            loop {
                match self.next().await?.context("the stream has ended")? {
                    Heard::Change(bulletin) => return Ok(*bulletin),
                    Heard::Heartbeat => {}
                    Heard::Reset => anyhow::bail!("the stream was reset"),
                }
            }
        };
        timeout(limit, change).await.with_context(|| format!("waited {limit:?} for a change"))?
    }

    fn hear(&mut self, message: &str) -> Result<Option<Heard>> {
        let (mut data, mut event, mut comment) = (None, None, false);
        for line in message.lines() {
            match line.split_once(':').map(|(name, value)| (name, value.trim_start())) {
                Some(("id", id)) => id.clone_into(&mut self.position),
                Some(("data", text)) => data = Some(text),
                Some(("event", name)) => event = Some(name),
                Some(("", _)) => comment = true,
                _ => {}
            }
        }
        Ok(match (event, data) {
            (Some("reset"), _) => Some(Heard::Reset),
            (None, Some(json)) => Some(Heard::Change(Box::new(serde_json::from_str(json)?))),
            _ if comment => Some(Heard::Heartbeat),
            _ => None,
        })
    }
}

/// A page or an answer of the API.
///
/// # Errors
/// When there is none within ten seconds, or it is an error.
pub async fn get(address: SocketAddr, path: &str) -> Result<String> {
    let answer = async {
        let response = Client::new().get(format!("http://{address}{path}")).send().await?;
        anyhow::Ok(response.error_for_status()?.text().await?)
    };
    timeout(ANSWER, answer).await.with_context(|| format!("no answer to {path} within {ANSWER:?}"))?
}
