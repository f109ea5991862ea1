//! What other people's tools speak: each interface a thin translation of one question and of its answer.
//!
//! ```text
//! address ──[parameters]──> quake::Query ──[super::catalogue]──> earthquakes ──[formats]──> answer
//! ```

pub(crate) mod parameters;
pub(crate) mod selection;
