//! What is known of the earthquake, with units.

use leptos::prelude::*;
use quake::{Bulletin, Certainty, Quake};

use super::{EventPage, moment};
use crate::messages::Messages;
use crate::words;

pub(super) fn parameters(page: &EventPage, bulletin: &Bulletin) -> impl IntoView + use<> {
    let quake = &page.latest;
    let magnitude = if quake.magnitude.is_some() {
        format!("{} ({})", strength(quake), page.say(scale(bulletin.magtype.as_deref())))
    } else {
        page.say("event.magnitude-unknown").to_owned()
    };
    let source = [&quake.catalog, &quake.source_id].map(String::as_str).join(" ");
    let rows = [
        ("list.magnitude", magnitude.into_any()),
        ("event.time", moment(bulletin.time).into_any()),
        ("event.depth", depth(page, quake).into_any()),
        ("event.position", position(page.reader.messages, bulletin.lon, bulletin.lat).into_any()),
        ("event.uncertainties", page.say("event.uncertainties-unstated").into_any()),
        ("event.type", kind(page.reader.messages, quake).into_any()),
        ("event.agency", stated(page, &quake.agency).into_any()),
        ("event.catalogue", stated(page, source.trim()).into_any()),
        ("event.id", quake.id.to_string().into_any()),
    ];
    let rows = rows.map(|(key, value)| view! { <dt>{page.say(key)}</dt><dd>{value}</dd> });
    view! { <dl class="card parameters">{rows.collect_view()}</dl> }
}

fn stated(page: &EventPage, text: &str) -> String {
    if text.is_empty() { page.say("event.unstated") } else { text }.to_owned()
}

/// `5.4 mw`.
pub(super) fn strength(quake: &Quake) -> String {
    let value = words::magnitude(quake.magnitude_value());
    match quake.magnitude.as_ref().and_then(|magnitude| magnitude.kind.as_ref()) {
        None => value,
        Some(kind) => format!("{value} {kind}"),
    }
}

/// The message that says in full what a magnitude type in lower case stands for.
fn scale(kind: Option<&str>) -> &'static str {
    match kind.unwrap_or_default() {
        kind if kind.starts_with("mw") => "event.scale-moment",
        "ml" | "mlv" | "mlh" | "mlr" => "event.scale-local",
        "mblg" | "mb_lg" | "mn" => "event.scale-regional",
        kind if kind.starts_with("mb") => "event.scale-body",
        kind if kind.starts_with("ms") => "event.scale-surface",
        "md" | "mc" => "event.scale-duration",
        "me" => "event.scale-energy",
        "mj" | "mjma" => "event.scale-japan",
        _ => "event.scale-unstated",
    }
}

/// With the decimal the agency gave, if it gave one.
pub(super) fn depth(page: &EventPage, quake: &Quake) -> String {
    let Some(depth) = quake.depth else { return page.say("list.depth-unknown").to_owned() };
    let units = page.reader.preferences.units;
    let length = (units.of_km(depth.km()) * 10.0).round() / 10.0;
    format!("{} {}", length.to_string().replace('-', "\u{2212}"), units.as_str())
}

/// `38.297° N, 142.373° E`.
pub(super) fn position(messages: &Messages, longitude: f64, latitude: f64) -> String {
    let side = |value: f64, positive, negative| {
        let degrees = ((value.abs() * 10_000.0).round() / 10_000.0).to_string();
        messages.fill(if value < 0.0 { negative } else { positive }, &[("degrees", &degrees)])
    };
    let (latitude, longitude) =
        (side(latitude, "detail.north", "detail.south"), side(longitude, "detail.east", "detail.west"));
    format!("{latitude}, {longitude}")
}

/// The names of the eight winds, from north clockwise.
pub(super) fn compass(messages: &Messages) -> [&str; 8] {
    let mut winds = messages.get("event.compass").split(' ');
    std::array::from_fn(|_| winds.next().unwrap_or("?"))
}

pub(super) fn kind(messages: &Messages, quake: &Quake) -> String {
    let key = format!("kind.{}", quake.event_type.kind().as_str());
    let word = messages.get(&key);
    match quake.event_type.certainty() {
        Certainty::Suspected => messages.fill("event.suspected", &[("what", word)]),
        Certainty::Known | Certainty::Unstated => word.to_owned(),
    }
}
