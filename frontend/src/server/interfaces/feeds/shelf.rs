//! Feeds that are being read in parts. Who reads one so asks first how long it is and then for one range after the
//! other: all of them must be of the same feed, though earthquakes come meanwhile. So it is kept for as long as the
//! parts would be good anyway, by what `Cache-Control` says. Whole feeds are never taken from here.

use std::time::{Duration, Instant};

use super::Written;

/// Parts are of one feed for this long: what `max-age` says.
const GOOD: Duration = Duration::from_mins(1);
/// Who begins to read gets what others are reading, unless it is older than this. Long enough for a slow reader's
/// feed not to be replaced by the next reader's, short for one who waits for news.
const NEW: Duration = Duration::from_secs(10);
/// Bytes kept. The longest feed has some 10 MB in a lively month.
const ROOM: usize = 32 << 20;

/// What is asked of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The beginning, or how long it is.
    First,
    /// What comes after it.
    Later,
}

/// The feeds, the youngest at the end.
#[derive(Debug, Default)]
pub(super) struct Shelf(Vec<(String, Instant, Written)>);

impl Shelf {
    /// The feed of an address, if it is here and young enough.
    pub(super) fn take(&self, url: &str, part: Part, now: Instant) -> Option<Written> {
        let age = if part == Part::First { NEW } else { GOOD };
        let (.., written) = self.0.iter().find(|(kept, since, _)| kept == url && now.duration_since(*since) < age)?;
        Some(written.clone())
    }

    /// Keeps a feed, in place of what was kept of it. Where there is no room, the oldest go.
    pub(super) fn put(&mut self, url: String, written: Written, now: Instant) {
        self.0.retain(|(kept, since, _)| *kept != url && now.duration_since(*since) < GOOD);
        self.0.push((url, now, written));
        let mut bytes: usize = self.0.iter().map(|(.., written)| written.body.len()).sum();
        while bytes > ROOM {
            bytes -= self.0.remove(0).2.body.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::http::HeaderValue;

    use super::*;

    fn written(bytes: usize) -> Written {
        Written { body: Bytes::from(vec![b' '; bytes]), tag: HeaderValue::from_static("\"a\"") }
    }

    #[test]
    fn parts_are_of_one_feed_for_as_long_as_it_is_good_and_new_readers_begin_a_new_one() {
        let (mut shelf, then) = (Shelf::default(), Instant::now());
        shelf.put("a".to_owned(), written(1), then);
        let has = |part, seconds| shelf.take("a", part, then + Duration::from_secs(seconds)).is_some();
        assert!(has(Part::First, 9) && !has(Part::First, 10));
        assert!(has(Part::Later, 59) && !has(Part::Later, 60));
        assert!(shelf.take("b", Part::Later, then).is_none());
    }

    #[test]
    fn what_is_older_makes_room() {
        let (mut shelf, now) = (Shelf::default(), Instant::now());
        for url in ["a", "b", "c"] {
            shelf.put(url.to_owned(), written(ROOM / 2), now);
        }
        assert!(shelf.take("a", Part::Later, now).is_none() && shelf.take("c", Part::Later, now).is_some());
        shelf.put("huge".to_owned(), written(ROOM + 1), now);
        assert!(shelf.0.is_empty());
    }
}
