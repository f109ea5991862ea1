//! Every answer is counted by its route and by how it went.

use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use grpc::{Code, Status};

use super::events;

/// The layer around all routes. A stream counts when it begins.
pub(crate) async fn counted(request: Request, next: Next) -> Response {
    let route = route(request.extensions().get::<MatchedPath>().map(MatchedPath::as_str));
    let answer = next.run(request).await;
    events::answered(route, class_of(&answer));
    answer
}

/// The name of a route. There are few, and none comes from an address, so nobody can make more of them by asking.
fn route(pattern: Option<&str>) -> &'static str {
    match pattern {
        Some("/") => "page",
        Some("/embed") => "embed",
        Some("/event/{id}") => "event",
        Some("/preview.png" | "/event/{id}/preview.png") => "preview",
        Some("/events") => "stream",
        Some(pattern) if pattern.starts_with("/api/") => "api",
        Some(pattern) if pattern.starts_with("/fdsnws/") => "fdsn",
        Some(pattern) if pattern.starts_with("/earthquakes/") => "feed",
        Some(pattern) if pattern.starts_with("/standing_order/") => "relay",
        Some(pattern) if pattern.starts_with("/ogc") => "ogc",
        Some(pattern) if pattern.starts_with("/quakewire.v1.") || pattern.starts_with("/grpc.") => "grpc",
        Some("/docs" | "/openapi.json") => "docs",
        Some(pattern) if is_asset(pattern) => "asset",
        // Settings, health checks, metrics, and what is not there.
        Some(_) | None => "other",
    }
}

fn is_asset(pattern: &str) -> bool {
    let folders = ["/assets/", "/tiles/", "/overlays", "/icon"];
    pattern == "/sw.js" || folders.iter().any(|folder| pattern.starts_with(folder))
}

/// gRPC says how it went in a header of its own, under a status that is always 200; where there is none, it goes well
/// so far.
fn class_of(answer: &Response) -> &'static str {
    match Status::from_header_map(answer.headers()).map(|status| status.code()) {
        None | Some(Code::Ok) => class(answer.status()),
        Some(
            Code::Unknown
            | Code::DeadlineExceeded
            | Code::Internal
            | Code::Unavailable
            | Code::DataLoss
            | Code::Aborted,
        ) => "5xx",
        Some(_) => "4xx",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        500.. => "5xx",
        400.. => "4xx",
        300.. => "3xx",
        // Nothing here answers with 1xx.
        _ => "2xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_good_elsewhere_refused_or_failed() {
        let classes =
            [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED, StatusCode::NOT_FOUND, StatusCode::BAD_GATEWAY];
        assert_eq!(classes.map(class), ["2xx", "3xx", "4xx", "5xx"]);
    }

    #[test]
    fn what_grpc_refuses_under_status_200_is_counted_as_refused() {
        let classes = [Status::ok(""), Status::not_found("it"), Status::unavailable("now")].map(|status| {
            let answer = status.into_http::<axum::body::Body>();
            class_of(&answer)
        });
        assert_eq!(classes, ["2xx", "4xx", "5xx"]);
    }
}
