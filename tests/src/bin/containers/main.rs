//! `containers`: the end-to-end test against a compose stack that runs, started by `cargo xtask containers`.
//!
//! ```text
//! orders ──> [feed] ──> (the stack) ──> [reader] through the balancer, one on each frontend
//! [stack]: containers, their addresses, their deaths     [check]: what has to be true at the end
//! ```
//!
//! Each line it prints is a finding; it ends with an error at the first that is not as it has to be.

mod check;
mod feed;
mod logs;
mod numbers;
mod reader;
mod stack;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Tests a compose stack from outside.
#[derive(Parser)]
#[command(name = "containers")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Bring the jars of Apache Kafka and DynamoDB Local and print the folder they are in.
    Jars,
    /// Order earthquakes, kill containers, and compare what was sent with what is stored and was seen.
    Check {
        /// The compose project.
        #[arg(long)]
        project: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Jars => jars().await,
        Task::Check { project } => check::check(&project).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn jars() -> Result<()> {
    let jars = tokio::task::spawn_blocking(|| backends::jars::resolve(|news| eprintln!("{news}"))).await??;
    println!("{}", jars.path().display());
    Ok(())
}
