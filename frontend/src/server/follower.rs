//! Following the changes one by one: what every stream but the page's own is made of.
//!
//! The page's stream ([`super::stream`]) hands out ready frames. Who wants another form, or not every change, follows.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use quake::Cursor;
use tokio::sync::futures::OwnedNotified;

use super::error::RequestError;
use super::events;
use super::hub::{News, Place};
use super::stream::STREAMS;
use super::world::World;

/// A reader of the hub.
pub(crate) struct Follower {
    world: Arc<World>,
    place: Place,
    news: Pin<Box<OwnedNotified>>,
    beats: u64,
}

/// What a follower is told.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Changes, in order.
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
    /// What was recorded since a moment, milliseconds since 1970.
    Since(i64),
    /// Whatever there is.
    Beginning,
}

impl Follower {
    /// Opens one; `None` when its beginning is too long ago.
    ///
    /// # Errors
    /// When the window is not loaded, or there are too many streams.
    pub(crate) fn open(world: &Arc<World>, from: &From) -> Result<Option<Self>, RequestError> {
        world.ready()?;
        let hub = world.hub();
        let place = match from {
            From::Now => Some(hub.now()),
            From::After(cursor) => hub.resume(cursor),
            From::Since(time_ms) => hub.since(*time_ms),
            From::Beginning => Some(hub.beginning()),
        };
        let Some(place) = place else { return Ok(None) };
        if hub.readers().fetch_add(1, Ordering::Relaxed) >= STREAMS {
            hub.readers().fetch_sub(1, Ordering::Relaxed);
            events::streams_refused();
            return Err(RequestError::TooManyStreams);
        }
        events::stream_opened(matches!(from, From::After(_)));
        let mut news = Box::pin(Arc::clone(hub.news()).notified_owned());
        news.as_mut().enable();
        Ok(Some(Self { beats: hub.beats(), world: Arc::clone(world), place, news }))
    }

    /// What happens next; `None` when this frontend stops. Cancel-safe: what was not returned comes again.
    pub(crate) async fn next(&mut self) -> Option<Heard> {
        loop {
            let hub = self.world.hub();
            if hub.is_closed() {
                return None;
            }
            match hub.news_at(&mut self.place) {
                Some(news) if !news.is_empty() => {
                    self.beats = hub.beats();
                    return Some(Heard::News(news));
                }
                Some(_) => {}
                None => {
                    events::stream_reset("slow");
                    self.place = hub.now();
                    return Some(Heard::Behind(hub.cursor()));
                }
            }
            // One beat may come right after news; two lie a while apart.
            if hub.beats() >= self.beats + 2 {
                self.beats = hub.beats();
                return Some(Heard::Quiet(hub.cursor()));
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
