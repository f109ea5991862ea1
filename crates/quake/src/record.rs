//! The topic's wire format: all that passes between producer and whoever reads the topic. Versioned.
//!
//! | part | content |
//! |---|---|
//! | key | the event id, as text |
//! | value | `{"v":1,"quake":{…}}`, [`Quake`] as JSON, times in RFC 3339 |
//! | timestamp | when the producer sent it (the record time cursors speak of) |
//! | header `source` | [`Source`]: `websocket` or `fdsn` |
//! | header `action` | the feed's word (`create`, `update`, …); absent for `fdsn` |
//! | header `received` | when the producer had it in hand, RFC 3339 |
//! | header `traceparent` | the report's [`TraceParent`](crate::TraceParent), W3C trace context |
//! | header `complete` | everything the feed published up to this instant is in the topic, RFC 3339; absent until known |
//!
//! A dead letter has the bytes as they came for its value, and the headers `reason`, `source`, `received` and,
//! where the producer wrote it, `traceparent`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Quake;

/// Header: how the report reached the producer.
pub const SOURCE: &str = "source";
/// Header: what the feed said it does.
pub const ACTION: &str = "action";
/// Header: when the producer had the report in hand.
pub const RECEIVED: &str = "received";
/// Header: the report's trace, under the name the standard gives it.
pub const TRACE: &str = "traceparent";
/// Header: up to when the topic is complete.
pub const COMPLETE: &str = "complete";
/// Header of a dead letter: why it is one.
pub const REASON: &str = "reason";

/// The version this code writes. Readers refuse others, so a new one is rolled out to readers first.
const VERSION: u32 = 1;

/// How a report reached the producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// Pushed by EMSC's websocket.
    Websocket,
    /// Fetched from EMSC's FDSN-event service to fill a gap.
    Fdsn,
}

impl Source {
    /// The header's text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Websocket => "websocket",
            Self::Fdsn => "fdsn",
        }
    }

    /// Reads the header's text; `None` for a word of another version.
    pub fn read(text: &str) -> Option<Self> {
        [Self::Websocket, Self::Fdsn].into_iter().find(|source| source.as_str() == text)
    }
}

/// The value is none this version can read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadRecord {
    /// Not JSON of this shape.
    #[error("not a record of this topic: {0}")]
    Shape(#[from] serde_json::Error),
    /// A newer producer wrote it.
    #[error("record version {0} is unknown here (this program reads {VERSION}): upgrade it before the producer")]
    Version(u32),
}

/// Writes a report as a record's value, or as the table's document: one encoding for both.
pub fn encode(quake: &Quake) -> String {
    #[derive(Serialize)]
    struct Out<'a> {
        v: u32,
        quake: &'a Quake,
    }
    serde_json::to_string(&Out { v: VERSION, quake }).expect("a checked quake always serialises")
}

/// Reads a record's value.
///
/// # Errors
/// [`BadRecord`] says what is wrong with it.
pub fn decode(value: &[u8]) -> Result<Quake, BadRecord> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    #[derive(Deserialize)]
    struct In {
        quake: Quake,
    }
    let Version { v } = serde_json::from_slice(value)?;
    if v != VERSION {
        return Err(BadRecord::Version(v));
    }
    Ok(serde_json::from_slice::<In>(value)?.quake)
}

/// Reads a header that holds an instant.
pub fn instant(header: &[u8]) -> Option<Timestamp> {
    std::str::from_utf8(header).ok().and_then(|text| crate::parse_utc(text).ok())
}
