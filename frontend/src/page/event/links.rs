//! Where more is said of the earthquake: at EMSC, perhaps at USGS, and here for machines.

use jiff::SignedDuration;
use leptos::prelude::*;
use quake::{Quake, Timestamp};

use super::EventPage;
use crate::clock;

/// How far USGS's solution of the same earthquake may be, in time and in kilometres.
const SAME_TIME: SignedDuration = SignedDuration::from_mins(1);
const SAME_PLACE_KM: u32 = 200;

pub(super) fn links(page: &EventPage) -> impl IntoView + use<> {
    // What is replayed has other names in the catalogues, and another time.
    let elsewhere = if page.latest.is_simulated() { Vec::new() } else { elsewhere(&page.latest) };
    let elsewhere = elsewhere.into_iter().map(|(key, url)| {
        view! {
            <li>
                <a href=url rel="noopener noreferrer external">
                    {page.say(key)}
                </a>
            </li>
        }
    });
    let since = page.latest.time.as_millisecond();
    let machines =
        format!("/api/events?since={}&until={}", clock::machine(since), clock::machine(since + clock::SECOND));
    let days = page.surroundings.as_ref().map_or(0, |surroundings| i64::from(surroundings.days));
    let in_window = since > page.now - days * clock::DAY;
    let machines = in_window.then(|| view! { <li><a href=machines>{page.say("event.geojson")}</a></li> });
    view! {
        <section aria-labelledby="links">
            <h2 id="links">{page.say("event.links")}</h2>
            <ul class="links">{elsewhere.collect_view()} {machines}</ul>
        </section>
    }
}

/// Other sites' pages: the message that names each, and its address.
fn elsewhere(quake: &Quake) -> Vec<(&'static str, String)> {
    let mut links = Vec::new();
    let numbered = !quake.source_id.is_empty() && quake.source_id.bytes().all(|c| c.is_ascii_digit());
    if numbered && quake.catalog.starts_with("EMSC") {
        let url = format!("https://www.emsc-csem.org/Earthquake_information/earthquake.php?id={}", quake.source_id);
        links.push(("event.emsc", url));
    }
    links.push(("event.seismicportal", format!("https://www.seismicportal.eu/eventdetails.html?unid={}", quake.id)));
    let at = |moment: Timestamp| clock::machine(moment.as_millisecond());
    let (from, to) = (quake.time.saturating_sub(SAME_TIME), quake.time.saturating_add(SAME_TIME));
    if let (Ok(from), Ok(to)) = (from, to) {
        let url = format!(
            "https://earthquake.usgs.gov/fdsnws/event/1/query?format=text&starttime={}&endtime={}&latitude={}&longitude={}&maxradiuskm={SAME_PLACE_KM}",
            at(from).trim_end_matches('Z'),
            at(to).trim_end_matches('Z'),
            quake.position.latitude(),
            quake.position.longitude(),
        );
        links.push(("event.usgs", url));
    }
    links
}
