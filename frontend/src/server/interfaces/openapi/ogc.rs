//! Told of OGC API Features, which tells of itself in a document of its own: this tells where.

use serde_json::json;

use super::Here;
use super::operation::{Answer, Operation, Recipe, Subject};
use crate::server::interfaces::ogc::FORMAT;

pub(super) fn subject(here: &Here) -> Subject {
    let site = &here.site;
    let object = json!({ "type": "object" });
    let exception = json!({
        "type": "object",
        "required": ["code"],
        "properties": { "code": { "type": "string" }, "description": { "type": "string" } },
    });
    let landing = Operation::get(
        "/ogc",
        "ogcLanding",
        "The landing page of OGC API Features, from where links lead on",
    )
    .about(
        "The core, GeoJSON and OpenAPI 3.0 of the standard, with one collection, `earthquakes`, of all that is stored. \
             Its own description is at `/ogc/api`, in OpenAPI 3.0, which the standard\u{2019}s clients ask for.",
    )
    .asked(&FORMAT)
    .answer(Answer::bare(200, "Links").or("application/json", object))
    .answer(Answer::bare(400, "A parameter that is unknown or repeated").or("application/json", exception.clone()))
    .answer(
        Answer::bare(429, "More than one address may ask; `Retry-After` says when to ask again")
            .or("application/json", exception),
    )
    .look("The landing page", "")
    .see("What can be asked", "/ogc/api")
    .see("The latest ten", "/ogc/collections/earthquakes/items")
    .see("Around Japan, magnitude 5 and more", "/ogc/collections/earthquakes/items?bbox=128,30,146,46&minmagnitude=5");
    Subject {
        name: "OGC API Features",
        whom: "QGIS, GDAL, OWSLib",
        about: "The standard of map programs: a layer of all earthquakes that are stored, by place and time, page by page.",
        start: "",
        operations: vec![landing],
        recipes: vec![
            Recipe {
                title: "QGIS",
                about: "Layer, Add Layer, Add WFS / OGC API \u{2013} Features Layer; New, and this as the URL with version \
                    OGC API \u{2013} Features. Connect, choose `earthquakes`, Add.",
                code: format!("{site}/ogc"),
            },
            Recipe {
                title: "GDAL",
                about: "A thousand around Japan, into a GeoPackage.",
                code: format!(
                    "ogr2ogr earthquakes.gpkg \\\n  \
                       'OAPIF:{site}/ogc/collections/earthquakes' -spat 128 30 146 46 -limit 1000"
                ),
            },
        ],
    }
}
