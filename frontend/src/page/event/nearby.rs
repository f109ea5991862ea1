//! What else happened around the earthquake within the days that are kept in memory.

use leptos::prelude::*;
use quake::{Bulletin, Quake};

use super::strip::strip;
use super::{EventPage, Plane, region};
use crate::{clock, scale, words};

/// What counts as near, in kilometres.
pub(super) const NEAR_KM: f64 = 100.0;
/// Events in the list.
const LISTED: usize = 10;

/// The events around one.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// Over how many days.
    pub(super) days: u16,
    /// Those on the map around, the newest first.
    pub(super) around: Vec<Bulletin>,
    /// Those near, the largest first.
    pub(super) near: Vec<Bulletin>,
}

impl Surroundings {
    /// Finds those around `centre` among the events of the last `days`, which come the newest first.
    pub(crate) fn of<'a>(centre: &Quake, quakes: impl Iterator<Item = &'a Bulletin>, days: u16) -> Self {
        let plane = Plane::at(centre.position.longitude(), centre.position.latitude());
        let mut surroundings = Self { days, ..Self::default() };
        for quake in quakes.filter(|quake| quake.id != centre.id.as_str()) {
            let (east, north) = plane.km(quake.lon, quake.lat);
            if east.hypot(north) <= NEAR_KM {
                surroundings.near.push(quake.clone());
            }
            if region::shows(east, north) && surroundings.around.len() < region::MARKS {
                surroundings.around.push(quake.clone());
            }
        }
        let magnitude = |quake: &Bulletin| quake.mag.unwrap_or(f64::MIN);
        surroundings.near.sort_by(|a, b| magnitude(b).total_cmp(&magnitude(a)));
        surroundings
    }
}

pub(super) fn nearby(page: &EventPage) -> impl IntoView + use<> {
    page.surroundings.as_ref().map(|surroundings| section(page, surroundings))
}

fn section(page: &EventPage, surroundings: &Surroundings) -> impl IntoView + use<> {
    let Surroundings { days, near, .. } = surroundings;
    let distance = page.reader.preferences.units.length(NEAR_KM);
    let largest = words::magnitude(near.first().and_then(|quake| quake.mag));
    let values = [
        ("distance", distance.as_str()),
        ("days", &days.to_string()),
        ("n", &words::count(near.len())),
        ("largest", &largest),
    ];
    let summary =
        page.reader.messages.fill(if near.is_empty() { "event.nearby-none" } else { "event.nearby-some" }, &values);
    let picture = (!near.is_empty()).then(|| {
        view! { <figure class="strip" inner_html=strip(page, surroundings)></figure> }
    });
    let more = (near.len() > LISTED).then(|| {
        let listed = words::count(LISTED);
        view! { <p class="note">{page.reader.messages.fill("event.nearby-largest", &[("n", &listed)])}</p> }
    });
    let rows: Vec<_> = near.iter().take(LISTED).map(|quake| row(page, quake)).collect();
    view! {
        <section aria-labelledby="nearby">
            <h2 id="nearby">{page.say("event.nearby")}</h2>
            <p>{summary}</p>
            {picture}
            {more}
            <ol class="nearby">{rows}</ol>
        </section>
    }
}

fn row(page: &EventPage, quake: &Bulletin) -> impl IntoView + use<> {
    let centre = &page.latest.position;
    let (east, north) = Plane::at(centre.longitude(), centre.latitude()).km(quake.lon, quake.lat);
    let away = page
        .reader
        .messages
        .fill("event.away", &[("distance", &page.reader.preferences.units.length(east.hypot(north)))]);
    view! {
        <li>
            <a href=format!("/event/{}", quake.id)>
                <b class=format!("strength {}", scale::depth_class(quake.depth))>{words::magnitude(quake.mag)}</b>
                <span>{quake.region.clone()}</span>
                <small>
                    <time datetime=clock::machine(quake.time)>{clock::people(quake.time, 0)}</time>
                    " \u{b7} "
                    {away}
                </small>
            </a>
        </li>
    }
}
