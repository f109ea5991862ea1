//! `quakewire-frontend`: see [`frontend`].

use std::process::ExitCode;

use clap::Parser;
use frontend::server::{self, Config};

fn main() -> ExitCode {
    let config = Config::parse();
    if config.service.print_config {
        service::print_config(&config);
        return ExitCode::SUCCESS;
    }
    if config.healthcheck {
        return service::healthcheck(Some(config.listen));
    }
    let settings = config.service.clone();
    service::run("frontend", &settings, |stop| server::run(config, stop))
}
