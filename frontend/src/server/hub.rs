//! The hub: every change as a ready frame of the stream, in one bounded ring that all clients read.
//!
//! A change is formatted once. No client has a queue: it has a place in the ring, and reads on from there when it
//! can. One that falls behind the ring's tail is told to read the window again. Publishing never waits for anybody.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use quake::record::Source;
use quake::{Cursor, Quake, RecordPosition};
use tokio::sync::Notify;

/// Changes kept for those who come back. EMSC publishes some thousand a day: this is days.
const FRAMES: usize = 10_000;
/// Bytes kept; a frame has about 400, so this is never reached unless frames are much larger than they should be.
const BYTES: usize = 8 << 20;
/// What one read takes out at most: a client that is far behind is sent large pieces, but not all at once.
const READ: usize = 64 << 10;
/// The same for those who take changes one by one.
const NEWS: usize = 256;
/// Replicas see partitions interleaved differently, by seconds at most. A cursor is believed to have seen what has
/// left the ring only if it is younger than that by this much.
const SLACK_MS: i64 = 60_000;

/// The ring and what wakes its readers.
#[derive(Debug)]
pub(crate) struct Hub {
    ring: Mutex<Ring>,
    news: Arc<Notify>,
    beats: AtomicU64,
    closed: AtomicBool,
    readers: AtomicUsize,
}

#[derive(Debug, Default)]
struct Ring {
    frames: VecDeque<Frame>,
    /// The number of the first frame in the ring.
    first: u64,
    bytes: usize,
    /// Where a reader stands that has had everything.
    cursor: Cursor,
    /// A cursor of this record time or later can be resumed from the ring.
    complete_since_ms: i64,
    /// Cursors are believed up to this much before their own time: changes that come out of the table are not in
    /// the topic's order, so there a reader gets again what is that recent.
    overlap_ms: i64,
}

#[derive(Debug)]
struct Frame {
    bytes: Bytes,
    position: RecordPosition,
    news: Arc<News>,
}

/// A change, for readers who want it in another form than the stream's, or not every one.
#[derive(Debug)]
pub(crate) struct News {
    /// The report.
    pub(crate) quake: Arc<Quake>,
    /// How many revisions of the event were known, this one counted.
    pub(crate) revision: u32,
    /// When the producer had it in hand.
    pub(crate) received: Timestamp,
    /// How it reached the producer.
    pub(crate) source: Option<Source>,
    /// Where a reader stands who has had this.
    pub(crate) cursor: Cursor,
    /// The bulletin as JSON, which is part of the stream's frame and not held twice.
    pub(crate) json: Bytes,
}

/// What is told of a change; the hub adds where a reader stands then.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) quake: Arc<Quake>,
    pub(crate) revision: u32,
    pub(crate) received: Timestamp,
    pub(crate) source: Option<Source>,
}

/// A reader's place in the ring.
#[derive(Debug)]
pub(crate) struct Place {
    next: u64,
    /// What a reader that came back has had already. It may come here only now: a replica that has just started
    /// reads the topic again from where the table ended.
    had: Option<Cursor>,
    /// Changes recorded before this are left out, milliseconds since 1970.
    since_ms: i64,
}

