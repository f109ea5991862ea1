//! The two topics: how they are set up, how a client reaches them, how a record is written and read.
//!
//! ```text
//! producer ──> quakes.events (key = unid) ──> consumer, frontend
//! producer, consumer ──> quakes.dead-letters (as it came, with the reason)
//! ```

mod dead_letters;
mod lag;
mod member;
mod record;
mod settings;
mod setup;
pub mod span;

pub use dead_letters::{DeadLetter, DeadLetters};
pub use lag::lag;
pub use member::{Member, Progress, Telling, Ticket};
pub use record::{Outgoing, Record, trace_of};
pub use settings::{Settings, offsets_of};
pub use setup::{Plan, SetupError, ensure};
