//! What the page gives the island to begin with.

use quake::Bulletin;
use serde::{Deserialize, Serialize};

/// The window as the server saw it when it rendered the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The newest earthquakes.
    pub newest: Vec<Bulletin>,
    /// How many there are in the whole window.
    pub total: usize,
    /// Length of the window in days.
    pub days: u32,
    /// When the page was rendered, milliseconds since 1970.
    pub now: i64,
    /// Where the stream goes on after this.
    pub cursor: String,
    /// The map's window as GeoJSON: what to read again when the stream cannot resume.
    pub window_url: String,
}
