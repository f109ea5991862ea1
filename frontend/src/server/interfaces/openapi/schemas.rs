//! The schemas of what is answered, by their names: out of the types that are serialised. Those of answers that are
//! written event by event, for which there is no type, are composed here; a test holds them to what is written.

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::operation::reference;
use crate::server::api::Collection;
use crate::server::error::Refusal;
use crate::server::interfaces::telling::CloudEvent;
use crate::server::overlays;

/// All of them.
pub(super) fn schemas() -> Map<String, Value> {
    let mut derived = quake::emsc::schemas();
    derived.extend(formats::usgs::schemas());
    with::<Collection>("WindowCollection", &mut derived);
    with::<CloudEvent<'_>>("CloudEvent", &mut derived);
    with::<Refusal>("Refusal", &mut derived);
    with::<overlays::Entry>("Overlay", &mut derived);
    let derived = derived.into_iter().map(|(name, schema)| (name, written(&schema)));
    let composed = [
        ("Line", line()),
        ("EmscCollection", emsc_collection()),
        ("UsgsCollection", usgs_collection()),
        // No two answers of these have the same members, so the first that fits is the right one.
        ("EmscAnswer", either("EmscCollection", "EmscFeature")),
        ("UsgsAnswer", either("UsgsCollection", "UsgsFeature")),
    ];
    derived.chain(composed.map(|(name, schema)| (name.to_owned(), schema))).collect()
}

/// A type's schema and those it refers to.
fn with<T: ToSchema>(name: &str, schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push((name.to_owned(), T::schema()));
    T::schemas(schemas);
}

fn written(schema: &RefOr<Schema>) -> Value {
    serde_json::to_value(schema).expect("a schema is plain data")
}

/// What `telling` writes on a line.
fn line() -> Value {
    let position = json!({ "type": "string", "description": "Where to go on: what `after` takes." });
    let told = json!({ "type": "object", "required": ["cursor"], "properties": { "cursor": position } });
    json!({ "allOf": [reference("Bulletin"), told] })
}

/// What `formats` writes as EMSC does.
fn emsc_collection() -> Value {
    let metadata = json!({
        "type": "object",
        "required": ["totalCount"],
        "properties": { "totalCount": { "type": "integer", "minimum": 0 } },
    });
    json!({
        "type": "object",
        "description": "GeoJSON as EMSC writes it: depth is negative in `coordinates` and positive in `properties`.",
        "required": ["type", "features", "metadata"],
        "properties": {
            "type": { "const": "FeatureCollection" },
            "features": { "type": "array", "items": reference("EmscFeature") },
            "metadata": metadata,
        },
    })
}

/// What `formats` writes as USGS does.
fn usgs_collection() -> Value {
    json!({
        "type": "object",
        "description": "GeoJSON as USGS writes it: depth is positive downwards.",
        "required": ["type", "features", "metadata"],
        "properties": {
            "type": { "const": "FeatureCollection" },
            "features": { "type": "array", "items": reference("UsgsFeature") },
            "metadata": reference("UsgsMetadata"),
            "bbox": {
                "type": "array",
                "description": "West, south, shallowest, east, north, deepest; left out when any extent is nothing.",
                "items": { "type": "number" },
                "minItems": 6,
                "maxItems": 6,
            },
        },
    })
}

fn either(one: &str, other: &str) -> Value {
    json!({ "oneOf": [reference(one), reference(other)] })
}
