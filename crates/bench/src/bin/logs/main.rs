//! `logs`: what an unwell Loki costs the services, and what becomes of their log lines.
//!
//! ```text
//! this process:  simulator, Kafka and table (embedded), Loki's double, a reader of the stream
//! a process each: producer, consumer, frontend, and beside its work 5,000 log lines a second
//! ```
//!
//! Each service gets the same work again and again, one service after the other, while Loki is well, unwell for a
//! minute, well again, and so on: every trouble in turn, and then every trouble in the opposite order, so that neither
//! what grows with the run nor what a first time costs falls on one of them. What is printed is a page in Markdown.

mod chatter;
mod condition;
mod figures;
mod fleet;
mod phase;
mod report;
mod serve;
mod served;
mod tables;
mod topic;
mod work;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use e2e::FakeLoki;

use condition::Condition;
use fleet::Fleet;
use phase::Phase;

/// Measures what an unwell Loki costs the services. Takes twenty minutes, and wants the machine for itself.
///
/// Build it with `--release`. It fails when a service becomes more than 5 % slower than while Loki is well, when memory
/// grows beyond the bound, or when a line is neither sent nor waiting nor counted as dropped.
#[derive(Debug, Parser)]
#[command(name = "logs", version)]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,

    /// Log lines a second, in each service
    #[arg(long, default_value_t = 5_000, value_name = "LINES")]
    rate: u32,

    /// Ten seconds of each trouble instead of a minute: to see that it runs, not to believe the figures
    #[arg(long)]
    short: bool,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Be one of the services, and chatter (the bench starts itself so)
    #[command(hide = true)]
    Serve {
        service: String,
        rate: u32,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// How long things last.
#[derive(Debug, Clone, Copy)]
struct Lengths {
    well: Duration,
    unwell: Duration,
}

impl Lengths {
    const FULL: Self = Self { well: Duration::from_secs(25), unwell: Duration::from_mins(1) };
    const SHORT: Self = Self { well: Duration::from_secs(8), unwell: Duration::from_secs(10) };
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(Role::Serve { service, rate, arguments }) = arguments.role {
        return serve::serve(&service, rate, arguments);
    }
    let lengths = if arguments.short { Lengths::SHORT } else { Lengths::FULL };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome =
        runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(measure(arguments.rate, lengths)));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("{error:?}"));
            ExitCode::FAILURE
        }
    }
}

/// All phases; whether what was promised was kept.
async fn measure(rate: u32, lengths: Lengths) -> Result<bool> {
    let mut loki = FakeLoki::keeping(([127, 0, 0, 1], 0).into(), 0).await?;
    say("without a Loki …");
    let mut fleet = Fleet::start(None, rate).await?;
    fleet.warm_up().await?;
    let without = phase::run(&mut fleet, Condition::Without, lengths.unwell).await?;
    fleet.stop().await?;

    let mut fleet = Fleet::start(Some(&loki.url()), rate).await?;
    fleet.warm_up().await?;
    let mut phases = vec![well(&mut fleet, lengths).await?];
    let there_and_back = Condition::TROUBLES.into_iter().chain(Condition::TROUBLES.into_iter().rev());
    for condition in there_and_back {
        say(&format!("{condition} …"));
        condition.befall(&mut loki).await;
        let mut trouble = phase::run(&mut fleet, condition, lengths.unwell).await?;
        Condition::Well.befall(&mut loki).await;
        trouble.caught_up = fleet.wait_until_caught_up().await?;
        phases.push(trouble);
        phases.push(well(&mut fleet, lengths).await?);
    }
    let lines = report::Lines { account: fleet.settle().await?, arrived: loki.tally().lines };
    fleet.stop().await?;
    Ok(report::print(rate, lengths.unwell, &without, &phases, &lines))
}

async fn well(fleet: &mut Fleet, lengths: Lengths) -> Result<Phase> {
    say("Loki is well …");
    phase::run(fleet, Condition::Well, lengths.well).await
}

#[expect(clippy::print_stderr, reason = "the terminal is for whoever waits; standard output is the page")]
fn say(text: &str) {
    eprintln!("{text}");
}
