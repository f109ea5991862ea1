//! What browsers and scripts read of a revision: flat, short, in plain units.

use serde::{Deserialize, Serialize};

use crate::Quake;

/// One revision of one earthquake, as `/events` streams it and `/api/events` lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulletin {
    /// EMSC's `unid`.
    pub id: String,
    /// When the agency said this, milliseconds since 1970. The later of two is the newer.
    pub updated: i64,
    /// Origin time, milliseconds since 1970.
    pub time: i64,
    /// Degrees east, [−180, 180].
    pub lon: f64,
    /// Degrees north, [−90, 90].
    pub lat: f64,
    /// Kilometres, positive downwards; null when unknown.
    pub depth: Option<f64>,
    /// Null when not yet determined.
    pub mag: Option<f64>,
    /// `ml`, `mw`, …; null when not stated.
    pub magtype: Option<String>,
    /// The kind of event in words: `earthquake`, `quarry blast`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Flinn-Engdahl region in readable case.
    pub region: String,
    /// The agency whose solution this is.
    pub agency: String,
    /// How many revisions are known, this one counted.
    pub revision: u32,
    /// True for what the stand-in made up; absent otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub simulated: bool,
}

impl Bulletin {
    /// The bulletin of a revision; `revision` counts it among those known of the event, from 1.
    pub fn new(quake: &Quake, revision: u32) -> Self {
        Self {
            id: quake.id.to_string(),
            updated: quake.updated.as_millisecond(),
            time: quake.time.as_millisecond(),
            lon: quake.position.longitude(),
            lat: quake.position.latitude(),
            depth: quake.depth.map(crate::Depth::km),
            mag: quake.magnitude_value(),
            magtype: quake.magnitude.as_ref().and_then(|m| m.kind.as_ref()).map(ToString::to_string),
            kind: quake.event_type.kind().as_str().to_owned(),
            region: quake.region.readable(),
            agency: quake.agency.clone(),
            revision,
            simulated: quake.is_simulated(),
        }
    }
}
