//! `GET /api/events`: the window as GeoJSON, filtered.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use quake::{BoundingBox, Bulletin, Filter, parse_utc};
use serde::{Deserialize, Serialize};

use super::error::RequestError;
use super::world::World;

/// What can be asked for. All bounds are inclusive; times are UTC, depths kilometres.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameters {
    /// Origin time within the last so many days.
    days: Option<f64>,
    /// Origin time at or after.
    since: Option<String>,
    /// Origin time at or before.
    until: Option<String>,
    minmagnitude: Option<f64>,
    maxmagnitude: Option<f64>,
    mindepth: Option<f64>,
    maxdepth: Option<f64>,
    /// `west,south,east,north` in degrees; west beyond east crosses the date line.
    bbox: Option<String>,
    /// The newest so many.
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Collection {
    r#type: &'static str,
    /// Where `/events?after=` goes on.
    cursor: String,
    features: Vec<Feature>,
}

#[derive(Serialize)]
struct Feature {
    r#type: &'static str,
    id: String,
    geometry: Geometry,
    properties: Bulletin,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

/// The handler.
pub(crate) async fn events(
    State(world): State<Arc<World>>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Result<Response, RequestError> {
    let Query(parameters) = parameters.map_err(|error| RequestError::Parameter(error.body_text()))?;
    let filter = filter(&parameters)?;
    world.ready()?;
    let limit = parameters.limit.unwrap_or(usize::MAX);
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

fn feature(bulletin: Bulletin) -> Feature {
    Feature {
        r#type: "Feature",
        id: bulletin.id.clone(),
        geometry: Geometry { r#type: "Point", coordinates: [bulletin.lon, bulletin.lat] },
        properties: bulletin,
    }
}

fn filter(parameters: &Parameters) -> Result<Filter, RequestError> {
    let mut since = instant("since", parameters.since.as_deref())?;
    if let Some(days) = parameters.days {
        if !(0.0..=366.0).contains(&days) {
            return Err(RequestError::Parameter(format!("`days` is {days}, which is not from 0 to 366")));
        }
        let span = SignedDuration::from_secs_f64(days * 86_400.0);
        since = since.max(Timestamp::now().saturating_sub(span).ok());
    }
    let filter = Filter {
        since,
        until: instant("until", parameters.until.as_deref())?,
        min_magnitude: parameters.minmagnitude,
        max_magnitude: parameters.maxmagnitude,
        min_depth_km: parameters.mindepth,
        max_depth_km: parameters.maxdepth,
        within: parameters.bbox.as_deref().map(bounding_box).transpose()?,
    };
    ordered("since", "until", filter.since, filter.until)?;
    ordered("minmagnitude", "maxmagnitude", filter.min_magnitude, filter.max_magnitude)?;
    ordered("mindepth", "maxdepth", filter.min_depth_km, filter.max_depth_km)?;
    Ok(filter)
}

fn instant(name: &str, text: Option<&str>) -> Result<Option<Timestamp>, RequestError> {
    let read = |text| {
        parse_utc(text)
            .map_err(|error| RequestError::Parameter(format!("`{name}` is no time like 2026-11-20T12:00:00Z: {error}")))
    };
    text.map(read).transpose()
}

fn ordered<T: PartialOrd>(low: &str, high: &str, min: Option<T>, max: Option<T>) -> Result<(), RequestError> {
    match (min, max) {
        (Some(min), Some(max)) if min > max => {
            Err(RequestError::Parameter(format!("`{low}` is beyond `{high}`, so nothing could match")))
        }
        _ => Ok(()),
    }
}

fn bounding_box(text: &str) -> Result<BoundingBox, RequestError> {
    let wrong = || {
        RequestError::Parameter(format!(
            "`bbox` is `{text}`, which is not west,south,east,north in degrees (longitudes from -180 to 180)"
        ))
    };
    let numbers: Vec<f64> = text.split(',').map_while(|number| number.trim().parse().ok()).collect();
    let [west, south, east, north] = numbers[..] else { return Err(wrong()) };
    let fine = [west, east].iter().all(|longitude| (-180.0..=180.0).contains(longitude))
        && (-90.0..=90.0).contains(&south)
        && (south..=90.0).contains(&north)
        && text.split(',').count() == 4;
    if fine { Ok(BoundingBox { west, south, east, north }) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(parameters: &Parameters) -> String {
        filter(parameters).expect_err("a bad parameter").to_string()
    }

    #[test]
    fn a_box_has_four_numbers_in_range() {
        assert!(bounding_box("170,-30,-170,-10").is_ok());
        for text in ["", "1,2,3", "1,2,3,4,5", "1,2,3,x", "0,10,20,-10", "-190,0,0,10", "0,-100,1,1", "NaN,0,1,1"] {
            assert!(bounding_box(text).is_err(), "{text}");
        }
    }

    #[test]
    fn contradictions_are_told_and_not_answered_with_nothing() {
        let bad = Parameters { minmagnitude: Some(5.0), maxmagnitude: Some(4.0), ..Default::default() };
        assert_eq!(refused(&bad), "`minmagnitude` is beyond `maxmagnitude`, so nothing could match");
        let bad = Parameters { since: Some("yesterday".into()), ..Default::default() };
        assert!(refused(&bad).contains("2026-11-20T12:00:00Z"));
        assert!(refused(&Parameters { days: Some(-1.0), ..Default::default() }).contains("days"));
    }
}