/// What a reader finds.
#[derive(Debug, PartialEq)]
pub(crate) enum Read {
    /// One or more frames.
    Frames(Bytes),
    /// Nothing new.
    Nothing,
    /// The place has left the ring.
    Behind,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            ring: Mutex::default(),
            news: Arc::default(),
            beats: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            readers: AtomicUsize::new(0),
        }
    }

    /// Appends a change; `json` is what readers get of it. Returns where they stand then.
    pub(crate) fn publish(&self, position: RecordPosition, json: &str, told: Told) -> Cursor {
        let mut ring = self.ring();
        ring.cursor.advance(position);
        let cursor = ring.cursor.clone();
        let head = format!("id: {cursor}\ndata: ");
        let bytes = Bytes::from(format!("{head}{json}\n\n"));
        let json = bytes.slice(head.len()..head.len() + json.len());
        let Told { quake, revision, received, source } = told;
        let news = Arc::new(News { quake, revision, received, source, cursor: cursor.clone(), json });
        ring.bytes += bytes.len();
        ring.frames.push_back(Frame { bytes, position, news });
        while ring.frames.len() > FRAMES || ring.bytes > BYTES {
            let Some(gone) = ring.frames.pop_front() else { break };
            ring.bytes -= gone.bytes.len();
            ring.first += 1;
            ring.complete_since_ms = ring.complete_since_ms.max(gone.position.time_ms + SLACK_MS);
        }
        drop(ring);
        self.news.notify_waiters();
        cursor
    }

    /// Says from which record time on the ring has everything: known when it was filled from the table.
    pub(crate) fn complete_since(&self, time_ms: i64) {
        let mut ring = self.ring();
        ring.complete_since_ms = ring.complete_since_ms.max(time_ms);
    }

    /// Says whether changes come in the topic's order, or out of the table.
    pub(crate) fn ordered(&self, ordered: bool) {
        self.ring().overlap_ms = if ordered { 0 } else { SLACK_MS };
    }

    /// Where a reader stands that has had everything.
    pub(crate) fn cursor(&self) -> Cursor {
        self.ring().cursor.clone()
    }

    /// The place of one who begins now.
    pub(crate) fn now(&self) -> Place {
        let ring = self.ring();
        Place { next: ring.first + ring.frames.len() as u64, had: None, since_ms: i64::MIN }
    }

    /// The place of one who comes back; `None` when the ring does not reach back that far.
    pub(crate) fn resume(&self, cursor: &Cursor) -> Option<Place> {
        let ring = self.ring();
        if cursor.time_ms() < ring.complete_since_ms {
            return None;
        }
        Some(Place { next: ring.first, had: Some(cursor.clone()), since_ms: i64::MIN })
    }

    /// The place of one who wants what was recorded since a moment; `None` when the ring does not reach back that far.
    pub(crate) fn since(&self, time_ms: i64) -> Option<Place> {
        let ring = self.ring();
        (time_ms >= ring.complete_since_ms).then_some(Place { next: ring.first, had: None, since_ms: time_ms })
    }

    /// The place of one who wants all there is.
    pub(crate) fn beginning(&self) -> Place {
        Place { next: self.ring().first, had: None, since_ms: i64::MIN }
    }

    /// What is new at a place, which moves on.
    pub(crate) fn read(&self, place: &mut Place) -> Read {
        let mut size = 0;
        let taken = self.take(place, |frame| {
            if size > 0 && size + frame.bytes.len() > READ {
                return None;
            }
            size += frame.bytes.len();
            Some(frame.bytes.clone())
        });
        let Some(mut taken) = taken else { return Read::Behind };
        match taken.len() {
            0 => Read::Nothing,
            1 => Read::Frames(taken.swap_remove(0)),
            _ => {
                let mut joined = BytesMut::with_capacity(size);
                for bytes in &taken {
                    joined.extend_from_slice(bytes);
                }
                Read::Frames(joined.freeze())
            }
        }
    }

    /// The same as changes, some hundred at most; `None` when the place has left the ring.
    pub(crate) fn news_at(&self, place: &mut Place) -> Option<Vec<Arc<News>>> {
        let mut room = NEWS;
        self.take(place, |frame| {
            room = room.checked_sub(1)?;
            Some(Arc::clone(&frame.news))
        })
    }

    /// Takes what a reader at this place has not had, until `give` gives no more; `None` when the place has left the
    /// ring.
    fn take<T>(&self, place: &mut Place, mut give: impl FnMut(&Frame) -> Option<T>) -> Option<Vec<T>> {
        let ring = self.ring();
        let behind = place.next.checked_sub(ring.first)?;
        let mut taken = Vec::new();
        for frame in ring.frames.range(behind as usize..) {
            let had = place.had.as_ref().is_some_and(|cursor| {
                let recent = frame.position.time_ms > cursor.time_ms() - ring.overlap_ms;
                let doubtful = ring.overlap_ms > 0 && recent;
                cursor.has_seen(frame.position) && !doubtful
            });
            if !had && frame.position.time_ms >= place.since_ms {
                let Some(given) = give(frame) else { break };
                taken.push(given);
            }
            place.next += 1;
        }
        Some(taken)
    }

    /// What wakes readers: news, a beat, the end.
    pub(crate) fn news(&self) -> &Arc<Notify> {
        &self.news
    }

    /// How many heartbeats there have been. One sweep for all instead of a timer for each.
    pub(crate) fn beats(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }

    /// Wakes all readers, so that each who has had nothing since the last beat sends a sign of life.
    pub(crate) fn beat(&self) {
        self.beats.fetch_add(1, Ordering::Relaxed);
        self.news.notify_waiters();
    }

    /// Ends all streams.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.news.notify_waiters();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// How many streams are open.
    pub(crate) fn readers(&self) -> &AtomicUsize {
        &self.readers
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().expect("nobody panics while holding the ring")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time_ms: i64, partition: u32, offset: i64) -> RecordPosition {
        RecordPosition { time_ms, partition, offset }
    }

    fn told() -> Told {
        let feature = r#"{"id":"a","properties":{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}"#;
        let quake = Arc::new(quake::emsc::parse_feature(feature).unwrap());
        Told { received: quake.updated, quake, revision: 1, source: None }
    }

    fn text(hub: &Hub, place: &mut Place) -> String {
        match hub.read(place) {
            Read::Frames(bytes) => {
                let text = String::from_utf8(bytes.to_vec()).unwrap();
                text.lines().filter_map(|line| line.strip_prefix("data: ")).collect::<Vec<_>>().join(" ")
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn who_begins_now_gets_what_comes_and_not_what_was() {
        let hub = Hub::new();
        hub.publish(at(1, 0, 0), "a", told());
        let mut place = hub.now();
        assert_eq!(hub.read(&mut place), Read::Nothing);
        hub.publish(at(2, 0, 1), "b", told());
        hub.publish(at(3, 0, 2), "c", told());
        assert_eq!(text(&hub, &mut place), "b c");
        assert_eq!(hub.read(&mut place), Read::Nothing);
    }

    #[test]
    fn who_comes_back_to_another_replica_gets_all_that_is_missing_and_nothing_twice() {
        let (here, there) = (Hub::new(), Hub::new());
        for (position, json) in [(at(10, 0, 0), "a"), (at(11, 1, 0), "b"), (at(12, 0, 1), "c")] {
            here.publish(position, json, told());
        }
        // The other replica has them interleaved differently, and one more.
        for (position, json) in [(at(11, 1, 0), "b"), (at(9, 1, 1), "d"), (at(10, 0, 0), "a"), (at(12, 0, 1), "c")] {
            there.publish(position, json, told());
        }
        let mut place = there.resume(&here.cursor()).unwrap();
        assert_eq!(text(&there, &mut place), "d");
        there.publish(at(13, 0, 2), "e", told());
        assert_eq!(text(&there, &mut place), "e");
    }

    #[test]
    fn a_replica_that_still_catches_up_repeats_nothing_to_who_is_ahead_of_it() {
        let hub = Hub::new();
        let mut place = hub.resume(&"12-1.0".parse().unwrap()).unwrap();
        for (position, json) in [(at(10, 0, 0), "a"), (at(11, 1, 0), "b"), (at(12, 0, 1), "c"), (at(13, 0, 2), "d")] {
            hub.publish(position, json, told());
        }
        assert_eq!(text(&hub, &mut place), "d");
    }

    #[test]
    fn a_position_too_old_for_the_ring_is_refused() {
        let hub = Hub::new();
        hub.complete_since(1_000);
        assert!(hub.resume(&"999-5".parse().unwrap()).is_none());
        assert!(hub.resume(&"1000-5".parse().unwrap()).is_some());
    }

    #[test]
    fn a_ring_that_has_forgotten_says_so() {
        let hub = Hub::new();
        let mut slow = hub.now();
        for offset in 0..=FRAMES as i64 {
            hub.publish(at(offset, 0, offset), "x", told());
        }
        assert_eq!(hub.read(&mut slow), Read::Behind);
        assert!(hub.resume(&"0-0".parse().unwrap()).is_none());
    }

    #[test]
    fn memory_is_bounded_also_for_large_frames() {
        let hub = Hub::new();
        let large = "x".repeat(1 << 20);
        for offset in 0..40 {
            hub.publish(at(offset, 0, offset), &large, told());
        }
        assert!(hub.ring().bytes <= BYTES);
    }

    #[test]
    fn changes_out_of_the_table_are_repeated_for_a_minute_rather_than_lost() {
        let hub = Hub::new();
        hub.ordered(false);
        hub.publish(at(100_000, 0, 1), "later", told());
        hub.publish(at(99_000, 0, 0), "earlier, but seen by nobody who has the later one", told());
        let mut place = hub.resume(&"100000-1".parse().unwrap()).unwrap();
        assert!(text(&hub, &mut place).contains("earlier"));
    }

    #[test]
    fn changes_one_by_one_are_the_same_as_the_frames_and_can_begin_at_a_moment() {
        let hub = Hub::new();
        for offset in 0..300 {
            hub.publish(at(offset, 0, offset), &format!("{{\"n\":{offset}}}"), told());
        }
        let mut place = hub.since(10).unwrap();
        let first = hub.news_at(&mut place).unwrap();
        let second = hub.news_at(&mut place).unwrap();
        assert_eq!((first.len(), second.len()), (NEWS, 290 - NEWS));
        assert_eq!(first[0].json, "{\"n\":10}");
        assert_eq!(second.last().unwrap().cursor, hub.cursor());
        assert!(hub.news_at(&mut place).unwrap().is_empty());
        hub.complete_since(1_000);
        assert!(hub.since(999).is_none());
    }
}
