//! What the FDSN store knows at the start: the real week, over and over, back to the horizon.
//!
//! A function of absolute time and seed alone: whoever asks for a moment gets the same events under the same `unid`
//! with the same revisions, however often the simulator was restarted in between.

use fastrand::Rng;
use jiff::SignedDuration;
use quake::{Quake, QuakeId, Timestamp};

use crate::catalogue::{self, Shock, WEEK};
use crate::numbers::unid;
use crate::story::Story;

/// The latest revision, as of `until`, of every event of the `days` before; oldest first.
pub(crate) fn history(seed: u64, until: Timestamp, days: u32, catalog: &str) -> Vec<Quake> {
    let from = until - SignedDuration::from_hours(24 * i64::from(days));
    let week = WEEK.as_micros() as i64;
    let mut quakes = Vec::new();
    for (index, shock) in catalogue::shocks().iter().enumerate() {
        let base = shock.time.as_microsecond();
        let first = -(base - from.as_microsecond()).div_euclid(week); // rounded up
        let last = (until.as_microsecond() - base).div_euclid(week);
        quakes.extend((first..=last).filter_map(|turn| latest(seed, index, shock, turn, until, catalog)));
    }
    quakes.sort_by_key(|quake| quake.time);
    quakes
}

/// What was known at `until` of an event's `turn`th repetition; `None` before the first report.
fn latest(seed: u64, index: usize, shock: &Shock, turn: i64, until: Timestamp, catalog: &str) -> Option<Quake> {
    let time = Timestamp::from_microsecond(shock.time.as_microsecond() + turn * WEEK.as_micros() as i64).ok()?;
    let id: QuakeId = unid(time, shock.number);
    let mut rng = Rng::with_seed(mixed([seed, index as u64, turn as u64]));
    let mut updated = time;
    let mut latest = None;
    for report in Story::tell(shock, &mut rng).reports {
        updated += report.after;
        if updated > until {
            break;
        }
        latest = Some((report, updated));
    }
    latest.map(|(report, updated)| report.quake(shock, id, time, updated, catalog))
}

/// One seed out of several numbers; neighbours give unrelated seeds (the finaliser of `SplitMix64`).
pub(crate) fn mixed(numbers: [u64; 3]) -> u64 {
    numbers.into_iter().fold(0x9E37_79B9_7F4A_7C15, |sum, number| {
        let mut z = (sum ^ number).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_holds_the_week_again_and_again_within_its_bounds() {
        let until = at("2026-11-20T12:00:00Z");
        let month = history(1, until, 30, "SIMULATED");
        assert!((1707 * 4..1707 * 5).contains(&month.len()), "{}", month.len());
        assert!(month.iter().all(|quake| quake.time >= at("2026-10-21T12:00:00Z") && quake.updated <= until));
        assert!(month.is_sorted_by_key(|quake| quake.time));
        let ids: HashSet<_> = month.iter().map(|quake| &quake.id).collect();
        assert_eq!(ids.len(), month.len());
    }

    #[test]
    fn a_unid_begins_with_the_day_of_the_origin() {
        for quake in history(1, at("2026-11-20T12:00:00Z"), 3, "SIMULATED") {
            let (date, number) = quake.id.as_str().split_once('_').unwrap();
            assert_eq!(date, quake.time.to_string()[..10].replace('-', ""));
            assert_eq!(number.len(), 7);
        }
    }

    #[test]
    fn a_later_start_tells_the_same_past() {
        let early = history(1, at("2026-11-20T12:00:00Z"), 30, "SIMULATED");
        let late = history(1, at("2026-11-22T07:11:13Z"), 30, "SIMULATED");
        let late: HashMap<_, _> = late.iter().map(|quake| (&quake.id, quake)).collect();
        let mut corrected = 0;
        for quake in early.iter().filter(|quake| quake.time > at("2026-10-24T00:00:00Z")) {
            let again = late[&quake.id];
            assert_eq!((again.time, &again.region), (quake.time, &quake.region));
            if again.updated == quake.updated {
                assert_eq!(again, quake);
            } else {
                assert!(again.updated > at("2026-11-20T12:00:00Z"), "only what was still to come differs");
                corrected += 1;
            }
        }
        assert!(corrected < 10, "{corrected}");
    }

    #[test]
    fn another_seed_tells_other_first_guesses() {
        let until = at("2026-11-20T12:00:00Z");
        assert_ne!(history(1, until, 7, "SIMULATED"), history(2, until, 7, "SIMULATED"));
    }
}
