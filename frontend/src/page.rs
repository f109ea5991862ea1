//! The page as the server renders it: whole, readable without JavaScript, one string.

mod assets;
mod document;
mod legend;
mod world;

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use quake::Bulletin;

pub use assets::{Assets, AssetsError};

/// What a page shows.
#[derive(Debug, Clone, Default)]
pub struct PageData {
    /// The newest earthquakes by origin time, the latest first; the page takes what it needs ([`PageData::ENOUGH`]).
    pub newest: Vec<Bulletin>,
    /// How many there are in the whole window.
    pub total: usize,
    /// Length of the window in days.
    pub days: u32,
    /// The present, milliseconds since 1970; ages are told by it until the browser's clock takes over.
    pub now_ms: i64,
    /// Where `/events` goes on after this page, as its `after` parameter takes it.
    pub cursor: String,
    /// Whether anything shown was made up by the stand-in.
    pub simulated: bool,
}

impl PageData {
    /// More earthquakes than this a page does not show.
    pub const ENOUGH: usize = world::MARKS;
}

/// Renders the whole document.
pub fn render(page: &PageData, assets: &Assets) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let body = owner.with(|| document::document(page, assets).to_html());
    owner.unset_with_forced_cleanup();
    format!("<!DOCTYPE html>{body}")
}

#[cfg(test)]
mod tests;
