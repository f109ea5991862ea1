//! What can be asked of a stream: from where on, and which changes.

use jiff::Timestamp;
use quake::{Filter, Kind};

use super::parameters::{BadParameter, Parameter, Parameters, Takes};
use super::selection;
use crate::server::follower::{From, LONGEST_REPLAY};

const AFTER: Parameter = Parameter {
    name: "after",
    aliases: &[],
    takes: Takes::Text,
    default: "",
    about: "The position after which to go on: what an earlier message had as its `id` or `cursor`",
    example: "1795203429978-1224.1236.1191",
};

const SINCE: Parameter = Parameter {
    name: "since",
    aliases: &[],
    takes: Takes::Text,
    default: "",
    about: "Begin with what was recorded since this moment (UTC, 30 days ago at most), or after this position",
    example: "2026-11-20T12:00:00Z",
};

const TYPE: Parameter = Parameter {
    name: "type",
    aliases: &[],
    takes: Takes::Choice(&["earthquake", "other"]),
    default: "",
    about: "Earthquakes only, or all that is none: explosions, quarry blasts, ...",
    example: "earthquake",
};

const ENVELOPE: Parameter = Parameter {
    name: "envelope",
    aliases: &[],
    takes: Takes::Choice(&["none", "cloudevents"]),
    default: "none",
    about: "Put each change into a CloudEvents 1.0 envelope",
    example: "cloudevents",
};

/// What `/events` takes.
pub(crate) static PARAMETERS: [Parameter; 9] = [
    AFTER,
    SINCE,
    selection::MIN_MAGNITUDE,
    selection::MAX_MAGNITUDE,
    selection::MIN_DEPTH,
    selection::MAX_DEPTH,
    selection::BBOX,
    TYPE,
    ENVELOPE,
];

/// What the relay takes.
pub(crate) static PARAMETERS_OF_RELAY: [Parameter; 8] = [
    AFTER,
    SINCE,
    selection::MIN_MAGNITUDE,
    selection::MAX_MAGNITUDE,
    selection::MIN_DEPTH,
    selection::MAX_DEPTH,
    selection::BBOX,
    TYPE,
];

/// Which changes: those whose report, as it is now, meets all bounds.
///
/// # Errors
/// When bounds contradict each other.
pub(crate) fn filter(parameters: &Parameters) -> Result<Filter, BadParameter> {
    let kinds = parameters.choice("type").map(|word| {
        let wanted = |kind: &Kind| (*kind == Kind::Earthquake) == (word == "earthquake");
        Kind::ALL.into_iter().filter(wanted).collect()
    });
    Ok(Filter { kinds, within: selection::bounding_box(parameters)?, ..selection::sizes(parameters)? })
}

/// From where on. `last` is what a browser says by itself when it comes back, and goes before `after`.
///
/// # Errors
/// When it is neither a position nor a moment, or too long ago.
pub(crate) fn from(parameters: &Parameters, last: Option<&str>) -> Result<From, BadParameter> {
    let position = |name: &str, text: &str| {
        text.parse().map(From::After).map_err(|error| BadParameter(format!("`{name}` is `{text}`, which is {error}")))
    };
    if let Some(last) = last {
        return position("Last-Event-ID", last);
    }
    match (parameters.text("after"), parameters.text("since")) {
        (Some(_), Some(_)) => Err(BadParameter("`after` and `since` say two different things; give one".to_owned())),
        (Some(after), None) => position("after", after),
        (None, Some(since)) => match super::parameters::time(since) {
            Some(moment) => not_too_long_ago("since", moment).map(From::Since),
            None => since.parse().ok().map(From::After).ok_or_else(|| {
                BadParameter(format!(
                    "`since` is `{since}`, which is neither a time in UTC like 2026-11-20T12:00:00 nor a position"
                ))
            }),
        },
        (None, None) => Ok(From::Now),
    }
}

/// # Errors
/// When a stream cannot begin that early.
pub(crate) fn not_too_long_ago(name: &str, moment: Timestamp) -> Result<Timestamp, BadParameter> {
    if Timestamp::now().duration_since(moment) <= LONGEST_REPLAY {
        return Ok(moment);
    }
    let days = LONGEST_REPLAY.as_hours() / 24;
    Err(BadParameter(format!(
        "`{name}` is more than {days} days ago, which is as far back as a stream begins; \
         /fdsnws/event/1/query has every earthquake"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<From, String> {
        let parameters = Parameters::read(Some(query), &PARAMETERS);
        parameters.and_then(|parameters| from(&parameters, None)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_stream_begins_now_or_after_a_position_or_since_a_moment() {
        assert_eq!(read(""), Ok(From::Now));
        assert_eq!(read("after=5-7"), Ok(From::After("5-7".parse().unwrap())));
        assert_eq!(read("since=5-7"), Ok(From::After("5-7".parse().unwrap())));
        let hour_ago = Timestamp::now() - jiff::SignedDuration::from_hours(1);
        assert_eq!(read(&format!("since={hour_ago}")), Ok(From::Since(hour_ago)));
        assert!(read("since=1998-05-05").unwrap_err().contains("30 days"));
        assert!(read("since=yesterday").unwrap_err().contains("UTC"));
        assert!(read("after=x").unwrap_err().contains("`after` is `x`"));
        assert!(read("after=5-7&since=5-7").is_err());
    }

    #[test]
    fn earthquakes_and_the_rest_are_all_there_is() {
        let kinds = |word: &str| {
            let parameters = Parameters::read(Some(&format!("type={word}")), &PARAMETERS).unwrap();
            filter(&parameters).unwrap().kinds.unwrap()
        };
        assert_eq!(kinds("earthquake"), [Kind::Earthquake]);
        assert_eq!(kinds("other").len(), Kind::ALL.len() - 1);
    }
}
