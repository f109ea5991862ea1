//! The queue: what waits for Loki, bounded by bytes. When it is full the oldest lines go, for the newest say what is
//! wrong now.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard};
use std::time::SystemTime;

use loki_api::logproto::{EntryAdapter, PushRequest, StreamAdapter};
use tokio::sync::Notify;
use tracing::Level;

use crate::events::EveryLineForLoki;
use crate::level::{LEVELS, place};

/// Bytes that wait or are on their way, counted as they are kept: 30,000 lines of an ordinary kind, hours of a quiet
/// day.
const BYTES: usize = 16 << 20;
/// Bytes of one push. Loki takes 4 MiB by default.
const PUSH_BYTES: usize = 1 << 20;
/// Loki's limit for a line is 256 KiB by default; one above it would have its whole push refused.
const LINE_BYTES: usize = 200 << 10;
/// What a line occupies beside its text.
const LINE_OVERHEAD: usize = size_of::<(Level, EntryAdapter)>();

/// A queue of lines, in the order of their writing.
pub(super) struct Queue {
    /// The labels of each level's stream.
    labels: [String; LEVELS.len()],
    waiting: Mutex<Waiting>,
    /// What the sender waits for has come: a first line, a whole push, or the end. Not each line: to wake the sender for
    /// it costs more than to write it.
    news: Notify,
    over: Notify,
    events: EveryLineForLoki,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: VecDeque<(Level, EntryAdapter)>,
    /// What waits and what was taken out, until that has come to its end.
    bytes: usize,
    taken_bytes: usize,
    taken_lines: usize,
    /// Lines lost since somebody was told.
    lost: usize,
    closed: bool,
}

/// Lines on their way to Loki.
#[derive(Debug)]
pub(super) struct Push {
    pub(super) request: PushRequest,
    pub(super) lines: usize,
}

impl Queue {
    pub(super) fn new(labels: [String; LEVELS.len()]) -> Self {
        Self {
            labels,
            waiting: Mutex::default(),
            news: Notify::new(),
            over: Notify::new(),
            events: EveryLineForLoki::new(),
        }
    }

    /// Appends a line. One that is too long is cut, and says so.
    pub(super) fn put(&self, level: Level, time: SystemTime, mut line: String) {
        shorten(&mut line);
        let entry = EntryAdapter { timestamp: Some(time.into()), line };
        let mut waiting = self.lock();
        let (first, less) = (waiting.lines.is_empty(), waiting.bytes < PUSH_BYTES);
        waiting.bytes += size(&entry);
        waiting.lines.push_back((level, entry));
        let whole = less && waiting.bytes >= PUSH_BYTES;
        let mut dropped = 0;
        while waiting.bytes > BYTES {
            let Some((_, entry)) = waiting.lines.pop_front() else { break };
            waiting.bytes -= size(&entry);
            dropped += 1;
        }
        waiting.lost += dropped;
        let bytes = waiting.bytes;
        drop(waiting);
        self.events.queued(bytes);
        if dropped > 0 {
            self.events.overflown(dropped);
        }
        if first || whole {
            self.news.notify_one();
        }
    }

    /// Waits until there is something to send; `false` when there is nothing and there will be nothing more.
    pub(super) async fn wait(&self) -> bool {
        loop {
            let news = self.news.notified();
            {
                let waiting = self.lock();
                if !waiting.lines.is_empty() {
                    return true;
                }
                if waiting.closed {
                    return false;
                }
            }
            news.await;
        }
    }

    /// Waits until what waits fills a push, or nothing more will come.
    pub(super) async fn fill(&self) {
        loop {
            let news = self.news.notified();
            {
                let waiting = self.lock();
                if waiting.closed || waiting.bytes >= PUSH_BYTES {
                    return;
                }
            }
            news.await;
        }
    }

    /// Waits until nothing more will come.
    pub(super) async fn end(&self) {
        loop {
            let over = self.over.notified();
            if self.lock().closed {
                return;
            }
            over.await;
        }
    }

    /// Takes out what makes one push: the lines of each stream in their order.
    pub(super) fn take(&self) -> Push {
        let mut waiting = self.lock();
        let (mut bytes, mut lines) = (0, 0);
        let mut entries = LEVELS.map(|_| Vec::new());
        while let Some((_, entry)) = waiting.lines.front()
            && (lines == 0 || bytes + size(entry) <= PUSH_BYTES)
        {
            let Some((level, entry)) = waiting.lines.pop_front() else { break };
            bytes += size(&entry);
            lines += 1;
            entries[place(level)].push(entry);
        }
        (waiting.taken_bytes, waiting.taken_lines) = (bytes, lines);
        drop(waiting);
        let streams = self.labels.iter().zip(entries).filter(|(_, entries)| !entries.is_empty());
        let streams = streams.map(|(labels, entries)| StreamAdapter { labels: labels.clone(), entries, hash: 0 });
        Push { request: PushRequest { streams: streams.collect() }, lines }
    }

