//! The page's state is its address: read from it, written to it, and told by an event when somebody (the map, the
//! timeline, a filter: map/src/page/address.ts) changed it.

use std::cell::RefCell;

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, Event};

use crate::view;

/// Told on `window` after a change; `detail` is the new view as an address has it.
pub(crate) const CHANGED: &str = "quakewire-view";

thread_local! {
    /// The view that was told last. Playback tells moments that it does not write down: what is changed is the view that
    /// people see, not the one in the address.
    static TOLD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The view as an address has it after `?`.
pub(crate) fn search() -> String {
    TOLD.with_borrow(Clone::clone).unwrap_or_else(|| window().location().search().unwrap_or_default())
}

/// Changes one parameter, and tells.
pub(crate) fn change(name: &str, value: Option<&str>) {
    let search = view::with(&search(), name, value);
    let address = if search.is_empty() { window().location().pathname() } else { Ok(["?", &search].concat()) };
    if let (Ok(history), Ok(address)) = (window().history(), address) {
        // Refused only when called hundreds of times a minute.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    tell(CHANGED, &JsValue::from_str(&search));
}

/// The view that an event tells.
pub(crate) fn told(event: &Event) -> Option<String> {
    let event: &CustomEvent = wasm_bindgen::JsCast::dyn_ref(event)?;
    let search = event.detail().as_string()?;
    TOLD.replace(Some(search.clone()));
    Some(search)
}

/// Told on `window` when it is known; `detail` is the server's clock minus this browser's (map/src/page/clock.ts).
const CLOCK: &str = "quakewire-clock";

/// Tells how far this browser's clock is off, in milliseconds.
pub(crate) fn tell_clock(skew: i64) {
    tell(CLOCK, &JsValue::from_f64(skew as f64));
}

fn tell(name: &str, detail: &JsValue) {
    let options = CustomEventInit::new();
    options.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &options) {
        // Fails only for an event that is being dispatched already.
        let _ = window().dispatch_event(&event);
    }
}
