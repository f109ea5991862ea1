//! `GET /event/{unid}/preview.png` and `GET /preview.png`: what chat windows and social networks show of a link.

mod canvas;
mod letters;
mod picture;
mod shelf;
mod studio;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::event::{EventPages, latest, read, sorry};
use crate::clock;
use studio::Studio;

/// How old the world's picture may be.
const WORLD_AGE: i64 = clock::MINUTE;
/// Earthquakes in the world's picture, and over how long.
const WORLD_MARKS: usize = 300;
const WORLD_SPAN: i64 = 7 * clock::DAY;
/// Changes when the drawing does, so that nobody keeps the old one.
const EDITION: u32 = 2;

/// Previews are drawn here.
#[derive(Clone)]
pub(crate) struct Previews {
    pages: EventPages,
    studio: Arc<Studio>,
}

impl Previews {
    pub(crate) fn new(pages: EventPages) -> Self {
        Self { pages, studio: Arc::new(Studio::new()) }
    }
}

/// The handler of an event's picture.
pub(crate) async fn of_event(
    State(previews): State<Previews>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let found = match read(id) {
        Ok(id) => latest(&previews.pages.world, &previews.pages.store, &id).await,
        Err(apology) => Err(apology),
    };
    match found {
        Ok(quake) => {
            let name = format!("{}-{}-{EDITION}", quake.id, quake.updated);
            let picture = (name.clone(), previews.studio.picture(name, move || picture::of_event(&quake)));
            answer(&headers, "public, max-age=300", picture).await
        }
        Err(reason) => sorry(reason, "There is no picture of this.\n"),
    }
}

/// The handler of the world's picture.
pub(crate) async fn of_world(State(previews): State<Previews>, headers: HeaderMap) -> Response {
    let world = &previews.pages.world;
    if let Err(error) = world.ready() {
        return error.into_response();
    }
    let now = Timestamp::now().as_millisecond();
    let name = format!("world-{}-{EDITION}", now / WORLD_AGE);
    // Read only when it is drawn: mostly it is on the shelf, or with the one who asks.
    let world = Arc::clone(world);
    let draw = move || {
        let snapshot = world.snapshot(|quake| quake.time > now - WORLD_SPAN);
        let mut newest = snapshot.admitted;
        // The largest ones, the latest on top.
        newest.sort_by(|a, b| b.mag.unwrap_or(f64::MIN).total_cmp(&a.mag.unwrap_or(f64::MIN)));
        newest.truncate(WORLD_MARKS);
        newest.sort_by_key(|quake| std::cmp::Reverse(quake.time));
        picture::of_world(&newest, snapshot.simulated)
    };
    let picture = (name.clone(), previews.studio.picture(name, draw));
    answer(&headers, "public, max-age=60", picture).await
}

/// Answers with a picture, or with nothing when the one who asks has it.
async fn answer(
    headers: &HeaderMap,
    kept: &'static str,
    (name, picture): (String, impl Future<Output = Option<Bytes>>),
) -> Response {
    let tag = format!("\"{name}\"");
    let had = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let about = [(header::CACHE_CONTROL, kept.to_owned()), (header::ETAG, tag.clone())];
    if had.is_some_and(|tags| tags.split(',').any(|had| had.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    match picture.await {
        Some(picture) => {
            let kind = [(header::CONTENT_TYPE, "image/png"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
            (kind, about, picture).into_response()
        }
        None => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response(),
    }
}