    /// The push that was taken out has come to its end; `lost` is how many of its lines Loki will never have.
    pub(super) fn done(&self, lost: usize) {
        let mut waiting = self.lock();
        waiting.bytes -= waiting.taken_bytes;
        (waiting.taken_bytes, waiting.taken_lines) = (0, 0);
        waiting.lost += lost;
        let bytes = waiting.bytes;
        drop(waiting);
        self.events.queued(bytes);
    }

    /// How many lines were lost since this was last asked.
    pub(super) fn told(&self) -> usize {
        std::mem::take(&mut self.lock().lost)
    }

    /// How many lines Loki does not have yet.
    pub(super) fn lines(&self) -> usize {
        let waiting = self.lock();
        waiting.lines.len() + waiting.taken_lines
    }

    /// Nothing more will come.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.news.notify_one();
        self.over.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().expect("nobody panics while holding the queue")
    }
}

fn size(entry: &EntryAdapter) -> usize {
    entry.line.len() + LINE_OVERHEAD
}

/// Cuts a line that Loki would refuse. It is no JSON then, and says where it was cut.
fn shorten(line: &mut String) {
    if line.len() > LINE_BYTES {
        let whole = line.len();
        line.truncate(line.floor_char_boundary(LINE_BYTES));
        let _ = write!(line, "… (cut from {whole} bytes)");
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn queue() -> Queue {
        Queue::new(LEVELS.map(|(_, level)| level.to_owned()))
    }

    fn put(queue: &Queue, level: Level, line: &str) {
        queue.put(level, SystemTime::now(), line.to_owned());
    }

    #[test]
    fn a_push_has_each_streams_lines_in_their_order() {
        let queue = queue();
        for (level, line) in [(Level::INFO, "1"), (Level::INFO, "2"), (Level::WARN, "3"), (Level::INFO, "4")] {
            put(&queue, level, line);
        }
        let push = queue.take();
        let lines = |stream: &StreamAdapter| stream.entries.iter().map(|entry| entry.line.clone()).collect::<String>();
        let streams: Vec<_> = push.request.streams.iter().map(|stream| (&*stream.labels, lines(stream))).collect();
        assert_eq!(streams, [("warn", "3".to_owned()), ("info", "124".to_owned())]);
        assert_eq!((push.lines, queue.lines()), (4, 4));
        queue.done(0);
        assert_eq!((queue.lines(), queue.lock().bytes), (0, 0));
    }

    #[test]
    fn a_full_queue_lets_the_oldest_go_and_knows_how_many() {
        let queue = queue();
        let line = "x".repeat(1_000);
        for _ in 0..20_000 {
            put(&queue, Level::INFO, &line);
        }
        put(&queue, Level::INFO, "the newest");
        let (kept, lost) = (queue.lines(), queue.told());
        assert!(queue.lock().bytes <= BYTES);
        assert_eq!(kept + lost, 20_001);
        assert_eq!(queue.lock().lines.back().unwrap().1.line, "the newest");
    }

    #[test]
    fn what_is_on_its_way_counts_as_waiting_until_loki_has_it() {
        let queue = queue();
        let line = "x".repeat(1_000);
        let mut taken = 0;
        for number in 0..40_000 {
            put(&queue, Level::INFO, &line);
            if number == 5_000 {
                taken = queue.take().lines;
            }
        }
        assert!(taken > 0 && queue.lock().bytes <= BYTES);
        assert_eq!(queue.lines() + queue.lock().lost, 40_000);
    }

    #[test]
    fn a_push_has_a_size_and_the_rest_waits() {
        let queue = queue();
        let line = "x".repeat(100_000);
        (0..30).for_each(|_| put(&queue, Level::INFO, &line));
        assert!((5..=10).contains(&queue.take().lines));
        assert_eq!(queue.lines(), 30);
    }

    #[test]
    fn a_line_that_loki_would_refuse_is_cut_and_says_so() {
        let queue = queue();
        put(&queue, Level::INFO, &"ä".repeat(1 << 20));
        let push = queue.take();
        let line = &push.request.streams[0].entries[0].line;
        assert!(line.len() < 256 << 10 && line.ends_with("(cut from 2097152 bytes)"));
    }

    #[tokio::test]
    async fn a_push_fills_until_it_is_whole_or_nothing_more_will_come() {
        let queue = queue();
        let full = async |queue: &Queue| tokio::time::timeout(Duration::from_millis(20), queue.fill()).await.is_ok();
        let line = "x".repeat(100_000);
        for _ in 0..3 {
            put(&queue, Level::INFO, "1");
            assert!(!full(&queue).await);
            let ((), ()) = tokio::join!(queue.fill(), async { (0..11).for_each(|_| put(&queue, Level::INFO, &line)) });
            while queue.take().lines > 0 {
                queue.done(0);
            }
        }
        put(&queue, Level::INFO, "1");
        let ((), (), ()) = tokio::join!(queue.fill(), queue.end(), async { queue.close() });
    }

    #[tokio::test]
    async fn waiting_ends_with_the_first_line_or_when_there_will_be_none() {
        let queue = queue();
        put(&queue, Level::INFO, "1");
        assert!(queue.wait().await);
        queue.take();
        queue.done(0);
        queue.close();
        assert!(!queue.wait().await);
    }
}
