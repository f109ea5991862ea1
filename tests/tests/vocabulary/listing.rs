//! The vocabulary for programs.

use serde_json::{Value, json};
use service::FIELDS;

use crate::METERS;
use crate::sources::Said;

/// `{"metrics": …, "fields": …, "labels": …, "spans": …, "lines": …}`
pub(crate) fn of(said: &[Said]) -> Value {
    let metrics: Vec<Value> = METERS
        .iter()
        .flat_map(|(service, meters)| {
            meters.iter().map(move |meter| {
                let labels: serde_json::Map<_, _> =
                    meter.labels.iter().map(|(label, values)| ((*label).to_owned(), json!(values))).collect();
                json!({
                    "service": service,
                    "kind": meter.kind.as_str(),
                    "name": meter.name,
                    "help": meter.help.trim(),
                    "labels": labels,
                })
            })
        })
        .collect();
    let fields: Vec<Value> = FIELDS.iter().map(|(name, help)| json!({"name": name, "help": help})).collect();
    let (spans, lines): (Vec<&Said>, Vec<&Said>) = said.iter().partition(|said| said.level == "span");
    let spans: Vec<Value> = spans.iter().map(|span| json!({"name": span.message, "fields": span.fields})).collect();
    json!({
        "metrics": metrics,
        "fields": fields,
        "labels": ["service", "environment", "level"],
        "spans": spans,
        "lines": lines,
    })
}
