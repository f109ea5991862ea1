//! Prometheus and promtool out of Debian's package, which is not installed: that would start a service.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Tool;
use crate::debian;
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

const PROGRAMS: &[&str] = &["promtool", "prometheus"];

pub(super) const TOOL: Tool = Tool {
    programs: PROGRAMS,
    purpose: "check alert rules, and scrape the services in a test",
    folder: "prometheus",
    fetch,
};

fn fetch(project: &Project, step: &Step, folder: &Path) -> Result<()> {
    let mut log = Log::create(project, "prometheus")?;
    let package = folder.join("package");
    debian::download(&mut log, step, "prometheus", &package)?;
    let archive = fs::read_dir(&package)?.next().context("apt-get downloaded nothing")??.path();
    let mut unpack = Command::new("dpkg-deb");
    unpack.arg("--extract").arg(&archive).arg(&package);
    log.run(step, unpack)?;
    for program in PROGRAMS {
        let file = package.join("usr/bin").join(program);
        ensure!(file.is_file(), "Debian's prometheus has no {program}");
        fs::rename(file, folder.join(program))?;
    }
    fs::remove_dir_all(&package).context("cannot tidy up")
}
