//! The body of a webhook: a `CloudEvent` of version 1.0 in its structured form.

use quake::Bulletin;
use serde::Serialize;
use topics::Record;
use url::Url;

use crate::memory::Occasion;
use crate::rule::Rule;

/// The event's source where our site has no public address.
const NAMELESS: &str = "urn:quakewire";

#[derive(Serialize)]
struct Envelope<'a> {
    specversion: &'static str,
    id: &'a str,
    source: &'a str,
    r#type: &'static str,
    subject: &'a str,
    /// When the agency said it.
    time: String,
    datacontenttype: &'static str,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    bulletin: serde_json::Map<String, serde_json::Value>,
    rule: &'a str,
    meets_rule: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
}

/// The body, as JSON.
pub(crate) fn of(
    id: &str,
    rule: &Rule,
    record: &Record,
    occasion: Occasion,
    site: Option<&Url>,
    link: Option<&Url>,
) -> Vec<u8> {
    let quake = &record.quake;
    let envelope = Envelope {
        specversion: "1.0",
        id,
        source: site.map_or(NAMELESS, Url::as_str),
        r#type: quake.cloud_event_type(occasion.first),
        subject: quake.id.as_str(),
        time: quake.updated.to_string(),
        datacontenttype: "application/json",
        data: Data {
            bulletin: bulletin(record),
            rule: &rule.name,
            meets_rule: occasion.meets,
            link: link.map(Url::as_str),
        },
    };
    serde_json::to_vec(&envelope).expect("an envelope is plain data")
}

/// The bulletin without the count of revisions: how many are known is known to the table, which is not asked here.
fn bulletin(record: &Record) -> serde_json::Map<String, serde_json::Value> {
    let bulletin = Bulletin::new(&record.quake, 0).heard(record.received, record.source);
    match serde_json::to_value(bulletin) {
        Ok(serde_json::Value::Object(mut fields)) => {
            fields.remove("revision");
            fields
        }
        _ => unreachable!("a bulletin is an object of plain data"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::tests::record;
    use crate::rule::tests::{of as report_of, report, rule};

    const RULE: &str = "[[rule]]\nname = \"one\"\nurl = \"http://127.0.0.1:9999/\"\nsecret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"";

    #[test]
    fn the_envelope_has_what_cloudevents_asks_for_and_the_bulletin() {
        let (rule, record) = (rule(RULE), record(report("20261120_0000001", 0, 5.4)));
        let site: Url = "https://quakes.example/".parse().unwrap();
        let link = site.join("event/x").unwrap();
        let body = of("msg_1", &rule, &record, Occasion { first: true, meets: true }, Some(&site), Some(&link));
        let event: serde_json::Value = serde_json::from_slice(&body).unwrap();
        for (pointer, value) in [
            ("/specversion", "1.0"),
            ("/id", "msg_1"),
            ("/source", "https://quakes.example/"),
            ("/type", "com.quakewire.earthquake.created.v1"),
            ("/subject", "20261120_0000001"),
            ("/datacontenttype", "application/json"),
            ("/data/id", "20261120_0000001"),
            ("/data/region", "Fiji Region"),
            ("/data/rule", "one"),
            ("/data/link", "https://quakes.example/event/x"),
        ] {
            assert_eq!(event.pointer(pointer).unwrap(), value, "{pointer}");
        }
        assert_eq!(event["time"], record.quake.updated.to_string());
        assert_eq!((&event["data"]["mag"], &event["data"]["meets_rule"]), (&5.4.into(), &true.into()));
        assert!(event["data"].get("revision").is_none() && event["data"].get("simulated").is_none());
    }

    #[test]
    fn the_manuals_example_has_the_fields_of_a_real_one() {
        let manual = include_str!("../../../docs/webhooks.md");
        let (_, example) = manual.split_once("```json\n").unwrap();
        let example: serde_json::Value = serde_json::from_str(example.split_once("```").unwrap().0).unwrap();
        let site: Url = "https://quakes.example/".parse().unwrap();
        let occasion = Occasion { first: true, meets: true };
        let body = of("msg_1", &rule(RULE), &record(report("a", 0, 5.4)), occasion, Some(&site), Some(&site));
        let real: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let fields = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(fields(&example), fields(&real));
        assert_eq!(fields(&example["data"]), fields(&real["data"]));
        assert_eq!(example["type"], real["type"]);
    }

    #[test]
    fn what_is_simulated_says_so_in_its_type_and_its_data() {
        let (rule, record) = (rule(RULE), record(report_of("a", 0, 5.4, quake::SIMULATED_CATALOG)));
        let body = of("msg_1", &rule, &record, Occasion { first: false, meets: false }, None, None);
        let event: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(event["type"], "com.quakewire.simulation.updated.v1");
        assert_eq!(event["source"], "urn:quakewire");
        assert_eq!((&event["data"]["simulated"], &event["data"]["meets_rule"]), (&true.into(), &false.into()));
    }
}
