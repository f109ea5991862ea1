//! The feed's double: a server that speaks EMSC's websocket and FDSN-event service exactly, replays a real week of
//! earthquakes re-dated to now, and misbehaves on command. What it sends is marked as simulated.
//!
//! ```text
//! catalogue ──> story ─┬─> history ──────────> world ──> fdsn        GET /fdsnws/event/1/query
//! (a real week)        └─> replay ─┐             ^
//! control, Simulator's methods ────┴─> feed ─────┼─────> websocket   GET /standing_order/websocket
//!                                       │        └─────> ledger      GET /sim/ledger: what was sent, and was it true
//!                                       └ staging, malformation, oddity: the faults
//! ```
//!
//! Same seed, same start, same calls: the same frames. The history is a function of absolute time and seed alone, so
//! that a restart tells the same past.

mod catalogue;
mod client;
mod clock;
mod config;
mod control;
mod fault;
mod fdsn;
mod feed;
mod history;
mod ledger;
mod malformation;
mod numbers;
mod oddity;
mod outages;
mod query;
mod replay;
mod seats;
mod server;
mod simulator;
mod spec;
mod staging;
mod status;
mod story;
mod websocket;
mod world;

pub use clock::Clock;
pub use config::{Config, Error, real_interval};
pub use fault::{Fault, How};
pub use ledger::Sent;
pub use malformation::Malformation;
pub use simulator::Simulator;
pub use spec::Spec;
pub use status::Status;
