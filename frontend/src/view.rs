//! What the page shows, as its address says it: the same for the server that renders it, the living list in the browser,
//! and the map (map/src/page/view.ts). Both sides are held to map/test/views.json and filters.json.

use quake::{BoundingBox, Bulletin};

use crate::clock;

/// Which earthquakes the list shows, and in which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The latest origin time first.
    #[default]
    Latest,
    /// The largest magnitude first.
    Largest,
    /// Those on the visible part of the map, the latest first.
    InView,
}

/// What kinds of events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kinds {
    /// Whatever shook the ground.
    #[default]
    All,
    /// Earthquakes.
    Earthquakes,
    /// Blasts, explosions, rock bursts, …
    Other,
}

/// What colours tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Colour {
    /// How deep.
    #[default]
    Depth,
    /// How long ago.
    Age,
    /// How strong.
    Magnitude,
}

/// What the page shows. Of the address's other parameters (camera, projection, overlays) only the map knows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct View {
    /// Origin time within the last so many days, 1 to 30.
    pub(crate) days: u16,
    /// Magnitude at least. Bounds are inclusive; what has no magnitude (or depth) meets no bound.
    pub(crate) min_magnitude: Option<f64>,
    /// Magnitude at most.
    pub(crate) max_magnitude: Option<f64>,
    /// Kilometres at least, positive downwards.
    pub(crate) min_depth: Option<f64>,
    /// Kilometres at most.
    pub(crate) max_depth: Option<f64>,
    /// Epicentre inside.
    pub(crate) within: Option<BoundingBox>,
    /// What kinds of events.
    pub(crate) kinds: Kinds,
    /// Which list.
    pub(crate) tab: Tab,
    /// The chosen earthquake's id.
    pub(crate) event: Option<String>,
    /// The moment of playback, milliseconds since 1970; `None` is now, and live.
    pub(crate) at: Option<i64>,
    /// What colours tell.
    pub(crate) colour: Colour,
}

impl Default for View {
    fn default() -> Self {
        Self {
            days: Self::DAYS,
            min_magnitude: Some(Self::MIN_MAGNITUDE),
            max_magnitude: None,
            min_depth: None,
            max_depth: None,
            within: None,
            kinds: Kinds::default(),
            tab: Tab::default(),
            event: None,
            at: None,
            colour: Colour::default(),
        }
    }
}

impl View {
    /// The usual span.
    pub(crate) const DAYS: u16 = 7;
    /// The usual least magnitude: what people feel, or instruments everywhere see.
    pub(crate) const MIN_MAGNITUDE: f64 = 2.5;
    /// The longest span: what the server keeps in memory.
    pub(crate) const MOST_DAYS: u16 = 30;

    /// Reads the part of an address after `?`. What it does not understand is as if it were not there.
    pub(crate) fn of(search: &str) -> Self {
        let mut view = Self::default();
        for (name, value) in form_urlencoded::parse(search.trim_start_matches('?').as_bytes()) {
            view.set(&name, &value);
        }
        view
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            "days" => {
                let days = value.parse().ok().filter(|days| (1..=Self::MOST_DAYS).contains(days));
                self.days = days.unwrap_or(Self::DAYS);
            }
            "minmagnitude" => self.min_magnitude = number(value),
            "maxmagnitude" => self.max_magnitude = number(value),
            "mindepth" => self.min_depth = number(value),
            "maxdepth" => self.max_depth = number(value),
            "bbox" => self.within = area(value),
            "type" => {
                self.kinds = match value {
                    "earthquake" => Kinds::Earthquakes,
                    "other" => Kinds::Other,
                    _ => Kinds::All,
                }
            }
            "tab" => {
                self.tab = match value {
                    "largest" => Tab::Largest,
                    "inview" => Tab::InView,
                    _ => Tab::Latest,
                }
            }
            "event" => self.event = (!value.is_empty()).then(|| value.to_owned()),
            "at" => self.at = clock::parse(value),
            "colour" => {
                self.colour = match value {
                    "age" => Colour::Age,
                    "magnitude" => Colour::Magnitude,
                    _ => Colour::Depth,
                }
            }
            _ => {}
        }
    }

    /// Whether it admits an earthquake at the moment `now` (milliseconds since 1970), or at its own.
    pub(crate) fn admits(&self, quake: &Bulletin, now: i64) -> bool {
        let since = self.at.unwrap_or(now) - i64::from(self.days) * clock::DAY;
        quake.time > since
            // What is live may come from a clock ahead of ours; what is replayed has not happened yet.
            && self.at.is_none_or(|at| quake.time <= at)
            && between(quake.mag, self.min_magnitude, self.max_magnitude)
            && between(quake.depth, self.min_depth, self.max_depth)
            && match self.kinds {
                Kinds::All => true,
                Kinds::Earthquakes => quake.kind == "earthquake",
                Kinds::Other => quake.kind != "earthquake",
            }
            && self.within.is_none_or(|area| area.holds(quake.lon, quake.lat))
    }

    /// How many days back from `now` it takes to show this, playback and all.
    pub(crate) fn reach(&self, now: i64) -> u16 {
        let back = self.at.map_or(0, |at| (now - at).max(0));
        let days = i64::from(self.days) + (back + clock::DAY - 1) / clock::DAY;
        days.min(i64::from(Self::MOST_DAYS)) as u16
    }
}

