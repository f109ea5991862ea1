//! `/sim/…`: the simulator's controls over HTTP, the same as the methods of [`Simulator`](crate::Simulator).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::server::Shared;
use crate::simulator;
use crate::{Error, Fault, How, Sent, Spec};

/// All controls.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/sim/emit", post(emit))
        .route("/sim/burst", post(burst))
        .route("/sim/fault", post(fault))
        .route("/sim/drop", post(drop_connections))
        .route("/sim/pause", post(pause))
        .route("/sim/resume", post(resume))
        .route("/sim/ledger", get(ledger))
        .route("/sim/status", get(status))
}

type Control = State<Arc<Shared>>;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

/// The order in a body; an empty one orders the default.
fn order<T: DeserializeOwned>(body: &Bytes, default: &str) -> Result<T, Error> {
    let body = if body.is_empty() { default.as_bytes() } else { body };
    serde_json::from_slice(body).map_err(|error| Error::Spec(error.to_string()))
}

async fn emit(State(shared): Control, body: Bytes) -> Result<Json<Sent>, Error> {
    let spec: Spec = order(&body, "{}")?;
    let now = shared.clock.now();
    shared.feed().emit(&spec, now).map(Json)
}

#[derive(Deserialize)]
struct Burst {
    count: usize,
    #[serde(default)]
    malformed: f64,
}

async fn burst(State(shared): Control, Query(burst): Query<Burst>) -> Result<Response, Error> {
    let sent = simulator::burst(&shared, burst.count, burst.malformed).await?;
    let well_formed = sent.iter().filter(|entry| entry.well_formed).count();
    let summary = json!({
        "sent": sent.len(),
        "well_formed": well_formed,
        "malformed": sent.len() - well_formed,
        "first": sent.first().map(|entry| entry.sequence),
        "last": sent.last().map(|entry| entry.sequence),
    });
    Ok(Json(summary).into_response())
}

async fn fault(State(shared): Control, body: Bytes) -> Result<Json<Vec<Sent>>, Error> {
    let fault: Fault = order(&body, "null")?;
    let now = shared.clock.now();
    shared.feed().stage(&fault, now).map(Json)
}

#[derive(Deserialize)]
struct Parting {
    how: String,
    code: Option<u16>,
}

async fn drop_connections(State(shared): Control, Query(parting): Query<Parting>) -> Result<StatusCode, Error> {
    let how = match parting.how.as_str() {
        "close" => How::Close { code: parting.code.unwrap_or(1000) },
        "hangup" => How::Hangup,
        "reset" => How::Reset,
        "silence" => How::Silence,
        _ => return Err(Error::Setting("`how` is close, hangup, reset or silence")),
    };
    let now = shared.clock.now();
    shared.feed().stage(&Fault::Drop(how), now)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn pause(State(shared): Control) -> StatusCode {
    shared.feed().paused = true;
    StatusCode::NO_CONTENT
}

async fn resume(State(shared): Control) -> StatusCode {
    shared.feed().paused = false;
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    after: u64,
}

/// One line of JSON per frame; `?after=` a sequence number leaves out what was read before.
async fn ledger(State(shared): Control, Query(since): Query<Since>) -> Response {
    let entries = shared.feed().ledger(since.after, shared.clock.now());
    let line = |entry| serde_json::to_string(entry).expect("an entry of texts and numbers always serialises") + "\n";
    let body: String = entries.iter().map(line).collect();
    ([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

async fn status(State(shared): Control) -> Response {
    Json(shared.feed().status(shared.clock.now())).into_response()
}
