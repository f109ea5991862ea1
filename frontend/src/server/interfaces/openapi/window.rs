//! Told of `/api/events`, the window as GeoJSON, and of the clock beside it.

use super::operation::{Answer, Operation, Recipe, Subject, reference};
use super::{Here, sample};
use crate::server::api;

pub(super) fn subject(here: &Here) -> Subject {
    let Here { site, .. } = here;
    let list = Operation::get("/api/events", "listWindow", "The window as GeoJSON, the newest first")
        .about("`cursor` in the answer is where `/events?after=` goes on, so that nothing is missed in between.")
        .asked(&api::PARAMETERS)
        .answer(Answer::bare(200, "The earthquakes that match; none is an answer too").or_like(
            "application/geo+json",
            reference("WindowCollection"),
            sample::window(),
        ))
        .answer(Answer::refusal(400, "A parameter that is unknown, repeated, malformed or contradictory"))
        .answer(Answer::too_often())
        .answer(Answer::starting())
        .look("The last hour", "?days=0.042")
        .look("Magnitude 5 and more", "?minmagnitude=5")
        .look("Around Fiji, across the date line", "?bbox=170,-30,-170,-10");
    let clock = Operation::get("/api/clock", "clock", "The server's clock, milliseconds since 1970")
        .answer(Answer::bare(200, "By which a browser learns how far its own clock is off").or_like(
            "text/plain",
            serde_json::json!({ "type": "string", "pattern": "^[0-9]+$" }),
            "1741169216102".into(),
        ))
        .look("", "");
    Subject {
        name: "Window",
        whom: "Web pages, and scripts that want the last weeks at once",
        about: "The last 30 days, from memory, in flat GeoJSON: what the map itself reads.",
        start: "",
        operations: vec![list, clock],
        recipes: vec![Recipe {
            title: "curl and jq",
            about: "The strongest of the last week, as a table.",
            code: format!(
                "curl -s '{site}/api/events?days=7&minmagnitude=5' |\n  \
                 jq -r '.features | sort_by(-.properties.mag)[] | .properties |\n         \
                 [.mag, (.time / 1000 | todate), .region] | @tsv'"
            ),
        }],
    }
}
