//! The page's state is its address: read from it, written to it, and told by an event when somebody (the map, the
//! timeline, a filter: map/src/page/address.ts) changed it.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, Event};

use crate::view;

/// Told on `window` after a change; `detail` is the new view as an address has it.
pub(crate) const CHANGED: &str = "quakewire-view";

/// The part of the address after `?`.
pub(crate) fn search() -> String {
    window().location().search().unwrap_or_default()
}

/// Changes one parameter, and tells.
pub(crate) fn change(name: &str, value: Option<&str>) {
    let search = view::with(&search(), name, value);
    let address = if search.is_empty() { window().location().pathname() } else { Ok(["?", &search].concat()) };
    if let (Ok(history), Ok(address)) = (window().history(), address) {
        // Refused only when called hundreds of times a minute.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    let options = CustomEventInit::new();
    options.set_detail(&JsValue::from_str(&search));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(CHANGED, &options) {
        // Fails only for an event that is being dispatched already.
        let _ = window().dispatch_event(&event);
    }
}

/// The view that an event tells.
pub(crate) fn told(event: &Event) -> Option<String> {
    let event: &CustomEvent = wasm_bindgen::JsCast::dyn_ref(event)?;
    event.detail().as_string()
}
