//! What the frontend knows, and the one way it learns: a change goes into the window and out on the stream in one step.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use quake::{Bulletin, Cursor, Merge, Quake, QuakeId};

use super::changes::Change;
use super::error::RequestError;
use super::events;
use super::hub::{Hub, Told};
use super::window::Window;

/// The window and the hub. Whoever reads both under one lock gets a window and the stream's place right after it:
/// no gap between page and stream, and no overlap.
#[derive(Debug)]
pub(crate) struct World {
    window: RwLock<Window>,
    hub: Hub,
    /// Revisions that the window has out of the table and that may not have been on the stream yet: the table's two
    /// indexes are not read at one moment.
    unheard: Mutex<HashSet<(QuakeId, Timestamp)>>,
    loaded: AtomicBool,
}

/// The window at a moment.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// What was asked for, the latest origin first.
    pub(crate) admitted: Vec<Bulletin>,
    /// Whether anything in the window was made up by the stand-in.
    pub(crate) simulated: bool,
    pub(crate) cursor: Cursor,
}

impl World {
    pub(crate) fn new(days: u16) -> Self {
        Self {
            window: RwLock::new(Window::new(days)),
            hub: Hub::new(),
            unheard: Mutex::default(),
            loaded: AtomicBool::new(false),
        }
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

    /// An event's latest state out of the table: into the window, not onto the stream. `fresh` is one written so
    /// lately that its change may be missing from what is recalled; it is published when it comes.
    pub(crate) fn load(&self, quake: Quake, fresh: bool) {
        if fresh {
            self.unheard().insert((quake.id.clone(), quake.updated));
        }
        self.write().merge(quake);
    }

    /// A revision out of the table that the window has already in one form or the other: onto the stream's past.
    pub(crate) fn recall(&self, change: &Change) {
        let mut window = self.write();
        let (_, revision) = window.merge(change.quake.clone());
        self.unheard().remove(&(change.quake.id.clone(), change.quake.updated));
        self.publish(change, revision);
    }

    /// A change: if it is a revision we did not have, or had and never told, everyone hears of it.
    pub(crate) fn apply(&self, change: &Change) {
        let mut window = self.write();
        let (merge, revision) = window.merge(change.quake.clone());
        let quake = &change.quake;
        if merge == Merge::Duplicate && !self.unheard().remove(&(quake.id.clone(), quake.updated)) {
            drop(window);
            events::known_already();
            return;
        }
        let cursor = self.publish(change, revision);
        let events = window.len();
        drop(window);
        events::streamed(change, &cursor, events);
    }

    fn publish(&self, change: &Change, revision: u32) -> Cursor {
        let bulletin = Bulletin::new(&change.quake, revision).heard(change.received, change.source);
        let json = serde_json::to_string(&bulletin).expect("a bulletin is plain data");
        let quake = Arc::new(change.quake.clone());
        let told = Told { quake, revision, received: change.received, source: change.source };
        self.hub.publish(change.position, &json, told)
    }

    /// The earthquakes of the window that `admits` admits, and the stream's place after them.
    pub(crate) fn snapshot(&self, admits: impl Fn(&Bulletin) -> bool) -> Snapshot {
        let window = self.read();
        let mut snapshot = Snapshot { admitted: Vec::new(), simulated: false, cursor: self.hub.cursor() };
        for bulletin in window.newest() {
            snapshot.simulated |= bulletin.simulated;
            snapshot.admitted.extend(admits(bulletin).then(|| bulletin.clone()));
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

    fn unheard(&self) -> MutexGuard<'_, HashSet<(QuakeId, Timestamp)>> {
        self.unheard.lock().expect("nobody panics while holding what is unheard")
    }

    fn read(&self) -> RwLockReadGuard<'_, Window> {
        self.window.read().expect("nobody panics while holding the window")
    }

    fn write(&self) -> RwLockWriteGuard<'_, Window> {
        self.window.write().expect("nobody panics while holding the window")
    }
}

#[cfg(test)]
mod tests {
    use quake::RecordPosition;

    use super::*;
    use crate::server::hub::Read;

    fn change(second: u32) -> Change {
        let feature = format!(
            r#"{{"id":"a","properties":{{"lastupdate":"2026-11-20T10:00:{second:02}Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}}}"#
        );
        let quake = quake::emsc::parse_feature(&feature).unwrap();
        let position = RecordPosition { time_ms: i64::from(second), partition: 0, offset: i64::from(second) };
        Change { received: quake.updated, source: None, trace: None, quake, position }
    }

    #[test]
    fn what_the_window_had_before_its_change_was_recalled_is_told_when_it_comes_and_only_once() {
        let world = World::new(30);
        world.load(change(5).quake, true);
        let mut place = world.hub().now();
        world.apply(&change(5));
        assert!(matches!(world.hub().read(&mut place), Read::Frames(_)));
        world.apply(&change(5));
        assert_eq!(world.hub().read(&mut place), Read::Nothing);
    }

    #[test]
    fn what_was_stored_long_ago_is_not_told_again() {
        let world = World::new(30);
        world.load(change(5).quake, false);
        let mut place = world.hub().now();
        world.apply(&change(5));
        assert_eq!(world.hub().read(&mut place), Read::Nothing);
    }
}
