//! The language all of Quakewire speaks: what an earthquake is, how the feed and the topic write it down,
//! which of two reports is newer, and where in the stream a reader stands.
//!
//! Pure data: no I/O, no async; compiles for the server and for WASM.
//!
//! ```text
//! EMSC frame ──[emsc]──> Quake ──[record]──> Kafka record ──> Quake ──[event]──> Event (latest + revisions)
//!                                                                └──[bulletin]──> what browsers and scripts read
//! ```

mod bulletin;
mod cloud_event;
mod cursor;
pub mod emsc;
mod event;
mod event_type;
mod filter;
mod id;
mod magnitude;
mod position;
mod quake;
mod query;
pub mod record;
mod region;
mod time;
mod trace;

pub use bulletin::Bulletin;
pub use cursor::{BadCursor, Cursor, RecordPosition};
pub use event::{Event, Merge};
pub use event_type::{Certainty, EventType, Kind};
pub use filter::{BoundingBox, Filter, Ring};
pub use id::{BadId, QuakeId};
pub use jiff::Timestamp;
pub use magnitude::{Magnitude, MagnitudeType};
pub use position::{Depth, Position};
pub use quake::{Quake, SIMULATED_CATALOG};
pub use query::{Order, Query};
pub use region::Region;
pub use time::{parse_utc, sortable};
pub use trace::{BadTraceParent, TraceParent};
