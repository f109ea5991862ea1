//! Told of USGS's summary feeds.

use formats::Format;

use super::operation::{Answer, Given, Operation, Place, Recipe, Subject, reference, text};
use super::{Here, sample};
use crate::server::interfaces::feeds;

pub(super) fn subject(here: &Here) -> Subject {
    let site = &here.site;
    let names: Vec<_> = feeds::names().collect();
    let about = "How strong, of how long, and the format: `<magnitude>_<span>.<format>`";
    let feed = Operation::get("/earthquakes/feed/v1.0/summary/{file}", "feed", "A feed, as USGS has it")
        .about(
            "Five choices of magnitude, four spans of time, each as GeoJSON, Atom with GeoRSS, CSV and QuakeML. What \
             follows a `?` is left alone, because programs put a number there to get past caches. A feed may be kept for \
             a minute; `ETag` tells whether there is anything new, and parts are given to who asks with `Range`.",
        )
        .given(Given::choice(Place::Path, "file", about, &names, "2.5_day.geojson"))
        .answer(
            Answer::bare(200, "The feed; one without earthquakes is a feed too")
                .or_like("application/json", reference("UsgsCollection"), sample::json_answer(Format::UsgsGeoJson))
                .or("application/atom+xml", text())
                .or("text/csv", text())
                .or("application/xml", text()),
        )
        .answer(
            Answer::bare(206, "The part that `Range` asks for")
                .or("application/json", serde_json::json!({}))
                .or("application/atom+xml", text())
                .or("text/csv", text())
                .or("application/xml", text()),
        )
        .answer(Answer::bare(304, "`If-None-Match` names the feed there is"))
        .answer(Answer::text(404, "There is no such feed; the text says which there are"))
        .answer(Answer::bare(416, "There is no such part"))
        .answer(Answer::text(429, "More than one address may ask; `Retry-After` says when to ask again"))
        .answer(Answer::text(503, "Not now; `Retry-After` says when to ask again"))
        .look("Magnitude 2.5 and more, the last day", "")
        .see("All of the last hour", "/earthquakes/feed/v1.0/summary/all_hour.geojson")
        .see("The significant ones of the last month, for feed readers", "/earthquakes/feed/v1.0/summary/significant_month.atom")
        .see("Magnitude 4.5 and more, the last week, as a table", "/earthquakes/feed/v1.0/summary/4.5_week.csv");
    Subject {
        name: "USGS\u{2019}s feeds",
        whom: "Home Assistant, feed readers, maps with Leaflet or D3, spreadsheets",
        about: "The twenty summary feeds that most programs which show earthquakes read, with EMSC\u{2019}s earthquakes in \
            them.",
        start: "/earthquakes/feed/v1.0/summary/all_day.geojson",
        operations: vec![feed],
        recipes: vec![home_assistant(site), leaflet(site)],
    }
}

fn home_assistant(site: &str) -> Recipe {
    Recipe {
        title: "Home Assistant",
        about: "Two integrations take any address: GeoJSON events, which is added in the settings with the first one, and \
            GeoRSS events, which is written into `configuration.yaml`.",
        code: format!(
            "# GeoJSON events: the address to give\n{site}/earthquakes/feed/v1.0/summary/2.5_day.geojson\n\n\
             # configuration.yaml\n\
             sensor:\n  \
               - platform: geo_rss_events\n    \
                 name: Earthquakes\n    \
                 url: {site}/earthquakes/feed/v1.0/summary/2.5_day.atom\n    \
                 radius: 500"
        ),
    }
}

fn leaflet(site: &str) -> Recipe {
    Recipe {
        title: "Leaflet",
        about: "A layer of the last day, in any page.",
        code: format!(
            "const feed = await fetch(\"{site}/earthquakes/feed/v1.0/summary/2.5_day.geojson\");\n\
             L.geoJSON(await feed.json(), {{\n  \
               pointToLayer: ({{ properties }}, place) => L.circleMarker(place, {{ radius: 2 ** properties.mag / 4 }}),\n  \
               onEachFeature: ({{ properties }}, layer) => layer.bindPopup(properties.title),\n\
             }}).addTo(map);"
        ),
    }
}
