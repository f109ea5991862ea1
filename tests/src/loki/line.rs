//! One line of a log, as Loki has it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Labels of a stream.
pub(super) type Labels = BTreeMap<String, String>;

/// A line and the stream it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    /// Its stream.
    pub labels: BTreeMap<String, String>,
    /// Nanoseconds since 1970.
    pub at: i64,
    /// As it came.
    pub text: String,
}

impl Line {
    /// A label's value; empty where there is none, as in Loki.
    pub fn label(&self, name: &str) -> &str {
        self.labels.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The fields of a line of ours; none where the line is not JSON.
    pub fn fields(&self) -> Map<String, Value> {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A field as text, whatever it is in JSON; empty where there is none.
    pub fn field(&self, name: &str) -> String {
        match self.fields().get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    /// What happened, in words.
    pub fn message(&self) -> String {
        self.field("message")
    }
}
