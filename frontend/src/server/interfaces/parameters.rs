//! The parameters of an interface, declared once: what reads them, and what is told of them in the WADL, in the
//! OpenAPI document and on the page for people.
//!
//! Reading is strict. What an interface does not have, has twice or cannot take is an error that names it: a filter
//! that is silently ignored answers another question than the one that was asked.

use std::fmt::Write;

use jiff::Timestamp;
use quake::parse_utc;

/// One parameter.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    /// Other names for it.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) takes: Takes,
    /// What holds where it is not given; empty when that cannot be said as a value.
    pub(crate) default: &'static str,
    /// One sentence, without its full stop.
    pub(crate) about: &'static str,
    /// A value to try.
    pub(crate) example: &'static str,
}

/// What a parameter can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Takes {
    /// A moment in UTC: a date, or date and time with up to nine digits of a second's fraction.
    Time,
    /// A decimal number, without an exponent.
    Number { min: f64, max: f64 },
    /// A whole number.
    Integer { min: u64, max: u64 },
    /// `true` or `false`, in any case.
    Flag,
    /// One of these words, in any case.
    Choice(&'static [&'static str]),
    /// Anything else, read by who asks for it.
    Text,
}

/// A parameter that cannot be taken; the text says which, and what could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadParameter(pub(crate) String);

/// The parameters of one request.
#[derive(Debug)]
pub(crate) struct Parameters {
    known: &'static [Parameter],
    given: Vec<(&'static str, Value)>,
}

#[derive(Debug, Clone)]
enum Value {
    Time(Timestamp),
    Number(f64),
    Integer(u64),
    Flag(bool),
    Choice(&'static str),
    Text(String),
}

impl Parameters {
    /// Reads what follows the `?` of an address.
    ///
    /// # Errors
    /// When one is unknown, given twice, or has a value that cannot be.
    pub(crate) fn read(query: Option<&str>, known: &'static [Parameter]) -> Result<Self, BadParameter> {
        let mut parameters = Self { known, given: Vec::new() };
        for (name, text) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let parameter = known
                .iter()
                .find(|parameter| parameter.name == name || parameter.aliases.contains(&&*name))
                .ok_or_else(|| unknown(&name, known))?;
            if parameters.has(parameter.name) {
                return Err(BadParameter(format!("`{}` is given more than once", parameter.name)));
            }
            let value = parameter.takes.value(&text).map_err(|what| {
                BadParameter(format!("`{}` is `{}`, which is not {what}", parameter.name, shortened(&text)))
            })?;
            parameters.given.push((parameter.name, value));
        }
        Ok(parameters)
    }

    /// Whether it is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    pub(crate) fn time(&self, name: &str) -> Option<Timestamp> {
        self.value(name).map(|value| match value {
            Value::Time(time) => *time,
            other => unreachable!("`{name}` is declared as a time and read as {other:?}"),
        })
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.value(name).map(|value| match value {
            Value::Number(number) => *number,
            other => unreachable!("`{name}` is declared as a number and read as {other:?}"),
        })
    }

    pub(crate) fn integer(&self, name: &str) -> Option<u64> {
        self.value(name).map(|value| match value {
            Value::Integer(integer) => *integer,
            other => unreachable!("`{name}` is declared as an integer and read as {other:?}"),
        })
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| match value {
            Value::Flag(flag) => *flag,
            other => unreachable!("`{name}` is declared as a flag and read as {other:?}"),
        })
    }

    pub(crate) fn choice(&self, name: &str) -> Option<&'static str> {
        self.value(name).map(|value| match value {
            Value::Choice(word) => *word,
            other => unreachable!("`{name}` is declared as a choice and read as {other:?}"),
        })
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.value(name).map(|value| match value {
            Value::Text(text) => text.as_str(),
            other => unreachable!("`{name}` is declared as text and read as {other:?}"),
        })
    }

    /// Two bounds of one thing, which must leave something between them.
    ///
    /// # Errors
    /// When the lower is beyond the upper.
    pub(crate) fn numbers(&self, low: &str, high: &str) -> Result<(Option<f64>, Option<f64>), BadParameter> {
        let bounds = (self.number(low), self.number(high));
        ordered(low, high, bounds.0, bounds.1).map(|()| bounds)
    }

    /// As [`Parameters::numbers`], of moments.
    ///
    /// # Errors
    /// When the lower is beyond the upper.
    pub(crate) fn times(&self, low: &str, high: &str) -> Result<(Option<Timestamp>, Option<Timestamp>), BadParameter> {
        let bounds = (self.time(low), self.time(high));
        ordered(low, high, bounds.0, bounds.1).map(|()| bounds)
    }

    fn value(&self, name: &str) -> Option<&Value> {
        debug_assert!(self.known.iter().any(|parameter| parameter.name == name), "`{name}` is not declared");
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| value)
    }
}

