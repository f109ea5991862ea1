//! Following the changes one by one: what every stream but the page's own is made of.
//!
//! The page's stream ([`super::stream`]) hands out ready frames. Who wants another form, or not every change, follows.
//! Who wants what was recorded before the ring begins gets that out of the table first ([`replay`]).

mod replay;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use quake::Cursor;
use store::StoreError;
use tokio::sync::futures::OwnedNotified;

use super::catalogue::Catalogue;
use super::error::RequestError;
use super::events;
use super::hub::{News, Place};
use super::stream::STREAMS;
use super::world::World;
pub(crate) use replay::LONGEST as LONGEST_REPLAY;
use replay::Replay;

/// How much the order of writing may differ from that of the topic.
pub(crate) const OVERLAP: SignedDuration = SignedDuration::from_mins(1);

/// A reader of the hub.
pub(crate) struct Follower {
    world: Arc<World>,
    /// What comes before the ring.
    replay: Option<Replay>,
    place: Place,
    news: Pin<Box<OwnedNotified>>,
    beats: u64,
}

/// What a follower is told.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Changes, in order; none where all of these were told already.
    News(Vec<Arc<News>>),
    /// It was too slow, and goes on at this place: what lies between is to be read again.
    Behind(Cursor),
    /// Nothing has happened for a while; everything until here is known.
    Quiet(Cursor),
}

/// From where to follow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum From {
    /// From now on.
    Now,
    /// After a position.
    After(Cursor),
    /// What was recorded since a moment, however long ago: out of the table where the ring does not reach.
    Since(Timestamp),
}

impl From {
    /// The moment since which to tell. A position out of a replay is one too: it says how far a reader had got in the
    /// order of writing, and what was recorded shortly before may have been written after it.
    fn moment(&self) -> Timestamp {
        match self {
            Self::Since(moment) => *moment,
            Self::After(cursor) => {
                let moment = Timestamp::from_millisecond(cursor.time_ms()).unwrap_or(Timestamp::MIN);
                moment.saturating_sub(OVERLAP).unwrap_or(moment)
            }
            Self::Now => Timestamp::now(),
        }
    }
}

impl Follower {
    /// Opens one; `None` when the position is too old, and the window is to be read again.
    ///
    /// # Errors
    /// When the window is not loaded, there are too many streams, or too many read the table.
    pub(crate) fn open(catalogue: &Catalogue, from: &From) -> Result<Option<Self>, RequestError> {
        let world = catalogue.world();
        world.ready()?;
        let hub = world.hub();
        let mut replay = None;
        let place = match from {
            From::Now => hub.now(),
            From::After(cursor) if !cursor.is_moment() => match hub.resume(cursor) {
                Some(place) => place,
                None => return Ok(None),
            },
            From::After(_) | From::Since(_) => {
                if let Some(place) = hub.since(from.moment().as_millisecond()) {
                    place
                } else {
                    replay = Some(Replay::new(catalogue, from.moment())?);
                    hub.beginning()
                }
            }
        };
        if hub.readers().fetch_add(1, Ordering::Relaxed) >= STREAMS {
            hub.readers().fetch_sub(1, Ordering::Relaxed);
            events::streams_refused();
            return Err(RequestError::TooManyStreams);
        }
        events::stream_opened(!matches!(from, From::Now));
        let mut news = Box::pin(Arc::clone(hub.news()).notified_owned());
        news.as_mut().enable();
        Ok(Some(Self { beats: hub.beats(), world: Arc::clone(world), replay, place, news }))
    }

    /// What happens next; `None` when this frontend stops. Cancel-safe: what was not returned comes again.
    ///
    /// # Errors
    /// When the table goes away during a replay: what was told until then has a gap after it.
    pub(crate) async fn next(&mut self) -> Result<Option<Heard>, StoreError> {
        if let Some(replay) = &mut self.replay
            && let Some(news) = replay.next().await?
        {
            return Ok(Some(Heard::News(news)));
        }
        loop {
            let hub = self.world.hub();
            if hub.is_closed() {
                return Ok(None);
            }
            // Asked first: what comes between this and the look is told later, and is not known yet.
            let known = hub.cursor();
            match hub.news_at(&mut self.place) {
                Some(mut news) if !news.is_empty() => {
                    self.beats = hub.beats();
                    if let Some(replay) = &self.replay {
                        news.retain(|news| !replay.has_told(news));
                    }
                    return Ok(Some(Heard::News(news)));
                }
                // All that the ring had: nothing can come twice any more.
                Some(_) => self.replay = None,
                None => {
                    events::stream_reset("slow");
                    self.place = hub.now();
                    return Ok(Some(Heard::Behind(known)));
                }
            }
            // One beat may come right after news; two lie a while apart.
            if hub.beats() >= self.beats + 2 {
                self.beats = hub.beats();
                return Ok(Some(Heard::Quiet(known)));
            }
            self.news.as_mut().await;
            self.news.set(Arc::clone(self.world.hub().news()).notified_owned());
            // Registered before the ring is read again, so that nothing slips between.
            self.news.as_mut().enable();
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.world.hub().readers().fetch_sub(1, Ordering::Relaxed);
        events::stream_closed();
    }
}
