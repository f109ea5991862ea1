//! Parts of a body, by RFC 9110: GDAL, and QGIS with it, opens a file in the web by asking for its first 16 KB and then
//! for the rest, and gives up on a server that does not know ranges.

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode};

/// One range of bytes. Several at once, and other units, may be answered with the whole, and are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// From this byte on, to that one.
    From(usize, Option<usize>),
    /// So many at the end.
    Last(usize),
}

impl Range {
    /// Reads the header; `None` where the whole is to be given.
    pub(super) fn read(value: &HeaderValue) -> Option<Self> {
        let (first, last) = value.to_str().ok()?.strip_prefix("bytes=")?.trim().split_once('-')?;
        if first.is_empty() {
            return number(last).map(Self::Last);
        }
        let (first, last) = (number(first)?, if last.is_empty() { None } else { Some(number(last)?) });
        last.is_none_or(|last| last >= first).then_some(Self::From(first, last))
    }

    /// Whether it is of the beginning.
    pub(super) fn is_first(self) -> bool {
        matches!(self, Self::From(0, _))
    }

    /// The bytes of a body of this length, the last one counted; `None` when it has none of them.
    fn within(self, length: usize) -> Option<(usize, usize)> {
        let end = length.checked_sub(1)?;
        match self {
            Self::From(first, last) => (first <= end).then(|| (first, last.map_or(end, |last| last.min(end)))),
            Self::Last(0) => None,
            Self::Last(count) => Some((length.saturating_sub(count), end)),
        }
    }
}

/// What a range takes of a body: the status, the value of `Content-Range` if there is one, the bytes.
pub(super) fn part(range: Option<Range>, body: Bytes) -> (StatusCode, Option<HeaderValue>, Bytes) {
    let Some(range) = range else { return (StatusCode::OK, None, body) };
    let length = body.len();
    let place = |text: String| Some(text.parse().expect("numbers can stand in a header"));
    match range.within(length) {
        Some((first, last)) => {
            (StatusCode::PARTIAL_CONTENT, place(format!("bytes {first}-{last}/{length}")), body.slice(first..=last))
        }
        None => (StatusCode::RANGE_NOT_SATISFIABLE, place(format!("bytes */{length}")), Bytes::new()),
    }
}

fn number(text: &str) -> Option<usize> {
    text.bytes().all(|c| c.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> (u16, String, String) {
        let range = Range::read(&range.parse().unwrap());
        let (status, place, bytes) = part(range, Bytes::from_static(b"0123456789"));
        let place = place.map(|place| place.to_str().unwrap().to_owned()).unwrap_or_default();
        (status.as_u16(), place, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn a_range_is_given_as_far_as_there_is_something() {
        let given = |place: &str, bytes: &str| (206, place.to_owned(), bytes.to_owned());
        assert_eq!(asked("bytes=0-3"), given("bytes 0-3/10", "0123"));
        assert_eq!(asked("bytes=7-"), given("bytes 7-9/10", "789"));
        assert_eq!(asked("bytes=8-16383"), given("bytes 8-9/10", "89"));
        assert_eq!(asked("bytes=-3"), given("bytes 7-9/10", "789"));
        assert_eq!(asked("bytes=-99"), given("bytes 0-9/10", "0123456789"));
        assert_eq!(asked("bytes=10-"), (416, "bytes */10".to_owned(), String::new()));
    }

    #[test]
    fn what_is_no_single_range_of_bytes_is_answered_with_the_whole() {
        for range in ["bytes=0-1,4-5", "bytes=5-2", "lines=0-3", "bytes=-", "bytes=a-b", "bytes=+1-2"] {
            assert_eq!(asked(range), (200, String::new(), "0123456789".to_owned()), "{range}");
        }
    }
}
