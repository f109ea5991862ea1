//! How long each step of a revision's way took: from the rupture to the agency's word, to us, into Kafka, into the table.

use jiff::Timestamp;
use store::StoredRevision;

use crate::messages::Messages;

/// What the units are called. A millisecond is `ms` everywhere.
const UNITS: [&str; 4] = ["event.unit-day", "event.unit-hour", "event.unit-minute", "event.unit-second"];

/// Milliseconds from one station to the next. Each is the difference of two clocks, so it can be negative where they
/// disagree; it is told as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Steps {
    /// Origin time to the revision's moment.
    pub(super) published: i64,
    /// From there until the producer had it.
    pub(super) received: i64,
    /// Until Kafka's record was written.
    pub(super) recorded: i64,
    /// Until the consumer wrote it to the table.
    pub(super) stored: i64,
}

impl Steps {
    pub(super) fn of(revision: &StoredRevision) -> Self {
        let quake = &revision.quake;
        let between = |from: Timestamp, to: Timestamp| to.duration_since(from).as_millis() as i64;
        Self {
            published: between(quake.time, quake.updated),
            received: between(quake.updated, revision.received),
            recorded: revision.position.time_ms - revision.received.as_millisecond(),
            stored: revision.stored.as_millisecond() - revision.position.time_ms,
        }
    }

    pub(super) fn all(self) -> [i64; 4] {
        [self.published, self.received, self.recorded, self.stored]
    }
}

/// A span in the two largest units that say enough, as the reader's language shortens them: `1.2 s`, `4 min 12 s`.
pub(super) fn span(ms: i64, messages: &Messages) -> String {
    let [day, hour, minute, second] = UNITS.map(|key| messages.get(key));
    let sign = if ms < 0 { "\u{2212}" } else { "" };
    let ms = ms.unsigned_abs();
    let (s, min, h, d) = (ms / 1000, ms / 60_000, ms / 3_600_000, ms / 86_400_000);
    let text = match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{s}.{} {second}", ms / 100 % 10),
        60_000..3_600_000 => format!("{min} {minute} {} {second}", s % 60),
        3_600_000..86_400_000 => format!("{h} {hour} {} {minute}", min % 60),
        _ => format!("{d} {day} {} {hour}", h % 24),
    };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_the_two_largest_units() {
        let spans = [0, 999, 1_250, -300, 59_999, 252_000, 11_100_000, 187_200_000];
        let told = ["0 ms", "999 ms", "1.2 s", "\u{2212}300 ms", "59.9 s", "4 min 12 s", "3 h 5 min", "2 d 4 h"];
        assert_eq!(spans.map(|ms| span(ms, Messages::english())), told);
        let german = Messages::of("de").unwrap();
        assert_eq!([252_000, 187_200_000].map(|ms| span(ms, german)), ["4 Min. 12 s", "2 T 4 Std."]);
    }
}
