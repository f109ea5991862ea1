//! `quakewire-table`: creates the table where it is missing, on endpoints that Terraform does not reach.

use std::process::ExitCode;

use clap::Parser;
use serde::Serialize;
use store::{Settings, Store};

/// Creates Quakewire's DynamoDB table where it is missing. Safe to run again. On AWS use Terraform instead: it
/// also sets replicas, backups and encryption.
#[derive(Debug, Parser, Serialize)]
#[command(name = "quakewire-table", version)]
struct Config {
    #[command(flatten)]
    store: Settings,
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
    service::run("table", &settings, async |_stop| Ok(Store::connect(&config.store).await.ensure_table().await?))
}

#[cfg(test)]
#[test]
fn the_command_line_is_well_formed() {
    use clap::CommandFactory;
    Config::command().debug_assert();
}
