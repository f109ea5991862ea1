//! GeoJSON as USGS's feeds and event service write it: most programs that show earthquakes read this.
//!
//! Three decisions of our own. **The network** (`net`, first part of the identifier) is the contributor, `emsc` or
//! `simulated`, not the agency: revisions come from several agencies, and the identifier must not change with them.
//! **An unknown depth** leaves the third coordinate out: 0 would be a claim, and for a null there GDAL drops the whole
//! point. **The status** is always `automatic`: the feed does not say whether a person looked at it.

use std::fmt::{self, Write};

use quake::{Depth, MagnitudeType, Quake};
use serde::Serialize;

use crate::contributor::{EMSC_NETWORK, SIMULATED_NETWORK, network};
use crate::title::place;
use crate::{Heading, kind, title};

/// What `metadata.api` says: the version of the event service that we offer.
pub const API: &str = "1.2.0";

/// USGS knows `automatic`, `reviewed` and `deleted`; the first claims least.
pub(crate) const STATUS: &str = "automatic";

/// An event's name as USGS makes names: network, then code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity<'a> {
    pub(crate) network: &'static str,
    code: &'a str,
}

impl<'a> Identity<'a> {
    pub(crate) fn of(quake: &'a Quake) -> Self {
        Self { network: network(quake), code: quake.id.as_str() }
    }

    pub(crate) fn id(&self) -> String {
        format!("{}{}", self.network, self.code)
    }
}

/// The unid within a USGS-shaped identifier of ours, `emsc20250305_0000090`; `None` for one that has no network of
/// ours in front. Clients take `id` from a feed and ask for `eventid=` of it.
pub fn unid(id: &str) -> Option<&str> {
    id.strip_prefix(EMSC_NETWORK).or_else(|| id.strip_prefix(SIMULATED_NETWORK)).filter(|unid| !unid.is_empty())
}

/// One event as a bare feature: what USGS answers to `eventid=` of one. `site` as in [`Heading::site`].
pub fn feature(quake: &Quake, site: &str) -> String {
    json(&Feature::of(quake, site))
}

pub(crate) fn begin(out: &mut String) -> fmt::Result {
    out.write_str(r#"{"type":"FeatureCollection","features":["#)
}

pub(crate) fn event(quake: &Quake, site: &str, first: bool, out: &mut String) -> fmt::Result {
    out.write_str(if first { "\n" } else { ",\n" })?;
    out.write_str(&feature(quake, site))
}

pub(crate) fn end(heading: &Heading, count: usize, bounds: &Bounds, out: &mut String) -> fmt::Result {
    let Heading { title, url, generated, .. } = heading;
    let generated = generated.as_millisecond();
    let metadata = Metadata { generated, url, title, status: 200, api: API, count };
    write!(out, "\n],\"metadata\":{}", json(&metadata))?;
    if let Some(corners) = bounds.corners() {
        write!(out, ",\"bbox\":{}", json(&corners))?;
    }
    out.write_str("}\n")
}

/// The part of significance that the magnitude alone makes, in whole points; 600 is "significant". The very number
/// that USGS publishes where nobody reported shaking and there is no alert, down to halves going to the even side.
pub fn significance(magnitude: f64) -> i64 {
    let magnitude = magnitude.max(0.0);
    (magnitude * 100.0 * magnitude / 6.5).round_ties_even() as i64
}

/// The space that an answer's events fill.
#[derive(Debug, Default)]
pub(crate) struct Bounds([Option<(f64, f64)>; 3]);

impl Bounds {
    pub(crate) fn take(&mut self, quake: &Quake) {
        let (longitude, latitude) = (quake.position.longitude(), quake.position.latitude());
        let axes = [Some(longitude), Some(latitude), quake.depth.map(Depth::km)];
        for (range, value) in self.0.iter_mut().zip(axes) {
            let Some(value) = value else { continue };
            let (low, high) = range.unwrap_or((value, value));
            *range = Some((low.min(value), high.max(value)));
        }
    }

    /// West, south, shallowest, east, north, deepest; `None` when any extent is nothing, as with USGS.
    fn corners(&self) -> Option<[f64; 6]> {
        let [longitude, latitude, depth] = self.0;
        let (longitude, latitude, depth) = (longitude?, latitude?, depth?);
        let wide = |(low, high): (f64, f64)| low < high;
        (wide(longitude) && wide(latitude) && wide(depth)).then_some([
            longitude.0,
            latitude.0,
            depth.0,
            longitude.1,
            latitude.1,
            depth.1,
        ])
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain structs of texts and finite numbers always serialise")
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UsgsMetadata))]
struct Metadata<'a> {
    /// When the answer was made, milliseconds since 1970.
    generated: i64,
    /// The address it was asked for under.
    url: &'a str,
    title: &'a str,
    /// Always 200.
    status: u16,
    /// The version of the event service.
    api: &'a str,
    /// How many features there are.
    count: usize,
}

