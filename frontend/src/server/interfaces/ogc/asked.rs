//! A request for items as a question.

use quake::{Filter, Kind, Order, Query};

use super::feature;
use super::interval;
use super::parameters::{MOST, USUAL};
use super::place::Place;
use crate::server::interfaces::parameters::{BadParameter, Parameters};
use crate::server::interfaces::selection;

/// What a request asks for.
#[derive(Debug)]
pub(super) struct Asked {
    /// Which earthquakes, on all pages.
    pub(super) filter: Filter,
    /// Items on a page.
    pub(super) limit: usize,
    /// Where the page before ended.
    pub(super) place: Option<Place>,
}

impl Asked {
    pub(super) fn read(given: &Parameters) -> Result<Self, BadParameter> {
        let (since, until) = given.text("datetime").map(interval::read).transpose()?.unwrap_or_default();
        let kinds =
            given.choice("type").map(|word| Kind::ALL.into_iter().filter(move |kind| feature::kind(*kind) == word));
        let filter = Filter { since, until, kinds: kinds.map(Iterator::collect), ..selection::sizes(given)? };
        let volume = selection::volume(given)?;
        let bad_place = || BadParameter("`cursor` is not out of a link to a next page".to_owned());
        let place = given.text("cursor").map(|text| text.parse().ok().ok_or_else(bad_place));
        Ok(Self {
            filter: volume.map_or(filter.clone(), |volume| volume.within(filter)),
            limit: given.integer("limit").map_or(USUAL, |limit| limit.min(MOST as u64) as usize),
            place: place.transpose()?,
        })
    }

    /// The question for this page, and for one item more, which tells whether there is another page.
    pub(super) fn query(&self) -> Query {
        let mut filter = self.filter.clone();
        if let Some(place) = &self.place {
            filter.until = Some(filter.until.map_or(place.time, |until| until.min(place.time)));
        }
        // Those of the very time that were had come again, and are left out by the page.
        let had = self.place.as_ref().map_or(0, |place| place.same);
        Query { filter, order: Order::Newest, skip: 0, limit: Some(self.limit + 1 + had), ids: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::interfaces::ogc::parameters::PARAMETERS;

    fn read(query: &str) -> Result<Asked, String> {
        let given = Parameters::read(Some(query), &PARAMETERS);
        given.and_then(|given| Asked::read(&given)).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_asked_is_the_newest_ten() {
        let asked = read("").unwrap();
        assert_eq!(asked.query(), Query { limit: Some(11), ..Query::default() });
    }

    #[test]
    fn a_limit_beyond_the_greatest_is_the_greatest_and_none_is_refused() {
        assert_eq!(read("limit=10000").unwrap().limit, 10_000);
        assert_eq!(read("limit=10001").unwrap().limit, 10_000);
        for limit in ["0", "-1", "1.5", "x", ""] {
            assert!(read(&format!("limit={limit}")).is_err(), "{limit}");
        }
    }

    #[test]
    fn a_page_goes_on_where_the_one_before_ended_within_what_was_asked() {
        let time = "2018-02-05T07:26:52Z".parse().unwrap();
        let place = Place { time, same: 2, before: 20, id: "a".parse().unwrap() };
        let query = read(&format!("datetime=../2018-02-06T00:00:00Z&cursor={place}")).unwrap().query();
        assert_eq!((query.filter.until, query.limit), (Some(time), Some(13)));
        let query = read(&format!("datetime=../2018-02-04T00:00:00Z&cursor={place}")).unwrap().query();
        assert_eq!(query.filter.until, "2018-02-04T00:00:00Z".parse().ok());
    }

    #[test]
    fn every_type_that_is_told_can_be_asked_for() {
        for kind in Kind::ALL {
            let asked = read(&format!("type={}", feature::kind(kind))).unwrap();
            assert_eq!(asked.filter.kinds, Some(vec![kind]));
        }
        assert!(read("type=tremor").is_err());
    }

    #[test]
    fn what_is_unknown_or_makes_no_sense_is_refused() {
        for query in ["colour=red", "bbox=1,2,3", "datetime=yesterday", "cursor=7", "f=html", "mindepth=9&maxdepth=8"] {
            assert!(read(query).is_err(), "{query}");
        }
    }
}
