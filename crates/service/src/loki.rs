//! Loki behind a guard: a Loki that is down, slow or silent must never slow the pipeline or grow its memory.
//!
//! `tracing-loki` alone cannot promise that: its queue has no bound and its HTTP client no timeout. So it is
//! pointed at a relay inside this process that takes every batch at once; its own queue therefore stays empty. The
//! relay holds at most [`WAITING_BATCHES`] batches, sends each with a timeout and a bounded number of tries, and
//! counts what it has to drop.
//!
//! ```text
//! tracing ─> tracing-loki ─(loopback)─> relay ─[bounded queue]─> Loki
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use metrics::counter;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::Address;

/// Batches that wait for Loki. `tracing-loki` makes one batch of all that came while the last was on its way, so
/// 256 are minutes of logs; at [`BATCH_LIMIT`] they bound the memory to 64 MiB in the worst case.
const WAITING_BATCHES: usize = 256;
/// A larger batch is refused and counted as dropped. An ordinary one has a few KiB.
const BATCH_LIMIT: usize = 256 * 1024;
/// How long one attempt may take: a Loki that accepts and never answers is a Loki that is down.
const ATTEMPT: Duration = Duration::from_secs(5);
/// Attempts for one batch, with pauses of 1, 2 and 4 s; then newer lines matter more.
const ATTEMPTS: u32 = 4;
/// How long the end of the process may wait for Loki.
const FLUSH: Duration = Duration::from_secs(2);

/// The relay, and `tracing-loki`'s task that feeds it.
pub(crate) struct Guard {
    controller: tracing_loki::BackgroundTaskController,
    task: JoinHandle<()>,
    batches: Batches,
}

/// The relay's queue.
#[derive(Clone)]
struct Batches {
    queue: mpsc::Sender<Bytes>,
    /// How many are in the queue or on their way.
    outstanding: Arc<AtomicUsize>,
}

