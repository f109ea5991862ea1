//! How the feed is: one word people can trust.

use crate::clock;

/// Longer than this without a word is worth saying; the world seldom stays silent for so long.
const QUIET_AFTER_MS: i64 = 30 * 60 * 1000;

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
}

impl Status {
    /// The words in the header.
    pub(crate) fn words(self, now: i64) -> String {
        match self {
            Status::Rendered { at } => format!("As of {}", clock::short(at)),
            Status::Connecting => "Connecting\u{2026}".to_owned(),
            Status::Live { heard } if now - heard > QUIET_AFTER_MS => "Live, quiet".to_owned(),
            Status::Live { .. } => "Live".to_owned(),
            Status::Reconnecting => "Reconnecting\u{2026}".to_owned(),
        }
    }

    /// The class of the lamp beside them.
    pub(crate) fn lamp(self) -> &'static str {
        match self {
            Status::Rendered { .. } | Status::Connecting => "lamp",
            Status::Live { .. } => "lamp live",
            Status::Reconnecting => "lamp lost",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_hour_of_silence_is_said() {
        let status = Status::Live { heard: 0 };
        assert_eq!(status.words(QUIET_AFTER_MS), "Live");
        assert_eq!(status.words(QUIET_AFTER_MS + 1), "Live, quiet");
    }

    #[test]
    fn without_javascript_the_page_says_of_when_it_is() {
        assert_eq!(Status::Rendered { at: 1_741_167_907_000 }.words(0), "As of 09:45 UTC");
    }
}
