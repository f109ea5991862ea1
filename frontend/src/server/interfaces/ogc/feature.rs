//! One earthquake as GeoJSON: flat properties with the names by which people filter in QGIS.

use formats::metres;
use jiff::Timestamp;
use quake::{Kind, MagnitudeType, Quake};
use serde::Serialize;

use super::Link;

/// A feature, ready to be written.
#[derive(Debug, Serialize)]
pub(super) struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Geometry,
    properties: Properties<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Geometry {
    r#type: &'static str,
    /// Longitude, latitude and, if the depth is known, height: 0 for an unknown one would be a claim.
    coordinates: Vec<f64>,
}

/// Every feature has all of them, so that a layer's columns do not depend on what is in it.
#[derive(Debug, Serialize)]
struct Properties<'a> {
    title: String,
    /// As it is, so that `datetime` finds it by this very text.
    time: Timestamp,
    /// To the millisecond. GDAL keeps seconds in 32 bits, where 59.999999 is 60; there is no such time, say programs
    /// that read with GDAL, and read nothing. Agencies write origin times with three digits, but these with six.
    updated: String,
    mag: Option<f64>,
    magtype: Option<&'a str>,
    /// Kilometres, positive downwards.
    depth: Option<f64>,
    r#type: &'static str,
    region: Option<String>,
    agency: Option<&'a str>,
    catalog: Option<&'a str>,
    url: String,
}

/// QuakeML's word for what shook the ground.
pub(super) fn kind(kind: Kind) -> &'static str {
    formats::event_type(kind).unwrap_or("other event")
}

impl<'a> Feature<'a> {
    /// `site` is where this site is, `scheme://host`.
    pub(super) fn of(quake: &'a Quake, site: &str) -> Self {
        let mut coordinates = vec![quake.position.longitude(), quake.position.latitude()];
        coordinates.extend(quake.depth.map(metres::up));
        let said = |text: &'a str| (!text.is_empty()).then_some(text);
        Self {
            r#type: "Feature",
            id: quake.id.as_str(),
            geometry: Geometry { r#type: "Point", coordinates },
            properties: Properties {
                // Tells what is simulated, as `catalog` does.
                title: formats::title(quake),
                time: quake.time,
                updated: format!("{:.3}", quake.updated),
                mag: quake.magnitude_value(),
                magtype: quake.magnitude_type().map(MagnitudeType::as_str),
                depth: quake.depth.map(quake::Depth::km),
                r#type: kind(quake.event_type.kind()),
                region: said(quake.region.raw()).map(|_| quake.region.readable()),
                agency: said(&quake.agency),
                catalog: said(&quake.catalog),
                url: format!("{site}/event/{}", quake.id),
            },
            links: Vec::new(),
        }
    }

    /// With links, which a feature has that stands alone.
    pub(super) fn linked(self, links: Vec<Link>) -> Self {
        Self { links, ..self }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).expect("plain structs of texts and finite numbers always serialise")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn feature(properties: &str) -> Value {
        let quake = quake::emsc::parse_feature(&format!(
            r#"{{"id":"20250305_0000090","properties":{{"lastupdate":"2025-03-05T10:06:56.102425Z",
            "time":"2025-03-05T09:45:07.4Z","lat":40.115,"lon":28.5381{properties}}}}}"#
        ));
        serde_json::from_str(&Feature::of(&quake.unwrap(), "https://quakes.example").json()).unwrap()
    }

    #[test]
    fn an_earthquake_has_its_height_in_metres_and_its_depth_in_kilometres() {
        let full = r#","depth":26.49,"mag":2.5,"magtype":"ml","flynn_region":"WESTERN TURKEY","evtype":"ke",
            "auth":"AFAD","source_catalog":"EMSC-RTS""#;
        assert_eq!(
            feature(full),
            json!({
                "type": "Feature",
                "id": "20250305_0000090",
                "geometry": { "type": "Point", "coordinates": [28.5381, 40.115, -26490.0] },
                "properties": {
                    "title": "M 2.5 - Western Turkey", "time": "2025-03-05T09:45:07.4Z",
                    "updated": "2025-03-05T10:06:56.102Z", "mag": 2.5, "magtype": "ml", "depth": 26.49,
                    "type": "earthquake", "region": "Western Turkey", "agency": "AFAD", "catalog": "EMSC-RTS",
                    "url": "https://quakes.example/event/20250305_0000090",
                },
            })
        );
    }

    #[test]
    fn what_is_not_known_is_null_and_an_unknown_height_is_left_out() {
        let bare = feature("");
        assert_eq!(bare["geometry"]["coordinates"], json!([28.5381, 40.115]));
        for name in ["mag", "magtype", "depth", "region", "agency", "catalog"] {
            assert_eq!(bare["properties"].get(name), Some(&Value::Null), "{name}");
        }
    }

    #[test]
    fn what_is_simulated_says_so() {
        let title = feature(r#","source_catalog":"SIMULATED""#)["properties"]["title"].take();
        assert_eq!(title, json!("M ? Other Event - SIMULATED: Unnamed region"));
    }
}
