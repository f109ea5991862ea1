//! The listening socket, of connections that can be cut all at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::gate::{Gate, Mood};
use super::push;
use super::shelf::Shelf;

/// The largest body read at all: beyond what Loki takes, so that the refusal is one of Loki's words.
const BODY: usize = 16 * 1024 * 1024;

/// What outlives a death.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) gate: Gate,
    shelf: Mutex<Shelf>,
}

impl Shared {
    pub(super) fn new(kept: usize) -> Self {
        Self { gate: Gate::new(), shelf: Mutex::new(Shelf::new(kept)) }
    }

    pub(super) fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until dropped; then every connection is cut.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = Router::new()
        .route("/ready", get(|| async { "ready\n" }))
        .route("/metrics", get(metrics))
        .route("/loki/api/v1/push", post(take))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(shared);
    // Aborts what it holds when it is dropped.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let service = TowerToHyperService::new(router.clone());
                connections.spawn(async move {
                    let connection = hyper::server::conn::http1::Builder::new();
                    // A client that leaves in the middle is the client's affair.
                    let _ = connection.serve_connection(TokioIo::new(stream), service).await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let contents = match push::read(&headers, &body) {
        Ok(contents) => contents,
        Err((status, reason)) => {
            let mut shelf = shared.shelf();
            shelf.answered(status.as_u16());
            shelf.complain(reason.clone());
            return (status, reason).into_response();
        }
    };
    let answer = match shared.gate.mood() {
        Mood::Throttling(seconds) => {
            let after = [(header::RETRY_AFTER, seconds.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, after, "ingestion rate limit exceeded\n").into_response()
        }
        Mood::Failing => (StatusCode::INTERNAL_SERVER_ERROR, "empty ring\n").into_response(),
        Mood::Refusing => (StatusCode::BAD_REQUEST, "refused, as ordered\n").into_response(),
        Mood::Silent => {
            shared.shelf().answered(0);
            return std::future::pending().await;
        }
        mood @ (Mood::Healthy | Mood::Slow(_)) => {
            let whole = contents.refused.is_empty();
            let reason = contents.refused.first().cloned().unwrap_or_default();
            shared.shelf().take(contents);
            if let Mood::Slow(pause) = mood {
                tokio::time::sleep(pause).await;
            }
            if whole {
                StatusCode::NO_CONTENT.into_response()
            } else {
                (StatusCode::BAD_REQUEST, reason).into_response()
            }
        }
    };
    shared.shelf().answered(answer.status().as_u16());
    answer
}

/// Enough for a Prometheus that scrapes Loki to find it up.
async fn metrics(State(shared): State<Arc<Shared>>) -> String {
    let lines = shared.shelf().tally().lines;
    format!("# TYPE fake_loki_lines_total counter\nfake_loki_lines_total {lines}\n")
}
