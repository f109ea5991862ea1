//! The frontend's server: keeps the window in memory, follows what changes, and tells browsers.
//!
//! ```text
//! table ──[load]──> World: [window] + [hub] ──┬── page (Leptos)       /
//!   Kafka tail ─┐        ▲                    ├── [stream] (SSE)      /events
//!   table tail ─┴─[changes]─ [follow]         ├── [api] (GeoJSON)     /api/events
//!                                             ├── [catalogue] ──┬── [interfaces] (FDSN, USGS, OGC, EMSC, gRPC)
//!                                             └── [follower] ───┘
//! ```
//!
//! Page, `/api/events` and the page's stream are made out of memory. What other people's tools ask goes through the
//! catalogue (what there is) and followers (what changes); these read what memory does not reach out of the table.

mod address;
mod answers;
mod api;
mod catalogue;
mod changes;
mod config;
mod error;
mod event;
mod events;
mod follow;
mod follower;
mod hub;
pub(crate) mod interfaces;
mod lasting_names;
mod limit;
mod listener;
mod meters;
mod overlays;
mod pages;
mod preview;
mod routes;
mod seldom;
mod stream;
mod tiles;
mod vitals;
mod window;
mod world;

use std::sync::Arc;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

pub use config::{Config, Source};
pub use meters::METERS;

/// Runs until `stop`, then closes the streams; browsers come back to another replica where they were.
///
/// # Errors
/// When the site is not built, the port cannot be had, or a setting cannot work. Outages of the table and of Kafka
/// are no errors: they are waited out.
pub async fn run(config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}; choose another address with --listen", config.listen))?;
    serve(config, listener, stop).await
}

/// As [`run`], on a port that is open already.
///
/// # Errors
/// As [`run`].
pub async fn serve(config: Config, listener: tokio::net::TcpListener, stop: CancellationToken) -> anyhow::Result<()> {
    // Leptos spawns through this; a second frontend in one process finds it there already.
    let _ = any_spawner::Executor::init_tokio();
    let assets = crate::page::Assets::load(&config.site)?;
    webhooks::check(&config.webhooks)?;
    let world = Arc::new(world::World::new(config.window_days));
    let readiness = service::Readiness::default();
    events::listening(listener.local_addr()?);

    let store = store::Store::connect(&config.store).await;
    let following = follow::follow(config.clone(), store.clone(), Arc::clone(&world), readiness.clone(), stop.clone());
    let following = tokio::spawn(following);
    let metrics = service::install_metrics(&[METERS, store::METERS, webhooks::METERS]);
    let sending = tokio::spawn(send_webhooks(config.clone(), stop.clone()));
    let routes = routes::all(&config, &assets, &world, store, readiness, metrics, &stop);
    listener::serve(listener, routes, stop).await;
    sending.await.context("sending webhooks ended by a panic")?;
    following.await.context("following the changes ended by a panic")?
}

/// Outgoing messages, beside everything else: when they cannot be sent any more, the page goes on.
async fn send_webhooks(config: Config, stop: CancellationToken) {
    let Config { webhooks: settings, kafka, public_url, .. } = config;
    if let Err(error) = webhooks::run(webhooks::Config { settings, kafka, public_url }, stop).await {
        events::webhooks_ended(&error);
    }
}
