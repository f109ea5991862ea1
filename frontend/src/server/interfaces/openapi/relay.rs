//! Told of EMSC's websocket.

use super::operation::{Answer, Operation, Recipe, Subject, reference, text};
use super::{Here, sample};
use crate::server::interfaces::following::PARAMETERS_OF_RELAY;

pub(super) fn subject(here: &Here) -> Subject {
    let Here { site, hour_ago, .. } = here;
    let socket = site.replacen("http", "ws", 1);
    let relay = Operation::get("/standing_order/websocket", "relay", "EMSC's frames, over a websocket")
        .about(
            "One frame of text for each change, as EMSC sends it (`EmscFrame`). What EMSC does not have: filters, which \
             are held against each report by itself, and `since` or `after`, which replay what a listener missed.",
        )
        .asked(&PARAMETERS_OF_RELAY)
        .example("since", hour_ago)
        .answer(Answer::bare(101, "The websocket").or_like(
            "application/json",
            reference("EmscFrame"),
            sample::emsc_frame(),
        ))
        .answer(
            Answer::refusal(
                400,
                "No websocket is asked for, or a parameter is unknown, repeated, malformed or contradictory",
            )
            .or("text/plain", text()),
        )
        .answer(Answer::text(426, "The connection cannot become a websocket"))
        .answer(Answer::starting());
    Subject {
        name: "EMSC\u{2019}s websocket",
        whom: "Programs that listen to EMSC",
        about: "The frames that EMSC sends, at the path where EMSC sends them: change the host name and nothing else.",
        start: "",
        operations: vec![relay],
        recipes: vec![Recipe {
            title: "Python, websockets",
            about: "EMSC\u{2019}s own example, with another address.",
            code: format!(
                "# pip install websockets\n\
                 import asyncio, json, websockets\n\n\
                 EARTHQUAKES = \"{socket}/standing_order/websocket\"\n\n\
                 async def listen():\n    \
                     async for socket in websockets.connect(EARTHQUAKES, ping_interval=15):\n        \
                         try:\n            \
                             async for message in socket:\n                \
                                 frame = json.loads(message)\n                \
                                 quake = frame[\"data\"][\"properties\"]\n                \
                                 print(frame[\"action\"], quake[\"mag\"], quake[\"flynn_region\"], quake[\"time\"])\n        \
                         except websockets.ConnectionClosed:\n            \
                             continue\n\n\
                 asyncio.run(listen())"
            ),
        }],
    }
}
