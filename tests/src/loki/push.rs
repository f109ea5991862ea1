//! The push protocol, as strict as Loki is: `POST /loki/api/v1/push` with a protobuf in a snappy block.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use loki_api::logproto::{PushRequest, StreamAdapter};
use loki_api::prost::Message;
use loki_api::prost_types::Timestamp;

use super::labels;
use super::line::{Labels, Line};

/// The largest push, unpacked: what the parts of a Loki hand to each other at most (`grpc_server_max_recv_msg_size`).
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The longest line (`max_line_size`).
const LONGEST_LINE: usize = 256 * 1024;
/// The oldest line (`reject_old_samples_max_age`).
const OLDEST: Duration = Duration::from_hours(7 * 24);
/// How far ahead of Loki's clock a line may be (`creation_grace_period`).
const AHEAD: Duration = Duration::from_mins(10);

/// A refusal: the status and Loki's words.
pub(super) type Refusal = (StatusCode, String);

/// What was found in a push.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// What Loki would store, stream by stream.
    pub(super) lines: Vec<Line>,
    /// What it would refuse although it stores the rest.
    pub(super) refused: Vec<String>,
    /// Unpacked.
    pub(super) bytes: usize,
}

/// Reads a push.
///
/// # Errors
/// When Loki would take nothing of it.
pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Contents, Refusal> {
    let header = |name| headers.get(name).map(HeaderValue::as_bytes).map(String::from_utf8_lossy).unwrap_or_default();
    let bad = |what: String| (StatusCode::BAD_REQUEST, what);
    let kind = header(header::CONTENT_TYPE);
    if kind != "application/x-protobuf" {
        return Err(bad(format!("Content-Type {kind:?} is not what our services push")));
    }
    let encoding = header(header::CONTENT_ENCODING);
    if encoding != "snappy" {
        return Err(bad(format!("Content-Encoding {encoding:?} not supported")));
    }
    let bytes = snap::raw::decompress_len(body).map_err(|error| bad(error.to_string()))?;
    if bytes > MOST_BYTES {
        let what = format!("request body too large: {bytes} bytes, limit: {MOST_BYTES} bytes");
        return Err((StatusCode::PAYLOAD_TOO_LARGE, what));
    }
    let plain = snap::raw::Decoder::new().decompress_vec(body).map_err(|error| bad(error.to_string()))?;
    let request = PushRequest::decode(plain.as_slice()).map_err(|error| bad(error.to_string()))?;
    if request.streams.is_empty() {
        return Err((
            StatusCode::UNPROCESSABLE_ENTITY,
            "error at least one valid stream is required for ingestion".into(),
        ));
    }
    let mut contents = Contents { bytes, ..Contents::default() };
    for stream in request.streams {
        match labels::parse(&stream.labels) {
            Ok(labels) => contents.take(&labels, stream),
            Err(reason) => contents.refused.push(reason),
        }
    }
    Ok(contents)
}

impl Contents {
    fn take(&mut self, labels: &Labels, stream: StreamAdapter) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let (oldest, newest) = (nanos(now.saturating_sub(OLDEST)), nanos(now + AHEAD));
        let name = stream.labels;
        for entry in stream.entries {
            let reason = match entry.timestamp.as_ref().map(since_1970) {
                None => format!("entry for stream '{name}' has no timestamp"),
                Some(at) if at < oldest => format!("entry for stream '{name}' has timestamp too old: {at}"),
                Some(at) if at > newest => format!("entry for stream '{name}' has timestamp too new: {at}"),
                Some(_) if entry.line.len() > LONGEST_LINE => format!(
                    "max entry size '{LONGEST_LINE}' bytes exceeded for stream '{name}' while adding an entry with \
                     length '{}' bytes",
                    entry.line.len()
                ),
                Some(at) => {
                    self.lines.push(Line { labels: labels.clone(), at, text: entry.line });
                    continue;
                }
            };
            self.refused.push(reason);
        }
    }
}

fn since_1970(at: &Timestamp) -> i64 {
    at.seconds.saturating_mul(1_000_000_000).saturating_add(i64::from(at.nanos))
}

fn nanos(since_1970: Duration) -> i64 {
    i64::try_from(since_1970.as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use loki_api::logproto::EntryAdapter;

    fn headers() -> HeaderMap {
        let pairs = [(header::CONTENT_TYPE, "application/x-protobuf"), (header::CONTENT_ENCODING, "snappy")];
        pairs.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
    }

    fn push(entries: &[(Duration, String)]) -> Vec<u8> {
        let entry = |(at, line): &(Duration, String)| {
            let timestamp = Timestamp { seconds: at.as_secs() as i64, nanos: at.subsec_nanos() as i32 };
            EntryAdapter { timestamp: Some(timestamp), line: line.clone() }
        };
        let labels = "{service=\"producer\"}".to_owned();
        let stream = StreamAdapter { labels, entries: entries.iter().map(entry).collect(), hash: 0 };
        let plain = PushRequest { streams: vec![stream] }.encode_to_vec();
        snap::raw::Encoder::new().compress_vec(&plain).unwrap()
    }

    fn now() -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_push_as_tracing_loki_makes_it_is_read() {
        let contents = read(&headers(), &push(&[(now(), "{}".to_owned())])).unwrap();
        assert_eq!((contents.lines.len(), contents.refused.len()), (1, 0));
        assert_eq!(contents.lines[0].label("service"), "producer");
    }

    #[test]
    fn another_type_or_encoding_or_a_broken_block_is_refused_whole() {
        let good = push(&[(now(), String::new())]);
        let without = |name| {
            let mut headers = headers();
            headers.insert(name, HeaderValue::from_static("text/plain"));
            read(&headers, &good).unwrap_err().0
        };
        assert_eq!(without(header::CONTENT_TYPE), StatusCode::BAD_REQUEST);
        assert_eq!(without(header::CONTENT_ENCODING), StatusCode::BAD_REQUEST);
        assert_eq!(read(&headers(), &good[..good.len() - 1]).unwrap_err().0, StatusCode::BAD_REQUEST);
        let large: Vec<_> = (0..20).map(|_| (now(), "x".repeat(LONGEST_LINE))).collect();
        assert_eq!(read(&headers(), &push(&large)).unwrap_err().0, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn a_line_too_old_too_new_or_too_long_is_refused_and_the_rest_is_taken() {
        let (old, new) = (now().saturating_sub(OLDEST + AHEAD), now() + 2 * AHEAD);
        let long = "x".repeat(LONGEST_LINE + 1);
        let lines = [(old, "old".into()), (now(), "good".into()), (new, "new".into()), (now(), long)];
        let contents = read(&headers(), &push(&lines)).unwrap();
        assert_eq!(contents.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["good"]);
        for (reason, word) in contents.refused.iter().zip(["too old", "too new", "max entry size"]) {
            assert!(reason.contains(word), "{reason}");
        }
    }
}
