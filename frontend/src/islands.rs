//! What lives on in the browser: one island, the living list with the status above it.
//!
//! ```text
//! /events ──[stream]──> Bulletin ──[feed, roll]──> rows of [living_list]
//!                          └──────[seam]──> <quake-map>
//! ```

mod feed;
#[expect(missing_docs, reason = "`#[island]` makes a struct of its arguments and gives it no words")]
pub mod living_list;
mod roll;
mod row;
mod seam;
pub mod snapshot;
mod status;
mod stream;

pub use living_list::LivingList;
pub use snapshot::Snapshot;
