//! The scales of colour: which of six classes a mark is in, by its depth, its age or its magnitude. The colours are in
//! style/ramps.css; the map has the same stops (`STOPS` in map/src/layer/ramp.ts, whose test compares the colours).

use quake::Bulletin;

use crate::clock;
use crate::view::Colour;

/// Where each class begins: kilometres below ground, hours since the origin, magnitude.
pub(crate) const DEPTHS: [u16; 6] = [0, 35, 70, 150, 300, 700];
pub(crate) const AGES: [u16; 6] = [0, 1, 6, 24, 168, 720];
pub(crate) const MAGNITUDES: [u16; 6] = [2, 3, 4, 5, 6, 7];

/// The class of what is not known on any scale.
const UNKNOWN: &str = "du";

/// The class of an earthquake's mark at `now`, milliseconds since 1970.
pub(crate) fn class(quake: &Bulletin, colour: Colour, now: i64) -> &'static str {
    match colour {
        Colour::Depth => depth_class(quake.depth),
        Colour::Age => {
            let hours = (now - quake.time) as f64 / clock::HOUR as f64;
            ["a0", "a1", "a2", "a3", "a4", "a5"][reached(&AGES, hours)]
        }
        Colour::Magnitude => {
            quake.mag.map_or(UNKNOWN, |magnitude| ["m0", "m1", "m2", "m3", "m4", "m5"][reached(&MAGNITUDES, magnitude)])
        }
    }
}

/// The class of a depth in kilometres: `d0` (shallow) to `d5` (700 km and more), `du` when unknown.
pub(crate) fn depth_class(depth: Option<f64>) -> &'static str {
    depth.map_or(UNKNOWN, |km| ["d0", "d1", "d2", "d3", "d4", "d5"][reached(&DEPTHS, km)])
}

fn reached(stops: &[u16; 6], value: f64) -> usize {
    stops[1..].iter().filter(|stop| value >= f64::from(**stop)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_depth_falls_into_the_class_whose_stop_it_has_reached() {
        let classes = [None, Some(-1.0), Some(0.0), Some(34.9), Some(35.0), Some(299.0), Some(300.0), Some(701.0)];
        assert_eq!(classes.map(depth_class), ["du", "d0", "d0", "d0", "d1", "d3", "d4", "d5"]);
    }

    #[test]
    fn a_mark_has_the_class_of_the_scale_that_was_chosen() {
        let json = r#"{"id":"a","updated":1,"time":0,"lon":0.0,"lat":0.0,"depth":40.0,"mag":6.2,"magtype":null,
            "type":"earthquake","region":"","agency":"","revision":1}"#;
        let quake = serde_json::from_str(json).unwrap();
        let classes = [Colour::Depth, Colour::Age, Colour::Magnitude].map(|by| class(&quake, by, 30 * clock::HOUR));
        assert_eq!(classes, ["d1", "a3", "m4"]);
        let unknown = Bulletin { mag: None, ..quake };
        assert_eq!(class(&unknown, Colour::Magnitude, 0), "du");
    }
}
