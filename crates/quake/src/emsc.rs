//! EMSC's wire format, read and written: websocket frames and FDSN-event GeoJSON, which share one feature shape.
//!
//! Every trap of the feed is handled here and nowhere else: the depth's sign (`geometry` has it negative), integer
//! magnitudes, fractions of 0 to 9 digits, unknown actions and event types, missing or null values.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{Depth, EventType, Magnitude, MagnitudeType, Position, Quake, QuakeId, Region, parse_utc};

/// What the feed says it does. Storage treats all alike: an `update` may be the first we hear of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `create`
    Create,
    /// `update`
    Update,
    /// A word EMSC does not document, such as `delete`; kept.
    Other(String),
}

impl Action {
    /// Reads the feed's word; kept to 32 characters.
    pub fn new(word: &str) -> Self {
        match word {
            "create" => Self::Create,
            "update" => Self::Update,
            other => Self::Other(other.chars().take(32).collect()),
        }
    }

    /// The feed's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Other(word) => word,
        }
    }
}

/// Why a message is no report of an earthquake. The text is what operators find beside the dead letter.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// Not JSON at all, or JSON of another shape.
    #[error("not a feed message: {0}")]
    Shape(#[source] serde_json::Error),
    /// A value without which there is no earthquake.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A value outside what is possible.
    #[error("`{field}` is out of range: {value}")]
    OutOfRange {
        /// The feed's name of the value.
        field: &'static str,
        /// The value as it came.
        value: String,
    },
    /// A time that cannot be read.
    #[error("`{field}` is not a time: {source}")]
    Time {
        /// The feed's name of the value.
        field: &'static str,
        /// What is wrong with it.
        source: jiff::Error,
    },
    /// An identifier that could not be a key.
    #[error("`unid` is {0}")]
    Id(#[from] crate::BadId),
}

/// A websocket message: what the feed says it does, and the report.
///
/// # Errors
/// [`Rejection`] says why the message is none.
pub fn parse_frame(bytes: &[u8]) -> Result<(Action, Quake), Rejection> {
    #[derive(Deserialize)]
    struct Frame<'a> {
        #[serde(borrow)]
        action: Option<Cow<'a, str>>,
        data: Feature,
    }
    let frame: Frame<'_> = serde_json::from_slice(bytes).map_err(Rejection::Shape)?;
    let action = Action::new(frame.action.as_deref().unwrap_or_default());
    Ok((action, frame.data.check()?))
}

/// One feature of an FDSN-event answer; the same object as a frame's `data`.
///
/// # Errors
/// [`Rejection`] says why it is no report.
pub fn parse_feature(json: &str) -> Result<Quake, Rejection> {
    let feature: Feature = serde_json::from_str(json).map_err(Rejection::Shape)?;
    feature.check()
}

/// Cuts an FDSN-event answer (`format=json`) into its features, unread, so that one bad feature spoils no other.
///
/// # Errors
/// [`Rejection::Shape`] when the body is neither a `FeatureCollection` nor a bare `Feature` (EMSC answers the
/// latter to `eventid=`).
pub fn features(body: &str) -> Result<Vec<Box<RawValue>>, Rejection> {
    #[derive(Deserialize)]
    struct Answer {
        features: Option<Vec<Box<RawValue>>>,
    }
    let answer: Answer = serde_json::from_str(body).map_err(Rejection::Shape)?;
    match answer.features {
        Some(features) => Ok(features),
        None => Ok(vec![serde_json::from_str(body).map_err(Rejection::Shape)?]),
    }
}

#[derive(Deserialize)]
struct Feature {
    id: Option<String>,
    geometry: Option<Geometry>,
    properties: Properties,
}

#[derive(Deserialize)]
struct Geometry {
    coordinates: Option<Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct Properties {
    unid: Option<String>,
    #[serde(default, deserialize_with = "text_or_number")]
    source_id: String,
    source_catalog: Option<String>,
    lastupdate: Option<String>,
    time: Option<String>,
    flynn_region: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    depth: Option<f64>,
    evtype: Option<String>,
    auth: Option<String>,
    mag: Option<f64>,
    magtype: Option<String>,
}

/// Documented as text; a number would be just as clear.
fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}

impl Feature {
    fn check(self) -> Result<Quake, Rejection> {
        let p = self.properties;
        let coordinates = self.geometry.and_then(|g| g.coordinates).unwrap_or_default();
        let coordinate = |axis: usize| coordinates.get(axis).copied().flatten();
        let longitude = p.lon.or(coordinate(0)).ok_or(Rejection::Missing("lon"))?;
        let latitude = p.lat.or(coordinate(1)).ok_or(Rejection::Missing("lat"))?;
        let position = Position::new(longitude, latitude)
            .ok_or_else(|| out_of_range("lon, lat", format!("{longitude}, {latitude}")))?;
        let depth = match p.depth {
            Some(km) => Some(Depth::from_km(km).ok_or_else(|| out_of_range("depth", km))?),
            None => None,
        };
        let magnitude = match p.mag {
            Some(value) if Magnitude::RANGE.contains(&value) => {
                let kind = p.magtype.as_deref().and_then(MagnitudeType::new);
                Some(Magnitude { value, kind })
            }
            Some(value) => return Err(out_of_range("mag", value)),
            None => None,
        };
        Ok(Quake {
            id: QuakeId::try_from(p.unid.or(self.id).ok_or(Rejection::Missing("unid"))?)?,
            updated: instant("lastupdate", p.lastupdate)?,
            time: instant("time", p.time)?,
            position,
            depth,
            magnitude,
            region: Region::new(p.flynn_region.as_deref().unwrap_or_default()),
            event_type: EventType::new(p.evtype.as_deref().unwrap_or_default()),
            agency: bounded(p.auth),
            source_id: bounded(Some(p.source_id)),
            catalog: bounded(p.source_catalog),
        })
    }
}

