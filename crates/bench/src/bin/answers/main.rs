//! `answers`: what an answer of 100,000 earthquakes costs, in each of FDSN's formats.
//!
//! ```text
//! this process:  table, filled by the bench, and the client
//! another:       a frontend, whose memory is looked at
//! ```
//!
//! Beside each answer stands how long it takes to read the same items of the table and nothing else: the least that an
//! answer out of the table can take. What is printed is a page in Markdown.

mod client;
mod frontend;
mod table;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use backends::{Ends, Tier};
use clap::{Parser, Subcommand};

use client::Answer;
use frontend::Frontend;

/// Memory that an answer may take, beside what the frontend has anyway.
const MEMORY: f64 = 30.0;
/// When the first byte is to be there.
const FIRST: Duration = Duration::from_millis(100);
/// Each answer is asked for so often; the worst counts.
const TIMES: usize = 3;
/// Longer ago than a frontend ever looks back for news in the table.
const SETTLED: Duration = Duration::from_mins(16);
/// Days on which the events lie, and days that the frontend holds in memory.
const SCENES: [Scene; 2] = [
    Scene { name: "a year, of which a month is in memory", days: 365, window: 30 },
    Scene { name: "a month, all of it in memory", days: 28, window: 30 },
];

/// Measures what an answer of 100,000 earthquakes costs. Takes twenty minutes. Build it with `--release`. It fails when
/// an answer takes 30 MB of memory or more, or when its first byte comes later than after 100 ms.
#[derive(Debug, Parser)]
#[command(name = "answers", version)]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,

    /// How many earthquakes
    #[arg(long, default_value_t = 100_000, value_name = "NUMBER")]
    events: usize,

    /// On Amazon's DynamoDB Local, which needs Java, instead of the embedded one
    #[arg(long)]
    real: bool,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Be the frontend (the bench starts itself so)
    #[command(hide = true)]
    Serve {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

struct Scene {
    name: &'static str,
    days: u32,
    window: u16,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(Role::Serve { arguments }) = arguments.role {
        return frontend::serve(arguments);
    }
    let tier = if arguments.real { Tier::Real } else { Tier::Embedded };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    match runtime.block_on(measure(tier, arguments.events)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(tier: Tier, events: usize) -> Result<bool> {
    let tier_name = if tier == Tier::Real { "Amazon's DynamoDB Local" } else { "the embedded DynamoDB" };
    println!("# {events} earthquakes in one answer\n");
    println!("`cargo run --release -p bench --bin answers`; the worst of {TIMES}, on {tier_name}.\n");
    println!(
        "Memory is what the process takes from the system beside what it has already, by the kernel's own peak; what its \
         allocator\nholds free from its start could be used without being seen here. What is in memory is not read from \
         the table, which is\nwhy an answer may be quicker than reading the table alone."
    );
    let mut kept = true;
    let mut tables = Vec::new();
    for scene in &SCENES {
        let ends = Ends::of_a_test(tier).await?;
        eprintln!("writing {events} earthquakes of {} …", scene.name);
        table::fill(&ends, events, scene.days).await?;
        tables.push((scene, ends));
    }
    // What was written lately is news to a frontend, and goes through its memory.
    eprintln!("waiting {} minutes until that is no news …", SETTLED.as_secs() / 60);
    tokio::time::sleep(SETTLED).await;
    for (Scene { name, days, window }, ends) in &tables {
        let floor = table::read(ends, *days).await?;
        println!("\n## {name}\n\nReading the table alone: {:.1} s.\n", floor.as_secs_f64());
        println!("| format | first byte | memory | while the client waits 5 s | whole | of reading alone | size |");
        println!("|---|---|---|---|---|---|---|");
        let frontend = Frontend::start(ends, *window).await?;
        for format in ["xml", "text", "json", "geojson", "csv"] {
            // Not measured: what is made once at the first answer.
            client::ask(&frontend, format, 1, Duration::ZERO).await?;
            let mut answers = Vec::new();
            for _ in 0..TIMES {
                answers.push(client::ask(&frontend, format, events, Duration::ZERO).await?);
            }
            let slow = client::ask(&frontend, format, events, Duration::from_secs(5)).await?;
            let worst = Answer::worst(&answers);
            kept &= worst.first <= FIRST && worst.megabytes < MEMORY && slow.megabytes < MEMORY;
            println!(
                "| {format} | {:.0} ms | {:.1} MB | {:.1} MB | {:.1} s | ×{:.2} | {:.0} MB |",
                worst.first.as_secs_f64() * 1e3,
                worst.megabytes,
                slow.megabytes,
                worst.whole.as_secs_f64(),
                worst.whole.as_secs_f64() / floor.as_secs_f64(),
                worst.bytes as f64 / 1e6,
            );
        }
    }
    println!("\n{}", if kept { "All below 30 MB and 100 ms." } else { "**Not all below 30 MB and 100 ms.**" });
    Ok(kept)
}
