//! What the frontend tells whoever asked for something it cannot give.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::interfaces::parameters::BadParameter;

/// A request that cannot be answered. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RequestError {
    /// A parameter this interface does not have, or a value it cannot take.
    #[error("{0}")]
    Parameter(String),
    /// Not before the window is loaded.
    #[error("the window of earthquakes is still being loaded; try again in a few seconds")]
    Starting,
    /// More of the table is being read than is good.
    #[error("too many long answers are being read here; try again in a few seconds")]
    Busy,
    /// More streams than one replica carries.
    #[error("too many open streams here; try again in a few seconds")]
    TooManyStreams,
    /// More requests than one address may make.
    #[error("too many requests from your address; try again in {0} s")]
    TooOften(u64),
    /// More reports of page timings than are worth having.
    #[error("enough pages were measured this second; this one is left out")]
    TooManyVitals,
}

/// What is said of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Refusal {
    /// One sentence that names what is wrong.
    error: String,
}

impl From<BadParameter> for RequestError {
    fn from(BadParameter(text): BadParameter) -> Self {
        Self::Parameter(text)
    }
}

impl IntoResponse for RequestError {
    fn into_response(self) -> Response {
        let body = Json(Refusal { error: self.to_string() });
        match self {
            Self::Parameter(_) => (StatusCode::BAD_REQUEST, body).into_response(),
            Self::TooOften(_) | Self::TooManyVitals => (StatusCode::TOO_MANY_REQUESTS, body).into_response(),
            Self::Starting | Self::Busy | Self::TooManyStreams => {
                (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "3")], body).into_response()
            }
        }
    }
}
