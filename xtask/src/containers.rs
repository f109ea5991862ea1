//! `cargo xtask containers`: the compose stack, built and run for real, with what takes the place of images that cannot
//! be pulled.
//!
//! ```text
//! engine ── base ──┬── others (Kafka, DynamoDB Local, … pulled or made)  ──┐
//!   │              └── ours (from compose/Dockerfile) ────────────────────┴── stack ── driver ── record
//! janitor: cleans up when this ends, however it ends
//! ```

mod base;
mod engine;
pub(crate) mod janitor;
mod others;
mod ours;
mod place;
mod record;
mod services;
mod sightings;
mod stack;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::debian;
use crate::process::Log;
use crate::project::Project;
use crate::step::{Step, Steps};
use crate::wasm::Toolchain;
use crate::web;

use engine::Engine;
use janitor::Janitor;
use place::Place;
use record::Record;
use stack::Stack;

/// Marks all that is ours in an engine: the project of compose, and the first part of every image's name.
const MARK: &str = "quakewire-check";

/// All the driver's patience together; what it does takes two minutes.
const DRIVE: Duration = Duration::from_mins(15);

const MANUAL: &str = "\
What it does:
  Finds a container engine, or installs Debian's and starts one of its own, with a folder of its own.
  Where images can be pulled, compose/Dockerfile builds everything. Where they cannot, Debian's base system is made
  with debootstrap, our programs and the page are built by Cargo and given to the same Dockerfile, and the other
  servers are made from Maven's jars and Debian's packages (xtask/stand-ins); what has no stand-in is left out, and
  said.
  Starts compose/compose.yaml with the feed stand-in, waits until all is healthy, and then
    - orders one earthquake and sees it on both frontends and through the balancer;
    - asks Prometheus whether all targets are up and its numbers are the truth;
    - orders a steady stream while a frontend, the consumer and the broker are killed one after another, and
      compares the feed's ledger with the table and with what readers saw through the balancer.
  Removes everything it made, also after a failure and Ctrl-C. The rules that any engine adds to the firewall stay
  until the next boot.
  Writes down what it did and measured in docs/containers-run.md.

Needs root (or sudo), 6 GB of disk, and some 20 minutes the first time, most of them compiling.";

#[derive(clap::Args)]
#[command(after_long_help = MANUAL)]
pub(crate) struct Arguments {
    /// Leave the stack running at the end and say where it listens; `--stop` ends it.
    #[arg(long)]
    keep: bool,
    /// End a stack that was left running and remove all that belongs to it; nothing else.
    #[arg(long, conflicts_with_all = ["keep", "offline", "loki"])]
    stop: bool,
    /// Pull nothing, even where a registry can be reached.
    #[arg(long)]
    offline: bool,
    /// A Loki program for the place of its image, where that cannot be pulled; else our own stand-in takes it.
    #[arg(long, value_name = "PROGRAM")]
    loki: Option<PathBuf>,
}

/// `cargo xtask containers`
pub(crate) fn containers(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let place = Place::locate()?;
    if arguments.stop {
        janitor::clean(&place)?;
        return Ok(ExitCode::SUCCESS);
    }
    if place.is_taken() {
        bail!("a stack was left running, or could not be removed: `cargo xtask containers --stop` does");
    }
    let janitor = Janitor::start()?;
    let mut steps = Steps::new(9 + web::STEPS);
    let outcome = run(project, arguments, &place, &mut steps);
    let cleaned = match &outcome {
        Ok(run) if arguments.keep => {
            eprintln!("{}\n`cargo xtask containers --stop` ends it.", run.addresses);
            janitor.leave()
        }
        _ => steps.run("clean-up", |step| janitor.clean(step)),
    };
    let run = outcome?;
    cleaned?;
    let file = run.record.write(project, &steps.transcript())?;
    eprintln!("{}", file.display());
    Ok(ExitCode::SUCCESS)
}

/// What is left to say after a run.
struct Run {
    record: Record,
    addresses: String,
}

fn run(project: &Project, arguments: &Arguments, place: &Place, steps: &mut Steps) -> Result<Run> {
    let toolchain = steps.run("set-up", |step| {
        debian::ensure_all(project, step, &debian::BUILD)?;
        debian::ensure_all(project, step, &debian::REAL)?;
        debian::ensure_all(project, step, &debian::CONTAINERS)?;
        Toolchain::ensure(project, step)
    })?;
    let engine = steps.run("container engine", |step| Engine::find(project, step, place, arguments.offline))?;
    if engine.pulls {
        steps.skip(web::STEPS);
    } else {
        web::build(project, steps, &toolchain)?;
    }
    steps.run("programs", |step| ours::compile(project, step, !engine.pulls))?;
    let stack = Stack::new(project, place, &engine)?;
    if engine.pulls {
        steps.skip(1);
    } else {
        steps.run("base image", |step| base::make(project, step, place, &engine))?;
    }
    let replaced = steps.run("images of other servers", |step| {
        others::bring(project, step, place, &engine, &stack.images(), arguments.loki.as_deref())
    })?;
    let ours = steps.run("images of ours", |step| ours::build(project, step, place, &engine))?;
    let (stack, starts) = steps.run("starting the stack", |step| {
        let stack = stack.with(step, &replaced)?;
        let starts = stack.start(project, step)?;
        Ok((stack, starts))
    })?;
    steps.run("earthquakes, and servers that die", |step| drive(project, step, &engine))?;
    let record = Record { engine: engine.describe()?, compose: stack.version()?, replaced, ours, starts };
    Ok(Run { record, addresses: stack.addresses() })
}

/// The end-to-end test against the stack. Each line it prints is worth keeping.
fn drive(project: &Project, step: &Step, engine: &Engine) -> Result<()> {
    let mut command = ours::driver(project);
    engine.configure(&mut command);
    command.args(["check", "--project", MARK]);
    // The driver reads the table itself, and requests must be signed with something.
    command.envs([("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")]);
    let mut log = Log::create(project, "containers-driver")?;
    let status = log.watch(command, DRIVE, |line| match line {
        Some(line) => step.say(line),
        None => step.tick(),
    })?;
    if !status.success() {
        bail!("the stack did not pass\n{}", log.excerpt());
    }
    Ok(())
}
