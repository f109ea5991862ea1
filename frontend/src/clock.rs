//! How moments are written. All in UTC, from milliseconds since 1970; no time library, for its size in the browser.

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long after its origin an earthquake counts as fresh.
pub(crate) const FRESH: i64 = 10 * MINUTE;

/// How long ago, in the largest unit that says enough: `42 s ago`, `3 min ago`, `2 h ago`, `5 d ago`.
pub(crate) fn ago(now: i64, then: i64) -> String {
    let (count, unit) = match (now - then).max(0) {
        age if age < MINUTE => ((age / SECOND).max(1), "s"),
        age if age < HOUR => (age / MINUTE, "min"),
        age if age < 2 * DAY => (age / HOUR, "h"),
        age => (age / DAY, "d"),
    };
    format!("{count} {unit} ago")
}

/// As machines read it: `2026-11-20T17:17:03Z`.
pub(crate) fn machine(ms: i64) -> String {
    let (year, month, day) = date(ms);
    format!("{year}-{month:02}-{day:02}T{}Z", time_of_day(ms))
}

/// As people read it: `2026-11-20 17:17:03 UTC`.
pub(crate) fn people(ms: i64) -> String {
    let (year, month, day) = date(ms);
    format!("{year}-{month:02}-{day:02} {} UTC", time_of_day(ms))
}

/// Hours and minutes: `17:17 UTC`.
pub(crate) fn short(ms: i64) -> String {
    let minutes = ms.rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02} UTC", minutes / 60, minutes % 60)
}

fn time_of_day(ms: i64) -> String {
    let seconds = ms.rem_euclid(DAY) / SECOND;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Year, month and day of the proleptic Gregorian calendar, after Howard Hinnant's `civil_from_days`.
fn date(ms: i64) -> (i64, i64, i64) {
    let days = ms.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quake::Timestamp;

    #[test]
    fn ages_are_told_in_the_unit_that_says_enough() {
        for (age, told) in [
            (-5 * MINUTE, "1 s ago"),
            (0, "1 s ago"),
            (42 * SECOND, "42 s ago"),
            (59 * MINUTE + 59 * SECOND, "59 min ago"),
            (HOUR, "1 h ago"),
            (47 * HOUR, "47 h ago"),
            (50 * HOUR, "2 d ago"),
        ] {
            assert_eq!(ago(1_000_000_000_000 + age, 1_000_000_000_000), told);
        }
    }

    #[test]
    fn dates_agree_with_the_library_over_centuries() {
        for day in (-200_000..200_000).step_by(37) {
            let ms = day * DAY + 12_345_000;
            assert_eq!(machine(ms), Timestamp::from_millisecond(ms).unwrap().to_string());
        }
    }

    #[test]
    fn people_read_spaces_and_the_zone() {
        assert_eq!(people(1_741_167_907_000), "2025-03-05 09:45:07 UTC");
        assert_eq!(short(1_741_167_907_000), "09:45 UTC");
    }
}
