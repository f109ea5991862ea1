//! What was recorded before the ring begins, out of the table's index of changes, some hours at a time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use quake::{Bulletin, Cursor, QuakeId};
use store::{Store, StoreError, StoredRevision};
use tokio::sync::OwnedSemaphorePermit;

use crate::server::catalogue::Catalogue;
use crate::server::error::RequestError;
use crate::server::follower::OVERLAP;
use crate::server::hub::News;
use crate::server::world::World;

/// How far back a stream can begin. What is older is asked of the catalogue, which has every event, and not of a stream.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How much of the table is read at once: some hundred changes.
const STEP: SignedDuration = SignedDuration::from_hours(6);

/// Changes out of the table, in the order of their writing.
pub(crate) struct Replay {
    world: Arc<World>,
    store: Store,
    /// The right to read the table, until that is done.
    reading: Option<OwnedSemaphorePermit>,
    since: Timestamp,
    /// Read until here.
    until: Timestamp,
    ended: bool,
    /// Revisions that were told: the ring has some of them too.
    told: HashSet<(QuakeId, Timestamp)>,
    /// How many of each event's.
    revisions: HashMap<QuakeId, u32>,
}

impl Replay {
    /// # Errors
    /// When too many read the table.
    pub(super) fn new(catalogue: &Catalogue, since: Timestamp) -> Result<Self, RequestError> {
        Ok(Self {
            world: Arc::clone(catalogue.world()),
            store: catalogue.store().clone(),
            reading: Some(catalogue.reading()?),
            since,
            // Two clocks: what was recorded since may have been written a moment before.
            until: since.saturating_sub(OVERLAP).unwrap_or(since),
            ended: false,
            told: HashSet::new(),
            revisions: HashMap::new(),
        })
    }

    /// The next changes, perhaps none; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Arc<News>>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let now = Timestamp::now();
        let until = self.until.saturating_add(STEP).unwrap_or(now).min(now);
        let changes = self.store.changes(self.until, until).await?;
        self.ended = until == now;
        self.until = until;
        if self.ended {
            self.reading = None;
        }
        Ok(Some(changes.into_iter().filter_map(|change| self.news(change)).collect()))
    }

    /// Whether the ring's change was told out of the table.
    pub(super) fn has_told(&self, news: &News) -> bool {
        self.told.contains(&(news.quake.id.clone(), news.quake.updated))
    }

    fn news(&mut self, change: StoredRevision) -> Option<Arc<News>> {
        let StoredRevision { quake, position, received, source, .. } = change;
        // Steps touch, and what was written since may have been recorded before.
        let recorded = position.time_ms >= self.since.as_millisecond();
        if !recorded || !self.told.insert((quake.id.clone(), quake.updated)) {
            return None;
        }
        let known = self.revisions.entry(quake.id.clone()).or_default();
        *known += 1;
        // Of an event that is older than the replay nobody here knows how often it was revised before.
        let first =
            *known == 1 && (quake.time >= self.since || self.world.with_window(|window, _| window.is_first(&quake)));
        let revision = if first { 1 } else { (*known).max(2) };
        // No offsets: in the order of writing nobody knows what else was had.
        let cursor = Cursor::at(position.time_ms);
        let bulletin = Bulletin::new(&quake, revision).heard(received, source);
        let json = serde_json::to_vec(&bulletin).expect("a bulletin is plain data").into();
        Some(Arc::new(News { quake: Arc::new(quake), revision, received, source, cursor, json }))
    }
}
