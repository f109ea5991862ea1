//! What browsers and scripts read of a revision: flat, short, in plain units.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Quake;
use crate::record::Source;

/// One revision of one earthquake, as `/events` streams it and `/api/events` lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    #[cfg_attr(feature = "openapi", schema(required))]
    pub depth: Option<f64>,
    /// Null when not yet determined.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub mag: Option<f64>,
    /// `ml`, `mw`, …; null when not stated.
    #[cfg_attr(feature = "openapi", schema(required))]
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
    /// On the stream: when the producer had it in hand, milliseconds since 1970. What a page measures latency from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<i64>,
    /// On the stream: true for what was fetched afterwards to fill a gap; absent otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recovered: bool,
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
            received: None,
            recovered: false,
        }
    }

    /// Adds when and how the report reached the producer, which the stream tells.
    #[must_use]
    pub fn heard(self, received: Timestamp, source: Option<Source>) -> Self {
        Self { received: Some(received.as_millisecond()), recovered: source == Some(Source::Fdsn), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_report_was_had_is_told_on_the_stream_and_is_absent_elsewhere() {
        let feature = r#"{"id":"a","properties":{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}"#;
        let quake = crate::emsc::parse_feature(feature).unwrap();
        let json = |bulletin: &Bulletin| serde_json::to_string(bulletin).unwrap();
        let plain = Bulletin::new(&quake, 1);
        assert!(!json(&plain).contains("received") && !json(&plain).contains("recovered"));
        let pushed = plain.clone().heard(quake.updated, Some(Source::Websocket));
        assert!(json(&pushed).contains(r#""received":1795168800000"#) && !json(&pushed).contains("recovered"));
        let fetched = plain.heard(quake.updated, Some(Source::Fdsn));
        assert!(json(&fetched).contains(r#""recovered":true"#));
        assert_eq!(serde_json::from_str::<Bulletin>(&json(&fetched)).unwrap(), fetched);
    }
}
