//! What lives on in the browser: one island, the living list with the state of the feed above it.
//!
//! ```text
//! /events ──[stream]──> Bulletin ──[feed, catalogue]──> rows of [living_list]
//!                          └──────[seam]──> <quake-map>
//! the page's address ──[address]──> View ──> which rows, in which order; a click writes it back
//! ```

mod address;
mod catalogue;
mod delay;
mod feed;
mod feed_state;
pub mod living_list;
mod reader;
mod row;
mod seam;
mod snapshot;
mod status;
mod stream;
mod tabs;

#[cfg(feature = "ssr")]
pub(crate) use catalogue::{Entry, Listing};
#[cfg(feature = "ssr")]
pub(crate) use feed::window_url;
pub use living_list::LivingList;
#[cfg(feature = "ssr")]
pub(crate) use snapshot::{Snapshot, Speech, Words};
