//! The other role: a service as it is, and the chatter beside it.

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;

use crate::chatter;

/// Runs the service until it is told to stop, or until the bench is gone. A byte on standard input ends the chatter.
pub(crate) fn serve(name: &str, rate: u32, arguments: Vec<String>) -> ExitCode {
    let quiet = Arc::new(AtomicBool::new(false));
    listen(Arc::clone(&quiet));
    // Before the service does it: the chatter's first lines count already.
    service::install_metrics(&[]);
    let arguments = std::iter::once(name.to_owned()).chain(arguments);
    match name {
        "producer" => {
            let config = producer::Config::parse_from(arguments);
            let settings = config.service.clone();
            service::run("producer", &settings, |stop| {
                tokio::spawn(chatter::run(rate, quiet));
                producer::run(config, stop)
            })
        }
        "consumer" => {
            let config = consumer::Config::parse_from(arguments);
            let settings = config.service.clone();
            service::run("consumer", &settings, |stop| {
                tokio::spawn(chatter::run(rate, quiet));
                consumer::run(config, stop)
            })
        }
        "frontend" => {
            let config = frontend::server::Config::parse_from(arguments);
            let settings = config.service.clone();
            service::run("frontend", &settings, |stop| {
                tokio::spawn(chatter::run(rate, quiet));
                frontend::server::run(config, stop)
            })
        }
        _ => ExitCode::from(2),
    }
}

fn listen(quiet: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        while std::io::stdin().read(&mut [0]).is_ok_and(|bytes| bytes > 0) {
            quiet.store(true, Ordering::Relaxed);
        }
        std::process::exit(3);
    });
}
