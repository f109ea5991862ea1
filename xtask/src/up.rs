//! `cargo xtask up`: build everything, then become the local program.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::debian;
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::step::Steps;
use crate::wasm::Toolchain;
use crate::web;

/// The binary of `crates/local`.
const PROGRAM: &str = "quakewire-local";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Use a real Apache Kafka and Amazon's DynamoDB Local instead of the embedded ones; brings
    /// Java 17 and Maven where they are missing.
    #[arg(long)]
    real: bool,
    /// Build with optimisation: slower to start the first time, faster to run.
    #[arg(long)]
    release: bool,
    /// Passed to the local program, for instance `--port 8080`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    program: Vec<OsString>,
}

/// What has to be done to start.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) real: bool,
    pub(crate) release: bool,
    /// The local program's arguments; it has to know of `--real` as well.
    pub(crate) program: Vec<OsString>,
}

impl Arguments {
    /// Takes our own switches from wherever they stand among the program's arguments.
    pub(crate) fn split(self) -> Plan {
        let mut plan = Plan { real: self.real, release: self.release, program: Vec::new() };
        for argument in self.program {
            match argument.to_str() {
                Some("--real") => plan.real = true,
                Some("--release") => plan.release = true,
                _ => plan.program.push(argument),
            }
        }
        if plan.real {
            plan.program.push("--real".into());
        }
        plan
    }
}

/// `cargo xtask up`
pub(crate) fn up(project: &Project, arguments: Arguments) -> Result<ExitCode> {
    let plan = arguments.split();
    let mut steps = Steps::new(2 + web::STEPS);
    let toolchain = steps.run("set-up", |step| {
        debian::ensure_all(project, step, &debian::BUILD)?;
        if plan.real {
            debian::ensure_all(project, step, &debian::REAL)?;
        }
        Toolchain::ensure(project, step)
    })?;
    web::build(project, &mut steps, &toolchain)?;
    steps.run("producer, consumer, frontend", |step| {
        let mut command = cargo();
        // Not `--package local`: with the features of the whole workspace, the tests use what this compiles.
        command.args(["build", "--workspace", "--bin", PROGRAM]).current_dir(&project.root);
        if plan.release {
            command.arg("--release");
        }
        Log::create(project, "local")?.run(step, command)
    })?;

    let profile = if plan.release { "release" } else { "debug" };
    let file = project.target.join(profile).join(PROGRAM);
    let failure = Command::new(&file).args(&plan.program).exec(); // only returns when it fails
    Err(failure).with_context(|| format!("cannot start {}", file.display()))
}
