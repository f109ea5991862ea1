//! The levels of log lines, as labels name them.

use tracing::Level;

/// All of them, the gravest first.
pub(crate) const LEVELS: [(Level, &str); 5] = [
    (Level::ERROR, "error"),
    (Level::WARN, "warn"),
    (Level::INFO, "info"),
    (Level::DEBUG, "debug"),
    (Level::TRACE, "trace"),
];

/// Where a level stands among [`LEVELS`].
pub(crate) fn place(level: Level) -> usize {
    LEVELS.iter().position(|(other, _)| *other == level).expect("there are five levels")
}
