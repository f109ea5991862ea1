//! The one place that knows the map is JavaScript: the methods of `<quake-map>` (map/src/element.ts) and its event.
//!
//! Methods are looked up when called, so nothing here makes the page wait for the map.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CustomEvent, Event, ScrollIntoViewOptions, ScrollLogicalPosition};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = web_sys::Element)]
    type QuakeMap;

    #[wasm_bindgen(method, structural, catch)]
    fn upsert(this: &QuakeMap, bulletin: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn load(this: &QuakeMap, window: &str) -> Result<(), JsValue>;
}

/// What the map tells when another part of the world is in sight.
pub(crate) const SIGHT_EVENT: &str = "quake-view";

/// The header by which map/src/service-worker.ts marks what it kept.
const KEPT: &str = "x-kept";

/// Calls that may wait for the map's module. A map that never comes must not fill the memory of a page left open.
const WAITING_AT_MOST: u32 = 1000;

/// The map on the page.
#[derive(Clone)]
pub(crate) struct Map {
    waiting: Rc<Cell<u32>>,
}

impl Map {
    pub(crate) fn new() -> Self {
        Self { waiting: Rc::default() }
    }

    /// Shows a change, given as the stream sent it.
    pub(crate) fn upsert(&self, bulletin: String) {
        self.when_defined(move |map| map.upsert(&bulletin));
    }

    /// Takes a whole window, given as GeoJSON.
    pub(crate) fn load(&self, window: String) {
        self.when_defined(move |map| map.load(&window));
    }

    /// Calls wait in order until the element has its methods. What the map then throws it has reported itself.
    fn when_defined(&self, call: impl FnOnce(&QuakeMap) -> Result<(), JsValue> + 'static) {
        let Ok(defined) = window().custom_elements().when_defined("quake-map") else { return };
        if self.waiting.get() >= WAITING_AT_MOST {
            return;
        }
        self.waiting.set(self.waiting.get() + 1);
        let waiting = Rc::clone(&self.waiting);
        spawn_local(async move {
            let came = JsFuture::from(defined).await.is_ok();
            waiting.set(waiting.get() - 1);
            if let Some(element) = document().query_selector("quake-map").ok().flatten().filter(|_| came) {
                let _ = call(wasm_bindgen::JsCast::unchecked_ref(&element));
            }
        });
    }
}

/// The bounding box that a `quake-view` event names: `west,south,east,north`.
pub(crate) fn sight(event: &Event) -> Option<String> {
    let event: &CustomEvent = wasm_bindgen::JsCast::dyn_ref(event)?;
    js_sys::Reflect::get(&event.detail(), &JsValue::from_str("bbox")).ok()?.as_string()
}

/// Scrolls a row into view, if it is out of it.
pub(crate) fn reveal(id: &str) {
    if let Some(row) = document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Gives an element the keyboard.
pub(crate) fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        // Fails for what cannot have it: then it stays where it is.
        let _ = element.focus();
    }
}

/// What our own server answered.
pub(crate) struct Answer {
    pub(crate) text: String,
    /// Long ago, to another question perhaps: the service worker had it when there was no network.
    pub(crate) kept: bool,
}

/// Reads a text of our own server.
pub(crate) async fn fetch(url: &str) -> Option<Answer> {
    let answer = JsFuture::from(window().fetch_with_str(url)).await.ok()?;
    let response: web_sys::Response = wasm_bindgen::JsCast::dyn_into(answer).ok()?;
    let kept = response.headers().has(KEPT).unwrap_or_default();
    let text = JsFuture::from(response.ok().then(|| response.text().ok())??).await.ok()?.as_string()?;
    Some(Answer { text, kept })
}

/// The present, milliseconds since 1970, by this browser's clock.
pub(crate) fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Minutes east of UTC at a moment where this browser is.
pub(crate) fn east(ms: i64) -> i32 {
    -(js_sys::Date::new(&JsValue::from_f64(ms as f64)).get_timezone_offset() as i32)
}
