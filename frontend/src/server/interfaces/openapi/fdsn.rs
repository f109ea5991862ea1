//! Told of the FDSN-event service.

use formats::Format;

use super::operation::{Answer, Operation, Recipe, Subject, reference, text};
use super::{Here, sample};
use crate::server::catalogue::MOST_BY_MAGNITUDE;
use crate::server::interfaces::fdsn::parameters::PARAMETERS;
use crate::server::interfaces::fdsn::{LONGEST, MOST_REVISED};

pub(super) fn subject(here: &Here) -> Subject {
    let site = &here.site;
    let example = |format| sample::answer(format).into();
    let query = Operation::get("/fdsnws/event/1/query", "fdsnQuery", "Earthquakes of any period, in five formats")
        .about(format!(
            "FDSN-event 1.2 to the letter. Ordered by time an answer has no limit; ordered by magnitude it has \
             {MOST_BY_MAGNITUDE} earthquakes at most, with all origins or magnitudes {MOST_REVISED}. In `json` and \
             `geojson` one `eventid` is answered with that feature alone."
        ))
        .asked(&PARAMETERS)
        .answer(
            Answer::bare(200, "The earthquakes that match")
                .or_like("application/xml", text(), example(Format::QuakeMl))
                .or_like("text/plain", text(), example(Format::Text))
                .or_like("text/csv", text(), example(Format::Csv))
                .or_like(
                    "application/json",
                    serde_json::json!({ "anyOf": [reference("EmscAnswer"), reference("UsgsAnswer")] }),
                    sample::json_answer(Format::EmscJson),
                ),
        )
        .answer(Answer::bare(204, "Nothing matches, unless `nodata` is 404"))
        .answer(error(400, "A parameter that is unknown, repeated, malformed, out of range or contradictory"))
        .answer(error(404, "Nothing matches, and `nodata` is 404"))
        .answer(error(413, "More than one answer has; the text names the limit"))
        .answer(error(414, format!("The address is longer than {LONGEST} bytes")))
        .answer(error(429, "More than one address may ask; `Retry-After` says when to ask again"))
        .answer(error(503, "Not now; `Retry-After` says when to ask again"))
        .look("The latest 20, as text", "?format=text&limit=20")
        .look("Magnitude 6 and more, as USGS writes GeoJSON", "?format=geojson&minmagnitude=6&limit=100")
        .look("Around Athens, as QuakeML", "?latitude=38&longitude=23.7&maxradius=3&limit=10");
    let about = |path, id, summary, media_type, example: Option<&str>| {
        let answer = Answer::bare(200, summary);
        let answer = match example {
            Some(example) => answer.or_like(media_type, text(), example.into()),
            None => answer.or(media_type, text()),
        };
        Operation::get(path, id, summary)
            .answer(answer)
            .answer(error(429, "More than one address may ask; `Retry-After` says when to ask again"))
            .look("", "")
    };
    let catalogs = "<Catalogs><Catalog>EMSC-RTS</Catalog></Catalogs>";
    let contributors = "<Contributors><Contributor>EMSC</Contributor></Contributors>";
    let xml = "application/xml";
    let others = [
        about("/fdsnws/event/1/version", "fdsnVersion", "The version of the service", "text/plain", Some("1.2.0")),
        about("/fdsnws/event/1/application.wadl", "fdsnWadl", "The service's description of itself", xml, None),
        about("/fdsnws/event/1/catalogs", "fdsnCatalogs", "What `catalog` takes", xml, Some(catalogs)),
        about("/fdsnws/event/1/contributors", "fdsnContributors", "What `contributor` takes", xml, Some(contributors)),
    ];
    Subject {
        name: "FDSN-event",
        whom: "ObsPy, QQuake, and what else asks data centres",
        about: "The web service that seismology agreed on: QuakeML, text, CSV and two kinds of GeoJSON, of any period \
            that is stored.",
        start: "",
        operations: std::iter::once(query).chain(others).collect(),
        recipes: vec![obspy(site), qgis(site)],
    }
}

fn obspy(site: &str) -> Recipe {
    Recipe {
        title: "ObsPy",
        about: "As of any data centre: only the address is ours.",
        code: format!(
            "from obspy import UTCDateTime\n\
             from obspy.clients.fdsn import Client\n\n\
             client = Client(\"{site}\")\n\
             week = UTCDateTime() - 7 * 86400\n\
             catalog = client.get_events(starttime=week, minmagnitude=5, orderby=\"magnitude\")\n\
             print(catalog)\n\
             catalog.plot()"
        ),
    }
}

fn qgis(site: &str) -> Recipe {
    let query = "/fdsnws/event/1/query?format=geojson&minmagnitude=4.5&limit=2000";
    Recipe {
        title: "QGIS and GDAL",
        about: "In QGIS: Layer, Add Layer, Add Vector Layer; source type Protocol, type GeoJSON, and this as the URI. GDAL \
            wants the word GeoJSON before it, or it reads in pieces, which a feed has and an answer has not.",
        code: format!("{site}{query}\n\n# or in a terminal\nogrinfo -so 'GeoJSON:{site}{query}' -al"),
    }
}

fn error(status: u16, about: impl Into<String>) -> Answer {
    Answer::text(status, about)
}
