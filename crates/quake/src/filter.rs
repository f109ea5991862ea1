//! Which earthquakes a reader asks for. All bounds are inclusive.

use jiff::Timestamp;

use crate::{Kind, MagnitudeType, Position, Quake};

/// A choice of earthquakes; an empty one admits all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Origin time at or after.
    pub since: Option<Timestamp>,
    /// Origin time at or before.
    pub until: Option<Timestamp>,
    /// Magnitude at least; with a bound set, events without a magnitude are left out.
    pub min_magnitude: Option<f64>,
    /// Magnitude at most.
    pub max_magnitude: Option<f64>,
    /// Depth at least, kilometres; with a bound set, events of unknown depth are left out.
    pub min_depth_km: Option<f64>,
    /// Depth at most, kilometres.
    pub max_depth_km: Option<f64>,
    /// Epicentre inside.
    pub within: Option<BoundingBox>,
    /// Epicentre so far from a place.
    pub around: Option<Ring>,
    /// Magnitude on this scale, and not on another or an unstated one.
    pub magnitude_type: Option<MagnitudeType>,
    /// What shook the ground is one of these.
    pub kinds: Option<Vec<Kind>>,
    /// Revised at or after: the latest report was made then.
    pub updated_since: Option<Timestamp>,
    /// The source catalogue, whatever its case.
    pub catalog: Option<String>,
    /// Made up by the stand-in, or not.
    pub simulated: Option<bool>,
}

/// A box in degrees. `west > east` means one that crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    /// Western edge, [−180, 180].
    pub west: f64,
    /// Southern edge, [−90, 90].
    pub south: f64,
    /// Eastern edge, [−180, 180].
    pub east: f64,
    /// Northern edge, [−90, 90].
    pub north: f64,
}

impl BoundingBox {
    /// Whether the place lies inside or on the edge.
    pub fn contains(&self, place: Position) -> bool {
        self.holds(place.longitude(), place.latitude())
    }

    /// The same of a longitude and a latitude in degrees.
    pub fn holds(&self, longitude: f64, latitude: f64) -> bool {
        let across = if self.west <= self.east {
            (self.west..=self.east).contains(&longitude)
        } else {
            longitude >= self.west || longitude <= self.east
        };
        across && (self.south..=self.north).contains(&latitude)
    }
}

/// The epicentres whose distance from a place is within bounds: a circle, or a ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ring {
    /// The place.
    pub centre: Position,
    /// Least distance in degrees of a great circle, [0, 180].
    pub min_degrees: f64,
    /// Greatest distance in degrees of a great circle, [0, 180].
    pub max_degrees: f64,
}

impl Ring {
    /// Whether the place is as far from the centre as asked for.
    pub fn contains(&self, place: Position) -> bool {
        (self.min_degrees..=self.max_degrees).contains(&self.centre.degrees_to(place))
    }
}

impl Filter {
    /// Whether the reader asked for this one.
    pub fn admits(&self, quake: &Quake) -> bool {
        self.since.is_none_or(|since| quake.time >= since)
            && self.until.is_none_or(|until| quake.time <= until)
            && within(quake.magnitude_value(), self.min_magnitude, self.max_magnitude)
            && within(quake.depth.map(crate::Depth::km), self.min_depth_km, self.max_depth_km)
            && self.within.is_none_or(|area| area.contains(quake.position))
            && self.around.is_none_or(|ring| ring.contains(quake.position))
            && self.magnitude_type.as_ref().is_none_or(|asked| quake.magnitude_type() == Some(asked))
            && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&quake.event_type.kind()))
            && self.updated_since.is_none_or(|since| quake.updated >= since)
            && self.catalog.as_ref().is_none_or(|asked| asked.eq_ignore_ascii_case(&quake.catalog))
            && self.simulated.is_none_or(|asked| quake.is_simulated() == asked)
    }
}

fn within(value: Option<f64>, min: Option<f64>, max: Option<f64>) -> bool {
    match value {
        Some(value) => min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max),
        None => min.is_none() && max.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_across_the_date_line_holds_both_sides() {
        let fiji = BoundingBox { west: 175.0, south: -25.0, east: -175.0, north: -10.0 };
        let holds = |lon, lat| fiji.contains(Position::new(lon, lat).unwrap());
        assert!(holds(179.0, -18.0) && holds(-179.0, -18.0) && holds(180.0, -25.0));
        assert!(!holds(170.0, -18.0) && !holds(-170.0, -18.0) && !holds(179.0, -26.0));
    }

    #[test]
    fn an_unknown_magnitude_meets_no_bound_but_passes_where_there_is_none() {
        assert!(within(None, None, None));
        assert!(!within(None, Some(0.0), None));
        assert!(within(Some(4.5), Some(4.5), Some(4.5)));
    }
}
