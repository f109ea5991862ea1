//! What a simulator is started with, and why it may refuse.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::Clock;
use crate::story::FRAMES_PER_EVENT;

/// How to start a [`Simulator`](crate::Simulator). The defaults suit the demo; tests mostly set `interval: None`.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one. Default 127.0.0.1:0.
    pub listen: SocketAddr,
    /// What all chance is drawn from. Default 1.
    pub seed: u64,
    /// How many days before the start the FDSN store knows about, 0 to 365. Default 30.
    pub history_days: u32,
    /// Mean time between frames of the replay, at least 1 ms; `None` sends nothing of its own accord. Default 5 s;
    /// [`real_interval`] is what the Earth takes.
    pub interval: Option<Duration>,
    /// How much later than the websocket the FDSN store learns of a report, up to an hour. Default 0.
    pub rest_lag: Duration,
    /// `source_catalog` of all that is sent. Default [`quake::SIMULATED_CATALOG`]; only tests have a reason to set
    /// `EMSC-RTS`.
    pub catalog: String,
    /// How many events an FDSN answer holds when no limit, or a greater one, was asked for; at least 1. Default 1000.
    pub fdsn_cap: usize,
    /// How many frames the ledger remembers; the oldest are forgotten first. At least 1. Default 50,000, which is
    /// some 40 MB.
    pub ledger_capacity: usize,
    /// Hang up on clients that send no ping for this long; `None` waits for ever. Default `None`.
    pub ping_required: Option<Duration>,
    /// Where time comes from. Default the machine's clock.
    pub clock: Clock,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 1,
            history_days: 30,
            interval: Some(Duration::from_secs(5)),
            rest_lag: Duration::ZERO,
            catalog: quake::SIMULATED_CATALOG.to_owned(),
            fdsn_cap: 1000,
            ledger_capacity: 50_000,
            ping_required: None,
            clock: Clock::system(),
        }
    }
}

impl Config {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let bad = if self.history_days > 365 {
            "the history reaches back 365 days at most"
        } else if self.interval.is_some_and(|interval| interval < Duration::from_millis(1)) {
            "frames come every millisecond at the most"
        } else if self.rest_lag > Duration::from_hours(1) {
            "the FDSN store lags an hour at most"
        } else if self.fdsn_cap == 0 || self.ledger_capacity == 0 {
            "the ledger and an FDSN answer hold one entry at least"
        } else {
            return Ok(());
        };
        Err(Error::Setting(bad))
    }
}

/// The mean time between frames at which the replayed week took place: about 170 s.
pub fn real_interval() -> Duration {
    let events = crate::catalogue::shocks().len() as f64;
    crate::catalogue::WEEK.div_f64(events * FRAMES_PER_EVENT)
}

/// Why the simulator did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting outside its range.
    #[error("{0}")]
    Setting(&'static str),
    /// The port is taken, or the address is not ours.
    #[error("cannot listen on {address}")]
    Bind {
        /// Where it should have listened.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// A frame that cannot be built as specified.
    #[error("no such frame: {0}")]
    Spec(String),
}
