//! Every developer command: `cargo xtask --help` is the manual.
//!
//! A command first makes the machine able to run it (`debian`, `wasm`), then does its work in
//! numbered steps (`step`); what the tools say goes to a log (`process`) and is shown when a step
//! fails. Only the standard library, `anyhow` and `clap` are used: this has to compile in seconds
//! on a fresh machine.

mod containers;
mod debian;
mod java;
mod lint;
mod overlays;
mod process;
mod project;
mod screenshots;
mod setup;
mod step;
mod tally;
mod terraform;
mod test;
mod tools;
mod up;
mod wasm;
mod web;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// Quakewire's developer commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start everything on this machine: feed, broker, table, page.
    ///
    /// Builds what is missing and then becomes the local program, so Ctrl-C goes straight to it.
    /// All other arguments go to that program: `cargo xtask up -- --help` lists them.
    Up(up::Arguments),
    /// Run every check and every test of the project.
    ///
    /// Formatting, types, then unit, property, integration, browser and documentation tests.
    /// The last line is `N passed, N failed[, N skipped]`; a check that fails counts as one failure.
    Test {
        /// Passed to `cargo test`, for instance a part of a test's name or `-p quake`; the checks
        /// that are not tests are then left out.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filter: Vec<OsString>,
    },
    /// Build what the browser downloads, into `site` in the target folder.
    Web,
    /// Fetch the plate boundaries, which may not be part of the project, into the folder of overlays.
    Overlays(overlays::Arguments),
    /// Take the README's pictures of the page, into `docs/screenshots`; some minutes without a graphics card.
    Screenshots,
    /// Build all images and run the compose stack for real, with servers that are killed; then remove everything.
    Containers(containers::Arguments),
    /// Waits for the end of `containers` and cleans up after it.
    #[command(hide = true)]
    Janitor,
    /// Check formatting, lints (native and WASM) and documentation; warnings are errors.
    Lint,
    /// Format all Rust code.
    Fmt,
    /// Install what the other commands need, and say what is there.
    Setup,
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let outcome = Project::locate().and_then(|project| match command {
        Command::Up(arguments) => up::up(&project, arguments),
        Command::Test { filter } => Ok(test::test(&project, &filter)),
        Command::Web => web::web(&project),
        Command::Overlays(arguments) => overlays::overlays(&project, &arguments),
        Command::Screenshots => screenshots::screenshots(&project),
        Command::Containers(arguments) => containers::containers(&project, &arguments),
        Command::Janitor => containers::janitor::main(),
        Command::Lint => lint::lint(&project),
        Command::Fmt => lint::fmt(&project),
        Command::Setup => Ok(setup::setup(&project)),
    });
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_up_does_not_know_goes_to_the_local_program() {
        let cli = Cli::parse_from(["cargo xtask", "up", "--release", "--port", "8080", "--real"]);
        let Command::Up(arguments) = cli.command else {
            panic!("`up` was parsed as something else");
        };
        assert_eq!(
            arguments.split(),
            up::Plan { real: true, release: true, program: ["--port", "8080", "--real"].map(OsString::from).to_vec() }
        );
    }
}
