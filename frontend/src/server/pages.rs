//! `GET /`: the page, with the newest earthquakes in its HTML.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;

use super::events;
use super::world::World;
use crate::page::{self, Assets, PageData};

/// Nothing from elsewhere, nothing inline; WebAssembly and the map's worker are ours.
const SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// What the page is made of.
#[derive(Clone)]
pub(crate) struct Pages {
    pub(crate) world: Arc<World>,
    pub(crate) assets: Arc<Assets>,
}

/// The handler.
pub(crate) async fn home(State(Pages { world, assets }): State<Pages>) -> Response {
    if let Err(error) = world.ready() {
        // A person who comes too early need not do anything: the browser asks again.
        return ([("refresh", "2")], error).into_response();
    }
    let began = Instant::now();
    let snapshot = world.snapshot(PageData::ENOUGH);
    let data = PageData {
        newest: snapshot.newest,
        total: snapshot.total,
        days: u32::from(snapshot.days),
        now_ms: Timestamp::now().as_millisecond(),
        cursor: snapshot.cursor.to_string(),
        simulated: snapshot.simulated,
    };
    let html = page::render(&data, &assets);
    events::page_rendered(began.elapsed());
    let headers = [
        (header::CONTENT_SECURITY_POLICY, SECURITY_POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(html)).into_response()
}
