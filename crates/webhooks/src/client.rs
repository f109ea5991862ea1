//! One try: a request, and what its answer means.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Response, StatusCode};

use crate::message::Message;
use crate::resolver::{PublicOnly, Refused};
use crate::rule::Rule;
use crate::{Settings, WebhooksError};

/// For a connection, and for all of a try. Receivers should answer first and work afterwards.
const CONNECT: Duration = Duration::from_secs(5);
const TOTAL: Duration = Duration::from_secs(10);
/// How long a connection is kept for the next message.
const IDLE: Duration = Duration::from_secs(30);
/// How much of an answer is read, and how much of that is logged. Nobody needs the rest.
const READ: usize = 1024;
const SHOWN: usize = 120;

/// What became of a try.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The receiver has it.
    Taken,
    /// It may succeed later; not before so much time has passed, if the receiver says so.
    Later { reason: Reason, told: String, after: Option<Duration> },
    /// It will never succeed.
    Never { reason: Reason, told: String },
    /// The receiver wants nothing more.
    Gone,
}

/// Why a try failed, in the words of the metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    Unreachable,
    Timeout,
    Throttled,
    ServerError,
    Refused,
    Private,
}

impl Reason {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Throttled => "throttled",
            Self::ServerError => "server_error",
            Self::Refused => "refused",
            Self::Private => "private",
        }
    }
}

/// The HTTP client of all rules.
#[derive(Clone)]
pub(crate) struct Client(reqwest::Client);

impl Client {
    pub(crate) fn new(settings: &Settings) -> Result<Self, WebhooksError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("quakewire-webhooks/", env!("CARGO_PKG_VERSION")))
            // A redirect would lead where no rule was checked.
            .redirect(Policy::none())
            // A proxy would look names up itself, and reach what we refuse.
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(1);
        if !settings.private {
            builder = builder.dns_resolver(Arc::new(PublicOnly));
        }
        if let Some(path) = &settings.ca {
            for certificate in certificates(path)? {
                builder = builder.add_root_certificate(certificate);
            }
        }
        builder.build().map(Self).map_err(|error| match &settings.ca {
            // Only now are they looked into.
            Some(path) => WebhooksError::Certificates { path: path.clone(), reason: innermost(&error) },
            None => WebhooksError::Client(error),
        })
    }

    /// Posts a message once.
    pub(crate) async fn post(&self, rule: &Rule, message: &Message) -> Answer {
        let headers = message.headers(rule, Timestamp::now());
        let request = self.0.post(rule.url.clone()).headers(headers).body(message.body.clone());
        match request.send().await {
            Ok(response) => read(response).await,
            Err(error) => failed(error),
        }
    }
}

/// The certificates in a PEM file, of which there has to be one.
fn certificates(path: &Path) -> Result<Vec<Certificate>, WebhooksError> {
    let wrong = |reason: String| WebhooksError::Certificates { path: path.to_owned(), reason };
    let text = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
    let certificates = Certificate::from_pem_bundle(&text).map_err(|error| wrong(error.to_string()))?;
    if certificates.is_empty() { Err(wrong("holds no PEM certificate".to_owned())) } else { Ok(certificates) }
}

async fn read(mut response: Response) -> Answer {
    let (status, after) = (response.status(), retry_after(response.headers(), Timestamp::now()));
    // The beginning of the answer is read so that the connection can be used again, and to say why it was no.
    let mut body = Vec::new();
    while body.len() < READ
        && let Ok(Some(piece)) = response.chunk().await
    {
        body.extend_from_slice(&piece[..piece.len().min(READ - body.len())]);
    }
    let told = told(status, &body);
    match status {
        status if status.is_success() => Answer::Taken,
        StatusCode::GONE => Answer::Gone,
        StatusCode::TOO_MANY_REQUESTS => Answer::Later { reason: Reason::Throttled, told, after },
        StatusCode::REQUEST_TIMEOUT => Answer::Later { reason: Reason::Timeout, told, after },
        status if status.is_server_error() => Answer::Later { reason: Reason::ServerError, told, after },
        status if status.is_redirection() => Answer::Never {
            reason: Reason::Refused,
            told: format!("{status}: redirects are not followed; write the new address into the rule"),
        },
        _ => Answer::Never { reason: Reason::Refused, told },
    }
}

/// The status and the beginning of what the receiver says, on one line and without control characters.
fn told(status: StatusCode, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text: String = text.trim().chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.is_empty() { status.to_string() } else { format!("{status}: {text}") }
}

fn failed(error: reqwest::Error) -> Answer {
    // The address is left out: its path or query may be a secret.
    let error = error.without_url();
    if let Some(refused) = causes(&error).find_map(|cause| cause.downcast_ref::<Refused>()) {
        return Answer::Never { reason: Reason::Private, told: refused.to_string() };
    }
    let reason = if error.is_timeout() { Reason::Timeout } else { Reason::Unreachable };
    Answer::Later { reason, told: innermost(&error), after: None }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// The last cause is the most exact, such as `Connection refused (os error 111)`.
fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

/// How long the receiver asks to be left alone: seconds, or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(date.duration_since(now).try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        let after = |text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            retry_after(&headers, now).map(|after| after.as_secs())
        };
        assert_eq!(after("120"), Some(120));
        assert_eq!(after("Fri, 20 Nov 2026 10:00:30 GMT"), Some(30));
        assert_eq!(after("Fri, 20 Nov 2026 09:00:00 GMT"), Some(0), "a date that has passed");
        assert_eq!((after("soon"), after("-1"), after("1.5")), (None, None, None));
    }

    #[test]
    fn what_a_receiver_says_is_cut_and_cannot_write_a_log_line_of_its_own() {
        let body = format!("no\nERROR \u{1b}[31m{}", "x".repeat(1000));
        let told = told(StatusCode::BAD_REQUEST, body.as_bytes());
        assert!(told.starts_with("400 Bad Request: no ERROR  [31mxxx"), "{told}");
        assert!(told.len() < 150);
    }
}
