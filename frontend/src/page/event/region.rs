//! The map on top of the page: the region, the epicentre in its middle and true distances from it; the world in a corner.

use std::fmt::Write;

use quake::Bulletin;

use super::EventPage;
use super::land::Plane;
use super::nearby::NEAR_KM;
use crate::page::world::{self, LAND, SPHERE, Shape};
use crate::scale;

/// Marks on the map: more would not be told apart.
pub(super) const MARKS: usize = 300;

/// Half of the map's width and height in its own units, and kilometres in one of them.
const HALF: (f64, f64) = (360.0, 180.0);
const KM: f64 = 4.0;
/// How far land is drawn beyond the map's edge, where it is cut: farther than one step of the coastline.
const MARGIN: f64 = 100.0;

/// Whether a point so many kilometres east and north lies on the map.
pub(super) fn shows(east: f64, north: f64) -> bool {
    east.abs() <= HALF.0 * KM && north.abs() <= HALF.1 * KM
}

pub(super) fn map(page: &EventPage, quake: &Bulletin) -> String {
    let plane = Plane::at(quake.lon, quake.lat);
    let mut svg = String::with_capacity(48 << 10);
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        r#"<svg class="region" viewBox="{} {} {} {}" preserveAspectRatio="xMidYMid slice" role="img" aria-labelledby="map-title"><title id="map-title">"#,
        -HALF.0,
        -HALF.1,
        2.0 * HALF.0,
        2.0 * HALF.1
    );
    svg.push_str(&escaped(&page.reader.messages.fill("event.map", &[("what", &page.title())])));
    svg.push_str(r#"</title><path class="land" d=""#);
    for ring in plane.land((HALF.0 + MARGIN) * KM, (HALF.1 + MARGIN) * KM) {
        for (i, (east, north)) in ring.iter().enumerate() {
            let letter = if i == 0 { 'M' } else { 'L' };
            let _ = write!(svg, "{letter}{:.0} {:.0}", east / KM, -north / KM);
        }
        svg.push('z');
    }
    svg.push_str(r#""/>"#);
    let _ = write!(svg, r#"<circle class="near" r="{}"/>"#, NEAR_KM / KM);
    for other in page.surroundings.iter().flat_map(|surroundings| surroundings.around.iter().rev()) {
        let (east, north) = plane.km(other.lon, other.lat);
        let (class, r) = (scale::depth_class(other.depth), radius(other.mag));
        mark(&mut svg, &other.kind, class, (east / KM, -north / KM), r);
    }
    let (class, r) = (scale::depth_class(quake.depth), radius(quake.mag) + 2.0);
    mark(&mut svg, &quake.kind, &format!("here {class}"), (0.0, 0.0), r);
    let _ = write!(
        svg,
        r#"<circle class="ring {class}" r="{:.1}"/><text x="{:.0}" y="-3">{}</text></svg>"#,
        r + 7.0,
        NEAR_KM / KM + 4.0,
        escaped(&page.reader.preferences.units.length(NEAR_KM))
    );
    let (x, y) = world::project(quake.lon, quake.lat);
    let _ = write!(
        svg,
        r#"<svg class="earth" viewBox="0 0 2000 974" aria-hidden="true"><path class="sea" d="{SPHERE}"/><path class="land" d="{LAND}"/><circle class="here {class}" cx="{x:.0}" cy="{y:.0}" r="36"/></svg>"#
    );
    svg
}

/// A circle for an earthquake, another shape for what is none.
fn mark(svg: &mut String, kind: &str, class: &str, (x, y): (f64, f64), r: f64) {
    let _ = match Shape::of(kind) {
        Shape::Circle => write!(svg, r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#),
        shape => write!(svg, r#"<path class="{class}" d="{}"/>"#, shape.path(x, y, r)),
    };
}

/// In the map's units; a little larger than on the world's map, where there is more to show.
fn radius(magnitude: Option<f64>) -> f64 {
    2.0 + (magnitude.unwrap_or(0.0) - 1.5).max(0.0).powf(1.6) * 0.9
}

/// Text as it may stand in an element.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
