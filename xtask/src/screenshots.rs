//! `cargo xtask screenshots`: the README's pictures, of the page as it is now.

use std::process::ExitCode;

use anyhow::Result;

use crate::debian;
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::step::Steps;
use crate::wasm::Toolchain;
use crate::web;

/// `cargo xtask screenshots`
pub(crate) fn screenshots(project: &Project) -> Result<ExitCode> {
    let mut steps = Steps::new(2 + web::STEPS);
    let toolchain = steps.run("set-up", |step| {
        debian::ensure_all(project, step, &debian::BUILD)?;
        debian::ensure_all(project, step, &debian::BROWSER)?;
        Toolchain::ensure(project, step)
    })?;
    web::build(project, &mut steps, &toolchain)?;
    let folder = project.root.join("docs/screenshots");
    steps.run("screenshots", |step| {
        let mut command = cargo();
        command
            .args(["run", "--package", "e2e", "--bin", "screenshots", "--", "--out"])
            .arg(&folder)
            .env("QUAKEWIRE_SITE", project.site()) // it does not lie where tests do, who find it by themselves
            .env("RUST_LIB_BACKTRACE", "0") // its errors say what went wrong
            .current_dir(&project.root);
        Log::create(project, "screenshots")?.run(step, command)
    })?;
    eprintln!("{}", folder.display());
    Ok(ExitCode::SUCCESS)
}
