//! What the page gives the island to begin with.

use quake::Bulletin;
use serde::{Deserialize, Serialize};

use crate::words::{Clock, Units, Words};

/// The list as the server saw it when it rendered the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The first lines.
    pub rows: Vec<Bulletin>,
    /// How many earthquakes the view admits.
    pub count: usize,
    /// The mainshock that stands above them, and how many aftershocks it has.
    pub pinned: Option<(Bulletin, usize)>,
    /// The address the page was asked under, after `?`.
    pub search: String,
    /// When the page was rendered, milliseconds since 1970.
    pub now: i64,
    /// Where the stream goes on after this.
    pub cursor: String,
    /// How to say things.
    pub speech: Speech,
}

/// The reader's words, units and clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Speech {
    /// The words in the reader's language.
    pub words: Words,
    /// Kilometres or miles.
    pub units: Units,
    /// UTC or local time.
    pub clock: Clock,
}
