//! What was sent, and the truth about it.

use std::collections::VecDeque;
use std::sync::Arc;

use quake::{QuakeId, Timestamp};
use serde::{Serialize, Serializer};

/// One frame that was sent, or would have been had anyone listened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "separate facts, which tests ask one by one")]
pub struct Sent {
    /// Counts all frames from 1, without gaps.
    pub sequence: u64,
    /// When it was published.
    pub at: Timestamp,
    /// The event that is reported; for a malformed frame, the event that should have been.
    #[serde(rename = "unid")]
    pub id: QuakeId,
    /// The revision's `lastupdate`; for a malformed frame, what should have been read.
    #[serde(rename = "lastupdate")]
    pub updated: Timestamp,
    /// Whether a careful reader finds a report in it. True: the revision (`id`, `updated`) belongs in the store.
    /// False: nothing of it does, and the FDSN service does not know the event.
    pub well_formed: bool,
    /// Whether the same revision was published before.
    pub duplicate: bool,
    /// Whether a later revision was published before.
    pub stale: bool,
    /// Whether this revision was, when this was asked, what the FDSN service shows of the event: what a reader who
    /// missed the frame can still find.
    pub in_fdsn: bool,
    /// How many connections it was handed to: 0 while none is open, or while paused. A connection that breaks may
    /// still lose it.
    pub delivered_to: usize,
    /// The fault it is part of, or the way it is malformed.
    pub fault: Option<&'static str>,
    /// The message, as text; the fault tells when it was sent otherwise (`binary`, `fragmented`).
    #[serde(serialize_with = "as_text")]
    pub raw: Arc<str>,
}

fn as_text<S: Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

/// The frames sent, oldest first, up to a capacity.
#[derive(Debug)]
pub(crate) struct Ledger {
    sent: VecDeque<Sent>,
    capacity: usize,
    pub(crate) frames: u64,
    pub(crate) well_formed: u64,
}

impl Ledger {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { sent: VecDeque::new(), capacity, frames: 0, well_formed: 0 }
    }

    /// Takes down a frame and gives it its number.
    pub(crate) fn write(&mut self, mut entry: Sent) -> Sent {
        self.frames += 1;
        self.well_formed += u64::from(entry.well_formed);
        entry.sequence = self.frames;
        if self.sent.len() == self.capacity {
            self.sent.pop_front();
        }
        self.sent.push_back(entry.clone());
        entry
    }

    /// How many frames it remembers.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// The entries after a sequence number.
    pub(crate) fn after(&self, sequence: u64) -> impl Iterator<Item = &Sent> {
        let skipped = self.sent.partition_point(|entry| entry.sequence <= sequence);
        self.sent.range(skipped..)
    }

    /// How many were forgotten to stay within the capacity.
    pub(crate) fn forgotten(&self) -> u64 {
        self.frames - self.sent.len() as u64
    }
}
