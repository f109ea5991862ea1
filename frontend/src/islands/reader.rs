//! Reads JSON with the browser's own reader, field by field: serde's would weigh as much as the rest of the island.

use js_sys::{Array, JSON, Reflect};
use quake::Bulletin;
use wasm_bindgen::JsValue;

/// A value as the browser read it; what it lacks, or has of another type, is `None` or empty.
#[derive(Debug, Clone)]
pub(crate) struct Object(pub(crate) JsValue);

impl Object {
    pub(crate) fn parse(json: &str) -> Option<Self> {
        JSON::parse(json).ok().map(Self)
    }

    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or(JsValue::NULL)
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    pub(crate) fn object(&self, name: &str) -> Self {
        Self(self.get(name))
    }

    pub(crate) fn objects(&self, name: &str) -> Vec<Self> {
        let value = self.get(name);
        let array = if Array::is_array(&value) { Array::from(&value) } else { Array::new() };
        array.iter().map(Self).collect()
    }
}

/// Reads a bulletin; `None` when it is none: it is then from a newer server, which the next page load will understand.
pub(crate) fn bulletin(object: &Object) -> Option<Bulletin> {
    let text = |name| object.text(name).unwrap_or_default();
    let flag = |name| object.get(name).as_bool().unwrap_or_default();
    Some(Bulletin {
        id: object.text("id")?,
        updated: object.number("updated")? as i64,
        time: object.number("time")? as i64,
        lon: object.number("lon")?,
        lat: object.number("lat")?,
        depth: object.number("depth"),
        mag: object.number("mag"),
        magtype: object.text("magtype"),
        kind: text("type"),
        region: text("region"),
        agency: text("agency"),
        revision: object.number("revision").unwrap_or_default() as u32,
        simulated: flag("simulated"),
        received: object.number("received").map(|ms| ms as i64),
        recovered: flag("recovered"),
    })
}

/// Reads the window as `/api/events` gives it.
pub(crate) fn window(json: &str) -> Option<Vec<Bulletin>> {
    let features = Object::parse(json)?.objects("features");
    Some(features.iter().filter_map(|feature| bulletin(&feature.object("properties"))).collect())
}
