//! What a person sees while everything starts, runs and stops.
#![expect(clippy::print_stdout, reason = "this is what the person who typed the command reads")]

use std::net::SocketAddr;
use std::time::Instant;

use crate::feed::Feed;

/// Tells what is done and how long it took.
pub(crate) struct Progress {
    began: Instant,
}

impl Progress {
    pub(crate) fn begin() -> Self {
        println!("Quakewire {}", env!("CARGO_PKG_VERSION"));
        Self { began: Instant::now() }
    }

    /// One line: which part, and what of it.
    pub(crate) fn tell(&mut self, part: &str, what: impl std::fmt::Display) {
        println!("  {:>5.1} s  {part:<9} {what}", self.began.elapsed().as_secs_f64());
    }

    /// The page can be opened.
    pub(crate) fn running(&mut self, page: SocketAddr, feed: &Feed) {
        self.tell("ready", "");
        if feed.is_simulated() {
            println!("\n  SIMULATED FEED: real earthquakes of 2018, replayed as if they happened now.");
        }
        println!("\n  Open http://{page}/          Ctrl-C stops\n");
    }

    #[expect(clippy::unused_self, reason = "only who has begun can have stopped")]
    pub(crate) fn stopped(&mut self) {
        println!("  Stopped. What was stored is kept.");
    }
}

/// A step within a part that takes long.
pub(crate) fn detail(line: &str) {
    println!("                    {line}");
}
