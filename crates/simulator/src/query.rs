//! The parameters of an FDSN-event query, checked.

use axum::extract::Query as Pairs;
use axum::http::{StatusCode, Uri};
use quake::{BoundingBox, Filter, Position, Quake, QuakeId, Timestamp, parse_utc};

/// In which order events are listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Order {
    /// Newest first.
    Time,
    TimeAscending,
    /// Strongest first.
    Magnitude,
    MagnitudeAscending,
}

/// A query.
#[derive(Debug, PartialEq)]
pub(crate) struct Query {
    filter: Filter,
    pub(crate) id: Option<QuakeId>,
    /// Strictly after, as the specification words it: who asks from the last revision seen does not see it again.
    updated_after: Option<Timestamp>,
    magnitude_type: Option<String>,
    catalog: Option<String>,
    contributor: Option<String>,
    pub(crate) limit: usize,
    /// Counts from 1.
    pub(crate) offset: usize,
    pub(crate) order: Order,
    /// The status that says that nothing matches.
    pub(crate) no_data: StatusCode,
}

impl Query {
    /// Reads the parameters; the error is a sentence for the asker. Limits above `cap` count as `cap`.
    pub(crate) fn parse(uri: &Uri, cap: usize) -> Result<Self, String> {
        let Pairs(pairs) = Pairs::<Vec<(String, String)>>::try_from_uri(uri).map_err(|e| e.body_text())?;
        let mut pairs: Vec<(String, String)> =
            pairs.into_iter().map(|(name, value)| (unabbreviated(&name).to_owned(), value)).collect();
        let mut take = |name: &str| -> Result<Option<String>, String> {
            let Some(first) = pairs.iter().position(|(given, _)| given == name) else { return Ok(None) };
            let (_, value) = pairs.remove(first);
            if pairs.iter().any(|(given, _)| given == name) {
                return Err(format!("`{name}` is given twice."));
            }
            Ok(Some(value))
        };
        match take("format")?.as_deref() {
            Some("json") => {}
            Some(other) => return Err(format!("This service answers format=json only, not `{other}`.")),
            None => return Err("This service answers format=json only, and the default is xml.".to_owned()),
        }
        let query = Self {
            filter: Filter {
                since: take("starttime")?.map(|text| time(&text)).transpose()?,
                until: take("endtime")?.map(|text| time(&text)).transpose()?,
                min_magnitude: number(take("minmagnitude")?, -100.0, 100.0)?,
                max_magnitude: number(take("maxmagnitude")?, -100.0, 100.0)?,
                min_depth_km: number(take("mindepth")?, -10_000.0, 10_000.0)?,
                max_depth_km: number(take("maxdepth")?, -10_000.0, 10_000.0)?,
                within: area([
                    number(take("minlongitude")?, -360.0, 360.0)?,
                    number(take("minlatitude")?, -90.0, 90.0)?,
                    number(take("maxlongitude")?, -360.0, 360.0)?,
                    number(take("maxlatitude")?, -90.0, 90.0)?,
                ])?,
                ..Filter::default()
            },
            id: take("eventid")?.map(|id| id.parse().map_err(|bad| format!("`eventid` is {bad}."))).transpose()?,
            updated_after: take("updatedafter")?.map(|text| time(&text)).transpose()?,
            magnitude_type: take("magnitudetype")?.map(|text| text.to_lowercase()),
            catalog: take("catalog")?,
            contributor: take("contributor")?,
            limit: count(take("limit")?)?.map_or(cap, |limit| limit.min(cap)),
            offset: count(take("offset")?)?.unwrap_or(1),
            order: order(take("orderby")?.as_deref())?,
            no_data: no_data(take("nodata")?.as_deref())?,
        };
        // We have no more to include than there is.
        for all in ["includeallorigins", "includeallmagnitudes", "includearrivals"] {
            take(all)?;
        }
        match pairs.first() {
            Some((unknown, _)) => Err(format!("`{unknown}` is not a parameter of this service.")),
            None => Ok(query),
        }
    }

    /// Whether the event is asked for.
    pub(crate) fn admits(&self, quake: &Quake) -> bool {
        let kind = || quake.magnitude.as_ref().and_then(|m| m.kind.as_ref()).map(quake::MagnitudeType::as_str);
        self.id.as_ref().is_none_or(|id| *id == quake.id)
            && self.filter.admits(quake)
            && self.updated_after.is_none_or(|after| quake.updated > after)
            && self.magnitude_type.as_deref().is_none_or(|wanted| kind() == Some(wanted))
            && self.catalog.as_ref().is_none_or(|catalog| *catalog == quake.catalog)
            && self.contributor.as_ref().is_none_or(|contributor| *contributor == quake.agency)
    }
}

fn unabbreviated(name: &str) -> &str {
    match name {
        "start" => "starttime",
        "end" => "endtime",
        "minlat" => "minlatitude",
        "maxlat" => "maxlatitude",
        "minlon" => "minlongitude",
        "maxlon" => "maxlongitude",
        "minmag" => "minmagnitude",
        "maxmag" => "maxmagnitude",
        "magtype" => "magnitudetype",
        other => other,
    }
}

/// `2026-11-20`, `2026-11-20T12:00:00`, with a fraction, with `Z` or an offset.
fn time(text: &str) -> Result<Timestamp, String> {
    // A `+` in a query means a blank, and people write offsets as they are.
    let text = text.trim().replace(' ', "+");
    let full = if text.len() == "2026-11-20".len() { format!("{text}T00:00:00Z") } else { text };
    parse_utc(&full).map_err(|error| format!("`{full}` is not a time: {error}."))
}

