//! OGC API Features 1.0, `/ogc`: the core, GeoJSON and OpenAPI 3.0 of the standard of map programs. QGIS opens it as a
//! layer, GDAL and `OWSLib` read it.
//!
//! There is one collection, `earthquakes`. Its geometries are points with a height: metres above the ellipsoid, so
//! negative for all but a few. That is the third coordinate of GeoJSON and of the standard's `CRS84h`, in which `bbox` may
//! have heights too, and it puts earthquakes below the ground in a map of three dimensions. Kilometres downwards, as
//! seismologists count, are the property `depth`.
//!
//! | file | what it knows |
//! |---|---|
//! | `parameters` | what can be asked of items |
//! | `asked` | the question that they make |
//! | `interval` | `datetime` |
//! | `place` | where one page ends and the next goes on |
//! | `page` | items as they are written |
//! | `feature` | one earthquake |
//! | `openapi` | the description of all this |
//! | `refusal` | errors |

mod asked;
mod feature;
mod interval;
mod openapi;
mod page;
pub(crate) mod parameters;
mod place;
mod refusal;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use quake::{QuakeId, Query};
use serde::Serialize;
use serde_json::{Value, json};

use self::asked::Asked;
use self::feature::Feature;
use self::page::Page;
use self::parameters::{F, PARAMETERS};
use self::refusal::Refusal;
use super::Means;
use super::document::{self, Past};
use super::parameters::{Parameter, Parameters};
use crate::server::catalogue::{Catalogue, CatalogueError};
use crate::server::limit::{Refuse, limited};

/// Where it all is.
const BASE: &str = "/ogc";
/// The only collection.
const COLLECTION: &str = "earthquakes";
const COLLECTIONS: &str = "/ogc/collections";
const GEOJSON: &str = "application/geo+json";
const JSON: &str = "application/json";
/// To the letter: QGIS looks for it.
const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
/// Longitude and latitude, and the same with ellipsoidal height in metres.
const REFERENCE_SYSTEMS: [&str; 2] =
    ["http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.opengis.net/def/crs/OGC/0/CRS84h"];

/// What can be asked of everything but items.
pub(super) static FORMAT: [Parameter; 1] = [F];

/// A link, as the standard has it.
#[derive(Debug, Serialize)]
struct Link {
    href: String,
    rel: &'static str,
    r#type: &'static str,
    title: &'static str,
}

