//! Every event there is: what was published, and how much of that the FDSN service shows already.

use std::collections::{HashMap, VecDeque};

use quake::{Event, Merge, Quake, QuakeId, Timestamp};

/// How many events are kept, oldest published first out: a year of history and several of the largest bursts.
const MOST_EVENTS: usize = 300_000;

/// The events, by identifier.
#[derive(Debug, Default)]
pub(crate) struct World {
    held: HashMap<QuakeId, Held>,
    order: VecDeque<QuakeId>,
    /// What the FDSN service has not seen yet, in the order of publication, with the time when it will.
    lagging: VecDeque<(Timestamp, Quake)>,
}

#[derive(Debug)]
struct Held {
    event: Event,
    visible: Option<Quake>,
}

impl World {
    /// Takes a report; the FDSN service shows it from `visible_from` on.
    pub(crate) fn record(&mut self, quake: Quake, visible_from: Timestamp) -> Merge {
        let merge = if let Some(held) = self.held.get_mut(&quake.id) {
            held.event.merge(quake.clone())
        } else {
            self.order.push_back(quake.id.clone());
            self.held.insert(quake.id.clone(), Held { event: Event::new(quake.clone()), visible: None });
            Merge::Newest
        };
        if merge != Merge::Duplicate {
            self.lagging.push_back((visible_from, quake));
        }
        while self.order.len() > MOST_EVENTS {
            self.order.pop_front().and_then(|id| self.held.remove(&id));
        }
        merge
    }

    /// Lets the FDSN service see what is due by now.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        while self.lagging.front().is_some_and(|(from, _)| *from <= now) || self.lagging.len() > MOST_EVENTS {
            let Some((_, quake)) = self.lagging.pop_front() else { return };
            if let Some(held) = self.held.get_mut(&quake.id)
                && held.visible.as_ref().is_none_or(|shown| shown.updated < quake.updated)
            {
                held.visible = Some(quake);
            }
        }
    }

    /// What the FDSN service shows, in no order: the latest revision it has of each event.
    pub(crate) fn visible(&self) -> impl Iterator<Item = &Quake> {
        self.held.values().filter_map(|held| held.visible.as_ref())
    }

    /// What the FDSN service shows of one event.
    pub(crate) fn visible_one(&self, id: &QuakeId) -> Option<&Quake> {
        self.held.get(id)?.visible.as_ref()
    }

    /// All that was published of an event.
    pub(crate) fn event(&self, id: &QuakeId) -> Option<&Event> {
        self.held.get(id).map(|held| &held.event)
    }

    /// How many events there are.
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }
}
