//! The sender: hands the queue to Loki, push by push, and tries again what Loki did not take.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use loki_api::logproto::PushRequest;
use loki_api::prost::Message;
use tracing::instrument::WithSubscriber;
use tracing::subscriber::NoSubscriber;

use super::queue::{Push, Queue};
use crate::{Backoff, events};

/// How long one push may take: a Loki that accepts and never answers is a Loki that is down.
const ATTEMPT: Duration = Duration::from_secs(5);
/// Between two tries while the process ends.
const LAST_TRIES: Duration = Duration::from_millis(200);
/// The one failure that trying again would not mend.
const REFUSED: &str = "refused";
/// How long lines gather at most, so that a busy service does not make a push of each.
const GATHER: Duration = Duration::from_millis(500);

pub(super) fn client() -> reqwest::Result<reqwest::Client> {
    // To follow a redirect would turn the push into a question, and the answer to that into a success.
    reqwest::Client::builder().timeout(ATTEMPT).redirect(reqwest::redirect::Policy::none()).build()
}

/// Until the queue is closed and empty.
pub(super) async fn run(client: reqwest::Client, url: url::Url, queue: Arc<Queue>) {
    let mut loki = Destination { client, url, queue, well: true };
    while loki.queue.wait().await {
        let _ = tokio::time::timeout(GATHER, loki.queue.fill()).await;
        let push = loki.queue.take();
        let lost = if loki.deliver(&push).await { 0 } else { push.lines };
        loki.queue.done(lost);
        if loki.well {
            let missed = loki.queue.told();
            if missed > 0 {
                events::lines_missed(missed);
            }
        }
    }
}

/// Where lines go.
struct Destination {
    client: reqwest::Client,
    url: url::Url,
    queue: Arc<Queue>,
    /// Whether the last push was taken.
    well: bool,
}

impl Destination {
    /// One push, tried until Loki has it; `false` when it refuses it for good. What comes meanwhile waits in the
    /// queue, which forgets the oldest when it is full.
    async fn deliver(&mut self, push: &Push) -> bool {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(30));
        let body = Bytes::from(encode(&push.request));
        loop {
            let since = Instant::now();
            let reason = match self.attempt(body.clone()).await {
                Ok(()) => {
                    self.well = true;
                    events::lines_sent(push.lines, since.elapsed());
                    return true;
                }
                Err(reason) => reason,
            };
            // The first of an outage is told, refusals among them: each line about it is another line for Loki.
            events::push_failed(reason, self.well);
            self.well = false;
            if reason == REFUSED {
                events::lines_dropped(REFUSED, push.lines);
                return false;
            }
            // Who stops does not wait for the end of a pause, and tries once more.
            tokio::select! {
                () = tokio::time::sleep(backoff.pause()) => {}
                () = self.queue.end() => tokio::time::sleep(LAST_TRIES).await,
            }
        }
    }

    async fn attempt(&self, body: Bytes) -> Result<(), &'static str> {
        let request = self
            .client
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/x-protobuf")
            .header(header::CONTENT_ENCODING, "snappy")
            .body(body);
        // What the client logs of this request must not become the next request.
        match request.send().with_subscriber(NoSubscriber::new()).await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Ok(()),
            Ok(StatusCode::TOO_MANY_REQUESTS) => Err("throttled"),
            Ok(StatusCode::REQUEST_TIMEOUT) => Err("timeout"),
            Ok(status) if status.is_server_error() => Err("server_error"),
            Ok(_) => Err(REFUSED),
            Err(error) if error.is_timeout() => Err("timeout"),
            Err(_) => Err("unreachable"),
        }
    }
}

fn encode(request: &PushRequest) -> Vec<u8> {
    snap::raw::Encoder::new()
        .compress_vec(&request.encode_to_vec())
        .expect("a push is far below what snappy can compress")
}
