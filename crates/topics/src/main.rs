//! `quakewire-topics`: creates the topics where they are missing. Run it before the services, as often as you like.

use std::process::ExitCode;

use clap::Parser;
use serde::Serialize;
use topics::{Plan, Settings};

/// Creates Quakewire's Kafka topics where they are missing. Safe to run again: existing topics are left alone.
#[derive(Debug, Parser, Serialize)]
#[command(name = "quakewire-topics", version)]
struct Config {
    #[command(flatten)]
    kafka: Settings,
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    service: service::Settings,
}

fn main() -> ExitCode {
    let config = Config::parse();
    if config.service.print_config {
        service::print_config(&config);
        return ExitCode::SUCCESS;
    }
    let settings = config.service.clone();
    service::run("topics", &settings, async |_stop| Ok(topics::ensure(&config.kafka, &config.plan).await?))
}

#[cfg(test)]
#[test]
fn the_command_line_is_well_formed() {
    use clap::CommandFactory;
    Config::command().debug_assert();
}
