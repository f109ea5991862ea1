//! Told of `/events`, the stream of changes.

use super::operation::{Answer, Given, Operation, Place, Recipe, Subject, text};
use super::{Here, sample};
use crate::server::interfaces::following::PARAMETERS;
use crate::server::interfaces::telling::{Envelope, Framing};

/// A position as `quake::Cursor` writes it.
const POSITION: &str = "^[0-9]+-[0-9]+(\\.[0-9]+)*$";

pub(super) fn subject(here: &Here) -> Subject {
    let Here { site, hour_ago, .. } = here;
    let last = "As `after`, and before it: what a browser says by itself when it comes back";
    let stream = Operation::get("/events", "followChanges", "Every change from now on, or from where you were, until you go")
        .about(
            "Each message has its position as `id`. Come back with the last one, to whichever replica, and get what you \
             missed: nothing is lost, and what comes twice is the same revision (`id` and `updated`). `event: reset` says \
             that the position is too old; read `/api/events` anew, the stream goes on. A filter is held against each \
             report by itself: of a revision that no longer meets it you do not hear, so who has to know takes the whole \
             stream. `Accept: application/x-ndjson` gets one JSON object a line. A quiet stream gives a sign of life every 15 seconds.",
        )
        .asked(&PARAMETERS)
        .example("since", hour_ago)
        .given(Given::text(Place::Header, "Last-Event-ID", last, POSITION, "1741169216102-17.4.9"))
        .answer(
            Answer::bare(200, "A stream that does not end: `data` is a `Bulletin`, or a `CloudEvent`; a line a `Line`")
                .or_like("text/event-stream", text(), sample::told(Framing::Events, Envelope::Bare).into())
                .or_like("application/x-ndjson", text(), sample::told(Framing::Lines, Envelope::Bare).into()),
        )
        .answer(Answer::refusal(400, "A parameter that is unknown, repeated, malformed or contradictory"))
        .answer(Answer::starting())
        .look("From now on", "")
        .look("The last hour, then on", &format!("?since={hour_ago}"))
        .look("Magnitude 4.5 and more, as CloudEvents", "?minmagnitude=4.5&envelope=cloudevents");
    Subject {
        name: "Stream",
        whom: "Whoever wants to know within a second",
        about: "Each earthquake and each revision of one, as it is heard of: server-sent events, lines of JSON, or \
            CloudEvents.",
        start: "",
        operations: vec![stream],
        recipes: vec![
            Recipe {
                title: "curl and jq",
                about: "A line for each earthquake of magnitude 4 and more, those of the last hour first.",
                code: format!(
                    "curl -sN -H 'Accept: application/x-ndjson' \\\n  \
                     \"{site}/events?minmagnitude=4&since=$(date -u -d '1 hour ago' +%FT%TZ)\" |\n  \
                     jq --unbuffered -r 'select(.id) | [.mag, (.time / 1000 | todate), .region] | @tsv'"
                ),
            },
            Recipe {
                title: "JavaScript",
                about: "In any page of any site. The browser comes back by itself to where it was.",
                code: format!(
                    "const stream = new EventSource(\"{site}/events?minmagnitude=4\");\n\
                     stream.onmessage = ({{ data }}) => {{\n  \
                       const {{ mag, region, time, revision }} = JSON.parse(data);\n  \
                       console.log(mag, region, new Date(time), revision > 1 ? \"revised\" : \"new\");\n\
                     }};\n\
                     stream.addEventListener(\"reset\", () => {{ /* read {site}/api/events again */ }});"
                ),
            },
        ],
    }
}
