//! Told of an earthquake's page and of the pictures that links show.

use super::Here;
use super::operation::{Answer, Given, Operation, Place, Subject, text};

/// What an id may be (`quake::QuakeId`).
const ID: &str = "^[A-Za-z0-9_.:-]{1,64}$";

pub(super) fn subject(here: &Here) -> Subject {
    let id = || Given::text(Place::Path, "id", "EMSC's `unid`, the `id` of every answer here", ID, &here.unid);
    let page = Operation::get("/event/{id}", "eventPage", "An earthquake's page, with each of its revisions")
        .given(id())
        .answer(html(200, "The page, in the language that the browser asks for"))
        .answer(html(400, "Such an id cannot be"))
        .answer(html(404, "Nobody has heard of it").or("text/plain", text()))
        .answer(html(503, "The table does not answer, and memory does not have it; ask again"))
        .look("The latest earthquake's", "");
    let picture = Operation::get("/event/{id}/preview.png", "eventPicture", "Its picture, 1200 by 630 pixels")
        .given(id())
        .answer(png())
        .answer(unchanged())
        .answer(Answer::text(400, "Such an id cannot be"))
        .answer(Answer::text(404, "Nobody has heard of it"))
        .answer(Answer::text(503, "Too many are being drawn, or the table does not answer; ask again"))
        .look("The latest earthquake's", "");
    let world = Operation::get("/preview.png", "worldPicture", "The last week's picture, 1200 by 630 pixels")
        .answer(png())
        .answer(unchanged())
        .answer(Answer::starting())
        .look("", "");
    Subject {
        name: "Pages and pictures",
        whom: "People, and chat windows that show where a link leads",
        about: "An address for each earthquake, to link to. The map has one for everything it shows: copy it. Within other \
            pages the map is `/embed`, with the same parameters.",
        start: "",
        operations: vec![page, picture, world],
        recipes: Vec::new(),
    }
}

fn html(status: u16, about: &'static str) -> Answer {
    Answer::bare(status, about).or("text/html", text())
}

fn png() -> Answer {
    Answer::bare(200, "A PNG, with an `ETag`").or("image/png", serde_json::json!({}))
}

fn unchanged() -> Answer {
    Answer::bare(304, "`If-None-Match` names the picture there is")
}
