//! What people read through ntfy: a title, a few lines, and how loud it is.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quake::{Kind, Quake};
use reqwest::header::{HeaderName, HeaderValue};
use url::Url;

use crate::memory::Occasion;

/// Bytes of text in one encoded word of a header: 75 characters are the most such a word may have (RFC 2047), and
/// 45 bytes become 60 in base64, with 12 around them.
const WORD: usize = 45;
/// Characters of an agency's name that are shown; the usual have four.
const LONGEST_AGENCY: usize = 40;

/// The title and what ntfy does with it.
pub(crate) fn headers(quake: &Quake, occasion: Occasion, link: Option<&Url>) -> Vec<(HeaderName, HeaderValue)> {
    let mut tags = vec![if priority(quake) >= 4 { "warning" } else { "earth_asia" }];
    if quake.is_simulated() {
        tags.push("simulated");
    }
    let mut headers = vec![
        ("title", plain(&title(quake, occasion))),
        ("priority", HeaderValue::from(u16::from(priority(quake)))),
        ("tags", plain(&tags.join(","))),
    ];
    headers.extend(link.map(|link| ("click", plain(link.as_str()))));
    headers.into_iter().map(|(name, value)| (HeaderName::from_static(name), value)).collect()
}

/// The lines below the title.
pub(crate) fn text(quake: &Quake, occasion: Occasion) -> Vec<u8> {
    let mut text = String::new();
    if quake.is_simulated() {
        text += "Simulated: this did not happen.\n";
    }
    if !occasion.meets {
        text += "Revised: no longer what your rule asks for.\n";
    }
    let time = quake.time.strftime("%Y-%m-%d %H:%M:%S");
    let (latitude, longitude) = (quake.position.latitude(), quake.position.longitude());
    let (north, east) = (if latitude < 0.0 { 'S' } else { 'N' }, if longitude < 0.0 { 'W' } else { 'E' });
    let _ = writeln!(text, "{time} UTC");
    let _ = write!(text, "{:.2}° {north} {:.2}° {east}", latitude.abs(), longitude.abs());
    if let Some(depth) = quake.depth {
        let _ = write!(text, ", {:.0} km deep", depth.km());
    }
    let agency: String = quake.agency.chars().filter(|c| !c.is_control()).take(LONGEST_AGENCY).collect();
    if !agency.is_empty() {
        let _ = write!(text, "\n{agency}");
    }
    text.into_bytes()
}

fn title(quake: &Quake, occasion: Occasion) -> String {
    let simulated = if quake.is_simulated() { "SIMULATED " } else { "" };
    let revised = if occasion.first { "" } else { "Revised: " };
    let magnitude = quake.magnitude_value().map_or("M ?".to_owned(), |value| format!("M {value:.1}"));
    let kind = match quake.event_type.kind() {
        Kind::Earthquake | Kind::Other => String::new(),
        kind => format!(" ({})", kind.as_str()),
    };
    format!("{simulated}{revised}{magnitude}{kind} {}", quake.region.readable())
}

/// ntfy's priority, 1 to 5: 2 makes no sound, 3 is usual, 5 rings until it is seen.
fn priority(quake: &Quake) -> u8 {
    match quake.magnitude_value() {
        Some(value) if value >= 6.5 => 5,
        Some(value) if value >= 5.0 => 4,
        Some(value) if value < 4.0 => 2,
        _ => 3,
    }
}

/// A header's value: as it is where all of it may stand in a header, otherwise in the encoded words of RFC 2047,
/// which ntfy reads.
fn plain(text: &str) -> HeaderValue {
    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let value = if printable && !text.contains("=?") { text.to_owned() } else { encoded(text) };
    HeaderValue::from_str(&value).expect("what remains is printable ASCII")
}

fn encoded(text: &str) -> String {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        // No letter may be cut in two.
        if words.last().is_some_and(|word| word.len() + letter.len_utf8() > WORD) {
            words.push(String::new());
        }
        words.last_mut().expect("there is always a word").push(letter);
    }
    let words: Vec<_> = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::tests::{of, report};

    const FIRST: Occasion = Occasion { first: true, meets: true };

    fn shown(quake: &Quake, occasion: Occasion) -> String {
        let link = "https://quakes.example/event/a".parse().unwrap();
        let headers = headers(quake, occasion, Some(&link));
        let lines: Vec<_> =
            headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        lines.join("\n")
    }

    #[test]
    fn a_title_tells_what_where_and_whether_it_is_real() {
        let quake = report("a", 0, 5.4);
        assert_eq!(
            shown(&quake, FIRST),
            "title: M 5.4 Fiji Region\npriority: 4\ntags: warning\nclick: https://quakes.example/event/a"
        );
        let later = Occasion { first: false, meets: false };
        let played = of("a", 0, 3.9, quake::SIMULATED_CATALOG);
        assert!(
            shown(&played, later)
                .starts_with("title: SIMULATED Revised: M 3.9 Fiji Region\npriority: 2\ntags: earth_asia,simulated")
        );
        let text = String::from_utf8(text(&played, later)).unwrap();
        assert!(text.starts_with("Simulated: this did not happen.\nRevised: no longer what your rule asks for.\n"));
        assert!(text.ends_with(" UTC\n18.00° S 179.50° E, 10 km deep\nEMSC"), "{text}");
    }

    #[test]
    fn the_louder_the_larger() {
        for (magnitude, expected) in [(3.9, 2), (4.0, 3), (4.9, 3), (5.0, 4), (6.4, 4), (6.5, 5), (9.0, 5)] {
            assert_eq!(priority(&report("a", 0, magnitude)), expected, "{magnitude}");
        }
    }

    #[test]
    fn what_no_header_can_have_is_encoded_in_words_that_are_short_enough() {
        assert_eq!(plain("M 5.4 Fiji"), "M 5.4 Fiji");
        assert_eq!(plain("Île"), "=?UTF-8?B?w45sZQ==?=");
        assert_eq!(plain("a\r\nX-Evil: 1"), "=?UTF-8?B?YQ0KWC1FdmlsOiAx?=");
        assert_eq!(plain("=?x?="), "=?UTF-8?B?PT94Pz0=?=");
        let long = "地震".repeat(40);
        let value = plain(&long);
        let words: Vec<_> = value.to_str().unwrap().split(' ').collect();
        assert!(words.len() > 1 && words.iter().all(|word| word.len() <= 75));
        let text: String = words
            .iter()
            .map(|word| STANDARD.decode(&word[10..word.len() - 2]).unwrap())
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .collect();
        assert_eq!(text, long);
    }
}