/// An address (the part after `?`) with one parameter changed, or without it; the others as they were.
pub(crate) fn with(search: &str, name: &str, value: Option<&str>) -> String {
    let ours = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(name);
    let mut pairs: Vec<&str> = search.trim_start_matches('?').split('&').filter(ours).collect();
    // What this is called with (words, ids) needs no escaping in an address.
    let changed = value.map(|value| [name, "=", value].concat());
    pairs.extend(changed.as_deref());
    pairs.join("&")
}

/// Whether a value lies within bounds; what is not known meets none.
pub(crate) fn between(value: Option<f64>, min: Option<f64>, max: Option<f64>) -> bool {
    match value {
        Some(value) => min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max),
        None => min.is_none() && max.is_none(),
    }
}

/// A decimal number. By hand: the standard library's reader would weigh more in the browser than this whole file.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let all = [whole, fraction.unwrap_or("0")];
    // More digits than this no bound needs, and an i64 would not hold.
    let fine = all.iter().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !fine {
        return None;
    }
    let digit = |value: i64, byte: u8| value * 10 + i64::from(byte - b'0');
    let mantissa = whole.bytes().chain(fraction.unwrap_or("").bytes()).fold(0, digit);
    let scale = 10_i64.pow(fraction.map_or(0, |fraction| fraction.len() as u32));
    Some(sign * mantissa as f64 / scale as f64)
}

/// A box as addresses have it: `west,south,east,north` in degrees.
pub(crate) fn area(text: &str) -> Option<BoundingBox> {
    let mut parts = text.split(',').map(number);
    let mut next = || parts.next().flatten();
    let (west, south, east, north) = (next()?, next()?, next()?, next()?);
    let fine = west.abs() <= 180.0 && east.abs() <= 180.0 && south >= -90.0 && north <= 90.0 && south <= north;
    (fine && parts.next().is_none()).then_some(BoundingBox { west, south, east, north })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn fixture(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    /// What the map's fixture says of a view, for the parts that are ours.
    fn expected(view: &Value) -> View {
        let bound = |name: &str, usual: Option<f64>| view.get(name).map_or(usual, Value::as_f64);
        let word = |name: &str| view.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let edges: Option<Vec<f64>> = view.get("box").map(|edges| serde_json::from_value(edges.clone()).unwrap());
        View {
            days: view.get("days").and_then(Value::as_u64).unwrap_or(7) as u16,
            min_magnitude: bound("minMagnitude", Some(2.5)),
            max_magnitude: bound("maxMagnitude", None),
            min_depth: bound("minDepth", None),
            max_depth: bound("maxDepth", None),
            within: edges.map(|e| BoundingBox { west: e[0], south: e[1], east: e[2], north: e[3] }),
            kinds: match &*word("kinds") {
                "other" => Kinds::Other,
                _ => Kinds::All,
            },
            tab: match &*word("tab") {
                "inview" => Tab::InView,
                _ => Tab::Latest,
            },
            event: view.get("event").and_then(Value::as_str).map(str::to_owned),
            at: view.get("at").and_then(Value::as_i64),
            colour: match &*word("colour") {
                "age" => Colour::Age,
                _ => Colour::Depth,
            },
        }
    }

    #[test]
    fn an_address_says_the_view_that_the_map_reads_from_it_too() {
        for case in fixture(include_str!("../map/test/views.json")).as_array().unwrap() {
            let search = case["search"].as_str().unwrap();
            assert_eq!(View::of(search), expected(&case["view"]), "{search}");
        }
    }

    #[test]
    fn a_view_admits_the_earthquakes_that_the_map_s_admits() {
        let filters = fixture(include_str!("../map/test/filters.json"));
        let now = filters["now"].as_i64().unwrap();
        for case in filters["cases"].as_array().unwrap() {
            let view = View::of(case["search"].as_str().unwrap());
            for (id, quake) in filters["quakes"].as_object().unwrap() {
                let mut quake = quake.clone();
                quake["agency"] = "EMSC".into();
                quake["revision"] = 1.into();
                let admitted = case["admitted"].as_array().unwrap().contains(&Value::from(id.as_str()));
                assert_eq!(view.admits(&serde_json::from_value(quake).unwrap(), now), admitted, "{case} {id}");
            }
        }
    }

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        for text in ["0", "2.5", "-0.25", "+7", " 300 ", "4.80", "12345678.87654321"] {
            assert_eq!(number(text), text.trim().parse().ok(), "{text}");
        }
        for text in ["", "-", ".", "5.", ".5", "1e3", "NaN", "inf", "--1", "123456789", "1.2.3", "٣"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn one_parameter_changes_and_the_others_stay() {
        assert_eq!(with("?days=30&tab=largest&lang=de", "tab", Some("inview")), "days=30&lang=de&tab=inview");
        assert_eq!(with("event=a", "event", None), "");
        assert_eq!(with("", "event", Some("b")), "event=b");
    }

    #[test]
    fn playback_reaches_back_a_whole_span_before_its_moment() {
        let now = 100 * clock::DAY;
        assert_eq!(View::default().reach(now), 7);
        assert_eq!(View { at: Some(now - 7 * clock::DAY), ..View::default() }.reach(now), 14);
        assert_eq!(View { at: Some(0), ..View::default() }.reach(now), 30);
    }
}
