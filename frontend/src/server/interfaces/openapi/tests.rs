//! The document is whole, true to what is written, and tells of every address that is routed.

use std::collections::BTreeSet;

use formats::{Document, Entry, Format, Heading};
use quake::emsc::parse_feature;
use quake::{Bulletin, Quake};
use serde_json::{Value, json};

use super::document::document;
use super::operation::Operation;
use super::{Here, sample, subjects};
use crate::page::Assets;
use crate::server::world::World;
use crate::server::{Config, routes};

/// What is routed and not told, with the reason.
const UNTOLD: [(&str, &str); 11] = [
    ("/", "the map, for people; its address says what it shows, and is copied from it"),
    ("/embed", "as the map"),
    ("/settings", "takes the form of our own page"),
    ("/api/vitals", "takes what our own page measured, where an operator asks for it"),
    ("/assets/", "files that our own pages name"),
    ("/tiles/", "the map's own"),
    ("/icon", "the map's own"),
    ("/sw.js", "the map's own"),
    ("/ogc/", "told by its own document, OpenAPI 3.0, which its clients ask for"),
    ("/quakewire.v1.", "gRPC, which tells of itself by reflection"),
    ("/grpc.", "gRPC, which tells of itself by reflection"),
];

fn here() -> Here {
    let unid = sample::UNID.to_owned();
    Here { site: "https://quakes.example".to_owned(), unid, hour_ago: "2026-11-20T12:00:00Z".to_owned() }
}

fn told() -> Value {
    document(&subjects(&here()))
}

fn operations() -> Vec<Operation> {
    subjects(&here()).into_iter().flat_map(|subject| subject.operations).collect()
}

/// What is wrong with a value, by a schema of the document.
fn wrong(schema: &Value, value: &Value) -> Option<String> {
    let mut whole = schema.clone();
    whole["components"] = told()["components"].clone();
    let validator = jsonschema::draft202012::new(&whole).expect("a schema");
    validator.iter_errors(value).next().map(|error| format!("{error} at {}", error.instance_path()))
}

fn by_name(name: &str) -> Value {
    super::operation::reference(name)
}

/// Patterns of all routes. Axum does not list them, but what it shows of itself for debugging has them.
async fn routed() -> BTreeSet<String> {
    let ends = backends::Ends::of_a_test(backends::Tier::Embedded).await.expect("ends");
    let config = Config::new(ends.kafka.clone(), ends.store.clone(), std::env::temp_dir());
    let store = store::Store::connect(&ends.store).await;
    let world = std::sync::Arc::new(World::new(30));
    let metrics = service::install_metrics(&[]);
    let stop = tokio_util::sync::CancellationToken::new();
    let assets = Assets::unhashed();
    let router = routes::all(&config, &assets, &world, store, service::Readiness::default(), metrics, &stop);
    let shown = format!("{router:?}");
    let paths = shown.split('"').filter(|text| text.starts_with('/') && !text.contains("__private"));
    paths.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_that_is_routed_is_told_of_or_has_a_reason_not_to_be() {
    let (told, routed) = (told(), routed().await);
    let told: BTreeSet<_> = told["paths"].as_object().unwrap().keys().cloned().collect();
    assert!(routed.contains("/api/events"), "the router shows its routes: {routed:?}");
    for path in &routed {
        let untold = UNTOLD.iter().any(|(each, _)| path == each || (each.len() > 1 && path.starts_with(each)));
        assert!(untold || told.contains(path), "{path} is routed: tell of it in openapi/, or say in UNTOLD why not");
    }
    let gone: Vec<_> = told.difference(&routed).collect();
    assert!(gone.is_empty(), "told of and not routed: {gone:?}");
}

#[test]
fn every_reference_leads_to_a_schema() {
    let told = told();
    let text = told.to_string();
    let schemas = told["components"]["schemas"].as_object().unwrap();
    let mut referred = text.split("\"#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap());
    assert!(referred.all(|name| schemas.contains_key(name)));
    let ids: BTreeSet<_> = operations().iter().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), operations().len(), "ids are for one operation each");
}

