//! `GET /` and `/embed`: the map's page, with its earthquakes in its HTML; `POST /settings`: how the reader likes it.

use std::sync::Arc;
use std::time::Instant;

use axum::Form;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;

use super::address::PublicAddress;
use super::events;
use super::world::World;
use crate::islands::{Entry, Listing};
use crate::page::{self, Assets, PageData, Reader, Setting};
use crate::preferences::{COOKIE, Preferences};
use crate::view::View;

/// Nothing from elsewhere, nothing inline; WebAssembly and the map's worker are ours.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors ";

/// Longer addresses come from nobody's mouse.
const LONGEST_SEARCH: usize = 2048;

/// What the page is made of.
#[derive(Clone)]
pub(crate) struct Pages {
    pub(crate) world: Arc<World>,
    pub(crate) assets: Arc<Assets>,
    pub(crate) address: PublicAddress,
    /// Whether browsers are asked how long the page took them.
    pub(crate) measured: bool,
}

/// The handler of `/`. `?kiosk=1` is the page for walls.
pub(crate) async fn home(State(pages): State<Pages>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let search = query.unwrap_or_default();
    let kiosk = form_urlencoded::parse(search.as_bytes()).any(|(name, value)| name == "kiosk" && value != "0");
    map_page(&pages, search, &headers, if kiosk { Setting::Kiosk } else { Setting::Page })
}

/// The handler of `/embed`.
pub(crate) async fn embed(State(pages): State<Pages>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    map_page(&pages, query.unwrap_or_default(), &headers, Setting::Embedded)
}

fn map_page(pages: &Pages, search: String, headers: &HeaderMap, setting: Setting) -> Response {
    let Pages { world, assets, address, measured } = pages;
    if let Err(error) = world.ready() {
        // A person who comes too early need not do anything: the browser asks again.
        return ([("refresh", "2")], error).into_response();
    }
    if search.len() > LONGEST_SEARCH {
        return (StatusCode::URI_TOO_LONG, "The address is too long. The map is at /\n").into_response();
    }
    let began = Instant::now();
    let view = View::of(&search);
    let now_ms = Timestamp::now().as_millisecond();
    let snapshot = world.snapshot(|quake| view.admits(quake, now_ms));
    let entries: Vec<Entry> = snapshot.admitted.iter().cloned().map(Entry::from).collect();
    let data = PageData {
        reader: reader(headers, &search),
        marks: snapshot.admitted.iter().take(PageData::MARKS).cloned().collect(),
        listing: Listing::of(entries.iter(), &view, now_ms, None),
        view,
        search,
        now_ms,
        cursor: snapshot.cursor.to_string(),
        simulated: snapshot.simulated,
        setting,
        measured: *measured,
        site: address.of(headers),
    };
    let html = page::render(&data, assets);
    events::page_rendered(began.elapsed());
    respond(html, if setting == Setting::Embedded { "*" } else { "'none'" })
}

/// For whom a request is answered.
pub(crate) fn reader(headers: &HeaderMap, search: &str) -> Reader {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Reader::of(search, text(header::COOKIE), text(header::ACCEPT_LANGUAGE))
}

/// A page with its headers; `framed_by` says whose pages may show it inside theirs.
pub(crate) fn respond(html: String, framed_by: &str) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, format!("{POLICY}{framed_by}")),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::VARY, "cookie, accept-language".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    (headers, Html(html)).into_response()
}

/// What the settings form sends; whatever is in it, only words that preferences know are taken over.
#[derive(Deserialize)]
pub(crate) struct Settings {
    #[serde(default)]
    theme: String,
    #[serde(default)]
    units: String,
    #[serde(default)]
    clock: String,
    #[serde(default)]
    lang: String,
    /// The address's part after `?` to come back to.
    #[serde(default)]
    back: String,
}

/// The handler of `/settings`: a cookie for a year, and back to the page.
pub(crate) async fn settings(Form(settings): Form<Settings>) -> Response {
    let mut preferences = Preferences::default();
    for word in [&settings.theme, &settings.units, &settings.clock, &settings.lang] {
        preferences.set(word);
    }
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", preferences.cookie());
    // Back to our own page only; what the form just decided must not be overruled by the address.
    let mut back = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(settings.back.as_bytes()) {
        if !matches!(&*name, "theme" | "units" | "clock" | "lang") {
            back.append_pair(&name, &value);
        }
    }
    let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, format!("/?{}", back.finish()))];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The handler of `/api/clock`: milliseconds since 1970, by which a browser learns how far its own clock is off.
pub(crate) async fn clock() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Timestamp::now().as_millisecond().to_string()).into_response()
}
