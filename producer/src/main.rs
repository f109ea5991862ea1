//! `quakewire-producer`: see [`producer`].

use std::process::ExitCode;

use clap::Parser;
use producer::Config;

fn main() -> ExitCode {
    let config = Config::parse();
    if config.service.print_config {
        service::print_config(&config);
        return ExitCode::SUCCESS;
    }
    if config.healthcheck {
        return service::healthcheck(config.status_listen);
    }
    let settings = config.service.clone();
    service::run("producer", &settings, |stop| producer::run(config, stop))
}
