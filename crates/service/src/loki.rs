//! Logs to Loki: a Loki that is down, slow or silent must never hold up the pipeline or grow its memory, and no line
//! may be lost without being counted.
//!
//! ```text
//! tracing ─> [layer]: a line of JSON ─> [queue], bounded by bytes ─> [sender] ─> Loki
//! ```
//!
//! Lines written = taken by Loki + dropped, with the reason + waiting, at every moment.
//!
//! This is not `tracing-loki`, though it speaks as that does and with the types of the same project (`loki-api`).
//! `tracing-loki` holds 512 lines in a channel that drops in silence, which at 5,000 lines a second is a tenth of a
//! second's work of another task; its queue has no bound and its client no timeout. Behind a valve, a counter and a
//! relay of ours it still lost one to four lines of a hundred to a Loki that was well.

mod layer;
mod line;
mod queue;
mod sender;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::task::JoinHandle;

use crate::{Address, events};
use layer::LokiLayer;
use queue::Queue;

/// How long the end of the process may wait for Loki.
const FLUSH: Duration = Duration::from_secs(2);

/// Who wrote a line: the labels of its stream, and the field `instance`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) service: &'a str,
    pub(crate) environment: &'a str,
    pub(crate) instance: &'a str,
}

/// The sending end.
pub(crate) struct Loki {
    queue: Arc<Queue>,
    sender: JoinHandle<()>,
}

impl Loki {
    /// Starts to send; the layer is to be added to the subscriber. Inside a Tokio runtime.
    pub(crate) fn start(writer: Writer<'_>, address: &Address) -> anyhow::Result<(LokiLayer, Self)> {
        let mut push = address.url().clone();
        push.path_segments_mut()
            .map_err(|()| anyhow::anyhow!("{address} cannot be extended by a path"))?
            .pop_if_empty()
            .extend(["loki", "api", "v1", "push"]);
        let client = sender::client().context("no HTTP client for Loki")?;
        let queue = Arc::new(Queue::new(line::labels(writer)));
        let sender = tokio::spawn(sender::run(client, push, Arc::clone(&queue)));
        Ok((LokiLayer::new(Arc::clone(&queue), writer.instance), Self { queue, sender }))
    }

    /// Sends what waits, for at most [`FLUSH`]; says how much remains.
    pub(crate) async fn flush(mut self) {
        self.queue.close();
        let _ = tokio::time::timeout(FLUSH, &mut self.sender).await;
        let unsent = self.queue.lines();
        if unsent > 0 {
            events::stopped_with_lines(unsent);
        }
    }
}

impl Drop for Loki {
    fn drop(&mut self) {
        self.sender.abort();
    }
}

#[cfg(test)]
mod tests;
