//! nginx out of Debian's package, which is not installed: that would start a service.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::{Tool, take_from_package};
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

pub(super) const TOOL: Tool =
    Tool { programs: &["nginx"], purpose: "is the balancer of compose/ in tests", folder: "nginx", fetch };

fn fetch(project: &Project, step: &Step, folder: &Path) -> Result<()> {
    let mut log = Log::create(project, "nginx")?;
    take_from_package(&mut log, step, "nginx", "usr/sbin", TOOL.programs, folder)?;
    // Its libraries are there already: Python brings libssl3, and the base system the others.
    let mut version = Command::new(folder.join("nginx"));
    version.arg("-v");
    log.run(step, version).context("Debian's nginx does not run here; it needs libssl3, libpcre2-8-0 and zlib1g")
}
