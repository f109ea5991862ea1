//! Which address answers what.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use service::{Readiness, Rendered};
use store::Store;
use tokio_util::sync::CancellationToken;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::address::PublicAddress;
use super::catalogue::Catalogue;
use super::event::EventPages;
use super::interfaces::Means;
use super::limit::{self, Limits, Refuse, limited};
use super::overlays::{self, Overlays};
use super::pages::Pages;
use super::stream::BEAT;
use super::world::World;
use super::{Config, answers, api, event, interfaces, lasting_names, pages, stream, tiles, vitals};
use crate::page::Assets;

/// The names of these files carry a hash of their content: what they hold never changes.
pub(crate) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn all(
    config: &Config,
    assets: &Assets,
    world: &Arc<World>,
    store: Store,
    readiness: Readiness,
    metrics: Rendered,
    stop: &CancellationToken,
) -> Router {
    let address = PublicAddress::new(config.public_url.as_ref());
    let limits = Limits::new(config.requests_per_second, config.proxies.into());
    let assets_of_pages = Arc::new(assets.clone());
    let pages = Pages {
        world: Arc::clone(world),
        assets: Arc::clone(&assets_of_pages),
        address: address.clone(),
        measured: config.measure_pages,
    };
    // Made on the spot, so compressed on the spot; assets are compressed already, and a stream must not be.
    let made = Router::new()
        .route("/", get(pages::home).with_state(pages.clone()))
        .route("/embed", get(pages::embed).with_state(pages))
        .route("/settings", post(pages::settings))
        .route("/api/clock", get(pages::clock))
        .route(
            "/api/events",
            get(api::events)
                .with_state(Arc::clone(world))
                .layer(from_fn_with_state((limits.clone(), api::refuse as Refuse), limited)),
        )
        .layer(CompressionLayer::new());
    let vitals = if config.measure_pages { vitals::routes() } else { Router::new() };
    let catalogue = Catalogue::new(Arc::clone(world), store.clone());
    let grpc = interfaces::grpc::routes(catalogue.clone(), limits.clone(), readiness.clone(), stop.clone());
    let interfaces = interfaces::routes(&Means {
        catalogue: catalogue.clone(),
        address: address.clone(),
        limits: limits.clone(),
        assets: Arc::clone(&assets_of_pages),
    });
    let events = EventPages { world: Arc::clone(world), assets: assets_of_pages, store, address };
    let tiles = tiles::routes(&config.site, assets);
    let lasting_names = lasting_names::routes(&config.site, assets);
    let files = ServeDir::new(config.site.join("assets")).precompressed_br().precompressed_gzip();
    // A route rather than a fallback, which would be counted as nowhere.
    let assets = Router::new()
        .route_service("/{*file}", files)
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, for_ever));
    beat(world, stop);
    forget(limits, stop);
    made.route("/events", get(stream::stream).with_state(catalogue))
        .merge(vitals)
        .merge(event::routes(events))
        .merge(interfaces)
        .merge(grpc)
        .merge(tiles)
        .merge(lasting_names)
        .merge(overlays::routes(Overlays::read(&config.overlays)))
        .nest("/assets", assets)
        .merge(service::status_routes(readiness, metrics))
        .fallback(|| async {
            (StatusCode::NOT_FOUND, "There is nothing here. The map is at /, and /docs tells of the rest\n")
        })
        .layer(from_fn(answers::counted))
}

/// A file's answer is kept; that there is none, in the midst of a deployment, must not be.
fn for_ever<B>(answer: &Response<B>) -> Option<HeaderValue> {
    let status = answer.status();
    (status.is_success() || status == StatusCode::NOT_MODIFIED).then_some(FOR_EVER)
}

/// Lets go of the addresses that have been quiet, until `stop`.
fn forget(limits: Limits, stop: &CancellationToken) {
    let stop = stop.clone();
    tokio::spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(limit::FORGET)).await.is_some() {
            limits.forget();
        }
    });
}

/// Keeps quiet streams alive, and ends them all at `stop`.
fn beat(world: &Arc<World>, stop: &CancellationToken) {
    let (world, stop) = (Arc::clone(world), stop.clone());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(BEAT) => world.hub().beat(),
            }
        }
        world.hub().close();
    });
}
