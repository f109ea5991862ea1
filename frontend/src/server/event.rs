//! `GET /event/{unid}`: the page of one earthquake, out of the table, or out of memory while the table is away.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use quake::{Event, Quake, QuakeId};
use store::Store;
use tower_http::compression::CompressionLayer;

use super::address::PublicAddress;
use super::preview::{self, Previews};
use super::world::World;
use super::{events, pages};
use crate::page::Assets;
use crate::page::event::{Apology, EventPage, History, Surroundings, apology, event};

/// How long a reader waits for the table. It answers in milliseconds; when it does not, memory has most of what is asked
/// for.
const TABLE: Duration = Duration::from_secs(3);
/// Seconds after which it is worth asking again for what nobody could tell.
const AGAIN: &str = "30";

/// What the pages of events are made of.
#[derive(Clone)]
pub(crate) struct EventPages {
    pub(crate) world: Arc<World>,
    pub(crate) assets: Arc<Assets>,
    pub(crate) store: Store,
    pub(crate) address: PublicAddress,
}

/// What is known of an event.
pub(crate) struct Found {
    pub(crate) latest: Quake,
    history: History,
}

/// The page and its picture. The page is compressed on the spot, the picture is compressed already.
pub(crate) fn routes(pages: EventPages) -> Router {
    let previews = Previews::new(pages.clone());
    Router::new()
        .route("/event/{id}", get(page).with_state(pages))
        .layer(CompressionLayer::new())
        .route("/event/{id}/preview.png", get(preview::of_event).with_state(previews.clone()))
        .route("/preview.png", get(preview::of_world).with_state(previews))
}

/// The handler.
pub(crate) async fn page(
    State(pages): State<EventPages>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let began = Instant::now();
    let reader = pages::reader(&headers, "");
    let found = match read(id) {
        Ok(id) => find(&pages.world, &pages.store, &id).await,
        Err(apology) => Err(apology),
    };
    let (latest, history) = match found {
        Ok(Found { latest, history }) => (latest, history),
        Err(reason) => return sorry(reason, pages::respond(apology(reason, &reader, &pages.assets), "'none'")),
    };
    let surroundings = pages
        .world
        .with_window(|window, _| Surroundings::of(&latest, window.newest().map(Event::latest), window.days()));
    let page = EventPage {
        latest,
        history,
        surroundings,
        site: pages.address.of(&headers),
        now: Timestamp::now().as_millisecond(),
        reader,
    };
    let response = pages::respond(event(&page, &pages.assets), "'none'");
    events::event_page_rendered(began.elapsed());
    response
}

/// Reads the id out of an address.
pub(crate) fn read(id: Result<Path<String>, PathRejection>) -> Result<QuakeId, Apology> {
    id.ok().and_then(|Path(id)| id.parse().ok()).ok_or(Apology::Malformed)
}

/// Gives an answer the status of what went wrong.
pub(crate) fn sorry(reason: Apology, answer: impl IntoResponse) -> Response {
    match reason {
        Apology::Malformed => (StatusCode::BAD_REQUEST, answer).into_response(),
        Apology::Unknown => (StatusCode::NOT_FOUND, answer).into_response(),
        Apology::Away => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, AGAIN)], answer).into_response(),
    }
}

/// Asks the table, and memory. Whichever heard last has the latest state; only the table has the revisions.
pub(crate) async fn find(world: &World, store: &Store, id: &QuakeId) -> Result<Found, Apology> {
    let remembered = || world.with_window(|window, _| window.get(id).map(|event| event.latest().clone()));
    let answer = match tokio::time::timeout(TABLE, store.event(id)).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {TABLE:?}")),
    };
    match (answer, remembered()) {
        (Ok(Some(stored)), remembered) => {
            let newer = remembered.filter(|quake| quake.updated > stored.latest.updated);
            Ok(Found { latest: newer.unwrap_or(stored.latest), history: History::Known(stored.revisions) })
        }
        (Ok(None), Some(latest)) => Ok(Found { latest, history: History::NotYet }),
        (Ok(None), None) => Err(Apology::Unknown),
        (Err(error), remembered) => {
            events::event_not_read(id, &error);
            remembered.map(|latest| Found { latest, history: History::Away }).ok_or(Apology::Away)
        }
    }
}
