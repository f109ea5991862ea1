//! What a revision says otherwise than the one before it.

use quake::Quake;

use super::parameters::{compass, depth, kind, strength};
use super::{EventPage, Plane, steps};

/// One thing that changed: the message that names it, and how it changed.
pub(super) type Changed = (&'static str, String);

/// Below this, in kilometres, two positions are written alike.
const SAME_PLACE: f64 = 0.05;

pub(super) fn changes(page: &EventPage, before: &Quake, after: &Quake) -> Vec<Changed> {
    let mut changes = Vec::new();
    let mut differ = |key, of: &dyn Fn(&Quake) -> String| {
        let (old, new) = (of(before), of(after));
        if old != new {
            let unstated = |text: String| if text.is_empty() { page.say("event.unstated").to_owned() } else { text };
            changes.push((key, format!("{} \u{2192} {}", unstated(old), unstated(new))));
        }
    };
    differ("list.magnitude", &strength);
    differ("event.depth", &|quake| depth(page, quake));
    differ("event.region", &|quake| quake.region.readable());
    differ("event.type", &|quake| kind(page.reader.messages, quake));
    differ("event.agency", &|quake| quake.agency.clone());
    changes.extend(moved(page, before, after).map(|how| ("event.position", how)));
    changes.extend(shifted(page, before, after).map(|how| ("event.time", how)));
    changes
}

/// How far, and which way.
fn moved(page: &EventPage, before: &Quake, after: &Quake) -> Option<String> {
    let plane = Plane::at(before.position.longitude(), before.position.latitude());
    let (east, north) = plane.km(after.position.longitude(), after.position.latitude());
    let km = east.hypot(north);
    if km < SAME_PLACE {
        return None;
    }
    let eighth = (east.atan2(north).to_degrees() / 45.0).round().rem_euclid(8.0) as usize;
    let units = page.reader.preferences.units;
    let length = if km < 10.0 { format!("{:.1} {}", units.of_km(km), units.as_str()) } else { units.length(km) };
    let which_way = compass(page.reader.messages)[eighth];
    Some(page.reader.messages.fill("event.moved", &[("distance", &length), ("direction", which_way)]))
}

/// By how much, and whether earlier or later.
fn shifted(page: &EventPage, before: &Quake, after: &Quake) -> Option<String> {
    let ms = after.time.as_millisecond() - before.time.as_millisecond();
    let key = match ms {
        0 => return None,
        ..0 => "event.earlier",
        _ => "event.later",
    };
    Some(page.reader.messages.fill(key, &[("span", &steps::span(ms.abs(), page.reader.messages))]))
}
