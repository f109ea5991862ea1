//! The page of one earthquake: what is known of it, how that came to be known, and what else happened there. Whole
//! without any script.

mod apology;
mod changes;
mod head;
mod history;
mod land;
mod links;
mod nearby;
mod parameters;
mod region;
mod steps;
mod strip;

use leptos::prelude::*;
use quake::{Bulletin, Quake};
use store::StoredRevision;

pub(crate) use apology::{Apology, apology};
pub(crate) use land::Plane;
pub(crate) use nearby::Surroundings;

use super::shell::shell;
use super::{Assets, Reader};
use crate::view::{View, between};
use crate::{clock, scale, words};

/// What the page of an event shows.
pub(crate) struct EventPage {
    /// The newest report.
    pub(crate) latest: Quake,
    /// How it came to that.
    pub(crate) history: History,
    /// What else happened there; `None` while nobody knows.
    pub(crate) surroundings: Option<Surroundings>,
    /// Where browsers find this site, such as `https://example.org`; `None` when nobody can say.
    pub(crate) site: Option<String>,
    /// The present, milliseconds since 1970.
    pub(crate) now: i64,
    /// For whom.
    pub(crate) reader: Reader,
}

/// An event's revisions.
pub(crate) enum History {
    /// All that the table has, oldest first.
    Known(Vec<StoredRevision>),
    /// The table does not answer; what is shown comes from memory.
    Away,
    /// It has been heard of and not been stored yet.
    NotYet,
}

/// Renders the whole document.
pub(crate) fn event(page: &EventPage, assets: &Assets) -> String {
    super::html(|| document(page, assets))
}

impl EventPage {
    fn say(&self, key: &'static str) -> &'static str {
        self.reader.say(key)
    }

    fn ago(&self, ms: i64) -> String {
        let (count, key) = clock::age(self.now, ms);
        self.reader.messages.fill(key, &[("n", &count.to_string())])
    }

    /// `M 5.4 – Fiji Region`, for the head and for pictures.
    fn title(&self) -> String {
        title(&self.latest)
    }
}

/// `M 5.4 – Fiji Region`.
pub(crate) fn title(quake: &Quake) -> String {
    match quake.magnitude_value() {
        None => quake.region.readable(),
        value => format!("M {} \u{2013} {}", words::magnitude(value), quake.region.readable()),
    }
}

/// A moment, in UTC; map/src/local-times.ts rewrites it for who wants local time.
fn moment(ms: i64) -> impl IntoView {
    view! { <time datetime=clock::machine(ms)>{clock::people(ms, 0)}</time> }
}

fn document(page: &EventPage, assets: &Assets) -> impl IntoView + use<> {
    let bulletin = Bulletin::new(&page.latest, 1);
    let body = view! {
        {masthead(&page.reader, assets)}
        <main class="event">
            <figure class="around" inner_html=region::map(page, &bulletin)></figure>
            {heading(page, &bulletin)}
            {parameters::parameters(page, &bulletin)}
            {history::history(page)}
            {nearby::nearby(page)}
            {links::links(page)}
        </main>
        {colophon(&page.reader, assets)}
    };
    shell(&page.reader, assets, "document", head::head(page, assets), body)
}

/// The way back to the map.
pub(super) fn masthead(reader: &Reader, assets: &Assets) -> impl IntoView + use<> {
    view! {
        <header class="masthead">
            <a href="/" title=reader.say("event.home")>
                <img src=assets.url("icon.svg") alt="" width="28" height="28" />
                "Quakewire"
            </a>
        </header>
    }
}

pub(super) fn colophon(reader: &Reader, assets: &Assets) -> impl IntoView + use<> {
    view! {
        <footer class="colophon">
            <p>{reader.say("page.no-warning")}</p>
            <p>
                {reader.say("page.credits")} " \u{b7} "
                <a href=assets.url("licences.txt")>{reader.say("page.licences")}</a>
            </p>
        </footer>
    }
}

/// The map's page with this event on it: with a filter that admits it; `None` when it is older than the page looks back.
fn on_map(page: &EventPage, bulletin: &Bulletin) -> Option<String> {
    let usual = View::default();
    let span = i64::from(usual.days) * clock::DAY;
    let age = page.now - bulletin.time;
    if age >= i64::from(View::MOST_DAYS) * clock::DAY {
        return None;
    }
    let small = if between(bulletin.mag, usual.min_magnitude, None) { "" } else { "&minmagnitude=" };
    let days = if age >= span { format!("&days={}", View::MOST_DAYS) } else { String::new() };
    Some(format!("/?event={}{small}{days}", bulletin.id))
}

fn heading(page: &EventPage, bulletin: &Bulletin) -> impl IntoView + use<> {
    let class = format!("strength {}", scale::depth_class(bulletin.depth));
    let on_map = on_map(page, bulletin);
    let revisions = match &page.history {
        History::Known(revisions) if revisions.len() > 1 => {
            let count = words::count(revisions.len());
            format!(" \u{b7} {}", page.reader.messages.fill("event.revised", &[("n", &count)]))
        }
        _ => String::new(),
    };
    let simulated = page.latest.is_simulated().then(|| {
        view! {
            <p class="simulated" role="note">
                <b>{page.say("page.simulated")}</b>
                " "
                {page.say("page.simulated-what")}
            </p>
        }
    });
    view! {
        {simulated}
        <h1>
            <span class=class>
                <abbr title=page.say("list.magnitude")>"M"</abbr>
                " "
                {words::magnitude(bulletin.mag)}
            </span>
            " "
            <span>{bulletin.region.clone()}</span>
        </h1>
        <p class="when">{moment(bulletin.time)} " \u{b7} " {page.ago(bulletin.time)} {revisions}</p>
        {on_map.map(|address| view! { <p><a class="button" href=address>{page.say("event.on-map")}</a></p> })}
    }
}

#[cfg(test)]
mod tests;
