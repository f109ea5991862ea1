//! A frame to order: what is not said comes from the replayed week.

use quake::{Depth, Event, EventType, Magnitude, Position, Quake, QuakeId, Region, Timestamp};
use serde::Deserialize;

use crate::Error;

/// What a frame shall say. All fields may be left out; then an event of the week is created, with its real values.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spec {
    /// `create`, `update`, or any other word. Default: `update` for an event that was published before, else
    /// `create`.
    pub action: Option<String>,
    /// The `unid`. Default: a new one. With one that was published before, the other values default to its latest.
    pub id: Option<String>,
    /// Magnitude, [−5, 11].
    pub mag: Option<f64>,
    /// Longitude in degrees, [−360, 360].
    pub lon: Option<f64>,
    /// Latitude in degrees, [−90, 90].
    pub lat: Option<f64>,
    /// Kilometres, positive downwards, [−15, 1000].
    pub depth: Option<f64>,
    /// `flynn_region`.
    pub region: Option<String>,
    /// `evtype`, the feed's code. Default: `ke`, a known earthquake, so that no order ever comes out as the quarry blast
    /// that the week happens to have next.
    pub evtype: Option<String>,
    /// Origin time. Default: 20 s to 5 min ago.
    pub time: Option<Timestamp>,
    /// `lastupdate`. Default: now, or just after the event's latest revision should that be later.
    pub updated: Option<Timestamp>,
}

impl Spec {
    /// The identifier asked for.
    pub(crate) fn id(&self) -> Result<Option<QuakeId>, Error> {
        let parsed = |id: &String| id.parse().map_err(|bad: quake::BadId| Error::Spec(format!("`id` is {bad}")));
        self.id.as_ref().map(parsed).transpose()
    }

    /// Puts what the order says over `base`.
    pub(crate) fn apply(&self, mut base: Quake) -> Result<Quake, Error> {
        if let Some(value) = self.mag {
            if !Magnitude::RANGE.contains(&value) {
                return Err(Error::Spec(format!("no magnitude is {value}")));
            }
            let kind = base.magnitude.and_then(|magnitude| magnitude.kind);
            base.magnitude = Some(Magnitude { value, kind });
        }
        let longitude = self.lon.unwrap_or(base.position.longitude());
        let latitude = self.lat.unwrap_or(base.position.latitude());
        base.position = Position::new(longitude, latitude)
            .ok_or_else(|| Error::Spec(format!("{longitude}, {latitude} is no place on Earth")))?;
        if let Some(km) = self.depth {
            base.depth = Some(Depth::from_km(km).ok_or_else(|| Error::Spec(format!("no depth is {km} km")))?);
        }
        if let Some(region) = &self.region {
            base.region = Region::new(region);
        }
        if let Some(code) = &self.evtype {
            base.event_type = EventType::new(code);
        }
        base.time = self.time.unwrap_or(base.time);
        base.updated = self.updated.unwrap_or(base.updated);
        Ok(base)
    }
}

/// Refuses a revision that was already published with other content: the real feed may do so, but then nobody can
/// say which of the two the store should hold.
pub(crate) fn check_new(quake: &Quake, known: Option<&Event>) -> Result<(), Error> {
    match known {
        Some(event) if event.revisions().contains(&quake.updated) && **event.latest() != *quake => {
            Err(Error::Spec(format!("{} has another revision of {}", quake.id, quake.updated)))
        }
        _ => Ok(()),
    }
}
