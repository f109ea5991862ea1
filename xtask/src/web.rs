//! What the browser downloads: the frontend compiled to WASM, then bundled by `web-bundle`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::debian;
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::step::{Step, Steps};
use crate::wasm::{TARGET, Toolchain};

/// The Cargo profile that makes the smallest file.
const PROFILE: &str = "wasm-release";

/// How many steps `build` takes.
pub(crate) const STEPS: usize = 2;

/// `cargo xtask web`
pub(crate) fn web(project: &Project) -> Result<ExitCode> {
    let mut steps = Steps::new(1 + STEPS);
    let toolchain = steps.run("set-up", |step| {
        debian::ensure_all(project, step, &debian::BUILD)?;
        Toolchain::ensure(project, step)
    })?;
    make(project, &mut steps, &toolchain, &["--weigh"])?;
    eprintln!("{}", project.site().display());
    Ok(ExitCode::SUCCESS)
}

/// Builds the site, as far as it is not there already.
pub(crate) fn build(project: &Project, steps: &mut Steps, toolchain: &Toolchain) -> Result<()> {
    make(project, steps, toolchain, &[])
}

fn make(project: &Project, steps: &mut Steps, toolchain: &Toolchain, options: &[&str]) -> Result<()> {
    let wasm = steps.run("frontend for the browser", |step| {
        let target = toolchain.target(project);
        let mut command = toolchain.cargo();
        command
            .args(["build", "--package", "frontend", "--lib"])
            .args(["--no-default-features", "--features", "hydrate"])
            .args(["--target", TARGET, "--profile", PROFILE])
            .arg("--target-dir")
            .arg(&target)
            .current_dir(&project.root);
        Log::create(project, "wasm")?.run(step, command)?;
        Ok(target.join(TARGET).join(PROFILE).join("frontend.wasm"))
    })?;
    steps.run("web bundle", |step| bundle(project, step, &wasm, options))
}

fn bundle(project: &Project, step: &Step, wasm: &Path, options: &[&str]) -> Result<()> {
    let mut command = cargo();
    command
        .args(["run", "--package", "web-bundle", "--"])
        .arg("--wasm")
        .arg(wasm)
        .arg("--out")
        .arg(project.site())
        .args(options)
        .env("RUST_LIB_BACKTRACE", "0") // its errors say what to do; where they arose is noise
        .current_dir(&project.root);
    Log::create(project, "web-bundle")?.run(step, command)
}
