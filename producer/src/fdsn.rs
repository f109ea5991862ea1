//! Asking the FDSN-event service, politely: one question at a time, a pause between two, retries with backoff.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use quake::emsc::{self, Rejection};
use reqwest::{StatusCode, header};
use service::Backoff;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::Config;
use crate::listen::USER_AGENT;

/// Reports in one answer. What EMSC's users page by; the service's own limit is not documented.
pub(crate) const LIMIT: usize = 1_000;
/// How long an answer may take. A thousand reports are half a megabyte.
const ANSWER: Duration = Duration::from_mins(1);
/// A thousand reports have 0.5 MB; beyond this it is no answer to our question.
const LARGEST_ANSWER: usize = 32 << 20;
/// Tries for one question, with pauses of up to a minute; then the whole fetch is tried again later.
const TRIES: u32 = 6;

/// What is asked for. All bounds are inclusive.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    /// Origin time at or after.
    pub(crate) start: Timestamp,
    /// Origin time at or before.
    pub(crate) end: Timestamp,
    /// `lastupdate` after.
    pub(crate) updated_after: Option<Timestamp>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FdsnError {
    #[error("the FDSN-event service cannot be reached: {}", chain(.0))]
    Unreachable(#[from] reqwest::Error),
    #[error("the FDSN-event service answered {status}: {text}")]
    Status { status: StatusCode, text: String },
    #[error("the FDSN-event service's answer is larger than {LARGEST_ANSWER} bytes")]
    TooLarge,
    #[error("the FDSN-event service's answer is no GeoJSON: {0}")]
    Shape(#[from] Rejection),
}

/// An error and its causes: `reqwest` shows only the outermost, which says nothing.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

/// The service.
pub(crate) struct Fdsn {
    client: reqwest::Client,
    address: reqwest::Url,
    between: Duration,
    next: Arc<Mutex<Instant>>,
}

impl Fdsn {
    pub(crate) fn new(config: &Config, tls: &rustls::ClientConfig) -> Self {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(tls.clone())
            .user_agent(USER_AGENT)
            .timeout(ANSWER)
            .connect_timeout(Duration::from_secs(10))
            .build()
            .expect("a client of plain settings and a finished TLS configuration can be built");
        Self {
            client,
            address: config.feed_fdsn.url().clone(),
            between: config.pace.between_requests,
            next: Arc::new(Mutex::new(Instant::now())),
        }
    }

    /// The features of an answer, unread.
    pub(crate) async fn ask(&self, question: &Question) -> Result<Vec<String>, FdsnError> {
        let mut backoff = Backoff::new(self.between, Duration::from_mins(1));
        let mut tries = 1;
        loop {
            match self.try_once(question).await {
                Err((error, Some(wait))) if tries < TRIES => {
                    tries += 1;
                    let pause = backoff.pause().max(wait);
                    tracing::debug!(tries, "{error}; asking again in {pause:.1?}");
                    tokio::time::sleep(pause).await;
                }
                answer => return answer.map_err(|(error, _)| error),
            }
        }
    }

    /// One try; an error that may pass comes with how long the service wants to be left alone.
    async fn try_once(&self, question: &Question) -> Result<Vec<String>, (FdsnError, Option<Duration>)> {
        let passing = |error: reqwest::Error| (FdsnError::from(error), Some(Duration::ZERO));
        self.wait_for_turn().await;
        let mut response = self.client.get(self.url(question)).send().await.map_err(passing)?;
        let status = response.status();
        let wait = retry_after(response.headers());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(passing)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err((FdsnError::TooLarge, None));
            }
            body.extend_from_slice(&chunk);
        }
        match status {
            // 404 is how services say "nothing" when asked to; EMSC's is 204.
            StatusCode::NO_CONTENT | StatusCode::NOT_FOUND => Ok(Vec::new()),
            StatusCode::OK => {
                let text = String::from_utf8_lossy(&body);
                let features = emsc::features(&text).map_err(|error| (error.into(), Some(Duration::ZERO)))?;
                Ok(features.into_iter().map(|feature| feature.get().to_owned()).collect())
            }
            status => {
                let text = String::from_utf8_lossy(&body).chars().take(200).collect();
                let may_pass = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
                Err((FdsnError::Status { status, text }, may_pass.then_some(wait)))
            }
        }
    }

    async fn wait_for_turn(&self) {
        let mut next = self.next.lock().await;
        tokio::time::sleep_until(*next).await;
        *next = Instant::now() + self.between;
    }

    fn url(&self, question: &Question) -> reqwest::Url {
        let mut url = self.address.clone();
        url.query_pairs_mut()
            .append_pair("format", "json")
            .append_pair("limit", &LIMIT.to_string())
            .append_pair("starttime", &fdsn_time(question.start))
            .append_pair("endtime", &fdsn_time(question.end));
        if let Some(updated_after) = question.updated_after {
            url.query_pairs_mut().append_pair("updatedafter", &fdsn_time(updated_after));
        }
        url
    }
}

/// FDSN services take UTC without saying so, with up to six digits.
fn fdsn_time(time: Timestamp) -> String {
    format!("{time:.6}").trim_end_matches('Z').to_owned()
}

/// How long a service wants to be left alone, ten minutes at most; nothing if it does not say in seconds.
fn retry_after(headers: &header::HeaderMap) -> Duration {
    let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0)).min(Duration::from_mins(10))
}
