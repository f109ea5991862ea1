//! The trace a report leaves: W3C trace context, level 1 (<https://www.w3.org/TR/trace-context/>), as the header
//! `traceparent` carries it. Written by the producer, one for each report; found again in the logs of all services.

use std::fmt;
use std::num::{NonZeroU64, NonZeroU128};
use std::str::FromStr;

/// The trace of a report: `00-<trace id>-<parent id>-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceParent {
    trace: NonZeroU128,
    parent: NonZeroU64,
}

/// The text is no `traceparent`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no traceparent: that is 00-<32 hex digits>-<16 hex digits>-<2 hex digits>, neither id all zeros")]
pub struct BadTraceParent(String);

impl TraceParent {
    /// A trace that begins here, from two random numbers.
    pub fn new(trace: NonZeroU128, parent: NonZeroU64) -> Self {
        Self { trace, parent }
    }

    /// The trace id: 32 lower-case hex digits.
    pub fn trace_id(self) -> String {
        format!("{:032x}", self.trace)
    }
}

/// Always of version 00, and sampled: every report's way is logged.
impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-01", self.trace, self.parent)
    }
}

/// As the standard says: of a later version, what version 00 has is read and the rest is ignored; `ff` is none.
impl FromStr for TraceParent {
    type Err = BadTraceParent;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| BadTraceParent(text.chars().take(64).collect()))
    }
}

fn read(text: &str) -> Option<TraceParent> {
    let mut parts = text.split('-');
    let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let version = hex(version, 2)?;
    hex(flags, 2)?;
    if version == 0xff || (version == 0 && parts.next().is_some()) {
        return None;
    }
    let parent = NonZeroU64::new(hex(parent, 16)? as u64)?;
    Some(TraceParent { trace: NonZeroU128::new(hex(trace, 32)?)?, parent })
}

/// Lower-case hex digits, exactly so many.
fn hex(text: &str, digits: usize) -> Option<u128> {
    let lower = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if lower && text.len() == digits { u128::from_str_radix(text, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn what_is_written_is_read_again() {
        let trace: TraceParent = EXAMPLE.parse().unwrap();
        assert_eq!(trace.to_string(), EXAMPLE);
        assert_eq!(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        let small = TraceParent::new(NonZeroU128::MIN, NonZeroU64::MIN);
        assert_eq!(small.to_string().parse(), Ok(small));
    }

    #[test]
    fn a_later_versions_additions_are_ignored() {
        let later = EXAMPLE.replacen("00", "cc", 1) + "-what-the-future-brings";
        assert_eq!(later.parse::<TraceParent>().unwrap().to_string(), EXAMPLE);
    }

    #[test]
    fn what_is_no_traceparent_is_refused() {
        for text in [
            "",
            "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-000f067aa0ba902b7-01",
        ] {
            assert!(text.parse::<TraceParent>().is_err(), "{text}");
        }
    }
}
