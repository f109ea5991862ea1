//! Every earthquake there is, whatever its age: the window out of memory, what is older out of the table. The one
//! place that all interfaces ask.
//!
//! An answer in the order of time is given while it is read, so that its length costs no memory. One in the order of
//! magnitude has to be read to its end before it begins; that is why it has a limit.

mod largest;
mod search;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use quake::{Quake, QuakeId, Query};
use store::{Store, StoreError, StoredEvent};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::error::RequestError;
use super::events;
use super::world::World;
use search::Search;

/// Events that an answer in the order of magnitude can have: 10 MB of reports.
pub(crate) const MOST_BY_MAGNITUDE: usize = 20_000;
/// Answers out of the table that are read at once: each has some MB of it in hand, and the table is to be paid.
const READING: usize = 16;
/// How long a client may take over one piece. Who reads nothing any more must not keep others from reading.
const SLOWEST: Duration = Duration::from_mins(1);
/// Pieces of an answer that are read ahead of the client.
const AHEAD: usize = 2;

/// What interfaces ask. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Catalogue {
    world: Arc<World>,
    store: Store,
    reading: Arc<Semaphore>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CatalogueError {
    /// Not now: the window is not loaded, or enough long answers are being read.
    #[error(transparent)]
    Later(#[from] RequestError),
    /// It would be too long to be sorted.
    #[error(
        "more than {MOST_BY_MAGNITUDE} earthquakes match, which is the most that can be sorted by magnitude; \
         give a limit, narrow the question, or order by time, where there is no limit"
    )]
    TooMany,
    /// The client does not read on.
    #[error("the answer was not read on")]
    TooSlow,
    /// The table does not answer. Why is for operators, who find it in the logs.
    #[error("the table of earthquakes cannot be read now; try again in a few seconds")]
    Away,
}

impl From<StoreError> for CatalogueError {
    fn from(error: StoreError) -> Self {
        events::table_not_read(&error);
        Self::Away
    }
}

/// An answer that is being read.
#[derive(Debug)]
pub(crate) struct Answer {
    first: Option<Vec<Arc<Quake>>>,
    rest: Option<mpsc::Receiver<Piece>>,
}

type Piece = Result<Vec<Arc<Quake>>, CatalogueError>;

impl Answer {
    /// Whether nothing matches.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The next earthquakes; `None` at the end.
    ///
    /// # Errors
    /// When the table stops answering. What was given until then is not the whole answer, and must not look like it.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Arc<Quake>>>, CatalogueError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        match &mut self.rest {
            Some(rest) => rest.recv().await.transpose(),
            None => Ok(None),
        }
    }

    /// All of it at once, for what is known to be short.
    ///
    /// # Errors
    /// As [`Answer::next`].
    pub(crate) async fn all(mut self) -> Result<Vec<Arc<Quake>>, CatalogueError> {
        let mut all = Vec::new();
        while let Some(some) = self.next().await? {
            all.extend(some);
        }
        Ok(all)
    }

    fn of(quakes: Vec<Arc<Quake>>) -> Self {
        Self { first: (!quakes.is_empty()).then_some(quakes), rest: None }
    }
}

impl Catalogue {
    pub(crate) fn new(world: Arc<World>, store: Store) -> Self {
        Self { world, store, reading: Arc::new(Semaphore::new(READING)) }
    }

    pub(crate) fn world(&self) -> &Arc<World> {
        &self.world
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The right to read much of the table.
    ///
    /// # Errors
    /// When others have all there are.
    pub(crate) fn reading(&self) -> Result<OwnedSemaphorePermit, RequestError> {
        Arc::clone(&self.reading).try_acquire_owned().ok().ok_or(RequestError::Busy)
    }

    /// What a query asks for. Returns when the first of it is there, or when it is known that there is nothing.
    ///
    /// # Errors
    /// See [`CatalogueError`].
    pub(crate) async fn find(&self, query: Query) -> Result<Answer, CatalogueError> {
        self.world.ready()?;
        let search = Search::new(Arc::clone(&self.world), self.store.clone(), query);
        if let Some(recent) = search.within_memory() {
            return Ok(Answer::of(recent?));
        }
        let permit = self.reading()?;
        let search = if search.is_streamed() {
            search
        } else {
            let by_time = search.reading_on();
            match (search.sorted().await, by_time) {
                // More was revised than can be sorted, but the other way there is no limit.
                (Err(CatalogueError::TooMany), Some(by_time)) => by_time,
                (sorted, _) => return sorted.map(Answer::of),
            }
        };
        let mut rest = read(search, permit);
        let first = rest.recv().await.transpose()?;
        Ok(Answer { first, rest: Some(rest) })
    }

    /// The latest state of one event; `None` when nobody has heard of it.
    ///
    /// # Errors
    /// See [`CatalogueError`].
    pub(crate) async fn latest(&self, id: &QuakeId) -> Result<Option<Arc<Quake>>, CatalogueError> {
        self.world.ready()?;
        if let Some(known) = self.world.with_window(|window, _| window.get(id).cloned()) {
            return Ok(Some(known));
        }
        Ok(self.store.latest(id).await?.map(Arc::new))
    }

    /// All reports of one event, the oldest first: those of the table, and the latest if the table has not got it yet.
    ///
    /// # Errors
    /// See [`CatalogueError`].
    pub(crate) async fn revisions(&self, id: &QuakeId) -> Result<Vec<Quake>, CatalogueError> {
        let stored = self.store.event(id).await?;
        let revisions = stored.map(|StoredEvent { revisions, .. }| revisions).unwrap_or_default();
        let mut reports: Vec<Quake> = revisions.into_iter().map(|revision| revision.quake).collect();
        if let Some(latest) = self.world.with_window(|window, _| window.get(id).cloned())
            && reports.iter().all(|report| report.updated != latest.updated)
        {
            reports.push(Quake::clone(&latest));
        }
        reports.sort_by_key(|report| report.updated);
        Ok(reports)
    }
}

/// Reads on in a task of its own, a little ahead of the client, until either has had enough.
fn read(mut search: Search, permit: OwnedSemaphorePermit) -> mpsc::Receiver<Piece> {
    let (sender, receiver) = mpsc::channel(AHEAD + 1);
    // Room for saying that it broke off: an answer that just ends looks whole.
    let mut last = sender.clone().try_reserve_owned().ok();
    tokio::spawn(async move {
        loop {
            let piece = match search.next().await {
                Ok(Some(quakes)) if quakes.is_empty() => {
                    // Nothing of a day matches; who waits no more is noticed here.
                    if sender.is_closed() {
                        break;
                    }
                    continue;
                }
                Ok(Some(quakes)) => Ok(quakes),
                Ok(None) => break,
                Err(error) => Err(error),
            };
            let failed = piece.is_err();
            match tokio::time::timeout(SLOWEST, sender.send(piece)).await {
                Ok(Ok(())) if !failed => {}
                Ok(_) => break,
                Err(_) => {
                    if let Some(last) = last.take() {
                        last.send(Err(CatalogueError::TooSlow));
                    }
                    break;
                }
            }
        }
        drop(permit);
    });
    receiver
}
