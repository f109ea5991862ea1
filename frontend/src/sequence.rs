//! Mainshocks and their aftershocks, told apart by the windows of Gardner and Knopoff (1974, BSSA 64, 1363–1367), as
//! tabulated by van Stiphout, Zhuang and Marsan (2012, CORSSA): a distance and a time that grow with the magnitude.

use quake::Bulletin;

use self::mathematics::{asin, sin, ten_to};
use crate::clock;

/// A mainshock worth keeping in sight.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sequence {
    /// The mainshock's id.
    pub(crate) mainshock: String,
    /// How many aftershocks are known.
    pub(crate) aftershocks: usize,
}

/// Smaller ones come and go every day.
const STRONG: f64 = 6.0;
/// Fewer aftershocks push nothing off the list.
const FEW: usize = 5;
/// A sequence runs as long as there was one of them within this time.
const RUNNING: i64 = clock::DAY;
const EARTH_RADIUS_KM: f64 = 6371.0;

/// The strongest mainshock whose aftershocks run at `now`, among these.
pub(crate) fn running<'a>(quakes: impl Iterator<Item = &'a Bulletin> + Clone, now: i64) -> Option<Sequence> {
    let magnitude = |quake: &Bulletin| quake.mag.unwrap_or(f64::MIN);
    let main = quakes.clone().filter(|quake| magnitude(quake) >= STRONG && quake.time <= now).max_by(|a, b| {
        // Of two equal ones the first is the mainshock.
        magnitude(a).total_cmp(&magnitude(b)).then(b.time.cmp(&a.time))
    })?;
    let m = magnitude(main);
    let (reach, lasts) = (reach_km(m), lasts(m));
    let aftershocks = quakes.filter(|quake| {
        let after = quake.time - main.time;
        after > 0 && after <= lasts && quake.time <= now && distance_km(main, quake) <= reach
    });
    let (mut count, mut last) = (0, i64::MIN);
    for aftershock in aftershocks {
        count += 1;
        last = last.max(aftershock.time);
    }
    let runs = count >= FEW && now - last <= RUNNING;
    runs.then(|| Sequence { mainshock: main.id.clone(), aftershocks: count })
}

/// How far from a mainshock of magnitude `m` its aftershocks lie.
fn reach_km(m: f64) -> f64 {
    ten_to(0.1238 * m + 0.983)
}

/// How long after it they come, in milliseconds.
fn lasts(m: f64) -> i64 {
    let exponent = if m >= 6.5 { 0.032 * m + 2.7389 } else { 0.5409 * m - 0.547 };
    (ten_to(exponent) * clock::DAY as f64) as i64
}

/// Great-circle distance between two epicentres (haversine).
pub(crate) fn distance_km(a: &Bulletin, b: &Bulletin) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half = |angle: f64| sin(angle / 2.0) * sin(angle / 2.0);
    let h = half(lat_b - lat_a)
        + (1.0 - 2.0 * half(lat_a)) * (1.0 - 2.0 * half(lat_b)) * half((b.lon - a.lon).to_radians());
    2.0 * EARTH_RADIUS_KM * asin(h.sqrt().min(1.0))
}

/// Powers and angles: the browser has them already, and Rust's own would have to be downloaded.
#[cfg(not(feature = "ssr"))]
mod mathematics {
    pub(super) use js_sys::Math::{asin, sin};

    pub(super) fn ten_to(exponent: f64) -> f64 {
        js_sys::Math::pow(10.0, exponent)
    }
}

#[cfg(feature = "ssr")]
mod mathematics {
    pub(super) fn asin(sine: f64) -> f64 {
        sine.asin()
    }

    pub(super) fn sin(angle: f64) -> f64 {
        angle.sin()
    }

    pub(super) fn ten_to(exponent: f64) -> f64 {
        10_f64.powf(exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_176_000_000;

    fn quake(id: &str, hours_ago: i64, mag: f64, lon: f64) -> Bulletin {
        let json = format!(
            r#"{{"id":"{id}","updated":1,"time":{},"lon":{lon},"lat":38.0,"depth":30.0,"mag":{mag},"magtype":"mw",
            "type":"earthquake","region":"","agency":"","revision":1}}"#,
            NOW - hours_ago * clock::HOUR
        );
        serde_json::from_str(&json).unwrap()
    }

    fn sequence(aftershocks_hours_ago: impl Iterator<Item = i64>) -> Vec<Bulletin> {
        let mut quakes = vec![quake("main", 72, 6.8, 142.0), quake("elsewhere", 1, 5.0, 10.0)];
        quakes.extend(aftershocks_hours_ago.map(|hours| quake("after", hours, 4.0, 142.2)));
        quakes
    }

    #[test]
    fn a_mainshock_stays_in_sight_while_its_aftershocks_run() {
        let quakes = sequence(10..30);
        let found = running(quakes.iter(), NOW).unwrap();
        assert_eq!(found, Sequence { mainshock: "main".to_owned(), aftershocks: 20 });
    }

    #[test]
    fn a_sequence_that_is_over_or_was_none_is_not_pinned() {
        assert_eq!(running(sequence(30..60).iter(), NOW), None, "the last aftershock was 30 hours ago");
        assert_eq!(running(sequence(10..14).iter(), NOW), None, "four are few");
        assert_eq!(running(sequence(80..99).iter(), NOW), None, "foreshocks are no aftershocks");
    }

    #[test]
    fn the_windows_are_those_of_the_paper() {
        assert!((reach_km(6.0) - 53.2).abs() < 0.1 && (reach_km(8.0) - 94.0).abs() < 0.2);
        assert_eq!(lasts(6.0) / clock::DAY, 499);
        assert_eq!(lasts(7.0) / clock::DAY, 918);
    }

    #[test]
    fn distances_cross_the_date_line() {
        let (a, b) = (quake("a", 1, 5.0, 179.9), quake("b", 1, 5.0, -179.9));
        assert!((distance_km(&a, &b) - 17.5).abs() < 0.1);
    }
}
