//! The real week that is replayed: 1,707 seismic events of 2018-01-31 to 02-07 (see `data/README.md`).

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Duration;

use quake::{Depth, EventType, Magnitude, MagnitudeType, Position, Region, Timestamp};

/// The period of the replay.
pub(crate) const WEEK: Duration = Duration::from_hours(7 * 24);
/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 24 * 3600 * 1000;

/// One event of the week, as finally determined.
#[derive(Debug)]
pub(crate) struct Shock {
    /// Origin time in 2018, whole hundredths of a second.
    pub(crate) time: Timestamp,
    /// The even number its repetitions carry after the date in their `unid`.
    pub(crate) number: u32,
    pub(crate) position: Position,
    pub(crate) depth: Option<Depth>,
    pub(crate) magnitude: Option<Magnitude>,
    pub(crate) region: Region,
    pub(crate) event_type: EventType,
    pub(crate) agency: String,
}

/// The week, oldest first.
pub(crate) fn shocks() -> &'static [Shock] {
    static WEEK: LazyLock<Vec<Shock>> = LazyLock::new(|| {
        let mut taken = HashSet::new();
        include_str!("../data/week.csv").lines().skip(1).map(|row| shock(row, &mut taken)).collect()
    });
    &WEEK
}

fn shock(row: &str, taken: &mut HashSet<(i64, u32)>) -> Shock {
    let mut cells = row.splitn(9, ',');
    let mut cell = || cells.next().expect("a row of week.csv has nine cells");
    let time_ms: i64 = cell().parse().expect("a time");
    let position = Position::new(number(cell()).expect("a longitude"), number(cell()).expect("a latitude"));
    let depth = number(cell()).and_then(Depth::from_km);
    let value = number(cell());
    let kind = MagnitudeType::new(cell());
    let event_type = EventType::new(cell());
    let agency = cell().to_owned();
    let region = Region::new(cell());
    // Even hundredths of a second since midnight; live events have the odd ones (see `numbers`).
    let mut number = (time_ms.rem_euclid(DAY_MS) / 10) as u32 & !1;
    while !taken.insert((time_ms.div_euclid(DAY_MS), number)) {
        number += 2;
    }
    Shock {
        time: Timestamp::from_millisecond(time_ms).expect("a time of 2018"),
        number,
        position: position.expect("a place on Earth"),
        depth,
        magnitude: value.map(|value| Magnitude { value, kind }),
        region,
        event_type,
        agency,
    }
}

fn number(cell: &str) -> Option<f64> {
    (!cell.is_empty()).then(|| cell.parse().expect("a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_is_whole_and_in_order() {
        let week = shocks();
        assert_eq!(week.len(), 1707);
        assert!(week.is_sorted_by_key(|shock| shock.time));
        assert!(week[1706].time < week[0].time + WEEK);
        assert_eq!(week.iter().filter(|shock| shock.event_type.code() == "qb").count(), 13);
        let strongest = week.iter().max_by(|a, b| magnitude(a).total_cmp(&magnitude(b))).unwrap();
        assert_eq!((magnitude(strongest), strongest.region.raw()), (6.4, "HUALIAN, TAIWAN"));
    }

    fn magnitude(shock: &Shock) -> f64 {
        shock.magnitude.as_ref().unwrap().value
    }

    #[test]
    fn the_numbers_of_a_day_are_even_and_unique() {
        let mut seen = HashSet::new();
        for shock in shocks() {
            assert_eq!(shock.number % 2, 0);
            assert!(seen.insert((shock.time.as_millisecond() / DAY_MS, shock.number)));
        }
    }
}
