//! Who listens to the websocket, and the one queue all of them are served from.
//!
//! The queue is a ring: nobody waits for a slow reader, and one who falls a whole ring behind is dropped, as the
//! real feed does.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{broadcast, watch};

use crate::How;

/// How many frames a reader may fall behind: a burst of 10,000 at once, and some.
pub(crate) const RING: usize = 16_384;
/// How many connections there may be, silent ones counted: many more than any test or demo opens.
const MOST_SEATS: usize = 256;

/// How a message goes over the wire.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    Text(Arc<str>),
    Binary(Arc<str>),
    Fragments(Arc<str>, usize),
    Drip(Arc<str>, Duration),
}

/// What a connection is told, in order.
#[derive(Debug, Clone)]
pub(crate) enum Outgoing {
    Frame(Payload),
    Part(How),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Standing {
    Listening,
    /// Told to end; no longer counts.
    Leaving,
    /// Open, but dead to its client.
    Silent,
}

/// The connections.
#[derive(Debug)]
pub(crate) struct Seats {
    taken: BTreeMap<u64, Standing>,
    outgoing: broadcast::Sender<Outgoing>,
    listening: watch::Sender<usize>,
    /// How many connections were ever accepted.
    pub(crate) accepted: u64,
}

impl Seats {
    pub(crate) fn new() -> Self {
        Self {
            taken: BTreeMap::new(),
            outgoing: broadcast::Sender::new(RING),
            listening: watch::Sender::new(0),
            accepted: 0,
        }
    }

    /// Takes a connection in: all that is sent from here on reaches it. `None` when there are too many.
    pub(crate) fn join(&mut self) -> Option<(u64, broadcast::Receiver<Outgoing>)> {
        if self.taken.len() >= MOST_SEATS {
            return None;
        }
        self.accepted += 1;
        self.taken.insert(self.accepted, Standing::Listening);
        self.count();
        Some((self.accepted, self.outgoing.subscribe()))
    }

    /// The connection is gone.
    pub(crate) fn leave(&mut self, seat: u64) {
        self.taken.remove(&seat);
        self.count();
    }

    /// Hands a message to all that listen; to how many.
    pub(crate) fn send(&self, payload: Payload) -> usize {
        // No receiver is no error: the frame is published all the same.
        let _ = self.outgoing.send(Outgoing::Frame(payload));
        self.listening()
    }

    /// Ends all that listen.
    pub(crate) fn part(&mut self, how: How) {
        for standing in self.taken.values_mut().filter(|standing| **standing == Standing::Listening) {
            *standing = if how == How::Silence { Standing::Silent } else { Standing::Leaving };
        }
        let _ = self.outgoing.send(Outgoing::Part(how));
        self.count();
    }

    /// How many listen.
    pub(crate) fn listening(&self) -> usize {
        *self.listening.borrow()
    }

    /// How many are open but silent.
    pub(crate) fn silent(&self) -> usize {
        self.taken.values().filter(|standing| **standing == Standing::Silent).count()
    }

    /// Follows how many listen.
    pub(crate) fn watch(&self) -> watch::Receiver<usize> {
        self.listening.subscribe()
    }

    /// How many messages the slowest listener has still to take.
    pub(crate) fn backlog(&self) -> usize {
        self.outgoing.len()
    }

    fn count(&self) {
        let listening = self.taken.values().filter(|standing| **standing == Standing::Listening).count();
        self.listening.send_replace(listening);
    }
}
