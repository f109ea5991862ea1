//! The OpenAPI 3.1 document, out of what is told of each interface.

use serde_json::{Map, Value, json};

use super::operation::{Answer, Content, Given, Operation, Place, Subject};
use super::schemas::schemas;

/// What goes for all interfaces.
const ABOUT: &str = "Earthquakes seconds after their publication, for programs. Everything is read with GET (HEAD works \
    too), needs no key, and may be read by any page of any site. Times are UTC, depths kilometres. What an interface \
    does not have, has twice or cannot take is refused with a text that names it, never ignored. Answers are compressed \
    for who accepts gzip or br. The page for people is /docs.";

/// The document.
pub(super) fn document(subjects: &[Subject]) -> Value {
    let tags: Vec<_> =
        subjects.iter().map(|subject| json!({ "name": subject.name, "description": subject.about })).collect();
    let all = subjects.iter().flat_map(|subject| subject.operations.iter().map(move |each| (subject.name, each)));
    let paths: Map<_, _> =
        all.map(|(tag, each)| (each.path.to_owned(), json!({ "get": operation(tag, each) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Quakewire",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": { "schemas": schemas() },
    })
}

fn operation(tag: &str, operation: &Operation) -> Value {
    let parameters: Vec<_> = operation.given.iter().map(parameter).collect();
    let mut responses: Map<_, _> =
        operation.answers.iter().map(|each| (each.status.to_string(), answer(each))).collect();
    responses.insert("405".to_owned(), json!({ "description": "Another method; `Allow` names those there are" }));
    let mut written = json!({
        "tags": [tag],
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses,
    });
    if !operation.about.is_empty() {
        written["description"] = operation.about.clone().into();
    }
    written
}

fn parameter(given: &Given) -> Value {
    let Given { place, name, aliases, about, schema, example, .. } = given;
    let also = match aliases {
        [] => String::new(),
        aliases => format!(". Also `{}`", aliases.join("`, `")),
    };
    json!({
        "name": name,
        "in": place.as_str(),
        "required": *place == Place::Path,
        "description": format!("{about}{also}"),
        "schema": schema,
        "example": example,
    })
}

fn answer(answer: &Answer) -> Value {
    let mut written = json!({ "description": answer.about });
    if !answer.contents.is_empty() {
        let contents: Map<_, _> = answer.contents.iter().map(content).collect();
        written["content"] = contents.into();
    }
    if matches!(answer.status, 429 | 503) {
        let seconds = json!({ "type": "integer", "minimum": 0 });
        written["headers"] = json!({ "Retry-After": { "description": "Seconds to wait", "schema": seconds } });
    }
    written
}

fn content(content: &Content) -> (String, Value) {
    let mut written = json!({ "schema": content.schema });
    if let Some(example) = &content.example {
        written["example"] = example.clone();
    }
    (content.media_type.to_owned(), written)
}
