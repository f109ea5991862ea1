//! How a change is told: the forms of one piece of news.

use axum::http::{HeaderMap, header};
use quake::emsc::{self, Action};
use quake::{Bulletin, Cursor, sortable};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::server::hub::News;

/// The form of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) framing: Framing,
    pub(crate) envelope: Envelope,
}

/// What holds messages apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-sent events.
    Events,
    /// One JSON object a line.
    Lines,
}

/// What is around a bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// Nothing; on lines the bulletin says its position.
    Bare,
    /// `CloudEvents` 1.0 as JSON.
    CloudEvents,
}

impl Framing {
    /// What the client would rather have: lines if it says so, else events.
    pub(crate) fn accepted(headers: &HeaderMap) -> Self {
        let accepts = |media_type: &str| {
            let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
            accept.split(',').any(|each| each.split(';').next().is_some_and(|name| name.trim() == media_type))
        };
        let lines = ["application/x-ndjson", "application/ndjson", "application/jsonl"].into_iter().any(accepts);
        if lines && !accepts("text/event-stream") { Self::Lines } else { Self::Events }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Events => "text/event-stream",
            Self::Lines => "application/x-ndjson",
        }
    }
}

impl Form {
    /// A change.
    pub(crate) fn news(self, news: &News, out: &mut Vec<u8>) {
        match self.framing {
            Framing::Events => {
                out.extend_from_slice(format!("id: {}\ndata: ", news.cursor).as_bytes());
                self.message(news, out);
                out.extend_from_slice(b"\n\n");
            }
            Framing::Lines => {
                self.message(news, out);
                out.push(b'\n');
            }
        }
    }

    /// Where the reader stands, without news. Who resumes there need not look through what did not concern it.
    pub(crate) fn quiet(self, cursor: &Cursor, out: &mut Vec<u8>) {
        match self.framing {
            // An id without data sets the position and is no message.
            Framing::Events => out.extend_from_slice(format!("id: {cursor}\n\n").as_bytes()),
            Framing::Lines => out.push(b'\n'),
        }
    }

    /// What lies before is to be read again from the catalogue.
    pub(crate) fn reset(self, cursor: &Cursor, out: &mut Vec<u8>) {
        let text = match self.framing {
            Framing::Events => format!("id: {cursor}\nevent: reset\ndata: {{}}\n\n"),
            Framing::Lines => format!("{{\"reset\":true,\"cursor\":\"{cursor}\"}}\n"),
        };
        out.extend_from_slice(text.as_bytes());
    }

    fn message(self, news: &News, out: &mut Vec<u8>) {
        match (self.envelope, self.framing) {
            (Envelope::CloudEvents, _) => out.extend_from_slice(cloud_event(news).as_bytes()),
            (Envelope::Bare, Framing::Events) => out.extend_from_slice(&news.json),
            (Envelope::Bare, Framing::Lines) => {
                out.extend_from_slice(format!("{{\"cursor\":\"{}\",", news.cursor).as_bytes());
                out.extend_from_slice(news.json.strip_prefix(b"{").expect("a bulletin is an object"));
            }
        }
    }
}

/// A change in an envelope that integration platforms know.
#[derive(Serialize, ToSchema)]
pub(crate) struct CloudEvent<'a> {
    specversion: &'static str,
    /// The revision's: the same at every replica and every time.
    id: String,
    source: &'static str,
    /// `com.quakewire.earthquake.created.v1` or `com.quakewire.earthquake.updated.v1`; what is simulated has types of its
    /// own, `com.quakewire.simulation.created.v1` and `com.quakewire.simulation.updated.v1`.
    r#type: &'static str,
    /// EMSC's `unid`.
    subject: &'a str,
    /// When the agency said this, UTC.
    time: String,
    datacontenttype: &'static str,
    /// An extension: where to go on.
    cursor: String,
    #[schema(value_type = Bulletin)]
    data: &'a RawValue,
}

/// `CloudEvents` 1.0 in its JSON format. The id is that of the revision: the same at every replica and every time.
fn cloud_event(news: &News) -> String {
    let data = std::str::from_utf8(&news.json).expect("JSON is text");
    let event = CloudEvent {
        specversion: "1.0",
        id: format!("{}/{}", news.quake.id, sortable(news.quake.updated)),
        source: "/events",
        r#type: news.quake.cloud_event_type(news.revision == 1),
        subject: news.quake.id.as_str(),
        time: news.quake.updated.to_string(),
        datacontenttype: "application/json",
        cursor: news.cursor.to_string(),
        data: serde_json::from_str(data).expect("a bulletin is JSON"),
    };
    serde_json::to_string(&event).expect("plain texts always serialise")
}

/// A frame as EMSC's websocket sends it.
pub(crate) fn emsc_frame(news: &News) -> String {
    let action = if news.revision == 1 { Action::Create } else { Action::Update };
    emsc::frame(&action, &news.quake)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn news() -> News {
        let feature = r#"{"id":"a","properties":{"lastupdate":"2026-11-20T10:00:00Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2}}"#;
        let quake = quake::emsc::parse_feature(feature).unwrap();
        let json = serde_json::to_vec(&Bulletin::new(&quake, 2)).unwrap().into();
        let cursor = "5-7".parse().unwrap();
        News { received: quake.updated, quake: Arc::new(quake), revision: 2, source: None, cursor, json }
    }

    fn told(framing: Framing, envelope: Envelope) -> String {
        let mut out = Vec::new();
        Form { framing, envelope }.news(&news(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_is_a_bulletin_with_its_position() {
        let line = told(Framing::Lines, Envelope::Bare);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&value["cursor"], &value["id"]), (&"5-7".into(), &"a".into()));
        assert!(line.ends_with("}\n") && line.lines().count() == 1);
    }

    #[test]
    fn a_cloud_event_has_what_its_specification_demands() {
        let text = told(Framing::Events, Envelope::CloudEvents);
        let json = text.strip_prefix("id: 5-7\ndata: ").unwrap().trim_end();
        let event: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(event["specversion"], "1.0");
        assert_eq!(event["id"], "a/2026-11-20T10:00:00.000000000Z");
        assert_eq!(event["type"], "com.quakewire.earthquake.updated.v1");
        assert_eq!(event["data"]["id"], "a");
    }

    #[test]
    fn lines_are_for_those_who_ask_for_them() {
        let accepted =
            |accept: &str| Framing::accepted(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]));
        assert_eq!(accepted("application/x-ndjson"), Framing::Lines);
        assert_eq!(accepted("application/x-ndjson;q=1, */*"), Framing::Lines);
        for browsers in ["text/event-stream", "*/*", "text/event-stream, application/x-ndjson"] {
            assert_eq!(accepted(browsers), Framing::Events);
        }
    }
}
