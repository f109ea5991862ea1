//! `/healthz` (the process runs), `/readyz` (it can do its work) and `/metrics`.

use std::net::SocketAddr;

use anyhow::Context;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio_util::sync::CancellationToken;

use crate::{Readiness, Rendered};

/// The three routes, to be merged into a service's own.
pub fn routes(readiness: Readiness, metrics: Rendered) -> Router {
    let ready = move || async move {
        match readiness.state() {
            Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
            Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
        }
    };
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(move || async move { metrics.text() }))
}

/// Serves the three routes on a port of their own until `stop`; returns at once, with the address it listens on.
///
/// # Errors
/// When the port cannot be had.
pub async fn serve(
    listen: SocketAddr,
    readiness: Readiness,
    metrics: Rendered,
    stop: CancellationToken,
) -> anyhow::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen} for health checks; choose another with --status-listen"))?;
    let address = listener.local_addr()?;
    let routes = routes(readiness, metrics).into_make_service();
    tokio::spawn(async move {
        let _ = axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await;
    });
    Ok(address)
}
