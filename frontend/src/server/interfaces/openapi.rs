//! All of the HTTP API, told to programs (`/openapi.json`, OpenAPI 3.1) and to people (`/docs`).
//!
//! Each interface has a file here that tells of it: its addresses, what they answer, and lines to copy. Parameters come
//! out of the tables that requests are read with, schemas out of the types that are serialised, examples out of what
//! writes the answers; so none of it can be written twice, or be out of date. A test compares the addresses with those
//! that the router has.
//!
//! | file | tells of |
//! |---|---|
//! | [`window`] | `/api/events`, `/api/clock` |
//! | [`stream`] | `/events` |
//! | [`relay`] | EMSC's websocket |
//! | [`fdsn`] | `/fdsnws/event/1/` |
//! | [`feeds`] | USGS's summary feeds |
//! | [`ogc`] | where OGC API Features tells of itself |
//! | [`grpc`] | gRPC, which tells of itself by reflection |
//! | [`event`] | pages of earthquakes, pictures |
//! | [`upkeep`] | health, metrics, overlays, this |

mod document;
mod event;
mod fdsn;
mod feeds;
mod grpc;
mod ogc;
pub(crate) mod operation;
mod relay;
mod sample;
mod schemas;
mod stream;
#[cfg(test)]
mod tests;
mod upkeep;
mod window;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};

use self::operation::Subject;
use super::Means;
use crate::page::Docs;
use crate::server::limit::{Refuse, limited};
use crate::server::{api, pages};

/// What examples are made of, so that they can be tried.
#[derive(Debug)]
struct Here {
    /// Where this site is, such as `https://example.org`.
    site: String,
    /// An earthquake that there is.
    unid: String,
    /// A moment that a stream can begin with.
    hour_ago: String,
}

pub(crate) fn routes(means: Means) -> Router {
    let limits = (means.limits.clone(), api::refuse as Refuse);
    Router::new()
        .route("/openapi.json", get(openapi))
        .route("/docs", get(docs))
        .layer(from_fn_with_state(limits, limited))
        .with_state(means)
}

/// What there is, in the order of the page: the most read first.
fn subjects(here: &Here) -> Vec<Subject> {
    vec![
        fdsn::subject(here),
        feeds::subject(here),
        ogc::subject(here),
        stream::subject(here),
        relay::subject(here),
        grpc::subject(here),
        window::subject(here),
        event::subject(here),
        upkeep::subject(here),
    ]
}

impl Here {
    fn of(means: &Means, headers: &HeaderMap) -> Self {
        let world = means.catalogue.world();
        let newest = world.with_window(|window, _| window.newest().next().map(|bulletin| bulletin.id.clone()));
        Self {
            site: means.address.site(headers),
            unid: newest.unwrap_or_else(|| sample::UNID.to_owned()),
            hour_ago: format!("{:.0}", Timestamp::now() - SignedDuration::from_hours(1)),
        }
    }
}

async fn openapi(State(means): State<Means>, headers: HeaderMap) -> Response {
    let document = document::document(&subjects(&Here::of(&means, &headers)));
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, document.to_string()).into_response()
}

async fn docs(State(means): State<Means>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let here = Here::of(&means, &headers);
    let reader = pages::reader(&headers, &query.unwrap_or_default()).in_english();
    let page = Docs { subjects: subjects(&here), reader };
    pages::respond(page.render(&means.assets), "'none'")
}
