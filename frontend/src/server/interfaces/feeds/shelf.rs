//! Feeds that are being read in parts. Who reads one so asks first how long it is and then for one range after the
//! other: all of them must be of the same feed, though earthquakes come meanwhile. So it is kept for as long as the
//! parts would be good anyway, by what `Cache-Control` says. Who takes a feed
//! whole gets one that is a second old at most.

use std::time::{Duration, Instant};

use super::Written;

/// Parts are of one feed for this long: what `max-age` says.
const GOOD: Duration = Duration::from_mins(1);
/// Who begins to read gets what others are reading, unless it is older than this. Long enough for a slow reader's
/// feed not to be replaced by the next reader's, short for one who waits for news.
const NEW: Duration = Duration::from_secs(10);
/// Who wants the whole gets what somebody else was just given. However many ask, and however slowly they read, one feed
/// is not made and held for each of them.
const JUST_NOW: Duration = Duration::from_secs(1);
/// Bytes kept. The longest feed has some 10 MB in a lively month.
const ROOM: usize = 32 << 20;

/// What is asked of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it at once.
    Whole,
    /// The beginning, or how long it is.
    First,
    /// What comes after it.
    Later,
}

/// The feeds, the youngest at the end.
#[derive(Debug, Default)]
pub(super) struct Shelf(Vec<Kept>);

#[derive(Debug)]
struct Kept {
    url: String,
    /// For those who take it whole; who reads in parts must not have another put in between.
    whole: bool,
    since: Instant,
    written: Written,
}

impl Shelf {
    /// The feed of an address, if it is here and young enough.
    pub(super) fn take(&self, url: &str, part: Part, now: Instant) -> Option<Written> {
        let age = match part {
            Part::Whole => JUST_NOW,
            Part::First => NEW,
            Part::Later => GOOD,
        };
        let of = |kept: &Kept| kept.url == url && kept.whole == (part == Part::Whole);
        let kept = self.0.iter().find(|kept| of(kept) && now.duration_since(kept.since) < age)?;
        Some(kept.written.clone())
    }

    /// Keeps a feed, in place of what was kept of it for the like. Where there is no room, the oldest go.
    pub(super) fn put(&mut self, url: String, part: Part, written: Written, now: Instant) {
        let whole = part == Part::Whole;
        self.0.retain(|kept| (kept.url != url || kept.whole != whole) && now.duration_since(kept.since) < GOOD);
        self.0.push(Kept { url, whole, since: now, written });
        let mut bytes: usize = self.0.iter().map(|kept| kept.written.body.len()).sum();
        while bytes > ROOM {
            bytes -= self.0.remove(0).written.body.len();
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
        shelf.put("a".to_owned(), Part::First, written(1), then);
        let has = |part, seconds| shelf.take("a", part, then + Duration::from_secs(seconds)).is_some();
        assert!(has(Part::First, 9) && !has(Part::First, 10));
        assert!(has(Part::Later, 59) && !has(Part::Later, 60));
        assert!(shelf.take("b", Part::Later, then).is_none() && !has(Part::Whole, 0));
        shelf.put("a".to_owned(), Part::Whole, written(2), then);
        assert_eq!(shelf.take("a", Part::Later, then).map(|written| written.body.len()), Some(1));
        assert!(shelf.take("a", Part::Whole, then + Duration::from_secs(1)).is_none());
    }

    #[test]
    fn what_is_older_makes_room() {
        let (mut shelf, now) = (Shelf::default(), Instant::now());
        for url in ["a", "b", "c"] {
            shelf.put(url.to_owned(), Part::First, written(ROOM / 2), now);
        }
        assert!(shelf.take("a", Part::Later, now).is_none() && shelf.take("c", Part::Later, now).is_some());
        shelf.put("huge".to_owned(), Part::First, written(ROOM + 1), now);
        assert!(shelf.0.is_empty());
    }
}
