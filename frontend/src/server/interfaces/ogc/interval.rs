//! `datetime`: an instant, or an interval whose ends may be open.

use jiff::{SignedDuration, Timestamp};

use crate::server::interfaces::parameters::{BadParameter, shortened, time};

/// From when until when, both included.
pub(super) type Interval = (Option<Timestamp>, Option<Timestamp>);

/// Reads the standard's grammar, in which each end is of RFC 3339. A date alone, which the grammar does not have and
/// people write, is its whole day.
///
/// # Errors
/// When it is none, or ends before it begins.
pub(super) fn read(text: &str) -> Result<Interval, BadParameter> {
    let bad = || {
        BadParameter(format!(
            "`datetime` is `{}`, which is neither a time like 2026-11-20T12:00:00Z nor two with `/` between, of which \
             one may be `..`",
            shortened(text)
        ))
    };
    let Some((since, until)) = text.split_once('/') else {
        let (first, last) = moment(text).ok_or_else(bad)?;
        return Ok((Some(first), Some(last)));
    };
    let open = |end: &str| end.is_empty() || end == "..";
    if open(since) && open(until) {
        return Err(bad());
    }
    let end = |end: &str| if open(end) { Some(None) } else { moment(end).map(Some) };
    let (since, until) = (end(since).ok_or_else(bad)?, end(until).ok_or_else(bad)?);
    let interval = (since.map(|(first, _)| first), until.map(|(_, last)| last));
    match interval {
        (Some(since), Some(until)) if since > until => {
            Err(BadParameter("`datetime` ends before it begins, so nothing could match".to_owned()))
        }
        interval => Ok(interval),
    }
}

/// What a text of one moment covers: an instant itself, a date its day.
fn moment(text: &str) -> Option<(Timestamp, Timestamp)> {
    // The letters may be small, says RFC 3339.
    let text = text.to_ascii_uppercase();
    let first = time(&text)?;
    let day = SignedDuration::from_hours(24) - SignedDuration::from_nanos(1);
    Some((first, if text.contains('T') { first } else { first + day }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> [String; 2] {
        let (since, until) = read(text).unwrap();
        [since, until].map(|end| end.map_or("..".to_owned(), |end| end.to_string()))
    }

    #[test]
    fn an_instant_and_the_four_kinds_of_interval_are_read() {
        let (early, late) = ("2018-02-05T07:26:52.628Z", "2018-02-06T00:00:00Z");
        assert_eq!(shown(early), [early, early]);
        assert_eq!(shown(&format!("{early}/{late}")), [early, late]);
        for open in ["..", ""] {
            assert_eq!(shown(&format!("{early}/{open}")), [early, ".."]);
            assert_eq!(shown(&format!("{open}/{late}")), ["..", late]);
        }
        assert_eq!(shown("2018-02-05t09:26:52.628+02:00")[0], early);
    }

    #[test]
    fn a_date_is_its_whole_day() {
        assert_eq!(shown("2018-02-05"), ["2018-02-05T00:00:00Z", "2018-02-05T23:59:59.999999999Z"]);
        assert_eq!(shown("2018-02-05/2018-02-06"), ["2018-02-05T00:00:00Z", "2018-02-06T23:59:59.999999999Z"]);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "..", "/", "../..", "yesterday", "2018-02-05/x", "2018-02-06/2018-02-05", "2018/2019", "1/2/3"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
