//! The simulator over real sockets: what a client of the feed sees.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod client;
mod control;
mod faults;
mod fdsn;
mod partings;
mod replay;
mod websocket;