impl Takes {
    /// Reads a value, or says what it should be.
    fn value(self, text: &str) -> Result<Value, String> {
        match self {
            Self::Time => time(text).map(Value::Time).ok_or("a time in UTC like 2026-11-20T12:00:00".to_owned()),
            Self::Number { min, max } => decimal(text)
                .filter(|number| (min..=max).contains(number))
                .map(Value::Number)
                .ok_or_else(|| format!("a decimal number from {min} to {max}")),
            Self::Integer { min, max } => (text.bytes().all(|c| c.is_ascii_digit()))
                .then(|| text.parse().ok())
                .flatten()
                .filter(|number| (min..=max).contains(number))
                .map(Value::Integer)
                .ok_or_else(|| match max {
                    u64::MAX => format!("a whole number from {min} on"),
                    max => format!("a whole number from {min} to {max}"),
                }),
            Self::Flag => match text.to_ascii_lowercase().as_str() {
                "true" => Ok(Value::Flag(true)),
                "false" => Ok(Value::Flag(false)),
                _ => Err("true or false".to_owned()),
            },
            Self::Choice(words) => words
                .iter()
                .find(|word| word.eq_ignore_ascii_case(text))
                .map(|word| Value::Choice(word))
                .ok_or_else(|| format!("one of {}", words.join(", "))),
            Self::Text if text.trim().is_empty() => Err("something: it is empty".to_owned()),
            Self::Text => Ok(Value::Text(text.trim().to_owned())),
        }
    }
}

/// A moment in UTC: with or without its time, with or without `Z`; an offset's `+` may have become a space.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim().replace(' ', "+");
    let whole = if text.contains('T') { text } else { format!("{text}T00:00:00") };
    parse_utc(&whole).ok()
}

/// Digits with a point and a sign if need be: `1e3`, `inf` and `0x10` are none.
fn decimal(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit() || b"+-.".contains(&c));
    // −0 is 0.
    plain.then(|| text.parse().ok()).flatten().map(|number: f64| number + 0.0)
}

fn ordered<T: PartialOrd>(low: &str, high: &str, min: Option<T>, max: Option<T>) -> Result<(), BadParameter> {
    match (min, max) {
        (Some(min), Some(max)) if min > max => {
            Err(BadParameter(format!("`{low}` is beyond `{high}`, so nothing could match")))
        }
        _ => Ok(()),
    }
}

fn unknown(name: &str, known: &[Parameter]) -> BadParameter {
    let mut text = format!("there is no parameter `{}`; there are ", shortened(name));
    for (n, parameter) in known.iter().enumerate() {
        let _ = write!(text, "{}{}", if n == 0 { "" } else { ", " }, parameter.name);
    }
    BadParameter(text)
}

/// What somebody sent, to be shown to them: not all of it, and nothing but what can be printed.
pub(crate) fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    static KNOWN: [Parameter; 6] = [
        parameter("starttime", &["start"], Takes::Time),
        parameter("minlatitude", &["minlat"], Takes::Number { min: -90.0, max: 90.0 }),
        parameter("maxlatitude", &[], Takes::Number { min: -90.0, max: 90.0 }),
        parameter("limit", &[], Takes::Integer { min: 1, max: u64::MAX }),
        parameter("all", &[], Takes::Flag),
        parameter("format", &[], Takes::Choice(&["xml", "text"])),
    ];

    const fn parameter(name: &'static str, aliases: &'static [&'static str], takes: Takes) -> Parameter {
        Parameter { name, aliases, takes, default: "", about: "", example: "" }
    }

    fn read(query: &str) -> Result<Parameters, String> {
        Parameters::read(Some(query), &KNOWN).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_given_is_read_by_any_of_its_names() {
        let read = read("start=2018-02-05&minlat=-10.5&limit=7&all=TRUE&format=XML").unwrap();
        assert_eq!(read.time("starttime").unwrap().to_string(), "2018-02-05T00:00:00Z");
        assert_eq!((read.number("minlatitude"), read.integer("limit")), (Some(-10.5), Some(7)));
        assert!(read.flag("all") && !read.has("maxlatitude"));
        assert_eq!(read.choice("format"), Some("xml"));
    }

    #[test]
    fn what_is_unknown_repeated_malformed_or_out_of_range_is_named() {
        for (query, named) in [
            ("startime=2018-02-05", "no parameter `startime`"),
            ("minlat=1&minlatitude=2", "`minlatitude` is given more than once"),
            ("minlat=1e1", "a decimal number from -90 to 90"),
            ("minlat=NaN", "a decimal number"),
            ("minlat=", "a decimal number"),
            ("minlat=91", "from -90 to 90"),
            ("limit=0", "a whole number from 1 on"),
            ("limit=1.0", "a whole number"),
            ("limit=-1", "a whole number"),
            ("all=yes", "true or false"),
            ("format=html", "one of xml, text"),
            ("starttime=yesterday", "a time in UTC"),
            ("starttime=2018-02-30", "a time in UTC"),
            ("starttime=%00", "`\u{fffd}`"),
        ] {
            let error = read(query).unwrap_err();
            assert!(error.contains(named), "{query}: {error}");
        }
    }

    #[test]
    fn times_are_utc_however_they_are_written() {
        for text in ["2018-02-05T07:26:52.628", "2018-02-05T07:26:52.628Z", "2018-02-05T07:26:52.628 00:00"] {
            assert_eq!(time(text).unwrap().as_millisecond(), 1_517_815_612_628, "{text}");
        }
    }

    #[test]
    fn bounds_that_leave_nothing_between_them_are_refused() {
        let contradiction = read("minlatitude=5&maxlatitude=4").unwrap();
        assert!(contradiction.numbers("minlatitude", "maxlatitude").is_err());
    }
}
