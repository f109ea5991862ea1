//! A line, and the labels of the streams it may be in.

use std::error::Error;
use std::fmt;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};

use super::Writer;
use crate::level::LEVELS;

/// The labels of the stream of each level, as Loki writes them.
pub(super) fn labels(writer: Writer<'_>) -> [String; LEVELS.len()] {
    let quoted = |text: &str| Value::from(text).to_string();
    let (service, environment) = (quoted(writer.service), quoted(writer.environment));
    LEVELS.map(|(_, level)| format!(r#"{{environment={environment},level="{level}",service={service}}}"#))
}

/// What a span or a line says, by name.
#[derive(Debug, Default)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn set(&mut self, name: &str, value: Value) {
        // `log.target` and its like come from the crate `log`: what the line's metadata says already.
        if !name.starts_with("log.") {
            self.0.insert(name.to_owned(), value);
        }
    }

    pub(super) fn extend(&mut self, others: &Self) {
        self.0.extend(others.0.iter().map(|(name, value)| (name.clone(), value.clone())));
    }

    pub(super) fn into_json(self) -> String {
        Value::Object(self.0).to_string()
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set(field.name(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field.name(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field.name(), value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field.name(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field.name(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field.name(), value.into());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.set(field.name(), value.to_string().into());
    }
}

#[cfg(test)]
#[test]
fn labels_name_the_stream_whatever_the_environment_is_called() {
    let writer = Writer { service: "producer", environment: r#"my "lab""#, instance: "" };
    assert_eq!(labels(writer)[2], r#"{environment="my \"lab\"",level="info",service="producer"}"#);
}
