//! The pages as the server renders them: whole, readable without JavaScript, one string.

mod assets;
pub(crate) mod card;
mod docs;
mod document;
pub(crate) mod event;
mod forms;
mod legend;
mod reader;
mod setting;
mod share;
mod shell;
mod tools;
pub(crate) mod world;

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use quake::Bulletin;

pub use assets::{Assets, AssetsError, Tiles};
pub(crate) use docs::Docs;
pub(crate) use reader::Reader;

use crate::islands::Listing;
use crate::view::View;

/// What the map's page shows.
#[derive(Debug)]
pub(crate) struct PageData {
    /// For whom.
    pub(crate) reader: Reader,
    /// The address it was asked under, after `?`, and the view it says.
    pub(crate) search: String,
    pub(crate) view: View,
    /// The newest earthquakes that the view admits, the latest first: the marks of the first picture.
    pub(crate) marks: Vec<Bulletin>,
    /// The list.
    pub(crate) listing: Listing,
    /// The present, milliseconds since 1970; ages are told by it until the browser's clock takes over.
    pub(crate) now_ms: i64,
    /// Where `/events` goes on after this page, as its `after` parameter takes it.
    pub(crate) cursor: String,
    /// Whether anything in the window was made up by the stand-in.
    pub(crate) simulated: bool,
    /// Where it is looked at.
    pub(crate) setting: Setting,
    /// Whether the operator wants to know how long it takes browsers.
    pub(crate) measured: bool,
    /// Where browsers find this site, such as `https://example.org`; `None` when nobody can say.
    pub(crate) site: Option<String>,
}

/// Where the map's page is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Setting {
    /// In a window of its own.
    #[default]
    Page,
    /// Inside somebody else's page: the map and who made it.
    Embedded,
    /// On a wall, or as a source in OBS: nobody is there to press buttons.
    Kiosk,
}

impl PageData {
    /// More earthquakes than this the first picture does not show.
    pub(crate) const MARKS: usize = world::MARKS;
}

/// Renders the map's page.
pub(crate) fn render(page: &PageData, assets: &Assets) -> String {
    html(|| document::document(page, assets))
}

/// Renders a document.
fn html<V: IntoView>(document: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let body = owner.with(|| document().to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{body}")
}

#[cfg(test)]
mod tests;
