//! Where one page ends and the next goes on: a moment in the catalogue and not a number of items, so that earthquakes
//! that come between two pages neither repeat one nor hide one.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use quake::{Quake, QuakeId};

/// A reader's place among earthquakes of which the latest come first. Written
/// `<nanoseconds since 1970>_<same>_<before>_<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Origin time of the last that the reader had.
    pub(super) time: Timestamp,
    /// How many of this very time the reader had. More than one is rare.
    pub(super) same: usize,
    /// How many the reader had on all pages until here.
    pub(super) before: usize,
    /// The last that the reader had.
    pub(super) id: QuakeId,
}

/// Earthquakes of one time that a reader can have had: more have never been.
const MOST_SAME: usize = 1_000;

impl Place {
    /// Whether the reader had this one. It is known by its place and not by its number: what was had may have been revised
    /// since, and lie elsewhere.
    pub(super) fn has(&self, quake: &Quake) -> bool {
        (quake.time, &quake.id) >= (self.time, &self.id)
    }
}

/// The text is no place of ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadPlace;

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}_{}", self.time.as_nanosecond(), self.same, self.before, self.id)
    }
}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        // The id comes last: it may have a `_` itself.
        let mut parts = text.splitn(4, '_');
        let mut part = || parts.next().ok_or(BadPlace);
        let (time, same, before, id) = (part()?, part()?, part()?, part()?);
        let id = id.parse().ok().ok_or(BadPlace)?;
        // 32 bits: none of these can overflow when something is added to it.
        let count = |text: &str| text.parse::<u32>().ok().map(|count| count as usize).ok_or(BadPlace);
        let time = time.parse().ok().and_then(|nanos| Timestamp::from_nanosecond(nanos).ok()).ok_or(BadPlace)?;
        Ok(Self { time, same: count(same)?.min(MOST_SAME), before: count(before)?, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_being_written_and_read() {
        for time in ["2018-02-05T07:26:52.628123456Z", "1906-04-18T13:12:00Z"] {
            let place = Place { time: time.parse().unwrap(), same: 2, before: 30, id: "20180205_1".parse().unwrap() };
            assert_eq!(place.to_string().parse(), Ok(place));
        }
    }

    #[test]
    fn rubbish_is_no_place() {
        for text in [
            "",
            "1",
            "1_2",
            "1_2_3",
            "1_2_3_",
            "x_1_1_a",
            "1_-1_1_a",
            "1_1_99999999999_a",
            "9999999999999999999999999_1_1_a",
        ] {
            assert_eq!(text.parse::<Place>(), Err(BadPlace), "{text}");
        }
    }
}
