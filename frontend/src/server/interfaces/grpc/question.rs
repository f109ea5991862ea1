//! A request read into what all interfaces ask.

use std::ops::RangeInclusive;

use grpc::v1::{self, Circle, EventType};
use grpc::{Status, Timestamp};
use quake::{BoundingBox, Filter, Kind, Order, Position, Ring};

use super::report;
use crate::server::interfaces::selection;

/// Beyond what any earthquake had: a bound may well lie outside of the catalogue.
const MAGNITUDES: RangeInclusive<f64> = -10.0..=12.0;
const DEPTHS_KM: RangeInclusive<f64> = -1_000.0..=7_000.0;
/// The years 1000 to 2999, which are far beyond the catalogue's own, as seconds since 1970.
const SECONDS: std::ops::Range<i64> = -30_610_224_000..32_503_680_000;

/// Reads a filter; none is an empty one.
///
/// # Errors
/// `INVALID_ARGUMENT`, with the field and the reason.
pub(super) fn filter(asked: Option<v1::Filter>) -> Result<Filter, Status> {
    let Some(asked) = asked else { return Ok(Filter::default()) };
    let since = moment("since", asked.since)?;
    let until = moment("until", asked.until)?;
    if let (Some(since), Some(until)) = (since, until)
        && since > until
    {
        return Err(wrong(format!("`since` is {since}, which is after `until`, {until}")));
    }
    let [min_magnitude, max_magnitude] = bounds("magnitude", [asked.min_magnitude, asked.max_magnitude], MAGNITUDES)?;
    let [min_depth_km, max_depth_km] = bounds("depth_km", [asked.min_depth_km, asked.max_depth_km], DEPTHS_KM)?;
    Ok(Filter {
        since,
        until,
        min_magnitude,
        max_magnitude,
        min_depth_km,
        max_depth_km,
        within: asked.r#box.map(area).transpose()?,
        around: asked.circle.map(ring).transpose()?,
        kinds: kinds(&asked.event_types)?,
        updated_since: moment("updated_since", asked.updated_since)?,
        simulated: asked.simulated,
        magnitude_type: None,
        catalog: None,
    })
}

/// Reads an order.
///
/// # Errors
/// `INVALID_ARGUMENT` when there is none of that number.
pub(super) fn order(asked: i32) -> Result<Order, Status> {
    match v1::Order::try_from(asked) {
        Ok(v1::Order::Unspecified | v1::Order::Newest) => Ok(Order::Newest),
        Ok(v1::Order::Oldest) => Ok(Order::Oldest),
        Ok(v1::Order::Largest) => Ok(Order::Largest),
        Ok(v1::Order::Smallest) => Ok(Order::Smallest),
        Err(_) => Err(wrong(format!("`order` is {asked}, which none has"))),
    }
}

/// Reads a moment.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is none, or centuries away.
pub(super) fn moment(field: &str, asked: Option<Timestamp>) -> Result<Option<quake::Timestamp>, Status> {
    let Some(Timestamp { seconds, nanos }) = asked else { return Ok(None) };
    let read = (SECONDS.contains(&seconds) && nanos >= 0).then(|| quake::Timestamp::new(seconds, nanos).ok()).flatten();
    let text =
        || format!("`{field}` is {seconds} s and {nanos} ns since 1970, which is no time in the years 1000 to 2999");
    read.map(Some).ok_or_else(|| wrong(text()))
}

/// The answer to what nobody can be asked.
pub(super) fn wrong(text: impl Into<String>) -> Status {
    Status::invalid_argument(text)
}

fn bounds(name: &str, asked: [Option<f64>; 2], range: RangeInclusive<f64>) -> Result<[Option<f64>; 2], Status> {
    for (end, bound) in ["min", "max"].iter().zip(asked) {
        if let Some(bound) = bound.filter(|bound| !range.contains(bound)) {
            let (from, to) = (range.start(), range.end());
            return Err(wrong(format!("`{end}_{name}` is {bound}, which is not within {from} and {to}")));
        }
    }
    if let [Some(min), Some(max)] = asked
        && min > max
    {
        return Err(wrong(format!("`min_{name}` is {min}, which is beyond `max_{name}`, {max}")));
    }
    Ok(asked)
}

fn area(v1::Box { west, south, east, north }: v1::Box) -> Result<BoundingBox, Status> {
    selection::within(west, south, east, north).ok_or_else(|| {
        wrong(format!(
            "`box` is west {west}, south {south}, east {east}, north {north}: longitudes are from -180 to 180, \
             latitudes from -90 to 90, and south is not beyond north"
        ))
    })
}

fn ring(Circle { longitude, latitude, min_degrees, max_degrees }: Circle) -> Result<Ring, Status> {
    let centre = Position::new(longitude, latitude).filter(|_| (-180.0..=180.0).contains(&longitude));
    let Some(centre) = centre else {
        return Err(wrong(format!("`circle` has its centre at {longitude}, {latitude}, which is not on the Earth")));
    };
    if !(max_degrees > 0.0 && max_degrees <= 180.0) {
        return Err(wrong(format!(
            "`circle.max_degrees` is {max_degrees}, which is not greater than 0 and at most 180"
        )));
    }
    if !(0.0..=max_degrees).contains(&min_degrees) {
        return Err(wrong(format!("`circle.min_degrees` is {min_degrees}, which is not within 0 and `max_degrees`")));
    }
    Ok(Ring { centre, min_degrees, max_degrees })
}

