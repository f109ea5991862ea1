//! `quakewire-simulator`: the feed's double as a process of its own.

mod arguments;

use std::process::ExitCode;

use clap::Parser;
use simulator::Simulator;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<ExitCode> {
    let arguments = arguments::Arguments::parse();
    if arguments.healthcheck {
        return Ok(service::healthcheck(Some(arguments.listen())));
    }
    run(arguments.config())?;
    Ok(ExitCode::SUCCESS)
}

#[tokio::main]
async fn run(config: simulator::Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let mut terminated = signal(SignalKind::terminate())?;
    let simulator = Simulator::start(config).await?;
    println!("{}\n{}", simulator.websocket_url(), simulator.fdsn_url());
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted?,
        _ = terminated.recv() => {}
    }
    simulator.stop().await;
    Ok(())
}
