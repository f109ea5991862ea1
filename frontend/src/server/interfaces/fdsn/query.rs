//! A request as a question: FDSN's parameters read into a query.

use axum::http::StatusCode;
use formats::Format;
use quake::{BoundingBox, Filter, Kind, MagnitudeType, Order, Position, QuakeId, Query, Ring, SIMULATED_CATALOG};

use super::Past;
use super::parameters::EVENT_TYPES;
use crate::server::interfaces::parameters::{BadParameter, Parameters};
use crate::server::interfaces::selection;

/// More names would not fit into an address anyhow.
const MOST_NAMES: usize = 100;

/// What a request asks for, and how the answer is to be.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) query: Query,
    pub(super) format: Format,
    pub(super) past: Past,
    /// The status when nothing matches.
    pub(super) nothing: StatusCode,
    /// One event is asked for by name, in a format that has events without a list around them.
    pub(super) bare: bool,
}

impl Asked {
    pub(super) fn read(given: &Parameters) -> Result<Self, BadParameter> {
        let format = given.choice("format").map_or(Some(Format::QuakeMl), Format::named);
        let format = format.expect("the declared formats are all known");
        let ids = given.text("eventid").map(ids).transpose()?;
        let bare =
            ids.as_ref().is_some_and(|ids| ids.len() == 1) && matches!(format, Format::EmscJson | Format::UsgsGeoJson);
        let mut query = Query {
            filter: filter(given)?,
            ids,
            order: order(given.choice("orderby")),
            skip: given.integer("offset").map_or(0, |offset| offset as usize - 1),
            limit: given.integer("limit").map(|limit| limit as usize),
        };
        match given.text("contributor") {
            Some(name) if name.eq_ignore_ascii_case(SIMULATED_CATALOG) => query.filter.simulated = Some(true),
            Some(name) if name.eq_ignore_ascii_case("EMSC") => query.filter.simulated = Some(false),
            // Nobody else has contributed anything.
            Some(_) => query.ids = Some(Vec::new()),
            None => {}
        }
        let past =
            Past { all_origins: given.flag("includeallorigins"), all_magnitudes: given.flag("includeallmagnitudes") };
        let nothing =
            if given.choice("nodata") == Some("404") { StatusCode::NOT_FOUND } else { StatusCode::NO_CONTENT };
        Ok(Self { query, format, past, nothing, bare })
    }
}

fn filter(given: &Parameters) -> Result<Filter, BadParameter> {
    let (since, until) = given.times("starttime", "endtime")?;
    Ok(Filter {
        since,
        until,
        within: within(given)?,
        around: around(given)?,
        magnitude_type: given.text("magnitudetype").and_then(MagnitudeType::new),
        kinds: given.text("eventtype").map(kinds).transpose()?,
        updated_since: given.time("updatedafter"),
        catalog: given.text("catalog").map(str::to_owned),
        ..selection::sizes(given)?
    })
}

fn order(word: Option<&str>) -> Order {
    match word {
        Some("time-asc") => Order::Oldest,
        Some("magnitude") => Order::Largest,
        Some("magnitude-asc") => Order::Smallest,
        _ => Order::Newest,
    }
}

/// The box; a western edge beyond the eastern one crosses the date line.
fn within(given: &Parameters) -> Result<Option<BoundingBox>, BadParameter> {
    let (south, north) = given.numbers("minlatitude", "maxlatitude")?;
    let (west, east) = (given.number("minlongitude"), given.number("maxlongitude"));
    if [south, north, west, east].iter().all(Option::is_none) {
        return Ok(None);
    }
    Ok(Some(BoundingBox {
        west: west.unwrap_or(-180.0),
        south: south.unwrap_or(-90.0),
        east: east.unwrap_or(180.0),
        north: north.unwrap_or(90.0),
    }))
}

/// The circle, around 0° N 0° E where no centre is given: so says the specification.
fn around(given: &Parameters) -> Result<Option<Ring>, BadParameter> {
    let (min, max) = given.numbers("minradius", "maxradius")?;
    if min.is_none() && max.is_none() {
        return Ok(None);
    }
    let place = (given.number("longitude").unwrap_or(0.0), given.number("latitude").unwrap_or(0.0));
    let centre = Position::new(place.0, place.1).expect("both are read within their ranges");
    Ok(Some(Ring { centre, min_degrees: min.unwrap_or(0.0), max_degrees: max.unwrap_or(180.0) }))
}

