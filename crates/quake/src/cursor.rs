//! Where in the stream a reader stands, in a form that every replica in every region understands.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The place of one record in the topic. Every copy of a change carries it: Kafka has it, the table keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordPosition {
    /// Record time in milliseconds since 1970, as the producer wrote it.
    pub time_ms: i64,
    /// Partition of the topic.
    pub partition: u32,
    /// Offset in the partition.
    pub offset: i64,
}

/// What a reader has seen: for each partition the last offset, and the latest record time of all.
///
/// Partitions arrive interleaved differently at each replica; a vector of offsets is exact in spite of it, so a
/// stream resumed elsewhere loses nothing and repeats nothing. The record time tells a topic that was made anew
/// (offsets begin at 0 again, times do not) from the one the reader knew.
///
/// Written `<time_ms>-<offset>.<offset>…`, one place per partition, `_` where nothing was seen yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor {
    time_ms: i64,
    offsets: Vec<Option<i64>>,
}

/// The text is not a cursor of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a stream position: expected what an earlier message carried as its id")]
pub struct BadCursor;

impl Cursor {
    /// More partitions than any topic here has; bounds what a client can make us hold.
    pub const MAX_PARTITIONS: usize = 256;

    /// A reader that has had what was recorded until about this moment, milliseconds since 1970, and does not know more.
    pub fn at(time_ms: i64) -> Self {
        Self { time_ms, offsets: Vec::new() }
    }

    /// Whether it is a moment only, and says nothing of single records.
    pub fn is_moment(&self) -> bool {
        self.time_ms > 0 && self.offsets.is_empty()
    }

    /// The latest record time seen, in milliseconds since 1970; 0 for a reader that has seen nothing.
    pub fn time_ms(&self) -> i64 {
        self.time_ms
    }

    /// Moves past a record.
    pub fn advance(&mut self, position: RecordPosition) {
        let partition = position.partition as usize;
        if partition >= self.offsets.len() {
            self.offsets.resize(partition + 1, None);
        }
        let newer_topic = position.time_ms > self.time_ms;
        let seen = &mut self.offsets[partition];
        if newer_topic || seen.is_none_or(|offset| offset < position.offset) {
            *seen = Some(position.offset);
        }
        self.time_ms = self.time_ms.max(position.time_ms);
    }

    /// Whether the reader has had this record.
    pub fn has_seen(&self, position: RecordPosition) -> bool {
        let last = self.offsets.get(position.partition as usize).copied().flatten();
        last.is_some_and(|offset| position.offset <= offset && position.time_ms <= self.time_ms)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.time_ms)?;
        for (partition, offset) in self.offsets.iter().enumerate() {
            if partition > 0 {
                f.write_str(".")?;
            }
            match offset {
                Some(offset) => write!(f, "{offset}")?,
                None => f.write_str("_")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (time, offsets) = text.split_once('-').ok_or(BadCursor)?;
        let time_ms = time.parse().ok().filter(|ms| *ms >= 0).ok_or(BadCursor)?;
        if offsets.is_empty() {
            return Ok(Self { time_ms, offsets: Vec::new() });
        }
        let mut seen = Vec::new();
        for part in offsets.split('.') {
            if seen.len() == Self::MAX_PARTITIONS {
                return Err(BadCursor);
            }
            seen.push(match part {
                "_" => None,
                digits => Some(digits.parse().ok().filter(|offset| *offset >= 0).ok_or(BadCursor)?),
            });
        }
        Ok(Self { time_ms, offsets: seen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time_ms: i64, partition: u32, offset: i64) -> RecordPosition {
        RecordPosition { time_ms, partition, offset }
    }

    #[test]
    fn a_cursor_survives_being_written_and_read() {
        let mut cursor = Cursor::default();
        cursor.advance(at(1_000, 0, 41));
        cursor.advance(at(900, 2, 7));
        assert_eq!(cursor.to_string(), "1000-41._.7");
        assert_eq!("1000-41._.7".parse(), Ok(cursor));
        assert_eq!("0-".parse(), Ok(Cursor::default()));
    }

    #[test]
    fn rubbish_is_no_cursor() {
        for text in ["", "x", "1", "-", "1-a", "1--2", "-5-1", "1-1..2", &format!("1-{}", "1.".repeat(999))] {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text:?}");
        }
    }

    #[test]
    fn what_came_before_on_the_same_partition_was_seen_whatever_its_time() {
        let mut cursor = Cursor::default();
        cursor.advance(at(1_000, 1, 5));
        assert!(cursor.has_seen(at(400, 1, 5)));
        assert!(cursor.has_seen(at(400, 1, 4)));
        assert!(!cursor.has_seen(at(400, 1, 6)));
        assert!(!cursor.has_seen(at(400, 0, 0)), "nothing of that partition was seen");
    }

    #[test]
    fn a_topic_made_anew_is_not_taken_for_the_old_one() {
        let mut cursor = Cursor::default();
        cursor.advance(at(1_000, 0, 500));
        let first_of_the_new_topic = at(2_000, 0, 0);
        assert!(!cursor.has_seen(first_of_the_new_topic));
        cursor.advance(first_of_the_new_topic);
        assert!(cursor.has_seen(first_of_the_new_topic));
        assert!(!cursor.has_seen(at(2_001, 0, 1)));
    }
}