fn kinds(asked: &[i32]) -> Result<Option<Vec<Kind>>, Status> {
    if asked.len() > Kind::ALL.len() {
        return Err(wrong(format!("`event_types` has {} of them; there are {}", asked.len(), Kind::ALL.len())));
    }
    let kind = |number: &i32| {
        let named = Kind::ALL.into_iter().find(|kind| EventType::try_from(*number) == Ok(report::event_type(*kind)));
        named.ok_or_else(|| wrong(format!("`event_types` has {number}, which no earthquake has")))
    };
    let kinds = asked.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
    Ok((!kinds.is_empty()).then_some(kinds))
}

#[cfg(test)]
mod tests {
    use grpc::Code;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp { seconds, nanos: 0 }
    }

    fn circle(min_degrees: f64, max_degrees: f64) -> Circle {
        Circle { longitude: 1.0, latitude: 2.0, min_degrees, max_degrees }
    }

    #[test]
    fn nothing_asked_for_is_everything() {
        assert_eq!(filter(None).unwrap(), Filter::default());
        assert_eq!(filter(Some(v1::Filter::default())).unwrap(), Filter::default());
        assert_eq!(order(0).unwrap(), Order::Newest);
    }

    #[test]
    fn everything_that_can_be_asked_for_arrives() {
        let asked = v1::Filter {
            since: Some(at(-1)),
            until: Some(at(10)),
            min_magnitude: Some(4.0),
            max_magnitude: Some(4.0),
            min_depth_km: Some(0.0),
            max_depth_km: Some(700.0),
            r#box: Some(v1::Box { west: 170.0, south: -30.0, east: -170.0, north: 0.0 }),
            circle: Some(circle(0.0, 180.0)),
            event_types: vec![EventType::Earthquake.into(), EventType::Other.into()],
            updated_since: Some(at(5)),
            simulated: Some(false),
        };
        let read = filter(Some(asked)).unwrap();
        assert_eq!(read.since.unwrap().as_second(), -1);
        assert_eq!(read.until.unwrap().as_second(), 10);
        assert_eq!((read.min_magnitude, read.max_magnitude), (Some(4.0), Some(4.0)));
        assert_eq!((read.min_depth_km, read.max_depth_km), (Some(0.0), Some(700.0)));
        assert_eq!(read.within, Some(BoundingBox { west: 170.0, south: -30.0, east: -170.0, north: 0.0 }));
        assert_eq!(read.around.unwrap().max_degrees, 180.0);
        assert_eq!(read.kinds, Some(vec![Kind::Earthquake, Kind::Other]));
        assert_eq!(read.updated_since.unwrap().as_second(), 5);
        assert_eq!(read.simulated, Some(false));
    }

    #[test]
    fn what_cannot_be_is_refused_and_the_field_is_named() {
        let nan = f64::NAN;
        let none = v1::Filter::default;
        let area = |west, south, east, north| Some(v1::Box { west, south, east, north });
        for (asked, field) in [
            (v1::Filter { since: Some(at(2)), until: Some(at(1)), ..none() }, "since"),
            (v1::Filter { since: Some(at(i64::MIN)), ..none() }, "since"),
            (v1::Filter { until: Some(Timestamp { seconds: 0, nanos: -1 }), ..none() }, "until"),
            (v1::Filter { until: Some(Timestamp { seconds: 0, nanos: i32::MAX }), ..none() }, "until"),
            (v1::Filter { updated_since: Some(at(i64::MAX)), ..none() }, "updated_since"),
            (v1::Filter { min_magnitude: Some(5.0), max_magnitude: Some(4.9), ..none() }, "min_magnitude"),
            (v1::Filter { max_magnitude: Some(nan), ..none() }, "max_magnitude"),
            (v1::Filter { min_depth_km: Some(f64::INFINITY), ..none() }, "min_depth_km"),
            (v1::Filter { min_depth_km: Some(2.0), max_depth_km: Some(1.0), ..none() }, "min_depth_km"),
            (v1::Filter { r#box: area(0.0, 1.0, 1.0, 0.0), ..none() }, "box"),
            (v1::Filter { r#box: area(-181.0, 0.0, 1.0, 1.0), ..none() }, "box"),
            (v1::Filter { r#box: area(nan, 0.0, 1.0, 1.0), ..none() }, "box"),
            (v1::Filter { circle: Some(Circle { latitude: 91.0, ..Circle::default() }), ..none() }, "circle"),
            (v1::Filter { circle: Some(circle(0.0, 0.0)), ..none() }, "circle.max_degrees"),
            (v1::Filter { circle: Some(circle(0.0, nan)), ..none() }, "circle.max_degrees"),
            (v1::Filter { circle: Some(circle(2.0, 1.0)), ..none() }, "circle.min_degrees"),
            (v1::Filter { event_types: vec![0], ..none() }, "event_types"),
            (v1::Filter { event_types: vec![99], ..none() }, "event_types"),
            (v1::Filter { event_types: vec![1; 11], ..none() }, "event_types"),
        ] {
            let refused = filter(Some(asked.clone())).expect_err(&format!("{asked:?}"));
            assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
            assert!(refused.message().starts_with(&format!("`{field}`")), "{refused}");
        }
        assert_eq!(order(9).unwrap_err().code(), Code::InvalidArgument);
    }
}
