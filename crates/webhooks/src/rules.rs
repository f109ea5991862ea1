//! The rules as they are written: TOML, because people write it and explain it in comments.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use quake::{BoundingBox, Filter, Kind, Magnitude, MagnitudeType, Position, Ring};
use reqwest::header::HeaderValue;
use serde::Deserialize;
use toml::{Table, Value};

use crate::RulesError;
use crate::destination;
use crate::rule::{Channel, OLDEST, Rule, Updates};
use crate::secret::Secret;

/// Each rule has a task, a queue and a memory of its own; so many are some megabytes.
const MOST: usize = 64;
/// Of a rule's name: it stands in metrics and logs.
const LONGEST_NAME: usize = 64;
/// The Earth as a sphere, by which kilometres become degrees: within 0.6 % of what an ellipsoid gives.
const EARTH_KM: f64 = 6371.0;
/// Half a circle around that sphere: nothing is farther away.
const FARTHEST_KM: f64 = 20_015.0;
/// A rule as it is written; docs/webhooks.md explains each field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    url: String,
    #[serde(default)]
    kind: ChannelKind,
    secret: Option<String>,
    secret_env: Option<String>,
    token: Option<String>,
    token_env: Option<String>,
    min_magnitude: Option<f64>,
    max_magnitude: Option<f64>,
    magnitude_type: Option<String>,
    min_depth_km: Option<f64>,
    max_depth_km: Option<f64>,
    bbox: Option<[f64; 4]>,
    within: Option<Within>,
    region: Option<String>,
    kinds: Option<Vec<String>>,
    agency: Option<String>,
    catalog: Option<String>,
    #[serde(default)]
    updates: Updates,
    #[serde(default)]
    simulated: bool,
    max_age_hours: Option<f64>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ChannelKind {
    #[default]
    Webhook,
    Ntfy,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Within {
    latitude: f64,
    longitude: f64,
    km: f64,
}

/// Reads and checks all rules; `environment` is where `secret_env` and `token_env` are looked up.
pub(crate) fn read(
    text: &str,
    private: bool,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Rule>, RulesError> {
    // Only the reader's message: its usual form repeats the line, and a secret may stand there.
    let mut file: Table = toml::from_str(text).map_err(|error| RulesError::Shape {
        line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        reason: error.message().to_owned(),
    })?;
    let shape = |reason: String| RulesError::Shape { line: None, reason };
    let written = match file.remove("rule") {
        Some(Value::Array(written)) => written,
        None => return Err(shape("there is no [[rule]]".to_owned())),
        Some(_) => return Err(shape("rules are written as [[rule]], in two brackets".to_owned())),
    };
    if let Some(key) = file.keys().next() {
        return Err(shape(format!("`{key}` stands outside of a [[rule]]")));
    }
    if written.len() > MOST {
        return Err(shape(format!("there are {} rules; {MOST} are the most", written.len())));
    }
    let mut names = BTreeSet::new();
    let rules = written.into_iter().enumerate().map(|(index, value)| {
        let name = value.get("name").and_then(Value::as_str).map(|name| format!("{name:?}"));
        let rule = name.unwrap_or_else(|| format!("number {}, which has no name,", index + 1));
        let wrong = |reason| RulesError::Rule { rule: rule.clone(), reason };
        let written: Written = value.try_into().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
        let read = written.check(private, environment).map_err(wrong)?;
        if !names.insert(read.name.clone()) {
            return Err(wrong("another rule has this name already".to_owned()));
        }
        Ok(read)
    });
    rules.collect()
}

impl Written {
    fn check(self, private: bool, environment: &dyn Fn(&str) -> Option<String>) -> Result<Rule, String> {
        let permitted = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        if !(1..=LONGEST_NAME).contains(&self.name.len()) || !self.name.bytes().all(permitted) {
            return Err(format!("the name is not made of 1 to {LONGEST_NAME} letters, digits, - and _"));
        }
        let url = destination::read(&self.url, private)?;
        let given = |field: &str, text: &Option<String>, variable: &Option<String>| match (text, variable) {
            (Some(_), Some(_)) => Err(format!("{field} and {field}_env are both there; one of them is enough")),
            (None, Some(variable)) => environment(variable)
                .map(Some)
                .ok_or_else(|| format!("{field}_env names the variable {variable}, which is not set")),
            (text, None) => Ok(text.clone()),
        };
        let secret = given("secret", &self.secret, &self.secret_env)?;
        let token = given("token", &self.token, &self.token_env)?;
        let channel = match (self.kind, secret, token) {
            (ChannelKind::Webhook, Some(secret), None) => Channel::Webhook { secret: Secret::read(&secret)? },
            (ChannelKind::Webhook, None, None) => {
                return Err("there is no secret, so nobody could tell our messages from another's; \
                            docs/webhooks.md says how to make one"
                    .to_owned());
            }
            (ChannelKind::Webhook, _, Some(_)) => return Err("a token is for kind = \"ntfy\"".to_owned()),
            (ChannelKind::Ntfy, Some(_), _) => return Err("a secret is for kind = \"webhook\"".to_owned()),
            (ChannelKind::Ntfy, None, Some(_)) if url.scheme() == "http" && !private => {
                return Err("the token would go over http, where everybody on the way can read it".to_owned());
            }
            (ChannelKind::Ntfy, None, token) => {
                Channel::Ntfy { authorization: token.as_deref().map(authorization).transpose()? }
            }
        };
        let most = OLDEST.as_secs_f64() / 3600.0;
        let oldest = self.max_age_hours.unwrap_or(most);
        if !(oldest > 0.0 && oldest <= most) {
            return Err(format!("max_age_hours is {oldest}; it may be more than 0, and {most} at most"));
        }
        Ok(Rule {
            url,
            channel,
            filter: self.filter()?,
            region: self.region.map(|part| part.trim().to_lowercase()).filter(|part| !part.is_empty()),
            agency: self.agency,
            updates: self.updates,
            simulated: self.simulated,
            oldest: SignedDuration::from_secs_f64(oldest * 3600.0),
            name: self.name,
        })
    }

    fn filter(&self) -> Result<Filter, String> {
        span("magnitude", self.min_magnitude, self.max_magnitude, Magnitude::RANGE)?;
        span("depth_km", self.min_depth_km, self.max_depth_km, -15.0..=1000.0)?;
        Ok(Filter {
            min_magnitude: self.min_magnitude,
            max_magnitude: self.max_magnitude,
            min_depth_km: self.min_depth_km,
            max_depth_km: self.max_depth_km,
            within: self.bbox.map(area).transpose()?,
            around: self.within.as_ref().map(Within::ring).transpose()?,
            magnitude_type: self.magnitude_type.as_deref().and_then(MagnitudeType::new),
            kinds: self.kinds.as_deref().map(kinds).transpose()?,
            catalog: self.catalog.clone(),
            ..Filter::default()
        })
    }
}

fn authorization(token: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.trim()))
        .map_err(|error| format!("the token cannot stand in a header: {error}"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Both bounds are inside of the range, and in order. A NaN is inside of none.
fn span(what: &str, min: Option<f64>, max: Option<f64>, range: std::ops::RangeInclusive<f64>) -> Result<(), String> {
    for (bound, value) in [("min", min), ("max", max)] {
        if let Some(value) = value.filter(|value| !range.contains(value)) {
            return Err(format!("{bound}_{what} is {value}; it may be {} to {}", range.start(), range.end()));
        }
    }
    match (min, max) {
        (Some(min), Some(max)) if min > max => Err(format!("min_{what} {min} is above max_{what} {max}")),
        _ => Ok(()),
    }
}

fn area([west, south, east, north]: [f64; 4]) -> Result<BoundingBox, String> {
    let on_earth = [west, east].iter().all(|longitude| (-180.0..=180.0).contains(longitude))
        && [south, north].iter().all(|latitude| (-90.0..=90.0).contains(latitude));
    if !on_earth || south > north {
        return Err("bbox is not [west, south, east, north] in degrees, south below north".to_owned());
    }
    Ok(BoundingBox { west, south, east, north })
}

fn kinds(words: &[String]) -> Result<Vec<Kind>, String> {
    let kind = |word: &String| {
        Kind::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(word)).ok_or_else(|| {
            let known: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("{word:?} is not one of the kinds {}", known.join(", "))
        })
    };
    words.iter().map(kind).collect()
}

impl Within {
    fn ring(&self) -> Result<Ring, String> {
        let centre = Position::new(self.longitude, self.latitude)
            .ok_or("within has a latitude or longitude that is not on the Earth")?;
        if !(self.km > 0.0 && self.km <= FARTHEST_KM) {
            return Err(format!("within has {} km; it may be more than 0, and {FARTHEST_KM} at most", self.km));
        }
        Ok(Ring { centre, min_degrees: 0.0, max_degrees: (self.km / EARTH_KM).to_degrees() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn refused(text: &str) -> String {
        read(text, false, &|_| None).unwrap_err().to_string()
    }

    fn webhook(more: &str) -> String {
        format!("[[rule]]\nname = \"big\"\nurl = \"https://hooks.example/\"\nsecret = \"{SECRET}\"\n{more}\n")
    }

    #[test]
    fn what_is_wrong_with_a_rule_is_told_with_its_name() {
        for (more, reason) in [
            ("min_magnitud = 5", "unknown field `min_magnitud`"),
            ("min_magnitude = \"5\"", "expected f64"),
            ("min_magnitude = nan", "min_magnitude is NaN"),
            ("min_magnitude = 12", "may be -5 to 11"),
            ("min_magnitude = 6\nmax_magnitude = 5", "min_magnitude 6 is above max_magnitude 5"),
            ("max_depth_km = inf", "max_depth_km is inf"),
            ("bbox = [10, 20, 30]", "array of length 4"),
            ("bbox = [10, 50, 30, 40]", "south below north"),
            ("bbox = [-190, 0, 30, 40]", "in degrees"),
            ("within = { latitude = 91, longitude = 0, km = 10 }", "not on the Earth"),
            ("within = { latitude = 1, longitude = 0, km = 0 }", "more than 0"),
            ("within = { lat = 1, longitude = 0, km = 0 }", "unknown field `lat`"),
            ("kinds = [\"quake\"]", "not one of the kinds earthquake, rock burst"),
            ("updates = \"some\"", "unknown variant `some`"),
            ("kind = \"slack\"", "unknown variant `slack`"),
            ("max_age_hours = 25", "24 at most"),
            ("max_age_hours = 0", "more than 0"),
            ("token = \"tk_1\"", "a token is for kind"),
            ("kind = \"ntfy\"", "a secret is for kind"),
            ("secret_env = \"X\"", "secret and secret_env are both there"),
        ] {
            let error = refused(&webhook(more));
            assert!(error.starts_with("webhook rule \"big\": ") && error.contains(reason), "{more}: {error}");
            assert!(!error.contains(SECRET));
        }
    }

    #[test]
    fn what_is_wrong_with_the_file_is_told_without_repeating_a_line() {
        for (text, reason) in [
            ("", "there is no [[rule]]"),
            ("[rule]\nname = \"a\"", "in two brackets"),
            ("timeout = 1\n[[rule]]\nname = \"a\"", "`timeout` stands outside"),
            ("[[rule]]\nsecret = \"whsec_hunter2\n", "line 2"),
            ("[[rule]]\nurl = \"https://hooks.example/\"", "number 1, which has no name,: missing field `name`"),
            ("[[rule]]\nname = \"a b\"\nurl = \"https://hooks.example/\"", "letters, digits, - and _"),
            ("[[rule]]\nname = \"a\"\nurl = \"http://10.0.0.1/\"", "private; --webhooks-private"),
            ("[[rule]]\nname = \"a\"\nurl = \"https://hooks.example/\"", "there is no secret"),
            (
                "[[rule]]\nname = \"a\"\nurl = \"https://hooks.example/\"\nsecret_env = \"HOOK\"",
                "the variable HOOK, which is not set",
            ),
            ("[[rule]]\nname = \"a\"\nkind = \"ntfy\"\nurl = \"http://ntfy.example/x\"\ntoken = \"t\"", "over http"),
        ] {
            let error = refused(text);
            assert!(error.contains(reason) && !error.contains("hunter2"), "{text}: {error}");
        }
        assert!(refused(&(webhook("") + &webhook(""))).contains("another rule has this name"));
        let many: String = (0..65).map(|n| webhook("").replace("big", &format!("rule-{n}"))).collect();
        assert!(refused(&many).contains("64 are the most"));
    }

    #[test]
    fn the_manuals_rules_can_be_read() {
        let manual = include_str!("../../../docs/webhooks.md");
        let (_, text) = manual.split_once("```toml\n").unwrap();
        let (text, _) = text.split_once("```").unwrap();
        let rules = read(text, false, &|_| Some(SECRET.to_owned())).unwrap();
        assert_eq!(
            rules.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>(),
            ["large", "phone-near-athens", "fiji"]
        );
        for kind in Kind::ALL {
            assert!(manual.contains(&format!("`{}`", kind.as_str())), "the manual does not name {kind:?}");
        }
    }

    #[test]
    fn secrets_may_come_from_the_environment() {
        let text = webhook("").replace(&format!("secret = \"{SECRET}\""), "secret_env = \"HOOK\"");
        let rules = read(&text, false, &|name| (name == "HOOK").then(|| SECRET.to_owned())).unwrap();
        assert!(!format!("{rules:?}").contains("MfKQ"), "no secret is shown");
    }
}
