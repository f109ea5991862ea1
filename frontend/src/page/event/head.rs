//! The page's head: what browsers, search engines and chat windows make of the page.

use leptos::prelude::*;

use super::EventPage;
use crate::page::Assets;
use crate::server::preview::{HEIGHT, WIDTH};
use crate::clock;

pub(super) fn head(page: &EventPage, assets: &Assets) -> impl IntoView + use<> {
    let quake = &page.latest;
    let title = page.title();
    let depth = match quake.depth {
        None => page.say("list.depth-unknown").to_owned(),
        Some(depth) => {
            let depth = page.preferences.units.length(depth.km().max(0.0));
            page.messages.fill("list.deep", &[("depth", &depth)])
        }
    };
    let description = format!("{} \u{b7} {depth}", clock::people(quake.time.as_millisecond(), 0));
    let path = format!("/event/{}", quake.id);
    let card = page.site.as_ref().map(|site| {
        let (url, image) = (format!("{site}{path}"), format!("{site}{path}/preview.png"));
        let alt = page.messages.fill("event.preview", &[("what", &title)]);
        let properties = [
            ("og:url", url),
            ("og:image", image),
            ("og:image:type", "image/png".to_owned()),
            ("og:image:width", WIDTH.to_string()),
            ("og:image:height", HEIGHT.to_string()),
            ("og:image:alt", alt),
        ];
        properties.map(|(property, content)| view! { <meta property=property content=content /> }).collect_view()
    });
    view! {
        <head>
            <meta charset="utf-8" />
            <title>{title.clone()} " \u{b7} Quakewire"</title>
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
            <meta name="description" content=description.clone() />
            <meta name="color-scheme" content="dark light" />
            <meta property="og:type" content="article" />
            <meta property="og:site_name" content="Quakewire" />
            <meta property="og:title" content=title />
            <meta property="og:description" content=description />
            {card}
            <meta name="twitter:card" content="summary_large_image" />
            <link rel="canonical" href=path />
            <link rel="icon" href=assets.url("icon.svg") type="image/svg+xml" />
            <link rel="stylesheet" href=assets.url("style.css") />
        </head>
    }
}
