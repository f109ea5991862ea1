//! What the service answers when it cannot answer: the specification's plain text, with what to do.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::{MANUAL, VERSION};
use crate::server::address::PublicAddress;
use crate::server::catalogue::CatalogueError;
use crate::server::interfaces::parameters::BadParameter;

/// Why a request has no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    Parameter(String),
    /// More than is given in one answer; the text names the limit.
    TooMuch(String),
    /// The address is longer than so many bytes.
    TooLong(usize),
    /// Nothing matches, and the client wants that as an error.
    Nothing,
    /// More requests than one address may make; to be asked again in so many seconds.
    TooOften(u64),
    /// Not now.
    Later(String),
}

impl From<BadParameter> for Refusal {
    fn from(BadParameter(text): BadParameter) -> Self {
        Self::Parameter(text)
    }
}

impl From<CatalogueError> for Refusal {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::TooMany => Self::TooMuch(error.to_string()),
            CatalogueError::Later(_) | CatalogueError::Away | CatalogueError::TooSlow => Self::Later(error.to_string()),
        }
    }
}

impl Refusal {
    pub(super) fn response(self, address: &PublicAddress, uri: &Uri, headers: &HeaderMap) -> Response {
        let (status, detail) = match self {
            Self::Parameter(detail) => (StatusCode::BAD_REQUEST, detail),
            Self::TooMuch(detail) => (StatusCode::PAYLOAD_TOO_LARGE, detail),
            Self::TooLong(longest) => (
                StatusCode::URI_TOO_LONG,
                format!("the address is longer than {longest} bytes, which is the most that is read"),
            ),
            Self::Nothing => (StatusCode::NOT_FOUND, "no earthquake matches".to_owned()),
            Self::TooOften(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                format!("too many requests from your address; try again in {seconds} s"),
            ),
            Self::Later(detail) => (StatusCode::SERVICE_UNAVAILABLE, detail),
        };
        let site = address.site(headers);
        let text = text(status, &detail, &site, &uri.to_string(), Timestamp::now());
        let mut response = (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("3"));
        }
        response
    }
}

/// The text, to the letter of the specification. `Payload Too Large` is called what it was called then.
fn text(status: StatusCode, detail: &str, site: &str, uri: &str, now: Timestamp) -> String {
    let reason = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Request Entity Too Large",
        StatusCode::URI_TOO_LONG => "Request-URI Too Long",
        status => status.canonical_reason().unwrap_or_default(),
    };
    let now = format!("{now:.6}");
    format!(
        "Error {}: {reason}\n\n{detail}\n\nUsage details are available from {site}{MANUAL}\n\n\
         Request:\n{site}{uri}\n\nRequest Submitted:\n{}\n\nService version:\n{VERSION}\n",
        status.as_u16(),
        now.trim_end_matches('Z'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_that_of_the_specification() {
        let now = "2026-11-20T16:59:00Z".parse().unwrap();
        let said = text(StatusCode::BAD_REQUEST, "`limit` is `x`", "http://a", "/fdsnws/event/1/query?limit=x", now);
        assert_eq!(
            said,
            "Error 400: Bad Request\n\n`limit` is `x`\n\n\
             Usage details are available from http://a/docs#fdsnQuery\n\n\
             Request:\nhttp://a/fdsnws/event/1/query?limit=x\n\n\
             Request Submitted:\n2026-11-20T16:59:00.000000\n\nService version:\n1.2.0\n"
        );
    }
}
