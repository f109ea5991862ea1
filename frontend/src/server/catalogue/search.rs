//! Finding what a query asks for: first out of memory or first out of the table, as its order says.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use quake::{Filter, Order, Quake, QuakeId, Query};
use store::{Pages, Store, StoredRevision, day_of};

use super::largest::Largest;
use super::{CatalogueError, MOST_BY_MAGNITUDE};
use crate::server::world::World;

/// Pieces of what is in memory.
const PIECE: usize = 500;
/// The table knows when a report was written, the query asks when the agency made it: two clocks.
const SKEW: SignedDuration = SignedDuration::from_hours(1);
/// How much of the changes is read at once: some hundred.
const STEP: SignedDuration = SignedDuration::from_hours(6);
/// "What was revised since" is looked up among the changes if it is no longer ago than this.
const CHANGES: SignedDuration = SignedDuration::from_hours(24 * 7);

/// One query on its way through memory and table.
pub(crate) struct Search {
    query: Query,
    store: Store,
    /// What is younger is in memory, all of it.
    boundary: Timestamp,
    /// What memory has of it, in the order of the query's time.
    recent: VecDeque<Arc<Quake>>,
    world: Arc<World>,
    state: State,
    skip: usize,
    left: usize,
}

enum State {
    Recent,
    /// The table has not been asked yet.
    Table,
    Day {
        pages: Pages,
        days: VecDeque<Date>,
    },
    End,
}

impl Search {
    pub(crate) fn new(world: Arc<World>, store: Store, query: Query) -> Self {
        let forwards = query.order == Order::Oldest;
        let (boundary, mut recent) = world.with_window(|window, _| {
            let boundary = window.since();
            let asked = window.reports(boundary).filter(|quake| query.filter.admits(quake));
            (boundary, asked.map(Arc::clone).collect::<VecDeque<_>>())
        });
        if forwards {
            recent.make_contiguous().reverse();
        }
        let state = if forwards { State::Table } else { State::Recent };
        let (skip, left) = (query.skip, query.limit.unwrap_or(usize::MAX));
        Self { query, store, boundary, recent, world, state, skip, left }
    }

    /// The whole answer, if memory has it all.
    pub(crate) fn within_memory(&self) -> Option<Result<Vec<Arc<Quake>>, CatalogueError>> {
        let all_wanted = self.query.limit.and_then(|limit| limit.checked_add(self.query.skip));
        if let Some(ids) = &self.query.ids {
            return self.named_in_memory(ids);
        }
        let enough = self.query.order == Order::Newest && all_wanted.is_some_and(|wanted| wanted <= self.recent.len());
        if asks_table(&self.query.filter, self.boundary) && !enough {
            return None;
        }
        let found = self.recent.iter().map(Arc::clone);
        if self.query.order.is_by_time() {
            return Some(Ok(self.part(found)));
        }
        let sorted = || {
            let mut largest = Largest::new(self.query.order, all_wanted);
            for quake in found {
                largest.take(quake)?;
            }
            Ok(self.part(largest.sorted().into_iter()))
        };
        Some(sorted())
    }

    /// The events that are asked for by name, if memory has all of them.
    fn named_in_memory(&self, ids: &[QuakeId]) -> Option<Result<Vec<Arc<Quake>>, CatalogueError>> {
        let ids: BTreeSet<_> = ids.iter().collect();
        let known: Option<Vec<_>> =
            self.world.with_window(|window, _| ids.into_iter().map(|id| window.get(id).map(Arc::clone)).collect());
        let mut known = known?;
        known.retain(|quake| self.query.filter.admits(quake));
        known.sort_by(|one, other| self.query.order.compare(one, other));
        Some(Ok(self.part(known.into_iter())))
    }

    /// Whether the answer is given while it is read.
    pub(crate) fn is_streamed(&self) -> bool {
        self.query.order.is_by_time() && self.query.ids.is_none() && !self.is_among_changes()
    }

    /// The same search as one that is answered while it is read, if its order allows that.
    pub(crate) fn reading_on(&self) -> Option<Self> {
        let Query { order, ids, .. } = &self.query;
        (order.is_by_time() && ids.is_none())
            .then(|| Self::new(Arc::clone(&self.world), self.store.clone(), self.query.clone()))
    }

    /// The whole answer where it must be sorted.
    pub(crate) async fn sorted(mut self) -> Result<Vec<Arc<Quake>>, CatalogueError> {
        let wanted = self.query.limit.and_then(|limit| limit.checked_add(self.query.skip));
        let mut largest = Largest::new(self.query.order, wanted);
        if let Some(ids) = self.query.ids.take() {
            for quake in self.named(ids).await? {
                largest.take(quake)?;
            }
        } else if self.is_among_changes() {
            for quake in self.changed().await? {
                largest.take(quake)?;
            }
        } else {
            // The part is taken when they are in order.
            (self.skip, self.left) = (0, usize::MAX);
            while let Some(quakes) = self.next().await? {
                for quake in quakes {
                    largest.take(quake)?;
                }
            }
        }
        Ok(self.part(largest.sorted().into_iter()))
    }