fn link(href: String, rel: &'static str, r#type: &'static str, title: &'static str) -> Link {
    Link { href, rel, r#type, title }
}

pub(super) fn routes(means: Means) -> Router {
    Router::new()
        .route(BASE, get(landing))
        // What OWSLib asks for.
        .route("/ogc/", get(landing))
        .route("/ogc/api", get(api))
        .route("/ogc/conformance", get(conformance))
        .route(COLLECTIONS, get(collections))
        .route("/ogc/collections/{collection}", get(collection))
        .route("/ogc/collections/{collection}/items", get(items))
        .route("/ogc/collections/{collection}/items/{id}", get(item))
        // Errors are of one kind wherever they come from.
        .route("/ogc/{*other}", get(|| async { Refusal::Absent("there is nothing at this address".to_owned()) }))
        .layer(from_fn_with_state((means.limits.clone(), refuse as Refuse), limited))
        .with_state(means)
}

/// The refusal of one who asks too often.
fn refuse(seconds: u64, _: &Request) -> Response {
    Refusal::TooOften(seconds).into_response()
}

async fn landing(State(means): State<Means>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let base = based(&means, &uri, &headers)?;
    Ok(Json(json!({
        "title": "Quakewire: earthquakes",
        "description": "Earthquakes as agencies report them, within seconds of the report, and those of the past.",
        "links": [
            link(base.clone(), "self", JSON, "This document"),
            link(format!("{base}/api"), "service-desc", OPENAPI, "What can be asked, as OpenAPI"),
            link(format!("{base}/conformance"), "conformance", JSON, "What of the standard there is"),
            link(format!("{base}/collections"), "data", JSON, "The collections"),
        ],
    }))
    .into_response())
}

async fn api(State(means): State<Means>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let base = based(&means, &uri, &headers)?;
    Ok(([(header::CONTENT_TYPE, OPENAPI)], openapi::document(&base).to_string()).into_response())
}

async fn conformance(State(means): State<Means>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    based(&means, &uri, &headers)?;
    let classes = ["core", "oas30", "geojson"];
    let classes = classes.map(|class| format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}"));
    Ok(Json(json!({ "conformsTo": classes })).into_response())
}

async fn collections(State(means): State<Means>, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let base = based(&means, &uri, &headers)?;
    Ok(Json(json!({
        "links": [link(format!("{base}/collections"), "self", JSON, "This document")],
        "collections": [described(&base)],
    }))
    .into_response())
}

async fn collection(
    State(means): State<Means>,
    name: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let base = based(&means, &uri, &headers)?;
    known(name)?;
    Ok(Json(described(&base)).into_response())
}

/// The collection as it is described in both places.
fn described(base: &str) -> Value {
    let at = format!("{base}/collections/{COLLECTION}");
    json!({
        "id": COLLECTION,
        "title": "Earthquakes",
        "description": "Earthquakes, and what else agencies report of the kind, the latest first. Coordinates are \
            longitude, latitude and, where the depth is known, height in metres; the property `depth` is in \
            kilometres, positive downwards. Magnitude and depth are null until they are determined.",
        "itemType": "feature",
        "crs": REFERENCE_SYSTEMS,
        // Earthquakes come from everywhere, and new ones as long as this runs.
        "extent": { "spatial": { "bbox": [[-180, -90, 180, 90]] }, "temporal": { "interval": [[null, null]] } },
        "links": [
            link(at.clone(), "self", JSON, "This collection"),
            link(format!("{at}/items"), "items", GEOJSON, "The earthquakes"),
        ],
    })
}

async fn items(
    State(means): State<Means>,
    name: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    known(name)?;
    let asked = Asked::read(&Parameters::read(uri.query(), &PARAMETERS)?)?;
    let matched = matched(&means.catalogue, &asked).await?;
    let answer = means.catalogue.find(asked.query()).await?;
    let page = Page::new(asked, means.address.site(&headers), uri, matched);
    let body = document::body(answer, page, means.catalogue, Past::default());
    Ok(([(header::CONTENT_TYPE, GEOJSON)], body).into_response())
}

/// How many there are on all pages, if memory can tell. To read the table to its end for each page, only to count,
/// would cost more than the page; then the number is left out until the last one.
async fn matched(catalogue: &Catalogue, asked: &Asked) -> Result<Option<usize>, CatalogueError> {
    if asked.filter.since.is_none_or(|since| since < catalogue.world().since()) {
        return Ok(None);
    }
    let all = Query { filter: asked.filter.clone(), ..Query::default() };
    Ok(Some(catalogue.find(all).await?.all().await?.len()))
}

async fn item(
    State(means): State<Means>,
    path: Result<Path<(String, String)>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let base = based(&means, &uri, &headers)?;
    let absent = || Refusal::Absent(format!("there is no earthquake of this name in `{COLLECTION}`"));
    let Ok(Path((name, id))) = path else { return Err(absent()) };
    known(Ok(Path(name)))?;
    let Ok(id) = id.parse::<QuakeId>() else { return Err(absent()) };
    let quake = means.catalogue.latest(&id).await?.ok_or_else(absent)?;
    let at = format!("{base}/collections/{COLLECTION}");
    let links = vec![
        link(format!("{at}/items/{id}"), "self", GEOJSON, "This earthquake"),
        link(at, "collection", JSON, "The collection"),
    ];
    let site = means.address.site(&headers);
    Ok(([(header::CONTENT_TYPE, GEOJSON)], Feature::of(&quake, &site).linked(links).json()).into_response())
}

/// Where this interface is, if the request has no parameters that it should not.
fn based(means: &Means, uri: &Uri, headers: &HeaderMap) -> Result<String, Refusal> {
    Parameters::read(uri.query(), &FORMAT)?;
    Ok(format!("{}{BASE}", means.address.site(headers)))
}

/// A name that is no text is none of a collection.
fn known(collection: Result<Path<String>, PathRejection>) -> Result<(), Refusal> {
    match collection {
        Ok(Path(name)) if name == COLLECTION => Ok(()),
        _ => Err(Refusal::Absent(format!("there is no such collection; the only one is `{COLLECTION}`"))),
    }
}
