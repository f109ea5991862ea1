//! `e2e-service`: the services' own mains behind one name, so that Cargo builds them for the tests that kill them.
//!
//! `e2e-service producer --kafka …` is `quakewire-producer --kafka …`, and ends when its standard input does: no
//! service outlives the test that started it, however that ends.

use std::io::Read;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(3);
    });
    let mut arguments = std::env::args().skip(1).peekable();
    match arguments.peek().map(String::as_str) {
        Some("producer") => {
            let config = producer::Config::parse_from(arguments);
            let settings = config.service.clone();
            service::run("producer", &settings, |stop| producer::run(config, stop))
        }
        Some("consumer") => {
            let config = consumer::Config::parse_from(arguments);
            let settings = config.service.clone();
            service::run("consumer", &settings, |stop| consumer::run(config, stop))
        }
        Some("frontend") => {
            let config = frontend::server::Config::parse_from(arguments);
            let settings = config.service.clone();
            service::run("frontend", &settings, |stop| frontend::server::run(config, stop))
        }
        Some("local") => {
            let config = local::Config::parse_from(arguments);
            let settings = config.service();
            service::run("local", &settings, |stop| local::run(config, stop))
        }
        _ => ExitCode::from(2),
    }
}
