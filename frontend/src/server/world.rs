//! What the frontend knows, and the one way it learns: a change goes into the window and out on the stream in one step.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use quake::{Bulletin, Cursor, Merge, Quake, RecordPosition};

use super::changes::Change;
use super::error::RequestError;
use super::events;
use super::hub::Hub;
use super::window::{Window, bulletin};

/// The window and the hub. Whoever reads both under one lock gets a window and the stream's place right after it:
/// no gap between page and stream, and no overlap.
#[derive(Debug)]
pub(crate) struct World {
    window: RwLock<Window>,
    hub: Hub,
    loaded: AtomicBool,
}

/// The window at a moment.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) newest: Vec<Bulletin>,
    pub(crate) total: usize,
    pub(crate) simulated: bool,
    pub(crate) days: u16,
    pub(crate) cursor: Cursor,
}

impl World {
    pub(crate) fn new(days: u16) -> Self {
        Self { window: RwLock::new(Window::new(days)), hub: Hub::new(), loaded: AtomicBool::new(false) }
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.hub
    }

    /// `Ok` once the window is loaded; nobody is served before, because a stream resumed on an empty ring would be
    /// taken for one that missed nothing.
    pub(crate) fn ready(&self) -> Result<(), RequestError> {
        if self.loaded.load(Ordering::Acquire) { Ok(()) } else { Err(RequestError::Starting) }
    }

    /// The window is loaded.
    pub(crate) fn loaded(&self) {
        self.loaded.store(true, Ordering::Release);
    }

    /// An event's latest state out of the table: into the window, not onto the stream.
    pub(crate) fn load(&self, quake: Quake) {
        self.write().merge(quake);
    }

    /// A revision out of the table that the window has already in one form or the other: onto the stream's past.
    pub(crate) fn recall(&self, change: Change) {
        let mut window = self.write();
        let quake = change.quake.clone();
        let (_, revision) = window.merge(change.quake);
        self.publish(change.position, &quake, revision);
    }

    /// A change: if it is a revision we did not have, everyone hears of it.
    pub(crate) fn apply(&self, change: Change) {
        let mut window = self.write();
        let quake = change.quake.clone();
        let (merge, revision) = window.merge(change.quake);
        if merge == Merge::Duplicate {
            drop(window);
            events::known_already();
            return;
        }
        self.publish(change.position, &quake, revision);
        let events = window.len();
        drop(window);
        events::streamed(&quake, change.received, events);
    }

    fn publish(&self, position: RecordPosition, quake: &Quake, revision: u32) {
        let json = serde_json::to_string(&Bulletin::new(quake, revision)).expect("a bulletin is plain data");
        self.hub.publish(position, &json);
    }

    /// The newest `limit` earthquakes, and the stream's place after them.
    pub(crate) fn snapshot(&self, limit: usize) -> Snapshot {
        let window = self.read();
        let mut snapshot = Snapshot {
            newest: Vec::with_capacity(limit),
            total: 0,
            simulated: false,
            days: window.days(),
            cursor: self.hub.cursor(),
        };
        for event in window.newest() {
            snapshot.total += 1;
            snapshot.simulated |= event.latest().is_simulated();
            if snapshot.newest.len() < limit {
                snapshot.newest.push(bulletin(event));
            }
        }
        snapshot
    }

    /// Reads the window, and the stream's place after it.
    pub(crate) fn with_window<T>(&self, read: impl FnOnce(&Window, Cursor) -> T) -> T {
        let window = self.read();
        read(&window, self.hub.cursor())
    }

    /// Where the window begins now.
    pub(crate) fn since(&self) -> Timestamp {
        self.read().since()
    }

    pub(crate) fn len(&self) -> usize {
        self.read().len()
    }

    pub(crate) fn prune(&self) {
        self.write().prune();
    }

    fn read(&self) -> RwLockReadGuard<'_, Window> {
        self.window.read().expect("nobody panics while holding the window")
    }

    fn write(&self) -> RwLockWriteGuard<'_, Window> {
        self.window.write().expect("nobody panics while holding the window")
    }
}
