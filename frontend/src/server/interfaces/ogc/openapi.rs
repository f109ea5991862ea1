//! The description of the interface as OpenAPI 3.0, out of the list that its parameters are read with. Not 3.1: the
//! media type by which clients find it says 3.0.

use serde_json::{Map, Value, json};

use super::parameters::{F, MOST, PARAMETERS};
use super::{COLLECTION, GEOJSON, JSON, OPENAPI};
use crate::server::interfaces::parameters::{Parameter, Takes};

/// The document for an interface at this address.
pub(super) fn document(base: &str) -> Value {
    let plain = [parameter(&F)];
    let mut of_items = PARAMETERS.iter().map(parameter).collect::<Vec<_>>();
    let id = json!({
        "name": "featureId", "in": "path", "required": true, "description": "EMSC's name of the earthquake, its unid",
        "schema": { "type": "string" }, "example": "20250305_0000090",
    });
    let mut paths = Map::new();
    let mut path = |path: String, id: &str, summary: &str, media_type: &str, schema: &str, parameters: &[Value]| {
        let found = json!({ "200": answer(summary, media_type, &reference(schema)) });
        let operation = operation(id, summary, parameters, found);
        paths.insert(path, json!({ "get": operation }));
    };
    path("/".to_owned(), "landing", "The landing page", JSON, "landing", &plain);
    path("/api".to_owned(), "api", "This document", OPENAPI, "object", &plain);
    path("/conformance".to_owned(), "conformance", "What of the standard there is", JSON, "conformance", &plain);
    path("/collections".to_owned(), "collections", "The collections: there is one", JSON, "collections", &plain);
    let collection = format!("/collections/{COLLECTION}");
    path(collection.clone(), "collection", "The earthquakes, described", JSON, "collection", &plain);
    of_items.iter_mut().for_each(explain);
    path(format!("{collection}/items"), "items", "Earthquakes, the latest first", GEOJSON, "page", &of_items);
    let [f] = plain;
    path(format!("{collection}/items/{{featureId}}"), "item", "One earthquake", GEOJSON, "feature", &[id, f]);
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Quakewire: OGC API Features",
            "version": "1.0.1",
            "description": "Earthquakes as agencies report them, the latest first.",
        },
        "servers": [{ "url": base }],
        "paths": paths,
        "components": { "schemas": schemas() },
    })
}

fn operation(id: &str, summary: &str, parameters: &[Value], mut answers: Value) -> Value {
    let problems = [
        ("400", "A parameter that there is not, or a value that it cannot take"),
        ("429", "Too many requests from one address; `Retry-After` says when to come back"),
        ("503", "Not now; try again"),
    ];
    for (status, about) in problems {
        answers[status] = answer(about, JSON, &reference("exception"));
    }
    if id == "item" {
        answers["404"] = answer("There is no such earthquake", JSON, &reference("exception"));
    }
    json!({ "operationId": id, "summary": summary, "parameters": parameters, "responses": answers })
}

fn answer(about: &str, media_type: &str, schema: &Value) -> Value {
    json!({ "description": about, "content": { media_type: { "schema": schema } } })
}

fn reference(name: &str) -> Value {
    if name == "object" {
        json!({ "type": "object" })
    } else {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }
}

fn parameter(parameter: &Parameter) -> Value {
    let Parameter { name, takes, default, about, example, .. } = parameter;
    let mut schema = schema(*takes);
    if let Ok(number) = default.parse::<u64>() {
        schema["default"] = number.into();
    } else if !default.is_empty() {
        schema["default"] = (*default).into();
    }
    let mut described = json!({
        "name": name, "in": "query", "required": false, "style": "form", "explode": false,
        "description": about, "schema": schema,
    });
    if !example.is_empty() {
        described["example"] = match takes {
            Takes::Number { .. } | Takes::Integer { .. } => serde_json::from_str(example).unwrap_or_default(),
            _ => (*example).into(),
        };
    }
    described
}

