//! The ways in which a frame can be no report at all.

use serde::Deserialize;
use serde_json::{Value, json};

/// A way to spoil a frame so that no careful reader takes it for a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Malformation {
    /// Plain words.
    #[default]
    NotJson,
    /// The first half of the frame.
    Truncated,
    /// A comma too many, as in EMSC's printed sample.
    TrailingComma,
    /// An array where an object should be.
    Array,
    /// A frame of `SockJS`, which EMSC uses at another address: `a["…"]`.
    SockJs,
    /// No `data`.
    NoData,
    /// `data` is null.
    NullData,
    /// No `unid` and no `id`.
    NoId,
    /// An `unid` that can be no key.
    BadId,
    /// No origin time.
    NoTime,
    /// A `lastupdate` that is no time.
    BadUpdated,
    /// A latitude beyond the pole.
    BadLatitude,
    /// A magnitude no earthquake has.
    BadMagnitude,
    /// A magnitude in words.
    WordMagnitude,
}

impl Malformation {
    /// All of them, in the order in which bursts use them.
    pub const ALL: [Self; 14] = [
        Self::NotJson,
        Self::Truncated,
        Self::TrailingComma,
        Self::Array,
        Self::SockJs,
        Self::NoData,
        Self::NullData,
        Self::NoId,
        Self::BadId,
        Self::NoTime,
        Self::BadUpdated,
        Self::BadLatitude,
        Self::BadMagnitude,
        Self::WordMagnitude,
    ];

    /// The name in the ledger and in orders over HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "not_json",
            Self::Truncated => "truncated",
            Self::TrailingComma => "trailing_comma",
            Self::Array => "array",
            Self::SockJs => "sock_js",
            Self::NoData => "no_data",
            Self::NullData => "null_data",
            Self::NoId => "no_id",
            Self::BadId => "bad_id",
            Self::NoTime => "no_time",
            Self::BadUpdated => "bad_updated",
            Self::BadLatitude => "bad_latitude",
            Self::BadMagnitude => "bad_magnitude",
            Self::WordMagnitude => "word_magnitude",
        }
    }

    /// Spoils a good frame. Every result still names the event somewhere, so that no two are alike.
    pub(crate) fn spoil(self, good: &str) -> String {
        let mut frame: Value = serde_json::from_str(good).expect("our own frames are JSON");
        let unid = frame["data"]["id"].as_str().unwrap_or_default().to_owned();
        let data = frame["data"].as_object_mut().expect("our own frames have data");
        match self {
            Self::NotJson => return format!("no news of {unid}"),
            Self::Truncated => return good[..good.floor_char_boundary(good.len() / 2)].to_owned(),
            Self::TrailingComma => return good.trim_end_matches('}').to_owned() + ",}}}",
            Self::Array => return json!([unid]).to_string(),
            Self::SockJs => return format!("a{}", json!([good])),
            Self::NoData => return json!({"action": "create", "unid": unid}).to_string(),
            Self::NullData => return json!({"action": "create", "data": null, "unid": unid}).to_string(),
            Self::NoId => {
                data.remove("id");
                data.insert("was".into(), unid.into());
                data["properties"].as_object_mut().map(|properties| properties.remove("unid"));
            }
            Self::BadId => {
                data["id"] = format!("{unid}/../*").into();
                data["properties"]["unid"] = data["id"].clone();
            }
            Self::NoTime => {
                data["properties"].as_object_mut().map(|properties| properties.remove("time"));
            }
            Self::BadUpdated => data["properties"]["lastupdate"] = "yesterday".into(),
            Self::BadLatitude => {
                data["properties"]["lat"] = 97.5.into();
                data["geometry"]["coordinates"][1] = 97.5.into();
            }
            Self::BadMagnitude => data["properties"]["mag"] = 99.9.into(),
            Self::WordMagnitude => data["properties"]["mag"] = "strong".into(),
        }
        frame.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use quake::emsc::{Action, frame, parse_frame};

    use super::*;

    #[test]
    fn no_spoilt_frame_is_read_as_a_report_and_no_two_are_alike() {
        let until = "2026-11-20T12:00:00Z".parse().unwrap();
        let mut seen = HashSet::new();
        for quake in crate::history::history(1, until, 1, "SIMULATED").iter().take(20) {
            let good = frame(&Action::Create, quake);
            for way in Malformation::ALL {
                let spoilt = way.spoil(&good);
                assert!(parse_frame(spoilt.as_bytes()).is_err(), "{way:?}: {spoilt}");
                assert!(seen.insert(spoilt), "{way:?} twice");
            }
        }
    }

    #[test]
    fn a_malformation_is_ordered_by_the_name_it_has_in_the_ledger() {
        for way in Malformation::ALL {
            assert_eq!(serde_json::from_value::<Malformation>(way.as_str().into()).unwrap(), way);
        }
    }
}
