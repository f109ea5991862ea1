//! What other people's tools speak: each interface a thin translation of one question and of its answer.
//!
//! ```text
//! address ──[parameters]──> quake::Query ──[super::catalogue]──> earthquakes ──[formats]──[document]──> answer
//! ```
//!
//! | interface | for whom | folder |
//! |---|---|---|
//! | FDSN-event 1.2 | ObsPy and whatever else asks data centres | [`fdsn`] |
//! | USGS's summary feeds | Home Assistant, maps in the web, feed readers, spreadsheets | [`feeds`] |
//! | OGC API Features | QGIS, GDAL, `OWSLib` | [`ogc`] |
//! | EMSC's websocket | whatever listens to EMSC | [`relay`] |
//! | OpenAPI 3.1 and `/docs` | programs and people, told of all of these | [`openapi`] |
//! | `/events` | browsers and scripts | [`super::stream`], [`following`], [`telling`] |
//! | gRPC | services that want types, and one long stream | [`grpc`] |

mod document;
pub(crate) mod fdsn;
mod feeds;
pub(crate) mod following;
pub(crate) mod grpc;
pub(crate) mod ogc;
pub(crate) mod openapi;
pub(crate) mod parameters;
mod relay;
pub(crate) mod selection;
pub(crate) mod telling;

use std::sync::Arc;

use axum::Router;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::cors::{Any, CorsLayer};

use super::address::PublicAddress;
use super::catalogue::Catalogue;
use super::limit::Limits;
use crate::page::Assets;

/// What interfaces are made of.
#[derive(Debug, Clone)]
pub(crate) struct Means {
    pub(crate) catalogue: Catalogue,
    pub(crate) address: PublicAddress,
    pub(crate) limits: Limits,
    pub(crate) assets: Arc<Assets>,
}

/// All of them. Any page of any site may read them.
pub(crate) fn routes(means: &Means) -> Router {
    let anyone =
        CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::HEAD]).allow_headers(Any).vary([]);
    let answers = fdsn::routes(means.clone())
        .merge(feeds::routes(means.clone()))
        .merge(ogc::routes(means.clone()))
        .merge(openapi::routes(means.clone()));
    answers.layer(compressed()).merge(relay::routes(means.clone())).layer(anyone)
}

/// Refusals stay as they are: `ObsPy` asks for compressed answers and unpacks none but those of success, so that its users
/// would not learn what was wrong.
fn compressed() -> CompressionLayer<impl Predicate> {
    let succeeded = |status: StatusCode, _: Version, _: &HeaderMap, _: &Extensions| status.is_success();
    CompressionLayer::new().compress_when(DefaultPredicate::new().and(succeeded))
}