#[test]
fn declared_examples_and_defaults_are_values_that_the_parameter_takes() {
    for operation in operations() {
        for given in &operation.given {
            let at = format!("{} of {}", given.name, operation.path);
            assert_eq!(wrong(&given.schema, &given.example), None, "{at}");
            if let Some(default) = given.schema.get("default") {
                assert_eq!(wrong(&given.schema, default), None, "{at}");
            }
        }
    }
}

#[test]
fn examples_of_answers_are_as_their_schemas_say() {
    let mut checked = 0;
    for operation in operations() {
        for content in operation.answers.iter().flat_map(|answer| &answer.contents) {
            if let Some(example) = &content.example {
                assert_eq!(wrong(&content.schema, example), None, "{} as {}", operation.path, content.media_type);
                checked += 1;
            }
        }
    }
    assert!(checked > 5);
}

/// One with everything, one of which nothing is known but where and when, one that is simulated.
fn quakes() -> [Quake; 3] {
    let bare = r#"{"id":"a","properties":{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}"#;
    let simulated = r#"{"id":"b","properties":{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":1,
        "lon":2,"depth":0,"mag":-0.4,"source_catalog":"SIMULATED"}}"#;
    [sample::quake(), parse_feature(bare).unwrap(), parse_feature(simulated).unwrap()]
}

fn written(format: Format, quakes: &[Quake]) -> Value {
    let (title, url, site) = (String::new(), String::new(), "https://quakes.example".to_owned());
    let mut document = Document::new(format, Heading { title, url, site, generated: quake::Timestamp::UNIX_EPOCH });
    let mut out = String::new();
    document.begin(&mut out);
    for quake in quakes {
        document.event(&Entry::latest(quake), &mut out);
    }
    document.end(&mut out);
    serde_json::from_str(&out).unwrap()
}

#[test]
fn what_is_written_is_what_the_schemas_say_whatever_is_unknown() {
    for some in [&quakes()[..], &quakes()[..1], &[]] {
        assert_eq!(wrong(&by_name("EmscAnswer"), &written(Format::EmscJson, some)), None);
        assert_eq!(wrong(&by_name("UsgsAnswer"), &written(Format::UsgsGeoJson, some)), None);
    }
    for quake in quakes() {
        let read = |json: &str| serde_json::from_str::<Value>(json).unwrap();
        assert_eq!(wrong(&by_name("EmscAnswer"), &read(&quake::emsc::feature(&quake))), None);
        assert_eq!(wrong(&by_name("UsgsAnswer"), &read(&formats::usgs::feature(&quake, ""))), None);
        let bulletin = serde_json::to_value(Bulletin::new(&quake, 1)).unwrap();
        assert_eq!(wrong(&by_name("Bulletin"), &bulletin), None);
    }
}

#[test]
fn messages_of_the_stream_are_what_the_schemas_say() {
    use crate::server::interfaces::telling::{Envelope, Framing};

    for (envelope, schema) in [(Envelope::Bare, "Line"), (Envelope::CloudEvents, "CloudEvent")] {
        let line = serde_json::from_str(&sample::told(Framing::Lines, envelope)).unwrap();
        assert_eq!(wrong(&by_name(schema), &line), None, "{schema}");
    }
    assert_eq!(wrong(&by_name("EmscFrame"), &sample::emsc_frame()), None);
}

#[test]
fn a_schema_refuses_what_is_not_so() {
    let mut answer = written(Format::UsgsGeoJson, &quakes());
    answer["features"][1]["properties"]["mag"] = json!("5.4");
    assert!(wrong(&by_name("UsgsAnswer"), &answer).is_some());
    assert!(wrong(&by_name("EmscAnswer"), &written(Format::UsgsGeoJson, &quakes())).is_some());
}
