//! `quakewire-local`: see [`local`].

use std::process::ExitCode;

use clap::Parser;
use local::Config;

fn main() -> ExitCode {
    let config = Config::parse();
    if config.service.print_config {
        service::print_config(&config);
        return ExitCode::SUCCESS;
    }
    let settings = config.service();
    service::run("local", &settings, |stop| local::run(config, stop))
}
