//! `cargo xtask setup`: install everything the other commands may need, and say what is there.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::debian;
use crate::project::Project;
use crate::step::{Step, Steps};
use crate::terraform;
use crate::tools::TOOLS;
use crate::wasm::Toolchain;

/// `cargo xtask setup`
pub(crate) fn setup(project: &Project) -> ExitCode {
    let mut steps = Steps::new(7);
    // One that fails does not keep the others from being installed.
    let outcomes = [
        steps.run("programs for building", |step| debian::ensure_all(project, step, &debian::BUILD)),
        steps.run("compiler for the browser", |step| {
            let toolchain = Toolchain::ensure(project, step)?;
            step.note(&toolchain.describe());
            Ok(())
        }),
        steps.run("programs for real backends", |step| debian::ensure_all(project, step, &debian::REAL)),
        steps.run("programs for clients", |step| debian::ensure_all(project, step, &debian::CLIENTS)),
        steps.run("programs for browser tests", |step| debian::ensure_all(project, step, &debian::BROWSER)),
        steps.run("programs for checks", |step| checks(project, step)),
        steps.run("terraform", |step| terraform::ensure(project, step).map(|_path| ())),
    ];
    for need in
        [&debian::BUILD[..], &debian::REAL, &debian::BROWSER, &debian::COMPOSE, &debian::TERRAFORM[..1]].concat()
    {
        println!("{}", describe(need.program, need.found(), need.purpose));
    }
    for tool in &TOOLS {
        println!("{}", describe(&tool.name(), tool.found(), tool.purpose));
    }
    println!("{}", describe("terraform", terraform::found(), "reads what is in terraform/"));
    let mut failed = false;
    for error in outcomes.into_iter().filter_map(Result::err) {
        failed = true;
        eprintln!("\n{error:#}");
    }
    ExitCode::from(u8::from(failed))
}

/// What reads compose files, Dockerfiles and rules. One that cannot be had does not keep the others away.
pub(crate) fn checks(project: &Project, step: &Step) -> Result<()> {
    let mut failures = Vec::new();
    failures.extend(debian::ensure_all(project, step, &debian::COMPOSE).err());
    failures.extend(TOOLS.iter().filter_map(|tool| tool.ensure(project, step).err()));
    let failures: Vec<String> = failures.iter().map(|error| format!("{error:#}")).collect();
    ensure!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

fn describe(program: &str, found: Option<PathBuf>, purpose: &str) -> String {
    let place = found.map_or_else(|| "missing".to_owned(), |path| path.display().to_string());
    format!("{program:20} {place:28} {purpose}")
}