/// QuakeML's words for what shook the ground, with commas between.
fn kinds(text: &str) -> Result<Vec<Kind>, BadParameter> {
    let mut kinds = Vec::new();
    for word in text.split(',').map(str::trim) {
        if !EVENT_TYPES.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            let known = EVENT_TYPES.join(", ");
            return Err(BadParameter(format!("`eventtype` is `{word}`, which is not one of {known}")));
        }
        // Of an event without a type the one format says nothing, the other that it is an `other event`.
        let unknown = ["unknown", "other event"];
        kinds.extend(Kind::ALL.into_iter().filter(|kind| match formats::event_type(*kind) {
            Some(name) => name.eq_ignore_ascii_case(word),
            None => unknown.iter().any(|name| name.eq_ignore_ascii_case(word)),
        }));
    }
    Ok(kinds)
}

/// Names of events, with commas between: EMSC's `unid`, or what our own answers call it.
fn ids(text: &str) -> Result<Vec<QuakeId>, BadParameter> {
    let names: Vec<_> = text.split(',').map(str::trim).collect();
    if names.len() > MOST_NAMES {
        return Err(BadParameter(format!("`eventid` has {} names, and {MOST_NAMES} are the most", names.len())));
    }
    names
        .into_iter()
        .map(|name| {
            let unid = formats::unid(name).unwrap_or_else(|| name.to_owned());
            unid.parse().map_err(|error| BadParameter(format!("`eventid` is `{name}`, which is {error}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::interfaces::fdsn::parameters::PARAMETERS;

    fn read(query: &str) -> Result<Asked, String> {
        let given = Parameters::read(Some(query), &PARAMETERS);
        given.and_then(|given| Asked::read(&given)).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_asked_is_everything_as_quakeml_the_newest_first() {
        let asked = read("").unwrap();
        assert_eq!((asked.query, asked.format), (Query::default(), Format::QuakeMl));
        assert_eq!(asked.nothing, StatusCode::NO_CONTENT);
    }

    #[test]
    fn half_a_box_has_the_whole_earth_for_its_other_half() {
        let asked = read("minlongitude=170&maxlongitude=-170&maxlat=0").unwrap();
        let expected = BoundingBox { west: 170.0, south: -90.0, east: -170.0, north: 0.0 };
        assert_eq!(asked.query.filter.within, Some(expected));
    }

    #[test]
    fn an_event_is_asked_for_by_any_of_its_names() {
        for name in ["20250305_0000090", "emsc20250305_0000090", "quakeml:eu.emsc/event/20250305_0000090"] {
            let asked = read(&format!("eventid={name}&format=json")).unwrap();
            assert_eq!(asked.query.ids.unwrap()[0].as_str(), "20250305_0000090");
            assert!(asked.bare);
        }
        assert!(!read("eventid=a,b&format=json").unwrap().bare);
        assert!(read("eventid=a/b").unwrap_err().contains("a/b"));
    }

    #[test]
    fn event_types_are_quakemls_words() {
        let kinds = |word| read(&format!("eventtype={word}")).map(|asked| asked.query.filter.kinds.unwrap());
        assert_eq!(kinds("earthquake").unwrap(), [Kind::Earthquake]);
        assert_eq!(kinds("Quarry+Blast,unknown").unwrap(), [Kind::QuarryBlast, Kind::Other]);
        assert_eq!(kinds("meteorite").unwrap(), []);
        assert!(kinds("tremor").unwrap_err().contains("quarry blast"));
    }

    #[test]
    fn contradictions_and_what_is_off_the_earth_are_refused() {
        for query in [
            "starttime=2018-02-06&endtime=2018-02-05",
            "minlatitude=10&maxlatitude=5",
            "minradius=5&maxradius=4",
            "minmag=5&maxmag=4",
            "mindepth=10&maxdepth=9",
            "longitude=200",
            "maxradius=181",
            "offset=0",
            "limit=0",
            "nodata=500",
            "format=pdf",
        ] {
            assert!(read(query).is_err(), "{query}");
        }
    }
}
