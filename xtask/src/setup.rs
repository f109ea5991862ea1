//! `cargo xtask setup`: install everything the other commands may need, and say what is there.

use std::process::ExitCode;

use crate::debian::{self, Need};
use crate::project::Project;
use crate::step::Steps;
use crate::wasm::Toolchain;

/// `cargo xtask setup`
pub(crate) fn setup(project: &Project) -> ExitCode {
    let mut steps = Steps::new(4);
    // One that fails does not keep the others from being installed.
    let outcomes = [
        steps.run("programs for building", |step| debian::ensure_all(project, step, &debian::BUILD)),
        steps.run("compiler for the browser", |step| {
            let toolchain = Toolchain::ensure(project, step)?;
            step.note(&toolchain.describe());
            Ok(())
        }),
        steps.run("programs for real backends", |step| debian::ensure_all(project, step, &debian::REAL)),
        steps.run("programs for browser tests", |step| debian::ensure_all(project, step, &debian::BROWSER)),
    ];
    for need in [&debian::BUILD[..], &debian::REAL, &debian::BROWSER].concat() {
        println!("{}", describe(&need));
    }
    let mut failed = false;
    for error in outcomes.into_iter().filter_map(Result::err) {
        failed = true;
        eprintln!("\n{error:#}");
    }
    ExitCode::from(u8::from(failed))
}

fn describe(need: &Need) -> String {
    let place = need.found().map_or_else(|| "missing".to_owned(), |path| path.display().to_string());
    format!("{:14} {place:28} {}", need.program, need.purpose)
}
