//! The first picture: the world with its earthquakes as an inline SVG, there before any script, and without one.
//!
//! Equal Earth, centred on 155° east so that the Pacific's ring of fire is in one piece. The coastline is
//! `world/land.path`, made from Natural Earth by map/tools/first-picture.mjs.

use std::f64::consts::PI;
use std::fmt::Write;

use quake::Bulletin;

use crate::scale;
use crate::view::View;

/// Marks in the picture: what the eye can still tell apart, and about 10 KB of page.
pub(crate) const MARKS: usize = 300;

pub(crate) const LAND: &str = include_str!("world/land.path");
pub(crate) const SPHERE: &str = include_str!("world/sphere.path");

pub(crate) const CENTRE: f64 = 155.0;
/// Units of the picture per radian at the centre, and its middle: it is 2000 by 974 units.
pub(crate) const SCALE: f64 = 369.5;
pub(crate) const MIDDLE: (f64, f64) = (1000.0, 487.0);

/// The coefficients of Equal Earth.
pub(crate) const EQUAL_EARTH: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

/// Draws the earthquakes, the latest first in `newest`, on top in the picture, coloured by what the view says at `now`.
pub(super) fn first_picture(newest: &[Bulletin], view: &View, now: i64, title: &str) -> String {
    let mut svg = String::with_capacity(LAND.len() + SPHERE.len() + 400 + 90 * newest.len().min(MARKS));
    svg.push_str(r#"<svg class="world" viewBox="0 0 2000 974" role="img" aria-labelledby="world-title">"#);
    // Writing to a String cannot fail.
    let _ = write!(svg, r#"<title id="world-title">{title}</title>"#);
    let _ = write!(svg, r#"<path class="sea" d="{SPHERE}"/><path class="land" d="{LAND}"/><g data-marks>"#);
    for quake in newest.iter().take(MARKS).rev() {
        let (x, y) = project(quake.lon, quake.lat);
        let r = radius(quake.mag);
        let class = scale::class(quake, view.colour, view.at.unwrap_or(now));
        // An id is letters, digits and `_-.:` (`quake::QuakeId`): nothing to escape.
        let _ = match Shape::of(&quake.kind) {
            Shape::Circle => {
                write!(svg, r#"<circle data-id="{}" class="{class}" cx="{x:.0}" cy="{y:.0}" r="{r:.0}"/>"#, quake.id)
            }
            shape => write!(svg, r#"<path data-id="{}" class="{class}" d="{}"/>"#, quake.id, shape.path(x, y, r)),
        };
    }
    svg.push_str("</g></svg>");
    svg
}

/// The shape of a mark; map/src/quake.ts has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An earthquake.
    Circle,
    /// Set off on purpose.
    Diamond,
    /// All else.
    Square,
}

impl Shape {
    pub(super) fn of(kind: &str) -> Self {
        match kind {
            "earthquake" => Self::Circle,
            kind if kind.ends_with("blast") || kind.ends_with("explosion") => Self::Diamond,
            _ => Self::Square,
        }
    }

    /// A diamond or a square of about the circle's area, in whole units; map/src/first-picture.ts has the same.
    pub(super) fn path(self, x: f64, y: f64, r: f64) -> String {
        let (x, y, r) = (x.round(), y.round(), r.round());
        if self == Self::Diamond {
            let half = (r * 1.25).round();
            return format!("M{x} {}l{half} {half}l-{half} {half}l-{half}-{half}z", y - half);
        }
        let half = (r * 0.9).round();
        format!("M{} {}h{side}v{side}h-{side}z", x - half, y - half, side = 2.0 * half)
    }
}

/// In units of the picture; map/src/first-picture.ts has the same.
pub(crate) fn radius(magnitude: Option<f64>) -> f64 {
    3.0 + (magnitude.unwrap_or(0.0) - 1.5).max(0.0).powf(1.75) * 2.0
}

/// The Equal Earth projection of Šavrič, Patterson and Jenny (2018); map/src/equal-earth.ts has the same.
pub(crate) fn project(longitude: f64, latitude: f64) -> (f64, f64) {
    const A: [f64; 4] = EQUAL_EARTH;
    let east = (longitude - CENTRE + 180.0).rem_euclid(360.0) - 180.0;
    let m = 3f64.sqrt() / 2.0;
    let theta = (m * (latitude * PI / 180.0).sin()).asin();
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    let divisor = m * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2));
    let x = east * PI / 180.0 * theta.cos() / divisor;
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    (MIDDLE.0 + x * SCALE, MIDDLE.1 - y * SCALE)
}

/// Reads the path: absolute `M`, relative `l`, `z`, whole numbers.
pub(crate) fn rings(path: &str) -> Vec<Vec<(f64, f64)>> {
    let mut rings = Vec::new();
    for ring in path.split('z').filter(|ring| !ring.is_empty()) {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for step in ring.trim_start_matches('M').split('l') {
            // The sign of a negative second number stands in for the space between the two.
            let between =
                step.char_indices().skip(1).find(|(_, c)| *c == ' ' || *c == '-').map_or(step.len(), |(i, _)| i);
            let (dx, dy) = step.split_at(between);
            let number = |text: &str| text.trim().parse::<f64>().unwrap_or_default();
            let (x, y) = points.last().copied().unwrap_or_default();
            points.push((x + number(dx), y + number(dy)));
        }
        rings.push(points);
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blasts_are_diamonds_and_all_else_that_is_no_earthquake_is_square() {
        use Shape::{Circle, Diamond, Square};
        let kinds = ["earthquake", "quarry blast", "nuclear explosion", "landslide", "induced earthquake"];
        assert_eq!(kinds.map(Shape::of), [Circle, Diamond, Diamond, Square, Square]);
        assert_eq!(Diamond.path(10.2, 20.0, 4.0), "M10 15l5 5l-5 5l-5-5z");
        assert_eq!(Square.path(10.0, 20.0, 4.4), "M6 16h8v8h-8z");
    }

    #[test]
    fn the_path_is_read_whichever_way_its_numbers_are_parted() {
        assert_eq!(
            rings("M10 20l-3 1l-7-2zM1 2l3 4z"),
            [vec![(10.0, 20.0), (7.0, 21.0), (0.0, 19.0)], vec![(1.0, 2.0), (4.0, 6.0)],]
        );
        let points: usize = rings(LAND).iter().map(Vec::len).sum();
        assert_eq!(points, LAND.matches(['M', 'l']).count());
    }

    #[test]
    fn the_centre_of_the_picture_is_the_western_pacific() {
        assert_eq!(project(155.0, 0.0), MIDDLE);
    }

    #[test]
    fn poles_and_edges_fall_on_the_frame() {
        let (_, north) = project(155.0, 90.0);
        let (left, _) = project(-24.999, 0.0);
        let (right, _) = project(-25.001, 0.0);
        assert!(north.abs() < 1.0, "{north}");
        assert!(left.abs() < 1.0 && (right - 2000.0).abs() < 1.0, "{left} {right}");
    }
}
