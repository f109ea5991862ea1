//! The token of a page: which question it belongs to, and after which earthquake the page begins.

use std::fmt;

use grpc::Status;
use grpc::v1::ListRequest;
use quake::{EventType, Magnitude, Position, Quake, QuakeId, Region, Timestamp};
use sha2::{Digest, Sha256};

use crate::server::interfaces::grpc::question;

/// Between the parts of a token; no id has it.
const SEPARATOR: char = '~';

pub(super) struct Token {
    /// The question's digest: with another filter or order the place would mean nothing.
    pub(super) question: u64,
    /// `None` for the first page.
    pub(super) place: Option<Place>,
}

pub(super) struct Place {
    /// How many came before the page; needed where an answer cannot be entered in its midst.
    pub(super) before: usize,
    /// The last of them, as far as orders look at it.
    pub(super) quake: Quake,
}

impl Token {
    /// Reads the token of a request.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when it is none, or belongs to another question.
    pub(super) fn read(request: &ListRequest) -> Result<Self, Status> {
        let question = digest(request);
        if request.page_token.is_empty() {
            return Ok(Self { question, place: None });
        }
        let read = parse(&request.page_token);
        let (asked, place) = read.ok_or_else(|| {
            question::wrong("`page_token` is not one: expected the `next_page_token` of an answer, as it came")
        })?;
        if asked != question {
            return Err(question::wrong(
                "`page_token` belongs to another question: filter and order must stay the same",
            ));
        }
        Ok(Self { question, place: Some(place) })
    }
}

impl Place {
    /// What orders look at.
    pub(super) fn of(quake: &Quake) -> Quake {
        at(quake.id.clone(), quake.time, quake.magnitude_value())
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.question)?;
        let Some(Place { before, quake }) = &self.place else { return Ok(()) };
        write!(f, "{SEPARATOR}{before}{SEPARATOR}{}{SEPARATOR}", quake.time.as_nanosecond())?;
        if let Some(magnitude) = quake.magnitude_value() {
            // To the bit: the place must compare as the earthquake did.
            write!(f, "{:x}", magnitude.to_bits())?;
        }
        write!(f, "{SEPARATOR}{}", quake.id)
    }
}

fn parse(text: &str) -> Option<(u64, Place)> {
    let mut parts = text.split(SEPARATOR);
    let question = u64::from_str_radix(parts.next()?, 16).ok()?;
    let before = parts.next()?.parse::<u32>().ok()? as usize;
    let time = Timestamp::from_nanosecond(parts.next()?.parse().ok()?).ok()?;
    let magnitude = match parts.next()? {
        "" => None,
        bits => Some(f64::from_bits(u64::from_str_radix(bits, 16).ok()?)),
    };
    let id = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((question, Place { before, quake: at(id, time, magnitude) }))
}

/// An earthquake of which nothing is known but what orders look at.
fn at(id: QuakeId, time: Timestamp, magnitude: Option<f64>) -> Quake {
    Quake {
        id,
        updated: time,
        time,
        position: Position::new(0.0, 0.0).expect("a place on the Earth"),
        depth: None,
        magnitude: magnitude.map(|value| Magnitude { value, kind: None }),
        region: Region::new(""),
        event_type: EventType::new(""),
        agency: String::new(),
        source_id: String::new(),
        catalog: String::new(),
    }
}

/// Of filter and order, the same at every replica; how many are on a page may change on the way.
fn digest(request: &ListRequest) -> u64 {
    let question = ListRequest { page_size: 0, page_token: String::new(), ..request.clone() };
    let digest = Sha256::digest(grpc::encoded(&question));
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use grpc::v1::Filter;

    use super::*;

    fn token(request: &ListRequest, magnitude: Option<f64>) -> String {
        let quake = at("20250305_0000090".parse().unwrap(), "1960-05-22T19:11:14.1Z".parse().unwrap(), magnitude);
        Token { question: digest(request), place: Some(Place { before: 7, quake }) }.to_string()
    }

    #[test]
    fn a_token_survives_being_written_and_read() {
        for magnitude in [None, Some(9.5), Some(-0.3)] {
            let mut request = ListRequest { order: 3, ..ListRequest::default() };
            request.page_token = token(&request, magnitude);
            request.page_size = 5;
            let place = Token::read(&request).unwrap().place.unwrap();
            assert_eq!((place.before, place.quake.magnitude_value()), (7, magnitude));
            assert_eq!(place.quake.id.as_str(), "20250305_0000090");
            assert_eq!(place.quake.time.to_string(), "1960-05-22T19:11:14.1Z");
        }
    }

    #[test]
    fn a_token_of_another_question_is_refused() {
        let page_token = token(&ListRequest::default(), None);
        let filter = Some(Filter { min_magnitude: Some(4.0), ..Filter::default() });
        for other in
            [ListRequest { order: 2, ..ListRequest::default() }, ListRequest { filter, ..ListRequest::default() }]
        {
            let refused = Token::read(&ListRequest { page_token: page_token.clone(), ..other }).err().unwrap();
            assert!(refused.message().contains("another question"), "{refused}");
        }
    }

    #[test]
    fn rubbish_is_no_token() {
        let whole = token(&ListRequest::default(), Some(1.0));
        let longer = format!("{whole}~");
        for text in
            ["x", "~", "0~0~0~", "0~-1~0~~a", "0~0~99999999999999999999999999~~a", "0~0~0~~a b", "é~0~0~~a", &longer]
        {
            let refused = Token::read(&ListRequest { page_token: text.to_owned(), ..ListRequest::default() });
            assert!(refused.is_err(), "{text}");
        }
    }
}
