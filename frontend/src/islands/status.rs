//! How the feed is: a few words people can trust.

use super::snapshot::Speech;
use crate::clock;

/// Longer than this without a word is worth saying; the world seldom stays silent for so long.
const QUIET_AFTER: i64 = 30 * clock::MINUTE;
/// How long it is said that a gap was filled.
const RECOVERED_FOR: i64 = 2 * clock::MINUTE;

/// The state of the connection to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// As the server rendered the page, and as it stays without JavaScript.
    Rendered { at: i64 },
    /// Trying for the first time.
    Connecting,
    /// Connected; when something last came.
    Live { heard: i64 },
    /// The connection broke, the browser is trying again.
    Reconnecting,
    /// The browser has no network; when something last came, or the page was made.
    Offline { heard: i64 },
}

/// Earthquakes that came by gap filling, in one go: reports that the feed sent while nobody of ours listened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Recovery {
    pub(crate) count: usize,
    last: i64,
}

impl Recovery {
    /// One more.
    pub(crate) fn add(&mut self, now: i64) {
        self.count = if self.current(now) { self.count + 1 } else { 1 };
        self.last = now;
    }

    fn current(self, now: i64) -> bool {
        self.count > 0 && now - self.last <= RECOVERED_FOR
    }
}

impl Status {
    /// The words in the header.
    pub(crate) fn words(self, now: i64, recovery: Recovery, speech: &Speech, east: i32) -> String {
        let say = |key| speech.say(key, &[]);
        let as_of = |key, at| speech.say(key, &[("time", &clock::short(at, east))]);
        match self {
            Status::Rendered { at } => as_of("status.rendered", at),
            Status::Connecting => say("status.connecting"),
            Status::Live { .. } if recovery.current(now) => {
                speech.say("status.filling", &[("count", &recovery.count.to_string())])
            }
            Status::Live { heard } if now - heard > QUIET_AFTER => say("status.quiet"),
            Status::Live { .. } => say("status.live"),
            Status::Reconnecting => say("status.reconnecting"),
            Status::Offline { heard } => as_of("status.offline", heard),
        }
    }

    /// The class of the lamp beside them.
    pub(crate) fn lamp(self) -> &'static str {
        match self {
            Status::Rendered { .. } | Status::Connecting => "lamp",
            Status::Live { .. } => "lamp live",
            Status::Reconnecting | Status::Offline { .. } => "lamp lost",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::islands::snapshot::Words;
    use crate::messages::Messages;
    use crate::words::{Clock, Units};

    fn words(status: Status, now: i64, recovery: Recovery) -> String {
        let words = Words(Messages::english());
        status.words(now, recovery, &Speech { words, units: Units::Kilometres, clock: Clock::Utc }, 0)
    }

    #[test]
    fn half_an_hour_of_silence_is_said() {
        let status = Status::Live { heard: 0 };
        assert_eq!(words(status, QUIET_AFTER, Recovery::default()), "Live");
        assert_eq!(words(status, QUIET_AFTER + 1, Recovery::default()), "Live, quiet");
    }

    #[test]
    fn a_filled_gap_is_said_for_a_while_with_what_it_brought() {
        let mut recovery = Recovery::default();
        (0..12).for_each(|i| recovery.add(1_000_000 + i));
        let status = Status::Live { heard: 1_000_000 };
        assert_eq!(words(status, 1_000_100, recovery), "Live, 12 recovered");
        assert_eq!(words(status, 1_200_000, recovery), "Live");
        recovery.add(1_200_000);
        assert_eq!(recovery.count, 1, "another gap is counted anew");
    }

    #[test]
    fn without_javascript_the_page_says_of_when_it_is() {
        assert_eq!(words(Status::Rendered { at: 1_741_167_907_000 }, 0, Recovery::default()), "As of 09:45 UTC");
    }
}
