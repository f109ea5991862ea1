//! How moments are written and read, from milliseconds since 1970; no time library, for its size in the browser.

pub(crate) const SECOND: i64 = 1000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// How long after its origin an earthquake counts as fresh.
pub(crate) const FRESH: i64 = 10 * MINUTE;

/// How long ago, in the largest unit that says enough: the count, and the message that says it.
pub(crate) fn age(now: i64, then: i64) -> (i64, &'static str) {
    match (now - then).max(0) {
        age if age < MINUTE => ((age / SECOND).max(1), "ago.second"),
        age if age < HOUR => (age / MINUTE, "ago.minute"),
        age if age < 2 * DAY => (age / HOUR, "ago.hour"),
        age => (age / DAY, "ago.day"),
    }
}

/// As machines read it: `2026-11-20T17:17:03Z`.
pub(crate) fn machine(ms: i64) -> String {
    let (year, month, day) = date(ms);
    format!("{year}-{month:02}-{day:02}T{}Z", time_of_day(ms))
}

/// As people read it, so many minutes east of UTC: `2026-11-20 17:17:03 UTC`, `… UTC+5:30`.
pub(crate) fn people(ms: i64, east: i32) -> String {
    let there = ms + i64::from(east) * MINUTE;
    let (year, month, day) = date(there);
    format!("{year}-{month:02}-{day:02} {} {}", time_of_day(there), zone(east))
}

/// Hours and minutes: `17:17 UTC`.
pub(crate) fn short(ms: i64, east: i32) -> String {
    let minutes = (ms + i64::from(east) * MINUTE).rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02} {}", minutes / 60, minutes % 60, zone(east))
}

/// Reads what [`machine`] writes, with or without seconds and milliseconds.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut day = day.split('-').map(digits);
    let (year, month, day_of_month) = (day.next()??, day.next()??, day.next()??);
    let mut clock = clock.split(':').map(digits);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next().unwrap_or(Some(0))?);
    // Of a fraction, milliseconds; digits only, so that a byte is a character.
    let thousandths = fraction.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{fraction:0<3}"))?;
    let ms = digits(&thousandths[..3])?;
    let ms = days(year, month, day_of_month) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + ms;
    // What is no date (February 30th) comes out as another one.
    (date(ms) == (year, month, day_of_month) && hour < 24 && minute < 60 && second < 60).then_some(ms)
}

fn digits(text: &str) -> Option<i64> {
    let fine = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| text.parse().ok()).flatten()
}

fn zone(east: i32) -> String {
    let (sign, minutes) = (if east < 0 { '\u{2212}' } else { '+' }, east.abs());
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
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

/// Days since 1970, after his `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let year_of_era = year.rem_euclid(400);
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use quake::Timestamp;

    #[test]
    fn ages_are_told_in_the_unit_that_says_enough() {
        for (past, told) in [
            (-5 * MINUTE, (1, "ago.second")),
            (0, (1, "ago.second")),
            (42 * SECOND, (42, "ago.second")),
            (59 * MINUTE + 59 * SECOND, (59, "ago.minute")),
            (HOUR, (1, "ago.hour")),
            (47 * HOUR, (47, "ago.hour")),
            (50 * HOUR, (2, "ago.day")),
        ] {
            assert_eq!(age(1_000_000_000_000 + past, 1_000_000_000_000), told);
        }
    }

    #[test]
    fn dates_agree_with_the_library_over_centuries() {
        for day in (-200_000..200_000).step_by(37) {
            let ms = day * DAY + 12_345_000;
            assert_eq!(machine(ms), Timestamp::from_millisecond(ms).unwrap().to_string());
            let year = machine(ms).split('-').next().unwrap().parse::<i64>().unwrap_or_default();
            if (1000..=9999).contains(&year) {
                assert_eq!(parse(&machine(ms)), Some(ms));
            }
        }
    }

    #[test]
    fn moments_are_read_with_and_without_seconds() {
        assert_eq!(parse("2026-11-20T12:00:00Z"), Some(1_795_176_000_000));
        assert_eq!(parse("2026-11-20T12:00Z"), Some(1_795_176_000_000));
        assert_eq!(parse("2026-11-20T12:00:00.25Z"), Some(1_795_176_000_250));
        for text in [
            "",
            "yesterday",
            "2026-02-30T00:00Z",
            "2026-11-20T24:00Z",
            "2026-11-20T12:00",
            "2026-11-20",
            "é-1-1T1:1Z",
            "2026-11-20T12:00:00.ééZ",
            "2026-11-20T12:00:00.1éZ",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn people_read_spaces_and_the_zone() {
        assert_eq!(people(1_741_167_907_000, 0), "2025-03-05 09:45:07 UTC");
        assert_eq!(people(1_741_167_907_000, 330), "2025-03-05 15:15:07 UTC+5:30");
        assert_eq!(short(1_741_167_907_000, 0), "09:45 UTC");
        assert_eq!(short(1_741_167_907_000, -600), "23:45 UTC\u{2212}10");
    }
}
