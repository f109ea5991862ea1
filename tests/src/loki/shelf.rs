//! What came: the lines, and the numbers about them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::hash::{Hash, Hasher};
use std::time::Duration;

use super::line::{Labels, Line};
use super::push::Contents;

/// Complaints kept: one is enough to fail a test, and some help to see why.
const COMPLAINTS: usize = 100;

/// Two threads of a process may pass each other between taking the time and handing a line over. Pushes that overtook
/// each other would be further apart, for a service gathers lines for half a second.
const THREADS_APART: Duration = Duration::from_millis(400);

/// What came, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pushes by how they were answered; those never answered under 0.
    pub pushes: BTreeMap<u16, u64>,
    /// Lines taken, repeats not counted where lines are kept.
    pub lines: u64,
    /// Lines that were there already.
    pub repeats: u64,
    /// The largest push, unpacked.
    pub largest: usize,
    /// What a healthy Loki would have complained of: a protocol that is not Loki's, or a stream out of order.
    pub complaints: Vec<String>,
}

/// The lines and the tally.
#[derive(Debug)]
pub(super) struct Shelf {
    kept: usize,
    lines: VecDeque<Line>,
    known: HashSet<u64>,
    latest: BTreeMap<(Labels, String), i64>,
    tally: Tally,
}

impl Shelf {
    pub(super) fn new(kept: usize) -> Self {
        Self { kept, lines: VecDeque::new(), known: HashSet::new(), latest: BTreeMap::new(), tally: Tally::default() }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    pub(super) fn answered(&mut self, status: u16) {
        *self.tally.pushes.entry(status).or_default() += 1;
    }

    pub(super) fn complain(&mut self, complaint: String) {
        if self.tally.complaints.len() < COMPLAINTS {
            self.tally.complaints.push(complaint);
        }
    }

    /// Takes the lines of a push.
    pub(super) fn take(&mut self, contents: Contents) {
        self.tally.largest = self.tally.largest.max(contents.bytes);
        contents.refused.into_iter().for_each(|reason| self.complain(reason));
        if self.kept == 0 {
            self.tally.lines += contents.lines.len() as u64;
            return;
        }
        for line in contents.lines {
            if !self.known.insert(hash(&line)) {
                self.tally.repeats += 1;
                continue;
            }
            self.expect_in_order(&line);
            self.tally.lines += 1;
            if self.lines.len() == self.kept
                && let Some(oldest) = self.lines.pop_front()
            {
                self.known.remove(&hash(&oldest));
            }
            self.lines.push_back(line);
        }
    }

    /// Loki takes what is somewhat late; that a service sends its own lines in order is our promise.
    fn expect_in_order(&mut self, line: &Line) {
        // Two processes of one service share their streams and not their order.
        let stream = (line.labels.clone(), line.field("instance"));
        let latest = self.latest.entry(stream).or_insert(line.at);
        let behind = Duration::from_nanos(latest.abs_diff(line.at));
        if line.at >= *latest {
            *latest = line.at;
        } else if behind > THREADS_APART {
            self.complain(format!("{behind:?} before the line before it: {}", line.text));
        }
    }
}

fn hash(line: &Line) -> u64 {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish()
}
