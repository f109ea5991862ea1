//! `GET /standing_order/websocket`: the door. Refuses when told to, else upgrades and hands the bare TCP stream on.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CONNECTION, RETRY_AFTER, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::client;
use crate::server::Shared;

/// EMSC's path; clients have it built in.
pub(crate) const PATH: &str = "/standing_order/websocket";

/// Opens a websocket. The connection counts from before the answer is sent: a client that sees the answer misses
/// nothing that is published afterwards.
pub(crate) async fn open(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let headers = request.headers();
    let is_upgrade = says(headers, &UPGRADE, "websocket") && says(headers, &CONNECTION, "upgrade");
    let Some(key) = headers.get(SEC_WEBSOCKET_KEY).filter(|_| is_upgrade) else {
        return (StatusCode::UPGRADE_REQUIRED, [(UPGRADE, "websocket")], "This address speaks websocket.\n")
            .into_response();
    };
    if !says(headers, &SEC_WEBSOCKET_VERSION, "13") {
        return (StatusCode::BAD_REQUEST, "This websocket speaks version 13.\n").into_response();
    }
    let accept = derive_accept_key(key.as_bytes());
    let (seat, ping_required) = {
        let mut feed = shared.feed();
        if feed.gate.left > 0 {
            feed.gate.left -= 1;
            feed.gate.refused += 1;
            return refusal(feed.gate.status, feed.gate.retry_after);
        }
        let Some(joined) = feed.seats.join() else {
            return (StatusCode::SERVICE_UNAVAILABLE, "All seats are taken.\n").into_response();
        };
        (joined, feed.ping_required.subscribe())
    };
    let seat = client::Seat::new(Arc::clone(&shared), seat.0, seat.1, ping_required);
    shared.tasks.spawn(seat.serve(hyper::upgrade::on(request)));
    let headers =
        [(UPGRADE, "websocket".to_owned()), (CONNECTION, "Upgrade".to_owned()), (SEC_WEBSOCKET_ACCEPT, accept)];
    (StatusCode::SWITCHING_PROTOCOLS, headers, Body::empty()).into_response()
}

fn refusal(status: u16, retry_after: Option<u32>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = (status, format!("{status}\n")).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// Whether a header lists a word, in any case.
fn says(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let lists = |value: &axum::http::HeaderValue| {
        value.to_str().is_ok_and(|list| list.split(',').any(|item| item.trim().eq_ignore_ascii_case(word)))
    };
    headers.get_all(name).iter().any(lists)
}