impl Guard {
    /// Starts the relay; the layer is to be added to the subscriber.
    pub(crate) async fn start(
        service: &str,
        environment: &str,
        loki: &Address,
    ) -> anyhow::Result<(tracing_loki::Layer, Self)> {
        let push = loki.url().join("/loki/api/v1/push").context("Loki's address cannot be extended by a path")?;
        let (queue, waiting) = mpsc::channel(WAITING_BATCHES);
        let batches = Batches { queue, outstanding: Arc::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let relay = url::Url::parse(&format!("http://{}", listener.local_addr()?))?;
        let routes = axum::Router::new()
            .route("/loki/api/v1/push", post(accept))
            .layer(DefaultBodyLimit::max(BATCH_LIMIT))
            .with_state(batches.clone());
        tokio::spawn(async { axum::serve(listener, routes.into_make_service()).await });
        let client = reqwest::Client::builder().timeout(ATTEMPT).build()?;
        tokio::spawn(send(client, push, waiting, Arc::clone(&batches.outstanding)));

        let (layer, controller, task) = tracing_loki::builder()
            .label("service", service)?
            .label("environment", environment)?
            .build_controller_url(relay)?;
        let task = tokio::spawn(task);
        Ok((layer, Self { controller, task, batches }))
    }

    pub(crate) async fn flush(mut self) {
        let everything = async {
            self.controller.shutdown().await;
            let _ = (&mut self.task).await;
            while self.batches.outstanding.load(Ordering::Relaxed) > 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let _ = tokio::time::timeout(FLUSH, everything).await;
    }
}

/// `tracing-loki`'s task polls without end once the layer and the controller are both gone, so it must go first.
impl Drop for Guard {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Takes a batch, always: there is nothing `tracing-loki` could do better with it than we.
async fn accept(State(batches): State<Batches>, headers: HeaderMap, batch: Bytes) -> StatusCode {
    debug_assert_eq!(
        headers.get(header::CONTENT_TYPE).map(axum::http::HeaderValue::as_bytes),
        Some(&b"application/x-protobuf"[..])
    );
    batches.outstanding.fetch_add(1, Ordering::Relaxed);
    if batches.queue.try_send(batch).is_err() {
        batches.outstanding.fetch_sub(1, Ordering::Relaxed);
        counter!("quakewire_loki_batches_dropped_total", "reason" => "queue_full").increment(1);
    }
    StatusCode::NO_CONTENT
}

async fn send(
    client: reqwest::Client,
    push: url::Url,
    mut waiting: mpsc::Receiver<Bytes>,
    outstanding: Arc<AtomicUsize>,
) {
    while let Some(batch) = waiting.recv().await {
        match deliver(&client, &push, batch).await {
            Ok(()) => counter!("quakewire_loki_batches_sent_total").increment(1),
            Err(reason) => counter!("quakewire_loki_batches_dropped_total", "reason" => reason).increment(1),
        }
        outstanding.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One batch, tried until Loki has it, refuses it for good, or the attempts are used up. Says nothing in the log:
/// a line about Loki would be another line for Loki.
async fn deliver(client: &reqwest::Client, push: &url::Url, batch: Bytes) -> Result<(), &'static str> {
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            tokio::time::sleep(Duration::from_secs(1 << (attempt - 1))).await;
        }
        let request = client
            .post(push.clone())
            .header(header::CONTENT_TYPE, "application/x-protobuf")
            .header(header::CONTENT_ENCODING, "snappy")
            .body(batch.clone());
        match request.send().await.map(|response| response.status()) {
            Ok(status) if status.is_success() => return Ok(()),
            Ok(status) if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS => return Err("refused"),
            Ok(_) | Err(_) => {}
        }
    }
    Err("unreachable")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt;

    /// A Loki that answers each push with the given status after the given pause, and counts them.
    async fn loki(status: StatusCode, pause: Duration) -> (Address, mpsc::UnboundedReceiver<usize>) {
        let (seen, pushes) = mpsc::unbounded_channel();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let push = post(move |body: Bytes| async move {
            seen.send(body.len()).unwrap();
            tokio::time::sleep(pause).await;
            status
        });
        let routes = axum::Router::new().route("/loki/api/v1/push", push);
        tokio::spawn(async { axum::serve(listener, routes.into_make_service()).await });
        (address, pushes)
    }

    #[tokio::test]
    async fn lines_reach_loki() {
        let (address, mut pushes) = loki(StatusCode::NO_CONTENT, Duration::ZERO).await;
        let (layer, guard) = Guard::start("producer", "test", &address).await.unwrap();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::info!(unid = "20261120_0000001", "Published");
        });
        guard.flush().await;
        assert!(pushes.recv().await.unwrap() > 0);
    }

    #[tokio::test]
    async fn a_loki_that_accepts_and_never_answers_slows_nobody_and_fills_a_bounded_queue() {
        let (address, _pushes) = loki(StatusCode::NO_CONTENT, Duration::from_hours(1)).await;
        let (layer, guard) = Guard::start("producer", "test", &address).await.unwrap();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            for line in 0..50_000 {
                tracing::info!(line, "one of very many lines that nobody takes");
            }
        });
        assert!(guard.batches.outstanding.load(Ordering::Relaxed) <= WAITING_BATCHES + 1);
        let before = std::time::Instant::now();
        guard.flush().await;
        assert!(before.elapsed() < FLUSH * 4, "the end of the process does not wait for Loki");
    }

    #[tokio::test]
    async fn a_batch_that_loki_refuses_is_given_up_and_not_tried_again() {
        let (address, mut pushes) = loki(StatusCode::BAD_REQUEST, Duration::ZERO).await;
        let push = address.url().join("/loki/api/v1/push").unwrap();
        let client = reqwest::Client::new();
        assert_eq!(deliver(&client, &push, Bytes::from_static(b"x")).await, Err("refused"));
        assert_eq!(pushes.recv().await, Some(1));
        assert!(pushes.try_recv().is_err());
    }
}
