//! Writes an answer in any format from recorded frames: `answer <format> < frames.ndjson`. Each line is a feature, a
//! frame of the websocket, or `{"frame": …}` as recordings keep it; revisions of one event belong together.
//! For looking at a format, and for giving it to other people's validators.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use formats::{Document, Entry, Format, Heading};
use quake::{Quake, emsc};
use serde_json::Value;

fn main() -> io::Result<()> {
    let word = std::env::args().nth(1).unwrap_or_default();
    let format = Format::named(&word).ok_or_else(|| io::Error::other(format!("`{word}` is no format")))?;
    let mut events: BTreeMap<String, Vec<Quake>> = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let mut value: Value = serde_json::from_str(&line?)?;
        for wrapper in ["frame", "data"] {
            value = value.get_mut(wrapper).map(Value::take).unwrap_or(value);
        }
        let quake = emsc::parse_feature(&value.to_string()).map_err(io::Error::other)?;
        events.entry(quake.id.to_string()).or_default().push(quake);
    }
    let heading = Heading {
        title: "Recorded events".to_owned(),
        url: "http://localhost/answer".to_owned(),
        site: "http://localhost".to_owned(),
        generated: quake::Timestamp::UNIX_EPOCH,
    };
    let (mut document, mut out) = (Document::new(format, heading), String::new());
    document.begin(&mut out);
    for revisions in events.values_mut() {
        revisions.sort_by_key(|quake| quake.updated);
        let Some(latest) = revisions.last() else { continue };
        document.event(&Entry { latest, revisions, all_origins: true, all_magnitudes: true }, &mut out);
        io::stdout().write_all(out.as_bytes())?;
        out.clear();
    }
    document.end(&mut out);
    io::stdout().write_all(out.as_bytes())
}
