//! Logs: to standard error for people or machines, and to Loki behind a guard.

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::loki::Guard;
use crate::{LogFormat, Settings};

/// Logging as it runs; [`Telemetry::flush`] it before the process ends.
pub struct Telemetry {
    loki: Option<Guard>,
}

impl Telemetry {
    /// Begins to log for the named service. Once a process; inside a Tokio runtime.
    ///
    /// # Errors
    /// When the filter or Loki's address cannot be understood, or logging has begun already.
    pub async fn start(service: &str, settings: &Settings) -> anyhow::Result<Self> {
        let filter = EnvFilter::try_new(&settings.log)
            .with_context(|| format!("the log filter `{}` cannot be understood", settings.log))?;
        let console = match settings.log_format {
            LogFormat::Json => {
                tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(std::io::stderr).boxed()
            }
            LogFormat::Text => tracing_subscriber::fmt::layer()
                .with_ansi(std::io::stderr().is_terminal())
                .with_target(false)
                .with_writer(std::io::stderr)
                .boxed(),
        };
        let (loki_layer, loki) = match &settings.loki_url {
            Some(url) => {
                let (layer, guard) = Guard::start(service, &settings.environment, url).await?;
                (Some(layer), Some(guard))
            }
            None => (None, None),
        };
        tracing_subscriber::registry().with(filter).with(console).with(loki_layer).try_init()?;
        Ok(Self { loki })
    }

    /// Sends what waits for Loki, for at most two seconds.
    pub async fn flush(self) {
        if let Some(guard) = self.loki {
            guard.flush().await;
        }
    }
}