/// What a parameter can be, as JSON Schema has it.
fn schema(takes: Takes) -> Value {
    match takes {
        Takes::Time => json!({ "type": "string", "format": "date-time" }),
        Takes::Number { min, max } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Takes::Integer { min, .. } => json!({ "type": "integer", "minimum": min }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Choice(words) => json!({ "type": "string", "enum": words }),
        Takes::Text => json!({ "type": "string" }),
    }
}

/// What of two parameters the standard tells in more detail than the list knows.
fn explain(parameter: &mut Value) {
    match parameter["name"].as_str() {
        Some("bbox") => {
            parameter["schema"] = json!({
                "type": "array", "items": { "type": "number" },
                "oneOf": [{ "minItems": 4, "maxItems": 4 }, { "minItems": 6, "maxItems": 6 }],
            });
            let numbers: Vec<Value> = parameter["example"]
                .as_str()
                .unwrap_or_default()
                .split(',')
                .filter_map(|number| serde_json::from_str(number).ok())
                .collect();
            parameter["example"] = numbers.into();
        }
        Some("limit") => parameter["schema"]["maximum"] = MOST.into(),
        _ => {}
    }
}

fn schemas() -> Value {
    let object = |required: &[&str], properties: Value| json!({ "type": "object", "required": required, "properties": properties });
    let text = json!({ "type": "string" });
    let maybe = |kind: &str| json!({ "type": kind, "nullable": true });
    let time = json!({ "type": "string", "format": "date-time" });
    let list = |name: &str| json!({ "type": "array", "items": reference(name) });
    let properties = json!({
        "title": text, "time": time, "updated": time, "mag": maybe("number"), "magtype": maybe("string"),
        "depth": { "type": "number", "nullable": true, "description": "Kilometres, positive downwards" },
        "type": text, "region": maybe("string"), "agency": maybe("string"), "catalog": maybe("string"), "url": text,
    });
    let point = object(
        &["type", "coordinates"],
        json!({
            "type": { "type": "string", "enum": ["Point"] },
            "coordinates": {
                "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 3,
                "description": "Longitude, latitude and, where the depth is known, height in metres",
            },
        }),
    );
    json!({
        "exception": object(&["code"], json!({ "code": text, "description": text })),
        "link": object(&["href", "rel"], json!({ "href": text, "rel": text, "type": text, "title": text })),
        "landing": object(&["links"], json!({ "title": text, "description": text, "links": list("link") })),
        "conformance": object(&["conformsTo"], json!({ "conformsTo": { "type": "array", "items": text } })),
        "collections": object(&["links", "collections"], json!({ "links": list("link"), "collections": list("collection") })),
        "collection": object(&["id", "links"], json!({
            "id": text, "title": text, "description": text, "itemType": text, "links": list("link"),
            "crs": { "type": "array", "items": text }, "extent": { "type": "object" },
        })),
        "feature": object(&["type", "id", "geometry", "properties"], json!({
            "type": { "type": "string", "enum": ["Feature"] }, "id": text, "geometry": point,
            "properties": { "type": "object", "properties": properties }, "links": list("link"),
        })),
        "page": object(&["type", "features", "links", "numberReturned"], json!({
            "type": { "type": "string", "enum": ["FeatureCollection"] }, "features": list("feature"),
            "links": list("link"), "timeStamp": time, "numberReturned": { "type": "integer", "minimum": 0 },
            "numberMatched": {
                "type": "integer", "minimum": 0, "description": "Left out where only the last page can tell",
            },
        })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_tells_of_every_parameter_and_of_every_address() {
        let document = document("https://quakes.example/ogc");
        assert!(document["openapi"].as_str().unwrap().starts_with("3.0."));
        assert_eq!(document["paths"].as_object().unwrap().len(), 7);
        let told = document["paths"]["/collections/earthquakes/items"]["get"]["parameters"].as_array().unwrap();
        let names: Vec<_> = told.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
        assert_eq!(names, PARAMETERS.each_ref().map(|parameter| parameter.name));
        let limit = &told.iter().find(|parameter| parameter["name"] == "limit").unwrap()["schema"];
        assert_eq!(*limit, json!({ "type": "integer", "minimum": 1, "maximum": 10_000, "default": 10 }));
    }

    #[test]
    fn every_reference_leads_to_a_schema() {
        let document = document("https://quakes.example/ogc");
        let text = document.to_string();
        for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }
}
