//! Logs: to standard error for people or machines, and to Loki behind a guard.

use std::io::IsTerminal;

use anyhow::Context;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context as LayerContext, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::events::{self, EveryLine};
use crate::loki::{Loki, Writer};
use crate::{LogFormat, Settings, install_metrics};

/// Logging as it runs; [`Telemetry::flush`] it before the process ends.
pub struct Telemetry {
    loki: Option<Loki>,
}

impl Telemetry {
    /// Begins to log for the named service. Once a process; inside a Tokio runtime.
    ///
    /// # Errors
    /// When the filter or Loki's address cannot be understood, or logging has begun already.
    pub fn start(service: &str, settings: &Settings) -> anyhow::Result<Self> {
        // First, so that every line is counted from the first on.
        install_metrics(&[]);
        let filter = EnvFilter::try_new(&settings.log)
            .with_context(|| format!("the log filter `{}` cannot be understood", settings.log))?
            // Whatever else is left out: a line that is written says which report it is about.
            .add_directive("topics::span=error".parse()?);
        let console = match settings.log_format {
            LogFormat::Json => {
                // The list of spans would say the one there is again.
                let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false);
                lines.with_writer(std::io::stderr).boxed()
            }
            LogFormat::Text => tracing_subscriber::fmt::layer()
                .with_ansi(std::io::stderr().is_terminal())
                .with_target(false)
                .with_writer(std::io::stderr)
                .boxed(),
        };
        let (loki_layer, loki) = match &settings.loki_url {
            Some(url) => {
                let (environment, instance) = (&settings.environment, &settings.instance());
                let (layer, loki) = Loki::start(Writer { service, environment, instance }, url)?;
                (Some(layer), Some(loki))
            }
            None => (None, None),
        };
        tracing_subscriber::registry()
            .with(filter)
            .with(console)
            .with(Lines(EveryLine::new()))
            .with(loki_layer)
            .try_init()?;
        tell_of_panics(settings.log_format);
        Ok(Self { loki })
    }

    /// Sends what waits for Loki, for at most two seconds.
    pub async fn flush(self) {
        if let Some(loki) = self.loki {
            loki.flush().await;
        }
    }
}

/// A panic is a log line like any other. For people the usual report follows, with its backtrace.
fn tell_of_panics(format: LogFormat) {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        events::panicked(panic);
        if format == LogFormat::Text {
            usual(panic);
        }
    }));
}

/// Counts lines by level: an error rate that needs no Loki.
struct Lines(EveryLine);

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _context: LayerContext<'_, S>) {
        self.0.written(*event.metadata().level());
    }
}