/// Decimal notation; FDSN knows no exponents.
fn number(text: Option<String>, least: f64, most: f64) -> Result<Option<f64>, String> {
    let Some(text) = text else { return Ok(None) };
    let plain = text.bytes().all(|c| c.is_ascii_digit() || b"+-.".contains(&c));
    let value: Option<f64> = text.parse().ok().filter(|value| plain && (least..=most).contains(value));
    value.map(Some).ok_or_else(|| format!("`{text}` is not a number from {least} to {most}."))
}

fn count(text: Option<String>) -> Result<Option<usize>, String> {
    let Some(text) = text else { return Ok(None) };
    let value = text.parse().ok().filter(|value: &usize| *value >= 1);
    value.map(Some).ok_or_else(|| format!("`{text}` is not a whole number from 1."))
}

fn order(text: Option<&str>) -> Result<Order, String> {
    match text {
        None | Some("time") => Ok(Order::Time),
        Some("time-asc") => Ok(Order::TimeAscending),
        Some("magnitude") => Ok(Order::Magnitude),
        Some("magnitude-asc") => Ok(Order::MagnitudeAscending),
        Some(other) => Err(format!("`orderby` is time, time-asc, magnitude or magnitude-asc, not `{other}`.")),
    }
}

fn no_data(text: Option<&str>) -> Result<StatusCode, String> {
    match text {
        None | Some("204") => Ok(StatusCode::NO_CONTENT),
        Some("404") => Ok(StatusCode::NOT_FOUND),
        Some(other) => Err(format!("`nodata` is 204 or 404, not `{other}`.")),
    }
}

/// The box, if any edge is given: west, south, east, north.
fn area([west, south, east, north]: [Option<f64>; 4]) -> Result<Option<BoundingBox>, String> {
    if [west, south, east, north] == [None; 4] {
        return Ok(None);
    }
    let (south, north) = (south.unwrap_or(-90.0), north.unwrap_or(90.0));
    if south > north {
        return Err("`minlatitude` is greater than `maxlatitude`.".to_owned());
    }
    let (west, east) = (west.unwrap_or(-180.0), east.unwrap_or(180.0));
    if east - west >= 360.0 {
        return Ok(Some(BoundingBox { west: -180.0, south, east: 180.0, north }));
    }
    let [west, east] = [west, east].map(|edge| Position::new(edge, 0.0).map_or(edge, Position::longitude));
    Ok(Some(BoundingBox { west, south, east, north }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<Query, String> {
        Query::parse(&format!("/query?{query}").parse().unwrap(), 1000)
    }

    #[test]
    fn defaults_are_those_of_the_service() {
        let query = parse("format=json").unwrap();
        assert_eq!((query.limit, query.offset, query.order), (1000, 1, Order::Time));
        assert_eq!((query.no_data, query.filter), (StatusCode::NO_CONTENT, Filter::default()));
    }

    #[test]
    fn abbreviations_and_all_ways_to_write_a_time_are_read() {
        let query = parse("format=json&start=2026-11-20&end=2026-11-21T01:02:03&minmag=4.5&limit=7&offset=8").unwrap();
        assert_eq!(query.filter.since.unwrap().to_string(), "2026-11-20T00:00:00Z");
        assert_eq!(query.filter.until.unwrap().to_string(), "2026-11-21T01:02:03Z");
        assert_eq!((query.filter.min_magnitude, query.limit, query.offset), (Some(4.5), 7, 8));
        let query = parse("format=json&updatedafter=2026-11-20T10:00:00.5%2B00:00").unwrap();
        assert_eq!(query.updated_after.unwrap().to_string(), "2026-11-20T10:00:00.5Z");
        assert!(parse("format=json&updatedafter=2026-11-20T10:00:00+00:00").is_ok());
    }

    #[test]
    fn boxes_may_cross_the_date_line() {
        let fiji = parse("format=json&minlon=170&maxlon=190").unwrap().filter.within.unwrap();
        assert_eq!((fiji.west, fiji.east), (170.0, -170.0));
        let all = parse("format=json&minlon=-180&maxlon=180&minlat=-10").unwrap().filter.within.unwrap();
        assert_eq!((all.west, all.east, all.south, all.north), (-180.0, 180.0, -10.0, 90.0));
    }

    #[test]
    fn what_the_service_does_not_know_is_refused_with_a_reason() {
        for (bad, reason) in [
            ("", "format=json only"),
            ("format=xml", "not `xml`"),
            ("format=json&minmag=1e1", "not a number"),
            ("format=json&minlat=50&maxlat=40", "greater"),
            ("format=json&limit=0", "whole number"),
            ("format=json&start=yesterday", "not a time"),
            ("format=json&start=2026-11-20&starttime=2026-11-20", "twice"),
            ("format=json&orderby=depth", "orderby"),
            ("format=json&nodata=200", "nodata"),
            ("format=json&eventid=a/b", "eventid"),
            ("format=json&colour=red", "`colour` is not a parameter"),
        ] {
            let refusal = parse(bad).unwrap_err();
            assert!(refusal.contains(reason), "{bad}: {refusal}");
        }
    }

    #[test]
    fn a_limit_above_the_cap_counts_as_the_cap() {
        assert_eq!(parse("format=json&limit=20000").unwrap().limit, 1000);
    }
}