/// An event as USGS's feeds and its event service write it.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UsgsFeature))]
struct Feature<'a> {
    #[cfg_attr(feature = "openapi", schema(pattern = "^Feature$"))]
    r#type: &'static str,
    #[cfg_attr(feature = "openapi", schema(value_type = Properties<'static>))]
    properties: Properties<'a>,
    geometry: Geometry,
    /// Network and code.
    id: String,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UsgsGeometry))]
struct Geometry {
    #[cfg_attr(feature = "openapi", schema(pattern = "^Point$"))]
    r#type: &'static str,
    /// Degrees east, degrees north and the depth in kilometres, positive downwards; left out when unknown.
    #[cfg_attr(feature = "openapi", schema(min_items = 2, max_items = 3))]
    coordinates: Vec<f64>,
}

/// What is a number at USGS and unknown to EMSC: always null.
type Unknown = Option<f64>;

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UsgsProperties))]
struct Properties<'a> {
    /// Null when not yet determined.
    #[cfg_attr(feature = "openapi", schema(required))]
    mag: Option<f64>,
    /// The region; null when nobody named it.
    #[cfg_attr(feature = "openapi", schema(required))]
    place: Option<String>,
    /// Origin time, milliseconds since 1970.
    time: i64,
    /// When the agency said this, milliseconds since 1970.
    updated: i64,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    tz: Unknown,
    /// Its page here.
    url: String,
    /// This feature alone.
    detail: String,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    felt: Unknown,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    cdi: Unknown,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    mmi: Unknown,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    alert: Unknown,
    /// Whether a person looked at it is not known, so always `automatic`.
    status: &'static str,
    /// Always 0: nobody tells us.
    tsunami: u8,
    /// The part of significance that the magnitude makes, 0 to about 1,500; null without a magnitude.
    #[cfg_attr(feature = "openapi", schema(required))]
    sig: Option<i64>,
    /// `emsc`, or `simulated` for what the stand-in made up.
    net: &'static str,
    /// EMSC's `unid`.
    code: &'a str,
    /// The identifier, with commas around it.
    ids: String,
    /// The network, with commas around it.
    sources: String,
    /// What there is of the event.
    types: &'static str,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    nst: Unknown,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    dmin: Unknown,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    rms: Unknown,
    #[cfg_attr(feature = "openapi", schema(required, value_type = Option<f64>))]
    gap: Unknown,
    /// `ml`, `mw`, …; null when not stated.
    #[serde(rename = "magType")]
    #[cfg_attr(feature = "openapi", schema(required))]
    magnitude_type: Option<&'a str>,
    /// `earthquake`, `quarry blast`, …
    r#type: &'static str,
    /// `M 5.4 - Fiji Region`.
    title: String,
}

/// The schemas of what is written here by their names, `UsgsFeature` and `UsgsMetadata` among them.
#[cfg(feature = "openapi")]
pub fn schemas() -> Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)> {
    use utoipa::{PartialSchema, ToSchema};

    let mut schemas =
        vec![("UsgsFeature".to_owned(), Feature::schema()), ("UsgsMetadata".to_owned(), Metadata::schema())];
    Feature::schemas(&mut schemas);
    Metadata::schemas(&mut schemas);
    schemas
}

