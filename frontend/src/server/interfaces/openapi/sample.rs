//! The earthquake of the examples, written by what writes the answers, so that no example is out of date.

use std::sync::Arc;

use quake::emsc::{self, Action};
use quake::{Bulletin, Quake};
use serde_json::{Value, json};

use crate::server::hub::News;
use crate::server::interfaces::telling::{Envelope, Form, Framing};

/// A frame of EMSC's feed.
const FRAME: &str = r#"{"id":"20250305_0000090","properties":{"source_id":"1773463","source_catalog":"EMSC-RTS",
    "lastupdate":"2025-03-05T10:06:56.102425Z","time":"2025-03-05T09:45:07.4Z","flynn_region":"WESTERN TURKEY",
    "lat":40.115,"lon":28.5381,"depth":7.5,"evtype":"ke","auth":"KOER","mag":2.6,"magtype":"ml"}}"#;
/// Its name, for addresses.
pub(super) const UNID: &str = "20250305_0000090";
/// A position in the stream.
const CURSOR: &str = "1741169216102-17.4.9";
/// Where a site is when it is not known.
const SITE: &str = "https://quakes.example";

/// The earthquake.
pub(super) fn quake() -> Quake {
    emsc::parse_feature(FRAME).expect("the sample is a report")
}

pub(super) fn bulletin() -> Value {
    serde_json::to_value(Bulletin::new(&quake(), 2)).expect("a bulletin is plain data")
}

/// A change as a stream has it.
pub(super) fn told(framing: Framing, envelope: Envelope) -> String {
    let quake = quake();
    let bulletin = Bulletin::new(&quake, 2).heard(quake.updated, None);
    let news = News {
        received: quake.updated,
        revision: 2,
        source: None,
        cursor: CURSOR.parse().expect("the sample is a position"),
        json: serde_json::to_vec(&bulletin).expect("a bulletin is plain data").into(),
        quake: Arc::new(quake),
    };
    let mut out = Vec::new();
    Form { framing, envelope }.news(&news, &mut out);
    String::from_utf8(out).expect("what is told is text")
}

/// A frame as the websocket sends it.
pub(super) fn emsc_frame() -> Value {
    read(&emsc::frame(&Action::Update, &quake()))
}

/// One event as a whole answer in a format.
pub(super) fn answer(format: formats::Format) -> String {
    let quake = quake();
    let heading = formats::Heading {
        title: "Quakewire: earthquakes".to_owned(),
        url: format!("{SITE}/"),
        site: SITE.to_owned(),
        generated: quake.updated,
    };
    let mut out = String::new();
    let mut document = formats::Document::new(format, heading);
    document.begin(&mut out);
    document.event(&formats::Entry::latest(&quake), &mut out);
    document.end(&mut out);
    out
}

/// As [`answer`], of a format that is JSON.
pub(super) fn json_answer(format: formats::Format) -> Value {
    read(&answer(format))
}

/// What `/api/events` answers.
pub(super) fn window() -> Value {
    let bulletin = bulletin();
    let geometry = json!({ "type": "Point", "coordinates": [bulletin["lon"], bulletin["lat"]] });
    let feature = json!({ "type": "Feature", "id": bulletin["id"], "geometry": geometry, "properties": bulletin });
    json!({ "type": "FeatureCollection", "cursor": CURSOR, "features": [feature] })
}

fn read(json: &str) -> Value {
    serde_json::from_str(json).expect("what is written is JSON")
}
