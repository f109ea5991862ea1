//! The page's head: what browsers, search engines and chat windows make of the page.

use leptos::prelude::*;

use super::EventPage;
use crate::clock;
use crate::page::Assets;
use crate::page::card::Card;
use crate::words::Clock;

pub(super) fn head(page: &EventPage, assets: &Assets) -> impl IntoView + use<> {
    let quake = &page.latest;
    let title = page.title();
    let depth = match quake.depth {
        None => page.say("list.depth-unknown").to_owned(),
        Some(depth) => {
            let depth = page.reader.preferences.units.length(depth.km().max(0.0));
            page.reader.messages.fill("list.deep", &[("depth", &depth)])
        }
    };
    let description = format!("{} \u{b7} {depth}", clock::people(quake.time.as_millisecond(), 0));
    let path = format!("/event/{}", quake.id);
    let card = Card {
        site: page.site.clone(),
        kind: "article",
        title: title.clone(),
        description: description.clone(),
        picture: format!("{path}/preview.png"),
        path,
        alternative: page.reader.messages.fill("event.preview", &[("what", &title)]),
    };
    let local = page.reader.preferences.clock == Clock::Local;
    view! {
        <title>{format!("{title} \u{b7} Quakewire")}</title>
        <meta name="description" content=description />
        {card.tags()}
        {local.then(|| view! { <script type="module" r#async src=assets.url("local-times.js")></script> })}
    }
}
