//! Told of what operators ask, of the overlays, and of the document itself.

use serde_json::json;

use super::Here;
use super::operation::{Answer, Given, Operation, Place, Subject, reference, text};

/// What a file of an overlay is called: its name, and a hash.
const FILE: &str = "^[a-z0-9_-]+\\.[0-9a-f]+\\.geojson$";

pub(super) fn subject(_here: &Here) -> Subject {
    let overlays = Operation::get("/overlays", "listOverlays", "What can be laid over the map")
        .answer(
            Answer::bare(200, "The list; its addresses change with what they hold")
                .or("application/json", json!({ "type": "array", "items": reference("Overlay") })),
        )
        .look("", "");
    let overlay = Operation::get("/overlays/{file}", "overlay", "An overlay as GeoJSON")
        .given(Given::text(
            Place::Path,
            "file",
            "The end of an address in the list",
            FILE,
            "plates.0123456789ab.geojson",
        ))
        .answer(Answer::bare(200, "It never changes: keep it").or("application/geo+json", json!({ "type": "object" })))
        .answer(Answer::bare(404, "It is not there, or no longer"));
    let alive = Operation::get("/healthz", "alive", "Whether the process runs")
        .answer(Answer::text(200, "It does"))
        .look("", "");
    let ready = Operation::get("/readyz", "ready", "Whether it can do its work, and if not, why not")
        .answer(Answer::text(200, "It can"))
        .answer(Answer::text(503, "Not yet, or not now, with the reason"))
        .look("", "");
    let metrics = Operation::get("/metrics", "metrics", "Metrics, in Prometheus' text format")
        .answer(Answer::text(200, "docs/telemetry.md of the project says what each is"))
        .look("", "");
    let document = Operation::get("/openapi.json", "openapi", "This document")
        .answer(Answer::bare(200, "OpenAPI 3.1").or("application/json", json!({ "type": "object" })))
        .look("", "");
    let page = Operation::get("/docs", "docs", "The same for people, with lines to copy")
        .answer(Answer::bare(200, "A page in English").or("text/html", text()))
        .look("", "");
    Subject {
        name: "Upkeep",
        whom: "Whoever operates this, or writes a client for it",
        about: "Health, metrics, the map's overlays, and this description as an OpenAPI 3.1 document.",
        start: "/openapi.json",
        operations: vec![document, page, overlays, overlay, alive, ready, metrics],
        recipes: Vec::new(),
    }
}
