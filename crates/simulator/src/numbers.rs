//! The numbers in `unid`s: which earthquake is which, over restarts.
//!
//! `YYYYMMDD_NNNNNNN`: the origin's date, and hundredths of a second since that date's midnight. History counts the
//! hundredth of the *origin* and rounds to even; live events count the hundredth of their *publication* and take
//! the next free odd one. Publication only moves forward, so a later run does not repeat an earlier one's numbers,
//! with one exception: a burst takes 50 numbers for each second ahead of the clock, so after one of n events a
//! restart within n / 50 seconds may.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::Offset;
use quake::{QuakeId, Timestamp};

/// Seven digits: 27 hours and 46 minutes in hundredths of a second, so that an event published after its day's
/// midnight still counts on.
const MOST: u32 = 9_999_999;
/// Of how many days the last number is remembered: live events begin today or yesterday, tests may name any day.
const DAYS_REMEMBERED: usize = 64;

/// Gives out the numbers of live events.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    last: BTreeMap<Date, u32>,
}

impl Numbers {
    /// The `unid` of an event that began at `origin` and is published now; `taken` knows those in use.
    pub(crate) fn next(&mut self, origin: Timestamp, now: Timestamp, taken: impl Fn(&QuakeId) -> bool) -> QuakeId {
        let date = Offset::UTC.to_datetime(origin).date();
        let midnight = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).expect("the midnight of a day there was");
        let ticks = (now.as_millisecond() - midnight.as_millisecond()) / 10;
        let after_last = self.last.get(&date).map_or(1, |last| last + 2);
        // An event of another day (a test asked for it) begins at 1 and takes what is free.
        let wanted = u32::try_from(ticks).ok().filter(|ticks| *ticks <= MOST).unwrap_or(0) | 1;
        let number = (wanted.max(after_last)..=MOST)
            .step_by(2)
            .chain((1..=MOST).step_by(2))
            .find(|number| !taken(&unid(origin, *number)))
            .expect("a day has five million odd numbers and the world fewer events");
        self.last.insert(date, number);
        while self.last.len() > DAYS_REMEMBERED {
            self.last.pop_first();
        }
        unid(origin, number)
    }
}

/// The identifier of the event with this number on the day of its origin.
pub(crate) fn unid(origin: Timestamp, number: u32) -> QuakeId {
    let date = Offset::UTC.to_datetime(origin).date();
    let text = format!("{:04}{:02}{:02}_{number:07}", date.year(), date.month(), date.day());
    QuakeId::try_from(text).expect("digits and an underscore make an id")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_live_number_is_odd_and_counts_hundredths_until_publication() {
        let id = Numbers::default().next(at("2026-11-20T00:00:00Z"), at("2026-11-20T00:01:00Z"), |_| false);
        assert_eq!(id.as_str(), "20261120_0006001");
    }

    #[test]
    fn an_event_of_yesterday_published_today_has_a_number_no_event_published_yesterday_had() {
        let origin = at("2026-11-19T23:59:00Z");
        let id = Numbers::default().next(origin, at("2026-11-20T00:01:00Z"), |_| false);
        assert_eq!(id.as_str(), "20261119_8646001");
    }

    #[test]
    fn many_at_once_take_the_next_free_ones() {
        let mut numbers = Numbers::default();
        let now = at("2026-11-20T00:00:01Z");
        let mut next = || numbers.next(now, now, |id| id.as_str().ends_with("103")).to_string();
        assert_eq!([next(), next(), next()], ["20261120_0000101", "20261120_0000105", "20261120_0000107"]);
    }

    #[test]
    fn an_event_of_long_ago_still_gets_a_number() {
        let id = Numbers::default().next(at("2010-02-27T06:34:11Z"), at("2026-11-20T00:00:01Z"), |_| false);
        assert_eq!(id.as_str(), "20100227_0000001");
    }
}
