//! Reading and writing instants. All times are UTC.

use jiff::Timestamp;

/// Reads RFC 3339 with 0 to 9 digits of a second's fraction; a missing offset means UTC, as in FDSN services.
///
/// # Errors
/// When the text is no instant, or one outside the years 1000 to 2999 (the catalogue's own range is far inside).
pub fn parse_utc(text: &str) -> Result<Timestamp, jiff::Error> {
    let text = text.trim();
    let parsed = text
        .parse::<Timestamp>()
        .or_else(|error| if text.contains('T') { format!("{text}Z").parse() } else { Err(error) })?;
    let years = Timestamp::from_second(-30_610_224_000)?..Timestamp::from_second(32_503_680_000)?;
    if years.contains(&parsed) {
        Ok(parsed)
    } else {
        Err(jiff::Error::from_args(format_args!("{parsed} lies outside the years 1000 to 2999")))
    }
}

/// Writes an instant with nine fractional digits, so that the order of the texts is the order of the instants.
pub fn sortable(time: Timestamp) -> String {
    format!("{time:.9}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_zero_to_nine_digits_are_read() {
        for (text, nanos) in [
            ("2025-03-05T09:45:07Z", 0),
            ("2025-03-05T09:45:07.4Z", 400_000_000),
            ("2025-03-05T09:45:07.49Z", 490_000_000),
            ("2025-03-05T09:45:07.102425Z", 102_425_000),
            ("2025-03-05T09:45:07.123456789Z", 123_456_789),
            ("2025-03-05T09:45:07.123456", 123_456_000),
        ] {
            let time = parse_utc(text).unwrap();
            assert_eq!(time.subsec_nanosecond(), nanos, "{text}");
            assert_eq!(time.as_second(), 1_741_167_907, "{text}");
        }
    }

    #[test]
    fn rubbish_and_times_outside_all_catalogues_are_refused() {
        for text in ["", "yesterday", "2025-13-01T00:00:00Z", "2025-03-05", "0001-01-01T00:00:00Z"] {
            assert!(parse_utc(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn sortable_text_keeps_the_order_of_instants() {
        let earlier = parse_utc("2025-03-05T10:06:56.1Z").unwrap();
        let later = parse_utc("2025-03-05T10:06:56.102425Z").unwrap();
        assert_eq!(sortable(earlier), "2025-03-05T10:06:56.100000000Z");
        assert!(sortable(earlier) < sortable(later));
    }
}
