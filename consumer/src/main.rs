//! `quakewire-consumer`: see [`consumer`].

use std::process::ExitCode;

use clap::Parser;
use consumer::Config;

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
    service::run("consumer", &settings, |stop| consumer::run(config, stop))
}
