//! Earthquakes for the tests of all formats.

use quake::{Quake, parse_utc};

use crate::{Document, Entry, Format, Heading};

/// An earthquake with the feed's properties as given, such as `"mag":5.1`; what is not given is null.
pub(crate) fn quake(properties: &str) -> Quake {
    let comma = if properties.is_empty() { "" } else { "," };
    quake::emsc::parse_feature(&format!(
        r#"{{"id":"20250305_0000090","properties":{{"lastupdate":"2025-03-05T10:06:56.102425Z",
        "time":"2025-03-05T09:45:07.4Z","lat":40.115,"lon":28.5381{comma}{properties}}}}}"#
    ))
    .unwrap()
}

/// One whose texts have all that needs escaping somewhere, and characters that XML does not allow at all.
pub(crate) fn hostile() -> Quake {
    let nasty = r#"<b>&amp;\"'|,;\r\n\t\u0000\u0001\u001f]]>\uffff é 地 \ud83c\udf0d"#;
    let mut quake = quake(&format!(
        r#""flynn_region":"{nasty}","auth":"{nasty}","source_id":"{nasty}","source_catalog":"{nasty}",
        "mag":5,"magtype":"<|\"&,\u0002","evtype":"<|&""#
    ));
    quake.id = "a:b-c._1".parse().unwrap();
    quake
}

pub(crate) fn heading() -> Heading {
    Heading {
        title: "All <events> & \"more\"".to_owned(),
        url: "https://quakes.example/q?a=1&b=\"2\"".to_owned(),
        site: "https://quakes.example".to_owned(),
        generated: parse_utc("2025-03-05T12:00:00Z").unwrap(),
    }
}

/// An answer with these events.
pub(crate) fn write(format: Format, quakes: &[Quake]) -> String {
    let mut out = String::new();
    let mut document = Document::new(format, heading());
    document.begin(&mut out);
    for quake in quakes {
        document.event(&Entry::latest(quake), &mut out);
    }
    document.end(&mut out);
    out
}

/// Whether another reader of the format's grammar takes it.
pub(crate) fn check(format: Format, answer: &str) {
    match format {
        Format::QuakeMl | Format::Atom => drop(roxmltree::Document::parse(answer).unwrap()),
        Format::EmscJson | Format::UsgsGeoJson => drop(json(answer)),
        Format::Text => assert!(answer.lines().all(|line| line.split('|').count() == 14), "{answer}"),
        Format::Csv => assert!(answer.starts_with("time,") && answer.ends_with('\n'), "{answer}"),
    }
}

pub(crate) fn json(answer: &str) -> serde_json::Value {
    serde_json::from_str(answer).unwrap()
}
