//! What the interface answers when it cannot answer: the standard's exceptions.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::server::catalogue::CatalogueError;
use crate::server::interfaces::parameters::BadParameter;

/// Why a request has no answer. The text says what to do.
#[derive(Debug)]
pub(super) enum Refusal {
    Parameter(String),
    Absent(String),
    /// This address may ask again after so many seconds.
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
        Self::Later(error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, description) = match self {
            Self::Parameter(text) => (StatusCode::BAD_REQUEST, "InvalidParameterValue", text),
            Self::Absent(text) => (StatusCode::NOT_FOUND, "NotFound", text),
            Self::TooOften(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "TooManyRequests",
                format!("too many requests from your address; try again in {seconds} s"),
            ),
            Self::Later(text) => (StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", text),
        };
        let exception = Json(json!({ "code": code, "description": description }));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            return (status, [(header::RETRY_AFTER, "3")], exception).into_response();
        }
        (status, exception).into_response()
    }
}
