//! The settings of everything at once; `--help` prints this as the manual.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use serde::Serialize;
use service::Address;

/// Runs all of Quakewire on this machine: feed, Kafka, DynamoDB, producer, consumer and page.
///
/// Listens to EMSC where it can be reached, and otherwise replays real earthquakes of 2018 as if they happened now,
/// marked as simulated. Stop with Ctrl-C; what was stored is there at the next start.
#[derive(Debug, Clone, Parser, Serialize)]
#[command(name = "quakewire-local", version)]
pub struct Config {
    /// Run Apache Kafka and Amazon's DynamoDB Local (Java 17) instead of the embedded ones
    #[arg(long)]
    pub real: bool,

    /// The page's port on 127.0.0.1; 0 takes a free one
    #[arg(long, env = "QUAKEWIRE_PORT", default_value_t = 8080)]
    pub port: u16,

    /// Where what is stored is kept; each feed has a folder of its own in it
    #[arg(long, env = "QUAKEWIRE_DATA", default_value = ".quakewire", value_name = "FOLDER")]
    pub data: PathBuf,

    /// The built site. Unset: beside this program's own folder, where `cargo xtask web` puts it
    #[arg(long, env = "QUAKEWIRE_SITE", value_name = "FOLDER")]
    pub site: Option<PathBuf>,

    /// The overlays that readers can lay over the map (overlays/README.md)
    #[arg(long, env = "QUAKEWIRE_OVERLAYS", default_value = "overlays", value_name = "FOLDER")]
    pub overlays: PathBuf,

    /// Replay real earthquakes of 2018 even where EMSC can be reached
    #[arg(long, conflicts_with = "feed_websocket")]
    pub simulate: bool,

    /// Seconds between two messages of the replay, in the mean; 0.01 is fast, about 220 the Earth's own pace
    #[arg(long, default_value_t = 5.0, value_name = "SECONDS")]
    pub every: f64,

    /// Another websocket that speaks EMSC's protocol
    #[arg(long, env = "QUAKEWIRE_FEED_WEBSOCKET", requires = "feed_fdsn", value_name = "URL")]
    pub feed_websocket: Option<Address>,

    /// The FDSN-event service that belongs to it
    #[arg(long, env = "QUAKEWIRE_FEED_FDSN", requires = "feed_websocket", value_name = "URL")]
    pub feed_fdsn: Option<Address>,

    /// How many days of history to fetch at the first start
    #[arg(long, env = "QUAKEWIRE_HISTORY_DAYS", default_value_t = 30, value_name = "DAYS",
          value_parser = clap::value_parser!(u16).range(0..=366))]
    pub history_days: u16,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub webhooks: webhooks::Settings,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub service: service::Settings,
}

impl Config {
    /// The site to serve.
    pub(crate) fn site(&self) -> Result<PathBuf> {
        if let Some(site) = &self.site {
            return Ok(site.clone());
        }
        let program = std::env::current_exe().context("this program's own place is unknown: say --site")?;
        let folder = program.parent().and_then(|folder| folder.parent());
        Ok(folder.context("this program lies in no folder: say --site")?.join("site"))
    }

    /// Logs are for trouble here; what goes well is told by the progress.
    pub fn service(&self) -> service::Settings {
        let mut settings = self.service.clone();
        if settings.log == "info" {
            // The embedded table logs each condition that does not hold, which is how duplicates end; and Kafka's
            // client, at the end, that the broker is gone. What matters of both our services say themselves.
            "warn,dynoxide=error,librdkafka=off,rdkafka=off".clone_into(&mut settings.log);
        }
        settings
    }
}

#[cfg(test)]
#[test]
fn the_command_line_is_well_formed() {
    use clap::CommandFactory;
    Config::command().debug_assert();
}
