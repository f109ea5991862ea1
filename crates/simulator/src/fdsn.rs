//! `GET /fdsnws/event/1/query`: the latest revision of every event, as EMSC's FDSN-event service answers with
//! `format=json`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use quake::{Quake, Timestamp, emsc};
use tokio::time::sleep;

use crate::feed::Feed;
use crate::outages::Outage;
use crate::query::{Order, Query};
use crate::server::Shared;

/// FDSN's path.
pub(crate) const PATH: &str = "/fdsnws/event/1/query";

/// How long after the first half a connection breaks: without a pause the half would not even be sent.
const BREAK_AFTER: Duration = Duration::from_millis(50);

/// Answers a query, or goes wrong as ordered.
pub(crate) async fn query(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let outage = {
        let mut feed = shared.feed();
        feed.note_query(uri.query().unwrap_or_default());
        feed.outages.strike()
    };
    match outage {
        Some(Outage::Slow(delay)) => sleep(delay).await,
        Some(Outage::Status { status, retry_after }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            let mut response = error(status, "The service is out of order, as ordered.", &uri, shared.clock.now());
            if let Some(seconds) = retry_after {
                response.headers_mut().insert(RETRY_AFTER, seconds.into());
            }
            return response;
        }
        _ => {}
    }
    let query = match Query::parse(&uri, shared.fdsn_cap) {
        Ok(query) => query,
        Err(detail) => return error(StatusCode::BAD_REQUEST, &detail, &uri, shared.clock.now()),
    };
    let off_by = if let Some(Outage::WrongTotal(by)) = outage { by } else { 0 };
    let found = {
        let mut feed = shared.feed();
        feed.world.settle(shared.clock.now());
        answer(&feed, &query, off_by)
    };
    let Some(body) = found else {
        return match query.no_data {
            StatusCode::NOT_FOUND => error(StatusCode::NOT_FOUND, "No data matches.", &uri, shared.clock.now()),
            _ => StatusCode::NO_CONTENT.into_response(),
        };
    };
    let json = [(CONTENT_TYPE, "application/json")];
    match outage {
        Some(Outage::Truncated) => (json, first_half(&body)).into_response(),
        Some(Outage::Broken) => (json, broken(first_half(&body))).into_response(),
        _ => (json, body).into_response(),
    }
}

/// The body, or none when nothing matches.
fn answer(feed: &Feed, query: &Query, off_by: i64) -> Option<String> {
    let mut found: Vec<&Quake> =
        feed.world.visible().filter(|quake| !feed.outages.hidden.contains(&quake.id) && query.admits(quake)).collect();
    if query.id.is_some() {
        return found.first().map(|quake| emsc::feature(quake));
    }
    let total = found.len() as i64 + off_by;
    sort(&mut found, query.order);
    let page: Vec<String> = found.iter().skip(query.offset - 1).take(query.limit).map(|q| emsc::feature(q)).collect();
    (!page.is_empty()).then(|| {
        format!(r#"{{"type":"FeatureCollection","metadata":{{"totalCount":{total}}},"features":[{}]}}"#, page.join(","))
    })
}

/// Ties are broken by identifier, so that pages fit together.
fn sort(found: &mut [&Quake], order: Order) {
    // Without a magnitude comes last, whichever way.
    let magnitude = |quake: &Quake, sign: f64| quake.magnitude_value().map_or(f64::INFINITY, |value| value * sign);
    found.sort_by(|a, b| {
        let keys = match order {
            Order::Time => b.time.cmp(&a.time),
            Order::TimeAscending => a.time.cmp(&b.time),
            Order::Magnitude => magnitude(a, -1.0).total_cmp(&magnitude(b, -1.0)),
            Order::MagnitudeAscending => magnitude(a, 1.0).total_cmp(&magnitude(b, 1.0)),
        };
        keys.then_with(|| a.id.cmp(&b.id))
    });
}

fn first_half(body: &str) -> String {
    body[..body.floor_char_boundary(body.len() / 2)].to_owned()
}

/// A body that breaks off after what it has: the connection ends without the end of the answer.
fn broken(body: String) -> Body {
    let rest = async {
        sleep(BREAK_AFTER).await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    };
    let parts = futures_util::stream::iter([Ok(Bytes::from(body))]).chain(futures_util::stream::once(rest));
    Body::from_stream(parts)
}

/// An error in the form of FDSN's specification.
fn error(status: StatusCode, detail: &str, uri: &Uri, now: Timestamp) -> Response {
    let body = format!(
        "Error {}: {}\n\n{detail}\n\nUsage details are available from /fdsnws/event/1/\n\nRequest:\n{uri}\n\n\
         Request Submitted:\n{}\n\nService version:\n1.2.0\n",
        status.as_u16(),
        status.canonical_reason().unwrap_or("Error"),
        format!("{now:.6}").trim_end_matches('Z'),
    );
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}