fn instant(field: &'static str, text: Option<String>) -> Result<jiff::Timestamp, Rejection> {
    let text = text.ok_or(Rejection::Missing(field))?;
    parse_utc(&text).map_err(|source| Rejection::Time { field, source })
}

fn out_of_range(field: &'static str, value: impl std::fmt::Display) -> Rejection {
    Rejection::OutOfRange { field, value: value.to_string() }
}

/// Free text of the feed, kept to 64 characters: agencies have 2 to 8, catalogues about as many.
fn bounded(text: Option<String>) -> String {
    text.unwrap_or_default().chars().take(64).collect()
}

/// Writes a frame as EMSC would: the relay's and the stand-in's format.
pub fn frame(action: &Action, quake: &Quake) -> String {
    to_json(&OutFrame { action: action.as_str(), data: OutFeature::of(quake) })
}

/// Writes a feature as EMSC's FDSN-event service would.
pub fn feature(quake: &Quake) -> String {
    to_json(&OutFeature::of(quake))
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain structs of texts and finite numbers always serialise")
}

/// What the websocket sends, one to a message.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EmscFrame))]
struct OutFrame<'a> {
    /// `create` or `update`; an `update` may be the first that is heard of an event.
    action: &'a str,
    #[cfg_attr(feature = "openapi", schema(value_type = OutFeature<'static>))]
    data: OutFeature<'a>,
}

/// An event as EMSC's event service and its websocket write it.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EmscFeature))]
struct OutFeature<'a> {
    #[cfg_attr(feature = "openapi", schema(pattern = "^Feature$"))]
    r#type: &'static str,
    geometry: OutGeometry,
    /// The `unid`.
    id: &'a str,
    #[cfg_attr(feature = "openapi", schema(value_type = OutProperties<'static>))]
    properties: OutProperties<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EmscGeometry))]
struct OutGeometry {
    #[cfg_attr(feature = "openapi", schema(pattern = "^Point$"))]
    r#type: &'static str,
    /// Degrees east, degrees north, and the depth in kilometres with its sign turned round; null when unknown.
    coordinates: (f64, f64, Option<f64>),
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EmscProperties))]
struct OutProperties<'a> {
    /// What the catalogue calls the event.
    source_id: &'a str,
    /// The source catalogue, such as `EMSC-RTS`.
    source_catalog: &'a str,
    /// When the agency said this, UTC.
    lastupdate: String,
    /// Origin time, UTC.
    time: String,
    /// Flinn-Engdahl region, as the feed writes it.
    flynn_region: &'a str,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// Kilometres, positive downwards; null when unknown.
    #[cfg_attr(feature = "openapi", schema(required))]
    depth: Option<f64>,
    /// IASPEI's code of what shook the ground: `ke` is a known earthquake.
    evtype: &'a str,
    /// The agency whose solution this is.
    auth: &'a str,
    /// Null when not yet determined.
    #[cfg_attr(feature = "openapi", schema(required))]
    mag: Option<f64>,
    /// `ml`, `mw`, …; null when not stated.
    #[cfg_attr(feature = "openapi", schema(required))]
    magtype: Option<&'a str>,
    /// EMSC's name of the event.
    unid: &'a str,
}

impl<'a> OutFeature<'a> {
    fn of(quake: &'a Quake) -> Self {
        let (lon, lat) = (quake.position.longitude(), quake.position.latitude());
        Self {
            r#type: "Feature",
            geometry: OutGeometry { r#type: "Point", coordinates: (lon, lat, quake.depth.map(Depth::emsc_elevation)) },
            id: quake.id.as_str(),
            properties: OutProperties {
                source_id: &quake.source_id,
                source_catalog: &quake.catalog,
                lastupdate: emsc_time(quake.updated),
                time: emsc_time(quake.time),
                flynn_region: quake.region.raw(),
                lat,
                lon,
                depth: quake.depth.map(Depth::km),
                evtype: quake.event_type.code(),
                auth: &quake.agency,
                mag: quake.magnitude_value(),
                magtype: quake.magnitude.as_ref().and_then(|m| m.kind.as_ref()).map(MagnitudeType::as_str),
                unid: quake.id.as_str(),
            },
        }
    }
}

/// EMSC never leaves the fraction out: `.0Z`, or as many digits as it takes.
fn emsc_time(time: jiff::Timestamp) -> String {
    if time.subsec_nanosecond() == 0 { format!("{time:.1}") } else { time.to_string() }
}

/// The schemas of what is written here by their names, `EmscFrame` and `EmscFeature` among them.
#[cfg(feature = "openapi")]
pub fn schemas() -> Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)> {
    use utoipa::{PartialSchema, ToSchema};

    let mut schemas = vec![("EmscFrame".to_owned(), OutFrame::schema())];
    OutFrame::schemas(&mut schemas);
    schemas
}
