//! The consumer's settings; `--help` prints this as the manual.

use std::net::SocketAddr;

use clap::Parser;
use serde::Serialize;

/// Writes Quakewire's events from Kafka to DynamoDB.
///
/// Any number of consumers share the work. Each commits a record only after the table has it; the table's conditions
/// make repeated and stale records harmless.
#[derive(Debug, Clone, Parser, Serialize)]
#[command(name = "quakewire-consumer", version)]
pub struct Config {
    /// The consumer group. All consumers of one table share one; the frontend reads its position
    #[arg(
        long,
        env = "QUAKEWIRE_GROUP",
        default_value = Config::GROUP,
        value_name = "NAME",
        help_heading = "Kafka"
    )]
    pub group: String,

    /// Where to serve /healthz, /readyz and /metrics, e.g. `0.0.0.0:9102`. Unset: nowhere
    #[arg(long, env = "QUAKEWIRE_CONSUMER_STATUS", value_name = "ADDRESS:PORT", help_heading = "Logs and reports")]
    pub status_listen: Option<SocketAddr>,

    /// Ask the consumer that runs with these settings whether it is alive, and exit: 0 if it is
    #[arg(long, help_heading = "Logs and reports")]
    #[serde(skip)]
    pub healthcheck: bool,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub kafka: topics::Settings,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub store: store::Settings,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub service: service::Settings,
}

impl Config {
    /// The group's usual name.
    pub const GROUP: &str = "quakewire-consumer";

    /// The defaults, between the given topic and table.
    pub fn new(kafka: topics::Settings, store: store::Settings) -> Self {
        Self {
            group: Self::GROUP.to_owned(),
            status_listen: None,
            healthcheck: false,
            kafka,
            store,
            service: service::Settings::default(),
        }
    }
}

#[cfg(test)]
#[test]
fn the_command_line_is_well_formed() {
    use clap::CommandFactory;
    Config::command().debug_assert();
}
