//! Where an earthquake was: the epicentre and the depth below it. The one place that knows depth's sign.

use serde::{Deserialize, Serialize};

/// An epicentre in degrees (WGS 84): longitude in [−180, 180], latitude in [−90, 90].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    longitude: f64,
    latitude: f64,
}

impl Position {
    /// Takes longitudes from −360 to 360 and brings them into [−180, 180]; `None` outside these or for a latitude
    /// beyond a pole.
    pub fn new(longitude: f64, latitude: f64) -> Option<Self> {
        if !(-360.0..=360.0).contains(&longitude) || !(-90.0..=90.0).contains(&latitude) {
            return None;
        }
        let longitude = match longitude {
            east if east > 180.0 => east - 360.0,
            west if west < -180.0 => west + 360.0,
            usual => usual,
        };
        Some(Self { longitude, latitude })
    }

    /// Degrees east of Greenwich, [−180, 180].
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// Degrees north of the equator, [−90, 90].
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// The distance to another epicentre in degrees of a great circle, [0, 180], on a sphere.
    pub fn degrees_to(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |radians: f64| (radians / 2.0).sin().powi(2);
        let across = (other.longitude - self.longitude).to_radians();
        // Haversine: exact for near places, and the bound keeps rounding at the antipode from leaving the arcsine's range.
        let chord = half(to - from) + from.cos() * to.cos() * half(across);
        (2.0 * chord.sqrt().min(1.0).asin()).to_degrees()
    }
}

/// A depth in kilometres, positive downwards, [−15, 1000]: a source inside a mountain lies above sea level.
///
/// EMSC writes it positive in `properties.depth` and **negative** in `geometry.coordinates[2]`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Depth(f64);

impl Depth {
    /// `None` where no earthquake can be.
    pub fn from_km(km: f64) -> Option<Self> {
        // `+ 0.0` turns −0.0 into 0.0, which EMSC is thought to send for events at the surface.
        (-15.0..=1000.0).contains(&km).then_some(Self(km + 0.0))
    }

    /// Kilometres, positive downwards.
    pub fn km(self) -> f64 {
        self.0
    }

    /// The third coordinate of EMSC's GeoJSON: kilometres, positive **up**.
    pub fn emsc_elevation(self) -> f64 {
        0.0 - self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longitudes_beyond_the_date_line_come_back_into_range() {
        assert_eq!(Position::new(190.0, 0.0).unwrap().longitude(), -170.0);
        assert_eq!(Position::new(-190.0, 0.0).unwrap().longitude(), 170.0);
        assert_eq!(Position::new(180.0, 90.0).unwrap().longitude(), 180.0);
    }

    #[test]
    fn distances_are_those_of_great_circles_also_across_the_date_line_and_a_pole() {
        let degrees = |from: (f64, f64), to: (f64, f64)| {
            Position::new(from.0, from.1).unwrap().degrees_to(Position::new(to.0, to.1).unwrap())
        };
        for (from, to, expected) in [
            ((0.0, 0.0), (90.0, 0.0), 90.0),
            ((179.0, 0.0), (-179.0, 0.0), 2.0),
            ((0.0, 89.0), (180.0, 89.0), 2.0),
            ((10.0, 20.0), (-170.0, -20.0), 180.0),
            ((5.0, 5.0), (5.0, 5.0), 0.0),
        ] {
            assert!((degrees(from, to) - expected).abs() < 1e-9, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn places_off_the_earth_are_none() {
        assert_eq!(Position::new(0.0, 90.1), None);
        assert_eq!(Position::new(400.0, 0.0), None);
        assert_eq!(Position::new(f64::NAN, 0.0), None);
    }

    #[test]
    fn depth_is_positive_down_and_never_minus_zero() {
        assert_eq!(Depth::from_km(7.0).unwrap().emsc_elevation(), -7.0);
        assert!(Depth::from_km(-0.0).unwrap().km().is_sign_positive());
        assert_eq!(Depth::from_km(6371.0), None);
    }
}
