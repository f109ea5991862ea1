//! One revision of one earthquake, checked and complete.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Depth, EventType, Magnitude, MagnitudeType, Position, QuakeId, Region};

/// The catalogue name under which the stand-in publishes. Nothing under this name may pass for a live event.
pub const SIMULATED_CATALOG: &str = "SIMULATED";

/// What an agency said of an earthquake at one moment: a revision, named by (`id`, `updated`).
///
/// Built from the feed by [`crate::emsc`] only, so whoever holds one need not check it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quake {
    /// Which earthquake (EMSC's `unid`).
    pub id: QuakeId,
    /// When this was said (EMSC's `lastupdate`). Of two reports the one with the later `updated` is newer; equal
    /// ones are the same revision.
    pub updated: Timestamp,
    /// Origin time: when the rupture began.
    pub time: Timestamp,
    /// The epicentre.
    pub position: Position,
    /// Depth below the epicentre; `None` when unknown.
    pub depth: Option<Depth>,
    /// The preferred magnitude; `None` when not yet determined.
    pub magnitude: Option<Magnitude>,
    /// Flinn-Engdahl region.
    pub region: Region,
    /// What shook the ground.
    pub event_type: EventType,
    /// The agency whose solution this is (EMSC's `auth`), as it came; may be empty.
    pub agency: String,
    /// The event's number in the source catalogue (EMSC's `source_id`), as it came; may be empty.
    pub source_id: String,
    /// The source catalogue, such as `EMSC-RTS`, as it came; may be empty.
    pub catalog: String,
}

/// A report that reached us within a day of being made is news; an older one fills the past.
const NEWS: SignedDuration = SignedDuration::from_hours(24);

impl Quake {
    /// Whether the report was news when it was received: each of these is told in the logs, while what fills the past
    /// is only counted.
    pub fn was_news(&self, received: Timestamp) -> bool {
        received.duration_since(self.updated) < NEWS
    }

    /// Whether the stand-in made this, and not the Earth.
    pub fn is_simulated(&self) -> bool {
        self.catalog == SIMULATED_CATALOG
    }

    /// The magnitude's value, if there is one.
    pub fn magnitude_value(&self) -> Option<f64> {
        self.magnitude.as_ref().map(|magnitude| magnitude.value)
    }

    /// The scale of the magnitude, if there is one and it is stated.
    pub fn magnitude_type(&self) -> Option<&MagnitudeType> {
        self.magnitude.as_ref().and_then(|magnitude| magnitude.kind.as_ref())
    }
}
