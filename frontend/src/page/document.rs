//! The document: head, skip link, map with the first picture in it, living list, legend, notes.

use leptos::prelude::*;

use super::legend::legend;
use super::world::first_picture;
use super::{Assets, PageData};
use crate::islands::{LivingList, Snapshot};

/// Rows in the list as the page comes.
const ROWS: usize = 60;

/// Days on the map. The list's window may be longer: a month of small ones would bury the week, and is megabytes.
const MAP_DAYS: u32 = 7;

const DESCRIPTION: &str =
    "The newswire of the world's earthquakes: each one on the list and on the map seconds after its publication.";

pub(super) fn document(page: &PageData, assets: &Assets) -> impl IntoView + use<> {
    let map_days = page.days.min(MAP_DAYS);
    let window_url = format!("/api/events?days={map_days}");
    let snapshot = Snapshot {
        newest: page.newest.iter().take(ROWS).cloned().collect(),
        total: page.total,
        days: page.days,
        now: page.now_ms,
        cursor: page.cursor.clone(),
        window_url: window_url.clone(),
    };
    view! {
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <title>"Quakewire: the world's earthquakes, live"</title>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="description" content=DESCRIPTION />
                <meta name="color-scheme" content="dark light" />
                <link rel="icon" href=assets.url("icon.svg") type="image/svg+xml" />
                <link rel="stylesheet" href=assets.url("style.css") />
                <link rel="modulepreload" href=assets.url("frontend.js") />
                <link
                    rel="preload"
                    href=assets.url("frontend.wasm")
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                />
                <script
                    type="module"
                    src=assets.url("boot.js")
                    data-glue=assets.url("frontend.js")
                    data-wasm=assets.url("frontend.wasm")
                ></script>
                <script type="module" r#async src=assets.url("map.js")></script>
            </head>
            <body>
                <a class="skip" href="#latest">"Skip to the list of earthquakes"</a>
                {page.simulated.then(simulation_notice)}
                <main>
                    {map(page, assets, window_url, map_days)}
                    <LivingList snapshot=snapshot />
                    {legend(map_days)}
                </main>
                <footer>
                    <p>"Not an early-warning system"</p>
                    <p>
                        "Data: EMSC \u{b7} Map: Natural Earth \u{b7} "
                        <a href=assets.url("licences.txt")>"Licences"</a>
                    </p>
                </footer>
            </body>
        </html>
    }
}

fn simulation_notice() -> impl IntoView {
    view! {
        <p class="notice" role="note">
            <b>"Simulated feed."</b>
            " Real earthquakes of 2018, replayed as if they happened now."
        </p>
    }
}

/// `<quake-map>` takes over from the picture inside it, if it can.
fn map(page: &PageData, assets: &Assets, window_url: String, days: u32) -> impl IntoView + use<> {
    let attributes = [
        ("library", assets.url("maplibre-gl.mjs")),
        ("worker", assets.url("maplibre-gl-worker.mjs")),
        ("world", assets.url("world.json")),
        ("names", assets.url("names.json")),
        ("events", window_url),
        ("days", days.to_string()),
    ];
    let attributes: String = attributes.map(|(name, url)| format!(" {name}=\"{url}\"")).concat();
    let picture = first_picture(&page.newest);
    // A custom element with attributes of its own, and a picture of hundreds of marks: written as text.
    view! { <div class="map" inner_html=format!("<quake-map{attributes}>{picture}</quake-map>")></div> }
}
