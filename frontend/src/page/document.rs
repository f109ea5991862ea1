//! The map's page: skip link, map with the first picture in it, living list, tools, legend, notes.

use leptos::prelude::*;

use super::card::Card;
use super::legend::legend;
use super::setting::furniture;
use super::shell::shell;
use super::tools::tools;
use super::world::first_picture;
use super::{Assets, PageData, Reader, Setting};
use crate::islands::{LivingList, Snapshot, Speech, Words, window_url};
use crate::view::View;

/// Rows in the list as the page comes.
const ROWS: usize = 60;

pub(super) fn document(page: &PageData, assets: &Assets) -> impl IntoView + use<> {
    let reader = &page.reader;
    let class = match page.setting {
        // The scripts read it there (map/src/page/measuring.ts); a frame or a wall is nobody's visit.
        Setting::Page if page.measured => "map-page whole measured",
        Setting::Page => "map-page whole",
        Setting::Embedded => "map-page embedded",
        Setting::Kiosk => "map-page kiosk",
    };
    let listing = &page.listing;
    let snapshot = Snapshot {
        rows: listing.rows.iter().take(ROWS).map(|entry| entry.bulletin.clone()).collect(),
        count: listing.count,
        pinned: listing.pinned.as_ref().map(|(entry, _)| entry.bulletin.clone()),
        aftershocks: listing.pinned.as_ref().map_or(0, |(_, aftershocks)| *aftershocks),
        search: page.search.clone(),
        now: page.now_ms,
        cursor: page.cursor.clone(),
        speech: Speech {
            words: Words(reader.messages),
            units: reader.preferences.units,
            clock: reader.preferences.clock,
        },
    };
    let block = snapshot.block();
    provide_context(snapshot);
    let body = view! {
        <a class="skip" href="#list">{reader.say("page.skip")}</a>
        <main>
            {map(page, assets)}
            {block}
            <button type="button" class="grabber scripted" data-grabber="" aria-expanded="false" aria-controls="list">
                <span class="hidden">{reader.say("page.sheet")}</span>
            </button>
            <LivingList />
            <div class="over">
                <div class="chips scripted" data-chips="" role="group" aria-label=reader.say("filter.active")></div>
                {page.simulated.then(|| simulation_notice(reader))}
                <p class="notice" role="status" data-offline=reader.say("offline.notice")></p>
            </div>
            {tools(page)}
            {(page.setting == Setting::Page).then(|| view! { <div class="card timeline scripted" data-timeline=""></div> })}
            {legend(page)}
            {furniture(page)}
        </main>
        <footer>
            <p>{reader.say("page.no-warning")}</p>
            <p>
                {reader.say("page.credits")} " \u{b7} "
                <a href=assets.url("licences.txt")>{reader.say("page.licences")}</a> " \u{b7} "
                <a href="/docs">{reader.say("page.docs")}</a> <span data-credits=""></span>
            </p>
        </footer>
    };
    shell(reader, assets, class, head(page, assets), body)
}

fn head(page: &PageData, assets: &Assets) -> impl IntoView + use<> {
    let reader = &page.reader;
    let view = &page.view;
    let card = Card {
        site: page.site.clone(),
        kind: "website",
        title: reader.say("page.title").to_owned(),
        description: reader.say("page.description").to_owned(),
        path: "/".to_owned(),
        picture: "/preview.png".to_owned(),
        alternative: reader.say("page.world").to_owned(),
    };
    let small = view.min_magnitude.is_none_or(|least| least < View::MIN_MAGNITUDE);
    view! {
        <title>{reader.say("page.title")}</title>
        <meta name="description" content=reader.say("page.description") />
        {card.tags()}
        <link rel="manifest" href=assets.url("manifest.webmanifest") />
        <link rel="modulepreload" href=assets.url("frontend.js") />
        {preload(assets.url("frontend.wasm"), "application/wasm")}
        {preload(window_url(view.reach(page.now_ms), small), "application/geo+json")}
        <script
            type="module"
            src=assets.url("boot.js")
            data-glue=assets.url("frontend.js")
            data-wasm=assets.url("frontend.wasm")
        ></script>
        <script type="module" r#async src=assets.url("map.js")></script>
    }
}

fn preload(address: String, kind: &'static str) -> impl IntoView {
    view! { <link rel="preload" href=address r#as="fetch" r#type=kind crossorigin="anonymous" /> }
}

fn simulation_notice(reader: &Reader) -> impl IntoView + use<> {
    view! {
        <p class="notice" role="note">
            <b>{reader.say("page.simulated")}</b>
            <span>" " {reader.say("page.simulated-what")}</span>
        </p>
    }
}

/// `<quake-map>` takes over from the picture inside it, if it can.
fn map(page: &PageData, assets: &Assets) -> impl IntoView + use<> {
    let messages = super::assets::words_of(page.reader.messages.language);
    let attributes = [
        ("library", assets.url("maplibre-gl.mjs")),
        ("worker", assets.url("maplibre-gl-worker.mjs")),
        ("world", assets.url("world.json")),
        ("tiles", assets.tiles_url()),
        ("messages", assets.url(&messages)),
    ];
    let attributes: String = attributes.map(|(name, url)| format!(" {name}=\"{url}\"")).concat();
    let picture = first_picture(&page.marks, &page.view, page.now_ms, page.reader.say("page.world"));
    // A custom element with attributes of its own, and a picture of hundreds of marks: written as text.
    view! { <div class="map" inner_html=format!("<quake-map{attributes}>{picture}</quake-map>")></div> }
}
