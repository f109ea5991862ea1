//! The window: the latest state of every earthquake of the last days, in memory, newest first.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use quake::{Bulletin, Event, Filter, Merge, Quake, QuakeId};

/// How long an event that is older than the window is remembered after its last revision, so that a repeated report
/// of it is known as one.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// Earthquakes by id and by origin time. 30 days of EMSC are about 10,000.
#[derive(Debug)]
pub(crate) struct Window {
    days: u16,
    events: HashMap<QuakeId, Known>,
    by_origin: BTreeSet<(Timestamp, QuakeId)>,
}

/// An event, and what readers are told of it: made when it changes, not for everyone who asks.
#[derive(Debug)]
struct Known {
    event: Event,
    bulletin: Bulletin,
}

impl Window {
    pub(crate) fn new(days: u16) -> Self {
        Self { days, events: HashMap::new(), by_origin: BTreeSet::new() }
    }

    /// Its length.
    pub(crate) fn days(&self) -> u16 {
        self.days
    }

    /// Where the window begins now.
    pub(crate) fn since(&self) -> Timestamp {
        ago(SignedDuration::from_hours(24) * i32::from(self.days))
    }

    /// Takes a report; says what it changed and how many revisions of the event are known.
    pub(crate) fn merge(&mut self, quake: Quake) -> (Merge, u32) {
        let id = quake.id.clone();
        let time = quake.time;
        let Some(Known { event, bulletin }) = self.events.get_mut(&id) else {
            self.by_origin.insert((time, id.clone()));
            let bulletin = Bulletin::new(&quake, 1);
            self.events.insert(id, Known { event: Event::new(quake), bulletin });
            return (Merge::Newest, 1);
        };
        let before = event.latest().time;
        let merge = event.merge(quake);
        let revisions = event.revisions().len() as u32;
        if merge != Merge::Duplicate {
            *bulletin = Bulletin::new(event.latest(), revisions);
        }
        if merge == Merge::Newest && before != time {
            self.by_origin.remove(&(before, id.clone()));
            self.by_origin.insert((time, id));
        }
        (merge, revisions)
    }

    /// Earthquakes within the window, the newest by origin time first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Bulletin> {
        self.within(self.since()).map(|known| &known.bulletin)
    }

    fn within(&self, since: Timestamp) -> impl Iterator<Item = &Known> {
        self.by_origin
            .iter()
            .rev()
            .take_while(move |(time, _)| *time >= since)
            .filter_map(|(_, id)| self.events.get(id))
    }

    /// The latest report of an event, if it is remembered.
    pub(crate) fn get(&self, id: &QuakeId) -> Option<&Arc<Quake>> {
        self.events.get(id).map(|known| known.event.latest())
    }

    /// What readers are told of an event, if it is remembered.
    pub(crate) fn bulletin(&self, id: &QuakeId) -> Option<&Bulletin> {
        self.events.get(id).map(|known| &known.bulletin)
    }

    /// Those of the window that the filter admits, the newest first, `limit` at most.
    pub(crate) fn select(&self, filter: &Filter, limit: usize) -> Vec<Bulletin> {
        let admitted = self.within(self.since()).filter(|known| filter.admits(known.event.latest()));
        admitted.take(limit).map(|known| known.bulletin.clone()).collect()
    }

    /// The latest reports with an origin time at or after `since`, the latest origin first. Of what is older than the
    /// window it has not all.
    pub(crate) fn reports(&self, since: Timestamp) -> impl Iterator<Item = &Arc<Quake>> {
        self.within(since).map(|known| known.event.latest())
    }

    /// All that is remembered, also what is older than the window, in no order.
    pub(crate) fn remembered(&self) -> impl Iterator<Item = &Arc<Quake>> {
        self.events.values().map(|known| known.event.latest())
    }

    /// Whether this was the first that was heard of an event, as far as is remembered.
    pub(crate) fn is_first(&self, quake: &Quake) -> bool {
        self.events.get(&quake.id).is_some_and(|known| known.event.revisions().first() == Some(&quake.updated))
    }

    /// How many earthquakes there are.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// Lets go of what is older than the window and has been left alone for a day.
    pub(crate) fn prune(&mut self) {
        let (since, untouched) = (self.since(), ago(REMEMBERED));
        let events = &mut self.events;
        self.by_origin.retain(|(time, id)| {
            let keep = *time >= since || events.get(id).is_some_and(|known| known.event.latest().updated >= untouched);
            if !keep {
                events.remove(id);
            }
            keep
        });
    }
}

fn ago(span: SignedDuration) -> Timestamp {
    Timestamp::now().saturating_sub(span).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(id: &str, hours_ago: i64, minutes_ago_updated: i64) -> Quake {
        let now = Timestamp::now();
        let time = now - SignedDuration::from_hours(hours_ago);
        let updated = now - SignedDuration::from_mins(minutes_ago_updated);
        let feature =
            format!(r#"{{"id":"{id}","properties":{{"lastupdate":"{updated}","time":"{time}","lat":1,"lon":2}}}}"#);
        quake::emsc::parse_feature(&feature).unwrap()
    }

    fn ids(window: &Window) -> Vec<String> {
        window.newest().map(|bulletin| bulletin.id.clone()).collect()
    }

    #[test]
    fn the_newest_by_origin_time_comes_first_whatever_came_last() {
        let mut window = Window::new(30);
        window.merge(report("b", 2, 10));
        window.merge(report("a", 1, 60));
        window.merge(report("c", 3, 1));
        assert_eq!(ids(&window), ["a", "b", "c"]);
    }

    #[test]
    fn a_revision_that_moves_the_origin_time_moves_the_event() {
        let mut window = Window::new(30);
        window.merge(report("a", 1, 60));
        window.merge(report("b", 2, 60));
        assert_eq!(window.merge(report("b", 0, 5)), (Merge::Newest, 2));
        assert_eq!(ids(&window), ["b", "a"]);
        assert_eq!(window.merge(report("a", 9, 90)).0, Merge::Older);
        assert_eq!(ids(&window), ["b", "a"], "a stale revision moves nothing");
        let revisions: Vec<_> = window.newest().map(|bulletin| bulletin.revision).collect();
        assert_eq!(revisions, [2, 2], "but readers are told that there is one");
    }

    #[test]
    fn what_is_older_than_the_window_is_not_shown_and_in_the_end_forgotten() {
        let mut window = Window::new(1);
        window.merge(report("old-but-just-revised", 48, 5));
        window.merge(report("old", 48, 47 * 60));
        window.merge(report("new", 1, 30));
        assert_eq!(ids(&window), ["new"]);
        window.prune();
        assert_eq!(window.len(), 2);
        assert_eq!(window.merge(report("new", 1, 20)).1, 2);
    }
}
