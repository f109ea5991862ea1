//! What Loki is like during a phase.

use std::fmt;
use std::time::Duration;

use e2e::{FakeLoki, Mood};

/// One state of Loki.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The services know of no Loki.
    Without,
    Well,
    Dead,
    Slow,
    Failing,
    Silent,
    Throttling,
}

impl Condition {
    /// What it can suffer from, in the order of the bench.
    pub(crate) const TROUBLES: [Self; 5] = [Self::Dead, Self::Slow, Self::Failing, Self::Silent, Self::Throttling];

    /// Makes it so.
    pub(crate) async fn befall(self, loki: &mut FakeLoki) {
        match self {
            Self::Without => {}
            Self::Well => {
                loki.feel(Mood::Healthy);
                loki.revive().await.expect("nobody else takes a port of this bench");
            }
            Self::Dead => loki.die().await,
            // Below the services' patience of 5 s: pushes arrive, but far too few.
            Self::Slow => loki.feel(Mood::Slow(Duration::from_secs(3))),
            Self::Failing => loki.feel(Mood::Failing),
            Self::Silent => loki.feel(Mood::Silent),
            Self::Throttling => loki.feel(Mood::Throttling(1)),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Without => "no Loki in the settings",
            Self::Well => "well",
            Self::Dead => "dead (connections refused)",
            Self::Slow => "slow (each answer after 3 s)",
            Self::Failing => "failing (500)",
            Self::Silent => "silent (never answers)",
            Self::Throttling => "throttling (429)",
        })
    }
}