impl<'a> Feature<'a> {
    fn of(quake: &'a Quake, site: &str) -> Self {
        let identity = Identity::of(quake);
        let id = identity.id();
        let unid = &quake.id;
        let magnitude = quake.magnitude_value();
        let magnitude_type = quake.magnitude.as_ref().and_then(|magnitude| magnitude.kind.as_ref());
        let nameless = quake.region.raw().is_empty() && !quake.is_simulated();
        let mut coordinates = vec![quake.position.longitude(), quake.position.latitude()];
        coordinates.extend(quake.depth.map(Depth::km));
        Self {
            r#type: "Feature",
            properties: Properties {
                mag: magnitude,
                place: (!nameless).then(|| place(quake)),
                time: quake.time.as_millisecond(),
                updated: quake.updated.as_millisecond(),
                tz: None,
                url: format!("{site}/event/{unid}"),
                detail: format!("{site}/fdsnws/event/1/query?eventid={unid}&format=geojson"),
                felt: None,
                cdi: None,
                mmi: None,
                alert: None,
                status: STATUS,
                tsunami: 0,
                sig: magnitude.map(significance),
                net: identity.network,
                code: identity.code,
                ids: format!(",{id},"),
                sources: format!(",{},", identity.network),
                types: ",origin,",
                nst: None,
                dmin: None,
                rms: None,
                gap: None,
                magnitude_type: magnitude_type.map(MagnitudeType::as_str),
                r#type: kind::usgs(&quake.event_type),
                title: title(quake),
            },
            geometry: Geometry { r#type: "Point", coordinates },
            id,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Format;
    use crate::sample::{hostile, json as read, quake, write};

    fn one(properties: &str) -> Value {
        read(&write(Format::UsgsGeoJson, &[quake(properties)]))["features"][0].take()
    }

    #[test]
    fn a_feature_has_every_property_of_usgs_with_its_type() {
        let feature = one(
            r#""depth":26.49,"mag":2,"magtype":"ml","flynn_region":"CASTAIC, CALIFORNIA","evtype":"ke","auth":"CI""#,
        );
        assert_eq!(
            feature,
            json!({
                "type": "Feature",
                "properties": {
                    "mag": 2.0, "place": "Castaic, California", "time": 1_741_167_907_400_i64,
                    "updated": 1_741_169_216_102_i64, "tz": null,
                    "url": "https://quakes.example/event/20250305_0000090",
                    "detail": "https://quakes.example/fdsnws/event/1/query?eventid=20250305_0000090&format=geojson",
                    "felt": null, "cdi": null, "mmi": null, "alert": null, "status": "automatic", "tsunami": 0,
                    "sig": 62, "net": "emsc", "code": "20250305_0000090", "ids": ",emsc20250305_0000090,",
                    "sources": ",emsc,", "types": ",origin,", "nst": null, "dmin": null, "rms": null, "gap": null,
                    "magType": "ml", "type": "earthquake", "title": "M 2.0 - Castaic, California",
                },
                "geometry": {"type": "Point", "coordinates": [28.5381, 40.115, 26.49]},
                "id": "emsc20250305_0000090",
            })
        );
    }

    #[test]
    fn what_is_not_known_is_null_and_an_unknown_depth_is_left_out() {
        let feature = one("");
        for name in ["mag", "magType", "place", "sig"] {
            assert_eq!(feature["properties"][name], Value::Null, "{name}");
        }
        assert_eq!(feature["geometry"]["coordinates"], json!([28.5381, 40.115]));
    }

    #[test]
    fn what_is_simulated_has_a_network_of_its_own() {
        let feature = one(r#""source_catalog":"SIMULATED","mag":6.4,"evtype":"ke","flynn_region":"HUALIAN, TAIWAN""#);
        assert_eq!(feature["id"], json!("simulated20250305_0000090"));
        assert_eq!(feature["properties"]["title"], json!("M 6.4 - SIMULATED: Hualian, Taiwan"));
        assert_eq!(feature["properties"]["place"], json!("SIMULATED: Hualian, Taiwan"));
    }

    #[test]
    fn an_identifier_of_ours_leads_back_to_the_unid() {
        assert_eq!(unid("emsc20250305_0000090"), Some("20250305_0000090"));
        assert_eq!(unid("simulated20250305_0000090"), Some("20250305_0000090"));
        assert_eq!(unid("20250305_0000090"), None);
        assert_eq!(unid("emsc"), None);
    }

    #[test]
    fn the_metadata_tell_what_this_is_and_how_much() {
        let answer = read(&write(Format::UsgsGeoJson, &[quake(""), hostile()]));
        let heading = crate::sample::heading();
        assert_eq!(
            answer["metadata"],
            json!({
                "generated": 1_741_176_000_000_i64, "url": heading.url, "title": heading.title, "status": 200,
                "api": "1.2.0", "count": 2,
            })
        );
    }

    #[test]
    fn the_box_spans_the_events_and_is_absent_when_it_has_no_extent() {
        let there = quake(r#""depth":-2.5"#);
        let mut elsewhere = quake(r#""depth":600"#);
        elsewhere.position = quake::Position::new(-170.0, -5.0).unwrap();
        let unknown_depth = quake("");
        let bbox = |quakes: &[Quake]| read(&write(Format::UsgsGeoJson, quakes))["bbox"].take();
        assert_eq!(
            bbox(&[there.clone(), unknown_depth, elsewhere]),
            json!([-170.0, -5.0, -2.5, 28.5381, 40.115, 600.0])
        );
        assert_eq!(bbox(&[]), Value::Null);
        assert_eq!(bbox(&[there.clone(), there]), Value::Null);
    }

    #[test]
    fn significance_is_that_of_the_magnitude() {
        for (magnitude, points) in [(6.4, 630), (2.0, 62), (1.6, 39), (0.65, 6), (-0.8, 0)] {
            assert_eq!(significance(magnitude), points, "{magnitude}");
        }
    }
}
