//! All that can go wrong with the real feed, to be ordered by name.

use std::time::Duration;

use serde::Deserialize;

use crate::Malformation;

/// Something that goes wrong. Over HTTP: `{"fault":"slow_drip","over_ms":2000}`; all values have defaults.
///
/// Those that concern frames publish them at once, about events made for the purpose. Those that concern
/// connections strike all that are open. Those that concern answers strike the next ones, one after another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fault {
    /// A create, and the very same frame again.
    Duplicate,
    /// An update, and then the create that is older.
    UpdateBeforeCreate,
    /// A create, an update, and then another update whose `lastupdate` lies between the two.
    StaleUpdate,
    /// A frame that is no report.
    Malformed {
        /// In which way; default: not JSON.
        #[serde(default)]
        how: Malformation,
    },
    /// A frame without `mag` and `magtype`.
    MissingMagnitude,
    /// A frame with `mag` and `magtype` null.
    NullMagnitude,
    /// A frame with fields nobody knows, at all levels.
    ExtraFields,
    /// A frame whose action is `delete`.
    UnknownAction,
    /// A good report in a binary message.
    Binary,
    /// A good report as several fragments of one message.
    Fragmented {
        /// How many, 2 to 100; default 3.
        #[serde(default = "three")]
        parts: usize,
    },
    /// A good report, padded with blanks inside.
    Padded {
        /// To how many bytes, up to 4 MiB; default 64 KiB.
        #[serde(default = "sixty_four_kib")]
        bytes: usize,
    },
    /// A frame whose `data` is spread over many lines.
    PrettyPrinted,
    /// A frame about depth 0, whose third coordinate is `0.0` or `-0.0`.
    SurfaceDepth {
        /// Whether it is `-0.0`; default true.
        #[serde(default = "yes")]
        negative: bool,
    },
    /// A good frame, byte after byte.
    SlowDrip {
        /// For how long, up to a minute; default 2 s.
        #[serde(default = "two_seconds", rename = "over_ms", deserialize_with = "milliseconds")]
        over: Duration,
    },
    /// The end of all open connections.
    Drop(How),
    /// The next attempts to open a websocket are answered with an error.
    RefuseUpgrades {
        /// 400 to 599; default 502.
        #[serde(default = "bad_gateway")]
        status: u16,
        /// How many; default 1.
        #[serde(default = "once")]
        attempts: u32,
        /// `Retry-After` in seconds; default none.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// From now on, connections without a client's ping for so long end, without a close frame.
    RequirePings {
        /// Default 30 s.
        #[serde(default = "thirty_seconds", rename = "within_ms", deserialize_with = "milliseconds")]
        within: Duration,
    },
    /// The next FDSN queries are answered with an error.
    FdsnStatus {
        /// 400 to 599; default 503.
        #[serde(default = "unavailable")]
        status: u16,
        /// How many; default 1.
        #[serde(default = "once")]
        times: u32,
        /// `Retry-After` in seconds; default none.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// The next FDSN queries are answered late.
    FdsnSlow {
        /// By how much, up to 10 minutes; default 2 s.
        #[serde(default = "two_seconds", rename = "delay_ms", deserialize_with = "milliseconds")]
        delay: Duration,
        /// How many; default 1.
        #[serde(default = "once")]
        times: u32,
    },
    /// The next FDSN answers are complete HTTP, but half of the JSON.
    FdsnTruncated {
        /// How many; default 1.
        #[serde(default = "once")]
        times: u32,
    },
    /// The next FDSN answers end in the middle, with the connection.
    FdsnBroken {
        /// How many; default 1.
        #[serde(default = "once")]
        times: u32,
    },
    /// The next FDSN answers state another `totalCount`.
    FdsnWrongTotal {
        /// By how many it differs; default 3.
        #[serde(default = "three_more")]
        by: i64,
        /// How many; default 1.
        #[serde(default = "once")]
        times: u32,
    },
    /// The FDSN service does not show an event.
    HideEvent {
        /// Its `unid`.
        unid: quake::QuakeId,
    },
    /// Takes back all that lasts: refused upgrades, required pings, answers still to go wrong, hidden events.
    Clear,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum How {
    /// With a close frame.
    Close {
        /// 1000 to 4999, such as 1000 (normal), 1001 (going away), 1011 (internal error). Default 1000.
        #[serde(default = "normal_closure")]
        code: u16,
    },
    /// With TCP's end of stream and no close frame.
    Hangup,
    /// With a TCP reset; what the client had not read yet may be lost.
    Reset,
    /// Not at all: the socket stays open, but nothing comes any more, not even pongs.
    Silence,
}

fn milliseconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u32::deserialize(deserializer).map(|ms| Duration::from_millis(ms.into()))
}

fn yes() -> bool {
    true
}
fn once() -> u32 {
    1
}
fn three() -> usize {
    3
}
fn three_more() -> i64 {
    3
}
fn sixty_four_kib() -> usize {
    64 * 1024
}
fn two_seconds() -> Duration {
    Duration::from_secs(2)
}
fn thirty_seconds() -> Duration {
    Duration::from_secs(30)
}
fn bad_gateway() -> u16 {
    502
}
fn unavailable() -> u16 {
    503
}
fn normal_closure() -> u16 {
    1000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Fault {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_fault_is_ordered_by_name_and_the_rest_has_defaults() {
        assert_eq!(read(r#"{"fault":"duplicate"}"#), Fault::Duplicate);
        assert_eq!(read(r#"{"fault":"malformed"}"#), Fault::Malformed { how: Malformation::NotJson });
        assert_eq!(read(r#"{"fault":"padded"}"#), Fault::Padded { bytes: 65_536 });
        assert_eq!(read(r#"{"fault":"slow_drip","over_ms":50}"#), Fault::SlowDrip { over: Duration::from_millis(50) });
        assert_eq!(read(r#"{"fault":"drop","how":"close","code":1011}"#), Fault::Drop(How::Close { code: 1011 }));
        assert_eq!(read(r#"{"fault":"drop","how":"reset"}"#), Fault::Drop(How::Reset));
        let id: quake::QuakeId = "20261120_0000001".parse().unwrap();
        assert_eq!(read(r#"{"fault":"hide_event","unid":"20261120_0000001"}"#), Fault::HideEvent { unid: id });
    }

    #[test]
    fn a_value_the_fault_does_not_have_is_refused() {
        assert!(serde_json::from_str::<Fault>(r#"{"fault":"fdsn_broken","time":3}"#).is_err());
    }
}
