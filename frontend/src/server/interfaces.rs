//! What other people's tools speak: each interface a thin translation of one question and of its answer.
//!
//! ```text
//! address ──[parameters]──> quake::Query ──[super::catalogue]──> earthquakes ──[formats]──[document]──> answer
//! ```
//!
//! | interface | for whom | folder |
//! |---|---|---|
//! | FDSN-event 1.2 | ObsPy and whatever else asks data centres | [`fdsn`] |

mod document;
mod fdsn;
pub(crate) mod parameters;
pub(crate) mod selection;

use axum::Router;
use axum::http::Method;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

use super::address::PublicAddress;
use super::catalogue::Catalogue;

/// What interfaces are made of.
#[derive(Debug, Clone)]
pub(crate) struct Means {
    pub(crate) catalogue: Catalogue,
    pub(crate) address: PublicAddress,
}

/// All of them. Any page of any site may read them.
pub(crate) fn routes(means: &Means) -> Router {
    let anyone = CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::HEAD]).allow_headers(Any);
    fdsn::routes(means.clone()).layer(CompressionLayer::new()).layer(anyone)
}