    /// The next piece in the order of time, perhaps an empty one; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Arc<Quake>>>, CatalogueError> {
        if self.left == 0 {
            return Ok(None);
        }
        let backwards = self.query.order != Order::Oldest;
        match &mut self.state {
            State::Recent => {
                let piece: Vec<_> = self.recent.drain(..self.recent.len().min(PIECE)).collect();
                if self.recent.is_empty() {
                    let more = backwards && asks_table(&self.query.filter, self.boundary);
                    self.state = if more { State::Table } else { State::End };
                }
                Ok(Some(self.cut(piece)))
            }
            State::Table => {
                let (since, until) = self.asked_of_table();
                let days = days(self.store.clone(), since, until, self.query.order).await?;
                self.next_day(days, true);
                Ok(Some(Vec::new()))
            }
            State::Day { pages, days } => {
                if let Some(page) = pages.next().await? {
                    let piece = self.admitted(page);
                    return Ok(Some(self.cut(piece)));
                }
                let days = std::mem::take(days);
                self.next_day(days, false);
                Ok(Some(Vec::new()))
            }
            State::End => Ok(None),
        }
    }

    fn next_day(&mut self, mut days: VecDeque<Date>, first: bool) {
        let forwards = self.query.order == Order::Oldest;
        let (since, until) = self.asked_of_table();
        self.state = match days.pop_front() {
            Some(day) => State::Day { pages: self.store.day(day, since, until, forwards, first), days },
            None if forwards => State::Recent,
            None => State::End,
        };
    }

    /// The part of the query's time that is older than memory.
    fn asked_of_table(&self) -> (Timestamp, Timestamp) {
        let since = self.query.filter.since.unwrap_or(Timestamp::UNIX_EPOCH - SignedDuration::from_hours(24 * 365_000));
        let until = self.query.filter.until.unwrap_or(Timestamp::MAX).min(self.boundary);
        (since, until)
    }

    /// Those of the table's that are asked for and not given out of memory, each as whoever heard last has it.
    fn admitted(&self, page: Vec<Quake>) -> Vec<Arc<Quake>> {
        self.world.with_window(|window, _| {
            let newest = page.into_iter().map(|stored| match window.get(&stored.id) {
                Some(known) if known.updated > stored.updated => Arc::clone(known),
                _ => Arc::new(stored),
            });
            newest.filter(|quake| quake.time < self.boundary && self.query.filter.admits(quake)).collect()
        })
    }

    /// Takes the query's part out of what comes one after the other.
    fn cut(&mut self, mut piece: Vec<Arc<Quake>>) -> Vec<Arc<Quake>> {
        let skipped = self.skip.min(piece.len());
        piece.drain(..skipped);
        self.skip -= skipped;
        piece.truncate(self.left);
        self.left -= piece.len();
        piece
    }

    /// Takes the query's part out of the whole.
    fn part(&self, all: impl Iterator<Item = Arc<Quake>>) -> Vec<Arc<Quake>> {
        all.skip(self.query.skip).take(self.query.limit.unwrap_or(usize::MAX)).collect()
    }

    /// The events that are asked for by name.
    async fn named(&mut self, ids: Vec<QuakeId>) -> Result<Vec<Arc<Quake>>, CatalogueError> {
        let mut found = Vec::new();
        for id in ids.into_iter().collect::<BTreeSet<_>>() {
            let known = self.world.with_window(|window, _| window.get(&id).map(Arc::clone));
            let quake = match known {
                Some(known) => Some(known),
                None => self.store.latest(&id).await?.map(Arc::new),
            };
            found.extend(quake.filter(|quake| self.query.filter.admits(quake)));
        }
        Ok(found)
    }

    /// Whether the changes of the last days say all: then nobody reads decades to find what was revised today.
    fn is_among_changes(&self) -> bool {
        let since = self.query.filter.updated_since;
        since.is_some_and(|since| Timestamp::now().duration_since(since) < CHANGES) && self.query.ids.is_none()
    }

    /// The events that were revised since.
    async fn changed(&mut self) -> Result<Vec<Arc<Quake>>, CatalogueError> {
        let since = self.query.filter.updated_since.unwrap_or(Timestamp::MIN);
        let since = since.saturating_sub(SKEW).unwrap_or(Timestamp::MIN);
        let mut found: HashMap<QuakeId, Arc<Quake>> = HashMap::new();
        let (mut from, now) = (since, Timestamp::now());
        while from < now {
            let until = from.saturating_add(STEP).unwrap_or(now).min(now);
            for StoredRevision { quake, .. } in self.store.changes(from, until).await? {
                let newer = found.get(&quake.id).is_none_or(|known| known.updated < quake.updated);
                if newer {
                    found.insert(quake.id.clone(), Arc::new(quake));
                }
            }
            if found.len() > MOST_BY_MAGNITUDE {
                return Err(CatalogueError::TooMany);
            }
            from = until;
        }
        // Whatever the filter says of what the table has: it is the latest report that is asked for.
        self.world.with_window(|window, _| {
            for known in window.remembered().filter(|known| known.updated >= since) {
                let newer = found.get(&known.id).is_none_or(|stored| stored.updated < known.updated);
                if newer {
                    found.insert(known.id.clone(), Arc::clone(known));
                }
            }
        });
        found.retain(|_, quake| self.query.filter.admits(quake));
        Ok(found.into_values().collect())
    }
}

/// The days to ask the table for, in order.
async fn days(
    store: Store,
    since: Timestamp,
    until: Timestamp,
    order: Order,
) -> Result<VecDeque<Date>, CatalogueError> {
    if since > until {
        return Ok(VecDeque::new());
    }
    let within = day_of(since)..=day_of(until);
    let days = store.days().await?.into_iter().filter(|day| within.contains(day));
    Ok(if order == Order::Oldest { days.collect() } else { days.rev().collect() })
}

/// Whether a filter asks for what is older than memory.
fn asks_table(filter: &Filter, boundary: Timestamp) -> bool {
    filter.since.is_none_or(|since| since < boundary)
}
