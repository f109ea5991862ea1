//! The layer: takes each line with the fields of its spans, and puts it into the queue.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_log::NormalizeEvent;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::line::Fields;
use super::queue::Queue;
use crate::events;

/// Who makes HTTP requests: to send a line of theirs would make them write the next.
const HTTP: [&str; 4] = ["hyper", "reqwest", "h2", "rustls"];

pub(crate) struct LokiLayer {
    queue: Arc<Queue>,
    instance: String,
}

impl LokiLayer {
    pub(super) fn new(queue: Arc<Queue>, instance: &str) -> Self {
        Self { queue, instance: instance.to_owned() }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for LokiLayer {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        // What comes from the crate `log` says where it was written in fields of its own.
        let normalized = event.normalized_metadata();
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        if HTTP.iter().any(|client| metadata.target().starts_with(client)) {
            events::lines_dropped("excluded", 1);
            return;
        }
        let mut line = Fields::default();
        let mut spans = Vec::new();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(fields) = span.extensions().get::<Fields>() {
                line.extend(fields);
            }
            spans.push(Value::from(span.name()));
        }
        event.record(&mut line);
        line.set("instance", self.instance.as_str().into());
        line.set("_spans", spans.into());
        line.set("_target", metadata.target().into());
        line.set("_file", metadata.file().into());
        line.set("_line", metadata.line().into());
        self.queue.put(*metadata.level(), SystemTime::now(), line.into_json());
    }
}
