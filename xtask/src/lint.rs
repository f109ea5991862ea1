//! `cargo xtask lint` and `fmt`: how the code has to look.

use std::process::{Command, ExitCode, Stdio};

use anyhow::Result;

use crate::debian;
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::step::{Step, Steps};
use crate::wasm::{TARGET, Toolchain};

/// Lints are errors where nobody reads warnings.
const DENY: [&str; 3] = ["--", "--deny", "warnings"];

/// `cargo xtask lint`
pub(crate) fn lint(project: &Project) -> Result<ExitCode> {
    let mut steps = Steps::new(5);
    let toolchain = steps.run("set-up", |step| {
        debian::ensure_all(project, step, &debian::BUILD)?;
        Toolchain::ensure(project, step)
    })?;
    // Every check is made, whatever the others say.
    let outcomes = [
        steps.run("formatting", |step| {
            component(project, step, "rustfmt")?;
            formatting(project, step)
        }),
        steps.run("lints", |step| clippy(project, step)),
        steps.run("lints of the browser's half", |step| clippy_wasm(project, step, &toolchain)),
        steps.run("documentation", |step| documentation(project, step)),
    ];
    let mut failed = false;
    for error in outcomes.into_iter().filter_map(Result::err) {
        failed = true;
        eprintln!("\n{error:#}");
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// `cargo xtask fmt`
pub(crate) fn fmt(project: &Project) -> Result<ExitCode> {
    let mut steps = Steps::new(1);
    steps.run("rustfmt", |step| component(project, step, "rustfmt"))?;
    let status = cargo().args(["fmt", "--all"]).current_dir(&project.root).status()?;
    Ok(ExitCode::from(u8::from(!status.success())))
}

/// Whether all code is formatted.
pub(crate) fn formatting(project: &Project, step: &Step) -> Result<()> {
    let mut command = cargo();
    command.args(["fmt", "--all", "--check", "--", "--color", "never"]).current_dir(&project.root);
    Log::create(project, "fmt")?.run(step, command)
}

/// Whether the native code is free of warnings, tests included.
fn clippy(project: &Project, step: &Step) -> Result<()> {
    component(project, step, "clippy")?;
    let mut command = cargo();
    command.args(["clippy", "--workspace", "--all-targets", "--keep-going"]).args(DENY).current_dir(&project.root);
    Log::create(project, "clippy")?.run(step, command)
}

fn clippy_wasm(project: &Project, step: &Step, toolchain: &Toolchain) -> Result<()> {
    if let Toolchain::Debian(_) = toolchain {
        step.say("NOT RUN: Debian's WASM compiler comes without clippy");
        return Ok(());
    }
    let mut command = cargo();
    command
        .args(["clippy", "--package", "frontend", "--lib"])
        .args(["--no-default-features", "--features", "hydrate"])
        .args(["--target", TARGET])
        .args(DENY)
        .current_dir(&project.root);
    Log::create(project, "clippy-wasm")?.run(step, command)
}

fn documentation(project: &Project, step: &Step) -> Result<()> {
    let mut command = cargo();
    command
        .args(["doc", "--workspace", "--no-deps", "--document-private-items", "--keep-going"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .current_dir(&project.root);
    Log::create(project, "doc")?.run(step, command)
}

/// Brings a part of the toolchain that a minimal one comes without.
pub(crate) fn component(project: &Project, step: &Step, name: &str) -> Result<()> {
    let program = if name == "clippy" { "clippy" } else { "fmt" };
    let there = cargo()
        .args([program, "--version"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if there {
        return Ok(());
    }
    let mut command = Command::new("rustup");
    command.args(["component", "add", name]);
    Log::create(project, "rustup")?.run(step, command)
}
