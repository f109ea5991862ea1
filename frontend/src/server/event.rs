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
use quake::{Bulletin, Quake, QuakeId};
use store::{Store, StoreError, StoredEvent};
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
struct Found {
    latest: Quake,
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
    let around = || pages.world.with_window(|window, _| Surroundings::of(&latest, window.newest(), window.days()));
    let surroundings = pages.world.ready().is_ok().then(around);
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
        Apology::Away | Apology::Starting => {
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, AGAIN)], answer).into_response()
        }
    }
}

/// Asks the table, and memory.
async fn find(world: &World, store: &Store, id: &QuakeId) -> Result<Found, Apology> {
    let answer = in_time(id, store.event(id)).await;
    // Asked first: what memory lacks when it has everything, it does not merely lack yet.
    let complete = world.ready().is_ok();
    let remembered = world.with_window(|window, _| window.get(id).map(|quake| Quake::clone(quake)));
    settle(answer, remembered, complete)
}

/// Whichever heard last has the latest state; only the table has the revisions. An event that is in neither may be in
/// Kafka only, until memory is `complete`.
fn settle(
    answer: Result<Option<StoredEvent>, ()>,
    remembered: Option<Quake>,
    complete: bool,
) -> Result<Found, Apology> {
    match (answer, remembered) {
        (Ok(Some(stored)), remembered) => {
            let newer = remembered.filter(|quake| quake.updated > stored.latest.updated);
            Ok(Found { latest: newer.unwrap_or(stored.latest), history: History::Known(stored.revisions) })
        }
        (Ok(None), Some(latest)) => Ok(Found { latest, history: History::NotYet }),
        (Err(()), Some(latest)) => Ok(Found { latest, history: History::Away }),
        (Ok(None), None) => Err(if complete { Apology::Unknown } else { Apology::Starting }),
        (Err(()), None) => Err(Apology::Away),
    }
}

/// The latest state of an event, out of memory, which hears of everything first, or else out of the table.
pub(crate) async fn latest(world: &World, store: &Store, id: &QuakeId) -> Result<Bulletin, Apology> {
    let complete = world.ready().is_ok();
    if let Some(bulletin) = world.with_window(|window, _| window.bulletin(id).cloned()) {
        return Ok(bulletin);
    }
    match in_time(id, store.latest(id)).await {
        Ok(Some(quake)) => Ok(Bulletin::new(&quake, 1)),
        Ok(None) => Err(if complete { Apology::Unknown } else { Apology::Starting }),
        Err(()) => Err(Apology::Away),
    }
}

/// What the table says, unless it takes too long.
async fn in_time<T>(id: &QuakeId, asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, ()> {
    let answer = match tokio::time::timeout(TABLE, asked).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {TABLE:?}")),
    };
    answer.map_err(|error| events::event_not_read(id, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(minute: u32) -> Quake {
        let feature = format!(
            r#"{{"id":"a","properties":{{"lastupdate":"2026-11-20T10:{minute:02}:00Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}}}"#
        );
        quake::emsc::parse_feature(&feature).unwrap()
    }

    #[test]
    fn nobody_is_told_that_an_event_is_unknown_before_everything_is_known() {
        assert_eq!(settle(Ok(None), None, false).err(), Some(Apology::Starting));
        assert_eq!(settle(Ok(None), None, true).err(), Some(Apology::Unknown));
        assert_eq!(settle(Err(()), None, true).err(), Some(Apology::Away));
    }

    #[test]
    fn whoever_heard_last_has_the_latest_state() {
        let table = |minute| Ok(Some(StoredEvent { latest: report(minute), revisions: Vec::new() }));
        let latest = |answer, remembered| settle(answer, remembered, true).ok().map(|found| found.latest);
        assert_eq!(latest(table(1), Some(report(2))), Some(report(2)));
        assert_eq!(latest(table(2), Some(report(1))), Some(report(2)));
        assert_eq!(latest(Err(()), Some(report(1))), Some(report(1)));
        assert!(matches!(settle(Ok(None), Some(report(1)), true), Ok(Found { history: History::NotYet, .. })));
    }
}
