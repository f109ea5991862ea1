//! The simulator at a glance.

use quake::Timestamp;
use serde::Serialize;

/// What `GET /sim/status` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// The seed.
    pub seed: u64,
    /// When it was started, by its clock.
    pub started: Timestamp,
    /// Now, by its clock.
    pub now: Timestamp,
    /// Whether the websocket is paused.
    pub paused: bool,
    /// Websocket connections that are served.
    pub connections: usize,
    /// Websocket connections left open in silence.
    pub silent_connections: usize,
    /// Websocket connections ever accepted.
    pub accepted: u64,
    /// Websocket connections refused by order.
    pub refused: u64,
    /// Frames published.
    pub frames: u64,
    /// Those of them that are well-formed.
    pub well_formed: u64,
    /// Frames the ledger has forgotten to stay within its capacity.
    pub forgotten: u64,
    /// Events known, history counted.
    pub events: usize,
    /// Updates waiting for their time.
    pub waiting: usize,
    /// FDSN queries received.
    pub fdsn_queries: u64,
}
