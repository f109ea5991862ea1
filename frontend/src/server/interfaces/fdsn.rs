//! FDSN-event 1.2, `/fdsnws/event/1/`: what `ObsPy` and other tools of seismologists ask data centres.
//!
//! Everything else under `/fdsnws/` is not there and says so with 404: `ObsPy` asks for services that we do not have, and
//! takes any other answer for one.

pub(crate) mod parameters;
mod query;
mod refusal;
mod wadl;

use std::collections::BTreeSet;
use std::fmt::Write;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use formats::{Document, Format, Heading};
use jiff::Timestamp;

use self::parameters::PARAMETERS;
use self::query::Asked;
use self::refusal::Refusal;
use super::Means;
use super::document::{self, Past};
use super::parameters::Parameters;
use crate::server::address::PublicAddress;
use crate::server::catalogue::{Answer, Catalogue, CatalogueError};
use crate::server::limit::{Refuse, limited};

/// Version of the specification, and of our doing of it.
const VERSION: &str = "1.2.0";
/// Where it all is.
const BASE: &str = "/fdsnws/event/1/";
/// Where people read how to ask.
const MANUAL: &str = "/docs#fdsnQuery";
/// Longer addresses are refused, as the specification has it.
pub(crate) const LONGEST: usize = 2_000;
/// Earthquakes of which one answer can have every revision: each is a question to the table.
pub(crate) const MOST_REVISED: usize = 200;

pub(crate) fn routes(means: Means) -> Router {
    let at = |name: &str| format!("{BASE}{name}");
    Router::new()
        .route(&at("query"), get(query))
        .route(&at("version"), get(|| async { VERSION }))
        .route(&at("application.wadl"), get(wadl))
        .route(&at("catalogs"), get(catalogs))
        .route(&at("contributors"), get(contributors))
        .layer(from_fn_with_state((means.limits.clone(), refuse as Refuse), limited))
        .with_state(means)
}

async fn query(State(means): State<Means>, uri: Uri, headers: HeaderMap) -> Response {
    answer(&means, &uri, &headers).await.unwrap_or_else(|refusal| refusal.response(&means.address, &uri, &headers))
}

async fn answer(means: &Means, uri: &Uri, headers: &HeaderMap) -> Result<Response, Refusal> {
    let Means { catalogue, address, .. } = means;
    if uri.to_string().len() > LONGEST {
        return Err(Refusal::TooLong(LONGEST));
    }
    let Asked { query, format, past, nothing, bare } = Asked::read(&Parameters::read(uri.query(), &PARAMETERS)?)?;
    let revised = past.all_origins || past.all_magnitudes;
    if revised && query.ids.is_none() && query.limit.is_none_or(|limit| limit > MOST_REVISED) {
        return Err(Refusal::TooMuch(format!(
            "all origins and magnitudes are given of {MOST_REVISED} earthquakes at most; give a limit, or an eventid"
        )));
    }
    let answer = catalogue.find(query).await?;
    if answer.is_empty() {
        return if nothing == StatusCode::NOT_FOUND { Err(Refusal::Nothing) } else { Ok(nothing.into_response()) };
    }
    let heading = heading(address, uri, headers);
    let media_type = [(header::CONTENT_TYPE, format.media_type())];
    if bare {
        return Ok((media_type, feature(answer, format, &heading).await?).into_response());
    }
    let document = Document::new(format, heading);
    Ok((media_type, document::body(answer, document, catalogue.clone(), past)).into_response())
}

/// The refusal of one who asks too often.
fn refuse(seconds: u64, request: &Request) -> Response {
    Refusal::TooOften(seconds).response(&PublicAddress::default(), request.uri(), request.headers())
}

/// EMSC and USGS answer the name of one event with that feature alone.
async fn feature(answer: Answer, format: Format, heading: &Heading) -> Result<String, CatalogueError> {
    let found = answer.all().await?;
    let quake = found.first().expect("an answer that is not empty has a first");
    Ok(match format {
        Format::UsgsGeoJson => formats::usgs::feature(quake, &heading.site),
        _ => quake::emsc::feature(quake),
    })
}

fn heading(address: &PublicAddress, uri: &Uri, headers: &HeaderMap) -> Heading {
    let site = address.site(headers);
    Heading {
        title: "Quakewire: earthquakes".to_owned(),
        url: format!("{site}{uri}"),
        site,
        generated: Timestamp::now(),
    }
}

async fn wadl(State(means): State<Means>, headers: HeaderMap) -> Response {
    xml(wadl::document(&means.address.site(&headers)))
}

async fn catalogs(State(means): State<Means>) -> Response {
    let known = |catalogue: &Catalogue| {
        catalogue.world().with_window(|window, _| window.remembered().map(|quake| quake.catalog.clone()).collect())
    };
    xml(list("Catalogs", "Catalog", &known(&means.catalogue)))
}

async fn contributors(State(means): State<Means>) -> Response {
    let known = |catalogue: &Catalogue| {
        catalogue
            .world()
            .with_window(|window, _| window.remembered().map(|quake| formats::contributor(quake).to_owned()).collect())
    };
    xml(list("Contributors", "Contributor", &known(&means.catalogue)))
}

/// The names that memory knows of.
fn list(root: &str, each: &str, names: &BTreeSet<String>) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}>");
    for name in names.iter().filter(|name| !name.is_empty()) {
        let _ = write!(out, "<{each}>{}</{each}>", formats::Escaped(name));
    }
    let _ = writeln!(out, "</{root}>");
    out
}

fn xml(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], text).into_response()
}
