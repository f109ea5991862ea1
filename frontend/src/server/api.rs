//! `GET /api/events`: the window as GeoJSON, filtered.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use quake::{Bulletin, Filter};
use serde::Serialize;
use utoipa::ToSchema;

use super::error::RequestError;
use super::interfaces::parameters::{BadParameter, Parameter, Parameters, Takes};
use super::interfaces::selection;
use super::world::World;

/// What can be asked for. All bounds are inclusive.
pub(crate) static PARAMETERS: [Parameter; 9] = [
    Parameter {
        name: "days",
        aliases: &[],
        takes: Takes::Number { min: 0.0, max: 366.0 },
        default: "",
        about: "Origin time within the last so many days",
        example: "7",
    },
    Parameter {
        name: "since",
        aliases: &[],
        takes: Takes::Time,
        default: "",
        about: "Origin time at or after, UTC",
        example: "2026-11-20T12:00:00Z",
    },
    Parameter {
        name: "until",
        aliases: &[],
        takes: Takes::Time,
        default: "",
        about: "Origin time at or before, UTC",
        example: "2026-11-20T13:00:00Z",
    },
    selection::MIN_MAGNITUDE,
    selection::MAX_MAGNITUDE,
    selection::MIN_DEPTH,
    selection::MAX_DEPTH,
    selection::BBOX,
    Parameter {
        name: "limit",
        aliases: &[],
        takes: Takes::Integer { min: 0, max: u64::MAX },
        default: "",
        about: "The newest so many",
        example: "100",
    },
];

/// What is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = WindowCollection)]
pub(crate) struct Collection {
    #[schema(pattern = "^FeatureCollection$")]
    r#type: &'static str,
    /// Where `/events?after=` goes on.
    cursor: String,
    features: Vec<Feature>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = WindowFeature)]
struct Feature {
    #[schema(pattern = "^Feature$")]
    r#type: &'static str,
    id: String,
    geometry: Geometry,
    properties: Bulletin,
}

#[derive(Serialize, ToSchema)]
#[schema(as = WindowGeometry)]
struct Geometry {
    #[schema(pattern = "^Point$")]
    r#type: &'static str,
    /// Degrees east, degrees north.
    #[schema(value_type = Vec<f64>, min_items = 2, max_items = 2)]
    coordinates: [f64; 2],
}

/// The handler.
pub(crate) async fn events(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
) -> Result<Response, RequestError> {
    let parameters = Parameters::read(query.as_deref(), &PARAMETERS)?;
    let filter = filter(&parameters)?;
    world.ready()?;
    let limit = parameters.integer("limit").map_or(usize::MAX, |limit| limit as usize);
    let (chosen, cursor) = world.with_window(|window, cursor| (window.select(&filter, limit), cursor));
    let collection = Collection {
        r#type: "FeatureCollection",
        cursor: cursor.to_string(),
        features: chosen.into_iter().map(feature).collect(),
    };
    let body = serde_json::to_vec(&collection).expect("a collection is plain data");
    let headers = [
        (header::CONTENT_TYPE, "application/geo+json"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, body).into_response())
}

/// The refusal of one who asks too often.
pub(crate) fn refuse(seconds: u64, _: &Request) -> Response {
    RequestError::TooOften(seconds).into_response()
}

fn feature(bulletin: Bulletin) -> Feature {
    Feature {
        r#type: "Feature",
        id: bulletin.id.clone(),
        geometry: Geometry { r#type: "Point", coordinates: [bulletin.lon, bulletin.lat] },
        properties: bulletin,
    }
}

fn filter(parameters: &Parameters) -> Result<Filter, BadParameter> {
    let (mut since, until) = parameters.times("since", "until")?;
    if let Some(days) = parameters.number("days") {
        let span = SignedDuration::from_secs_f64(days * 86_400.0);
        since = since.max(Timestamp::now().saturating_sub(span).ok());
    }
    let within = selection::bounding_box(parameters)?;
    Ok(Filter { since, until, within, ..selection::sizes(parameters)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str) -> String {
        let read = Parameters::read(Some(query), &PARAMETERS).and_then(|parameters| filter(&parameters));
        read.expect_err("a bad parameter").to_string()
    }

    #[test]
    fn contradictions_are_told_and_not_answered_with_nothing() {
        assert_eq!(
            refused("minmagnitude=5&maxmagnitude=4"),
            "`minmagnitude` is beyond `maxmagnitude`, so nothing could match"
        );
        assert!(refused("since=yesterday").contains("2026-11-20T12:00:00"));
        assert!(refused("days=-1").contains("days"));
    }
}
