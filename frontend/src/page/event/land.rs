//! The land around an epicentre, on a plane: the first picture's coastline taken back to the sphere, and laid out anew
//! with the epicentre in the middle (azimuthal equidistant: distances from it are true).

use std::f64::consts::PI;
use std::sync::LazyLock;

use crate::page::world::{self, CENTRE, LAND, MIDDLE, SCALE, rings};

const EARTH_RADIUS_KM: f64 = 6371.0;

/// Coasts farther than this are not drawn. Landmasses are met whole, and one that reached from here to the other side
/// of the Earth would come out turned inside out; none does from this near.
const NEAR_KM: f64 = 2_780.0;

/// A point of the picture, and where it is on Earth.
struct Point {
    picture: (f64, f64),
    degrees: (f64, f64),
}

static COASTS: LazyLock<Vec<Vec<Point>>> = LazyLock::new(|| {
    let on_earth = |picture: &(f64, f64)| Point { picture: *picture, degrees: unproject(*picture) };
    rings(LAND).iter().map(|ring| ring.iter().map(on_earth).collect()).collect()
});

/// A plane that touches the Earth at an epicentre.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    longitude: f64,
    latitude: f64,
}

impl Plane {
    pub(crate) fn at(longitude: f64, latitude: f64) -> Self {
        Self { longitude, latitude }
    }

    /// Kilometres east and north of the epicentre.
    pub(crate) fn km(self, longitude: f64, latitude: f64) -> (f64, f64) {
        let east = (longitude - self.longitude).to_radians();
        let ((sin_0, cos_0), (sin, cos)) = (self.latitude.to_radians().sin_cos(), latitude.to_radians().sin_cos());
        let away = (sin_0 * sin + cos_0 * cos * east.cos()).clamp(-1.0, 1.0).acos();
        let stretch = if away < 1e-9 { 1.0 } else { away / away.sin() };
        let (x, y) = (cos * east.sin(), cos_0 * sin - sin_0 * cos * east.cos());
        (EARTH_RADIUS_KM * stretch * x, EARTH_RADIUS_KM * stretch * y)
    }

    /// The outlines of what land is around, in kilometres east and north, cut to `width` and `height` either side of
    /// the epicentre.
    pub(crate) fn land(self, width: f64, height: f64) -> Vec<Vec<(f64, f64)>> {
        let here = world::project(self.longitude, self.latitude);
        let outline = |ring: &Vec<Point>| {
            let points: Vec<_> = ring.iter().map(|point| self.km(point.degrees.0, point.degrees.1)).collect();
            let near = points.iter().any(|(x, y)| x.hypot(*y) < NEAR_KM) || surrounds(ring, here);
            near.then(|| cut(&points, width, height))
        };
        COASTS.iter().filter_map(outline).filter(|ring| ring.len() > 2).collect()
    }
}

/// The inverse of the picture's projection; a few of Newton's steps are exact to the picture's whole units.
fn unproject((x, y): (f64, f64)) -> (f64, f64) {
    const A: [f64; 4] = world::EQUAL_EARTH;
    let (x, y) = ((x - MIDDLE.0) / SCALE, (MIDDLE.1 - y) / SCALE);
    let mut theta = y;
    for _ in 0..6 {
        let t2 = theta * theta;
        let t6 = t2 * t2 * t2;
        let over = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)) - y;
        theta -= over / (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2));
    }
    let (t2, m) = (theta * theta, 3f64.sqrt() / 2.0);
    let t6 = t2 * t2 * t2;
    let divisor = m * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2));
    let east = (x * divisor / theta.cos()).clamp(-PI, PI);
    let north = (theta.sin() / m).clamp(-1.0, 1.0).asin();
    (CENTRE + east.to_degrees(), north.to_degrees())
}

/// Whether a point of the picture lies inside a ring, by the crossings of a ray.
fn surrounds(ring: &[Point], (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for (i, b) in ring.iter().enumerate() {
        let (a, b) = (ring[(i + ring.len() - 1) % ring.len()].picture, b.picture);
        inside ^= (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0;
    }
    inside
}

/// Pulls what lies outside a frame onto its edge, and drops what then says nothing new.
fn cut(points: &[(f64, f64)], width: f64, height: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (x, y) in points {
        let point = (x.clamp(-width, width), y.clamp(-height, height));
        if let [.., a, b] = kept[..] {
            let on_one_edge = |axis: fn((f64, f64)) -> f64, end: f64| {
                [a, b, point].iter().all(|p| axis(*p) == end) || [a, b, point].iter().all(|p| axis(*p) == -end)
            };
            if on_one_edge(|p| p.0, width) || on_one_edge(|p| p.1, height) {
                kept.pop();
            }
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_taken_back_to_the_earth_is_where_it_was() {
        for (longitude, latitude) in [(155.0, 0.0), (142.4, 38.3), (-70.9, -33.4), (-30.0, 72.0), (0.0, -85.0)] {
            let (lon, lat) = unproject(world::project(longitude, latitude));
            assert!((lon - longitude).rem_euclid(360.0).min((longitude - lon).rem_euclid(360.0)) < 1e-6, "{lon}");
            assert!((lat - latitude).abs() < 1e-6, "{lat}");
        }
    }

    #[test]
    fn distances_from_the_epicentre_are_true_even_across_the_date_line() {
        let (x, y) = Plane::at(179.9, 0.0).km(-179.9, 0.0);
        assert!((x - 22.24).abs() < 0.01 && y.abs() < 1e-9, "{x} {y}");
        let (x, y) = Plane::at(10.0, 80.0).km(10.0, 90.0);
        assert!(x.abs() < 1e-6 && (y - 1111.95).abs() < 0.1, "{x} {y}");
    }

    #[test]
    fn land_is_where_people_live_and_the_sea_where_they_do_not() {
        // Inside, beside a coast, far out at sea where the other side of the Earth is land, at the pole, on the seam.
        let dry =
            [(85.0, 45.0, true), (-70.5, -33.4, true), (-150.0, 34.0, false), (0.0, -89.0, true), (-25.5, 73.0, true)];
        for (longitude, latitude, land) in dry {
            let outlines = Plane::at(longitude, latitude).land(2_000.0, 1_000.0);
            let covered = outlines.iter().any(|ring| {
                let mut inside = false;
                for (i, b) in ring.iter().enumerate() {
                    let a = ring[(i + ring.len() - 1) % ring.len()];
                    inside ^= (a.1 > 0.0) != (b.1 > 0.0) && 0.0 < (b.0 - a.0) * (0.0 - a.1) / (b.1 - a.1) + a.0;
                }
                inside
            });
            assert_eq!(covered, land, "{longitude} {latitude}");
        }
    }
}
