//! What people see of Quakewire: a page that the server renders whole, and the little of it that lives on in the browser.
//!
//! ```text
//! server:   [page]  header, list, first picture of the world, legend -> one HTML document
//!           [messages] [preferences]  in the reader's language, as the reader likes it
//! browser:  [islands]  the living list: stream -> catalogue -> rows; each change also goes to <quake-map> (map/, TypeScript)
//! both:     [view]  what the page shows, as its address says it
//!           [scale]  which colour on which scale
//!           [sequence]  mainshocks and their aftershocks
//!           [clock] [words]  how times, depths and magnitudes are written
//! ```

mod clock;
pub mod islands;
mod scale;
mod sequence;
mod view;
mod words;

#[cfg(feature = "ssr")]
mod messages;
#[cfg(feature = "ssr")]
mod preferences;

#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod server;

/// Called once by the loader (map/src/boot.ts) before it hydrates the islands one by one.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
