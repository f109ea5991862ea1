//! Prometheus and promtool out of Debian's package, which is not installed: that would start a service.

use std::path::Path;

use anyhow::Result;

use super::{Tool, take_from_package};
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
    take_from_package(&mut log, step, "prometheus", "usr/bin", PROGRAMS, folder)
}
