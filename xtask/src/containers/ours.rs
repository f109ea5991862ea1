//! Our own images, always from `compose/Dockerfile`: with its own build stages where their base can be pulled, else with
//! programs and page that Cargo built outside.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::engine::{Engine, NETWORK};
use super::others::copy;
use super::place::Place;
use super::{MARK, base};
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::step::Step;

/// What `compose/Dockerfile` compiles; a test holds this to it.
const PROGRAMS: [&str; 6] = [
    "quakewire-producer",
    "quakewire-consumer",
    "quakewire-frontend",
    "quakewire-simulator",
    "quakewire-topics",
    "quakewire-table",
];
/// The stand-in for Loki.
pub(super) const LOKIS_DOUBLE: &str = "quakewire-fake-loki";
/// The end-to-end test against a running stack.
const DRIVER: &str = "containers";
/// The images; a test holds this to the Dockerfile too.
const TARGETS: [&str; 5] = ["producer", "consumer", "frontend", "simulator", "setup"];
/// Where AWS' certificates are checked against.
const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";
/// Compiling everything in containers, on a machine that is busy otherwise.
const BUILDING: Duration = Duration::from_hours(1);

/// Builds the driver, and where images cannot do it the programs too.
pub(crate) fn compile(project: &Project, step: &Step, all: bool) -> Result<()> {
    let mut command = cargo();
    // Not one package after the other: with the features of the whole workspace, nothing is compiled twice.
    command.args(["build", "--workspace", "--release", "--bin", DRIVER]).current_dir(&project.root);
    if all {
        for program in PROGRAMS.iter().chain(&[LOKIS_DOUBLE]) {
            command.args(["--bin", program]);
        }
    }
    Log::create(project, "containers-programs")?.run(step, command)
}

/// Where a program is after that.
pub(crate) fn program(project: &Project, name: &str) -> PathBuf {
    project.target.join("release").join(name)
}

/// A command of the driver.
pub(crate) fn driver(project: &Project) -> Command {
    Command::new(program(project, DRIVER))
}

/// Builds the images and says how large they are.
pub(crate) fn build(project: &Project, step: &Step, place: &Place, engine: &Engine) -> Result<Vec<(String, String)>> {
    let mut log = Log::create(project, "containers-ours")?;
    let mut command = Command::new(project.root.join("compose/images"));
    command.args(["--", NETWORK]).env("IMAGE_PREFIX", MARK).env("PATH", path_to(place, engine)?);
    engine.configure(&mut command);
    if !engine.pulls {
        let binaries = binaries(project, step, place, engine, &mut log)?;
        command.args(["--build-arg", &format!("RUNTIME={}", base::name())]);
        command.args(["--build-arg", &format!("BINARIES={binaries}")]);
    }
    log.run_within(step, command, BUILDING)?;
    TARGETS.iter().map(|target| Ok(((*target).to_owned(), engine.size(&format!("{MARK}/{target}:local"))?))).collect()
}

/// The programs and the page as an image, laid out like the stage `built` of the Dockerfile.
fn binaries(project: &Project, step: &Step, place: &Place, engine: &Engine, log: &mut Log) -> Result<String> {
    let context = place.context("binaries");
    fs::create_dir_all(context.join("bin"))?;
    for name in PROGRAMS {
        fs::copy(program(project, name), context.join("bin").join(name))?;
    }
    fs::copy(CERTIFICATES, context.join("ca-certificates.crt"))
        .with_context(|| format!("cannot copy {CERTIFICATES}: `apt-get install ca-certificates` brings it"))?;
    copy(log, step, &project.site(), &context.join("site"))?;
    copy(log, step, &project.root.join("overlays"), &context.join("overlays"))?;
    fs::write(
        context.join("Dockerfile"),
        "FROM scratch\nCOPY bin /bin\nCOPY site /site\nCOPY overlays /overlays\nCOPY ca-certificates.crt /\n",
    )?;
    let image = format!("{MARK}/binaries");
    engine.build(log, step, &image, &context, "scratch")?;
    Ok(image)
}

/// A `PATH` on which `docker` is the client that can build.
fn path_to(place: &Place, engine: &Engine) -> Result<std::ffi::OsString> {
    let folder = place.folder().join("bin");
    fs::create_dir_all(&folder)?;
    symlink(engine.client(), folder.join("docker"))?;
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([folder].into_iter().chain(env::split_paths(&path)))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCKERFILE: &str = include_str!("../../../compose/Dockerfile");

    #[test]
    fn every_program_that_an_image_takes_is_built() {
        let mut taken: Vec<&str> = DOCKERFILE
            .lines()
            .filter(|line| line.starts_with("COPY --from=binaries"))
            .flat_map(str::split_whitespace)
            .filter_map(|word| word.strip_prefix("/bin/"))
            .collect();
        taken.sort_unstable();
        let mut built = PROGRAMS;
        built.sort_unstable();
        assert_eq!(taken, built);
    }

    #[test]
    fn every_image_of_the_dockerfile_is_built() {
        let stages = DOCKERFILE.lines().filter_map(|line| line.strip_prefix("FROM runtime AS "));
        assert_eq!(stages.collect::<Vec<_>>(), TARGETS);
    }
}
