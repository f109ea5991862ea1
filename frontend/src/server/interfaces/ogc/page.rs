//! One page of items, written while it is read. What is known only at its end stands there: whether there is another
//! page, and how many there are.

use axum::http::Uri;
use formats::Entry;
use jiff::Timestamp;
use serde_json::json;

use super::asked::Asked;
use super::feature::Feature;
use super::place::Place;
use super::{COLLECTION, COLLECTIONS, GEOJSON, JSON, link};
use crate::server::interfaces::document;

/// A page being written.
#[derive(Debug)]
pub(super) struct Page {
    asked: Asked,
    site: String,
    uri: Uri,
    /// How many there are on all pages, if that is known from the start.
    matched: Option<usize>,
    returned: usize,
    /// After the last item that was written.
    place: Option<Place>,
    more: bool,
}

impl Page {
    pub(super) fn new(asked: Asked, site: String, uri: Uri, matched: Option<usize>) -> Self {
        let place = asked.place.clone();
        Self { asked, site, uri, matched, returned: 0, place, more: false }
    }

    /// The address of the next page: this one's with another place.
    fn next(&self, place: &Place) -> String {
        let given = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(given.filter(|(name, _)| name != "cursor"));
        query.append_pair("cursor", &place.to_string());
        format!("{}{COLLECTIONS}/{COLLECTION}/items?{}", self.site, query.finish())
    }

    /// How many there are, if it is known by now: the last page knows it, having counted those before.
    fn matched(&self) -> Option<usize> {
        let before = self.asked.place.as_ref().map_or(0, |place| place.before);
        self.matched.or_else(|| (!self.more).then_some(before + self.returned))
    }
}

impl document::Write for Page {
    fn begin(&mut self, out: &mut String) {
        out.push_str(r#"{"type":"FeatureCollection","features":["#);
    }

    fn event(&mut self, entry: &Entry<'_>, out: &mut String) {
        if self.asked.place.as_ref().is_some_and(|place| place.has(entry.latest)) {
            return;
        }
        // One more than a page was asked for.
        if self.returned == self.asked.limit {
            self.more = true;
            return;
        }
        let quake = entry.latest;
        out.push_str(if self.returned == 0 { "\n" } else { ",\n" });
        out.push_str(&Feature::of(quake, &self.site).json());
        self.returned += 1;
        let (same, before) = match &self.place {
            Some(place) if place.time == quake.time => (place.same + 1, place.before + 1),
            Some(place) => (1, place.before + 1),
            None => (1, 1),
        };
        self.place = Some(Place { time: quake.time, same, before, id: quake.id.clone() });
    }

    fn end(&mut self, out: &mut String) {
        let mut links = vec![
            link(format!("{}{}", self.site, self.uri), "self", GEOJSON, "This page"),
            link(format!("{}{COLLECTIONS}/{COLLECTION}", self.site), "collection", JSON, "The collection"),
        ];
        if let Some(place) = self.place.as_ref().filter(|_| self.more) {
            links.push(link(self.next(place), "next", GEOJSON, "The next page"));
        }
        let mut rest = json!({
            "links": links,
            // To the second it would lie before the request.
            "timeStamp": format!("{:.3}", Timestamp::now()),
            "numberReturned": self.returned,
        });
        if let Some(matched) = self.matched() {
            rest["numberMatched"] = matched.into();
        }
        out.push_str("\n],");
        out.push_str(rest.to_string().trim_start_matches('{'));
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use quake::{Order, Quake};
    use serde_json::Value;

    use super::super::parameters::PARAMETERS;
    use super::document::Write;
    use super::*;
    use crate::server::interfaces::parameters::Parameters;

    fn quake(id: &str, second: u32) -> Quake {
        quake::emsc::parse_feature(&format!(
            r#"{{"id":"{id}","properties":{{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:00:{second:02}Z","lat":1,"lon":2}}}}"#
        ))
        .unwrap()
    }

    /// Asks for a page as the catalogue would answer.
    fn page(uri: &str, all: &[Quake]) -> Value {
        let uri: Uri = uri.parse().unwrap();
        let asked = Asked::read(&Parameters::read(uri.query(), &PARAMETERS).unwrap()).unwrap();
        let query = asked.query();
        let mut found: Vec<_> = all.iter().filter(|quake| query.filter.admits(quake)).collect();
        found.sort_by(|one, other| Order::Newest.compare(one, other));
        let mut page = Page::new(asked, "https://quakes.example".to_owned(), uri, None);
        let mut out = String::new();
        page.begin(&mut out);
        for quake in found.into_iter().skip(query.skip).take(query.limit.unwrap()) {
            page.event(&Entry::latest(quake), &mut out);
        }
        page.end(&mut out);
        serde_json::from_str(&out).unwrap()
    }

    fn ids(page: &Value) -> Vec<&str> {
        page["features"].as_array().unwrap().iter().map(|feature| feature["id"].as_str().unwrap()).collect()
    }

    fn following(page: &Value) -> Option<String> {
        let links = page["links"].as_array().unwrap();
        let next = links.iter().find(|link| link["rel"] == "next")?;
        Some(next["href"].as_str().unwrap().replace("https://quakes.example", ""))
    }

    #[test]
    fn pages_follow_each_other_though_earthquakes_of_one_time_lie_on_several_and_new_ones_come() {
        let mut all = vec![quake("a", 9), quake("b", 5), quake("c", 5), quake("d", 5), quake("e", 5), quake("f", 1)];
        let mut next = Some("/ogc/collections/earthquakes/items?limit=2&type=other+event".to_owned());
        let (mut found, mut last) = (String::new(), Value::Null);
        while let Some(uri) = next {
            last = page(&uri, &all);
            found.extend(ids(&last));
            next = following(&last);
            assert_eq!(last.get("numberMatched").is_some(), next.is_none());
            all.push(quake(&format!("new{}", all.len()), 50));
        }
        assert_eq!(found, "aedcbf");
        assert_eq!((&last["numberMatched"], &last["numberReturned"]), (&6.into(), &2.into()));
    }

    #[test]
    fn what_is_revised_between_two_pages_takes_no_other_with_it() {
        let mut all = vec![quake("a", 9), quake("b", 8), quake("c", 7), quake("d", 6)];
        let first = page("/ogc/collections/earthquakes/items?limit=2", &all);
        // The last that was had moves to a later time.
        all[1] = quake("b", 30);
        let second = page(&following(&first).unwrap(), &all);
        assert_eq!(ids(&second), ["c", "d"]);
    }

    #[test]
    fn a_page_that_is_just_full_has_no_next_one() {
        let all = [quake("a", 1), quake("b", 2)];
        let full = page("/ogc/collections/earthquakes/items?limit=2", &all);
        assert_eq!((ids(&full), following(&full)), (vec!["b", "a"], None));
        let none = page("/ogc/collections/earthquakes/items?minmagnitude=3", &all);
        assert_eq!((ids(&none), &none["numberMatched"]), (vec![], &0.into()));
    }
}
