//! The frontend's settings; `--help` prints this as the manual.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use serde::Serialize;
use service::Address;

/// Serves Quakewire's page, stream and API.
///
/// Loads its window from DynamoDB and follows changes from Kafka, or from the table where there is no Kafka. Any
/// number of frontends may run behind a load balancer: a browser that loses one goes on at another.
#[derive(Debug, Clone, Parser, Serialize)]
#[command(name = "quakewire-frontend", version)]
pub struct Config {
    /// Where to listen. Port 0 takes a free one
    #[arg(
        long,
        env = "QUAKEWIRE_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT",
        help_heading = "Web"
    )]
    pub listen: SocketAddr,

    /// The built site (`cargo xtask web` makes it)
    #[arg(long, env = "QUAKEWIRE_SITE", default_value = "target/site", value_name = "FOLDER", help_heading = "Web")]
    pub site: PathBuf,

    /// The overlays that readers can lay over the map: GeoJSON files, as its README says
    #[arg(long, env = "QUAKEWIRE_OVERLAYS", default_value = "overlays", value_name = "FOLDER", help_heading = "Web")]
    pub overlays: PathBuf,

    /// Where browsers find this site, e.g. `https://quakes.example`. Unset: as each request says
    #[arg(
        long,
        env = "QUAKEWIRE_PUBLIC_URL",
        value_name = "URL",
        value_parser = super::address::read,
        help_heading = "Web"
    )]
    pub public_url: Option<Address>,

    /// Lets browsers tell how long the page took them: once a visit, nothing about who or where. Readers who object
    /// (Do Not Track, Global Privacy Control) are not measured
    #[arg(long, env = "QUAKEWIRE_MEASURE_PAGES", help_heading = "Web")]
    pub measure_pages: bool,

    /// How often one address may ask the API and the interfaces, in the mean; five seconds' worth may come at once.
    /// 0: as often as it likes
    #[arg(
        long,
        env = "QUAKEWIRE_REQUESTS_PER_SECOND",
        default_value_t = 20,
        value_name = "NUMBER",
        help_heading = "Web"
    )]
    pub requests_per_second: u32,

    /// How many proxies stand in front, each adding to `X-Forwarded-For` whom it speaks for: 1 behind a load balancer.
    /// What others write into it is not believed
    #[arg(long, env = "QUAKEWIRE_PROXIES", default_value_t = 0, value_name = "NUMBER", help_heading = "Web")]
    pub proxies: u8,

    /// How many days of earthquakes are in memory: how far the API looks back, and the page up to 30 of them
    #[arg(
        long,
        env = "QUAKEWIRE_WINDOW_DAYS",
        default_value_t = 30,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(1..=366),
        help_heading = "Web"
    )]
    pub window_days: u16,

    /// Where live changes come from: `auto` is Kafka while it answers and the table otherwise
    #[arg(long, env = "QUAKEWIRE_CHANGES", default_value = "auto", help_heading = "Web")]
    pub changes: Source,

    /// The consumer group whose position tells what the table has
    #[arg(
        long,
        env = "QUAKEWIRE_GROUP",
        default_value = "quakewire-consumer",
        value_name = "NAME",
        help_heading = "Kafka"
    )]
    pub group: String,

    /// Ask the frontend that runs with these settings whether it is alive, and exit: 0 if it is
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
    pub webhooks: webhooks::Settings,

    #[expect(missing_docs, reason = "a doc comment here would replace the program's own in --help")]
    #[command(flatten)]
    pub service: service::Settings,
}

/// Where live changes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Kafka while it answers, the table otherwise.
    Auto,
    /// The table only: a region without Kafka. About a second later.
    Table,
}

impl Config {
    /// The defaults, between the given topic and table.
    pub fn new(kafka: topics::Settings, store: store::Settings, site: PathBuf) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            site,
            overlays: PathBuf::from("overlays"),
            public_url: None,
            measure_pages: false,
            requests_per_second: 20,
            proxies: 0,
            window_days: 30,
            changes: Source::Auto,
            group: "quakewire-consumer".to_owned(),
            healthcheck: false,
            kafka,
            store,
            webhooks: webhooks::Settings::default(),
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
