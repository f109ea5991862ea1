//! Programs that only checks need, kept in the cache and not installed: what is not on the `PATH` is put behind it.

mod hadolint;
mod nginx;
mod prometheus;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::debian::{self, on_path};
use crate::process::Log;
use crate::project::{Project, cache};
use crate::step::Step;

/// Some programs that are fetched together.
pub(crate) struct Tool {
    /// What they are called.
    programs: &'static [&'static str],
    /// What would not be tested without them.
    pub(crate) purpose: &'static str,
    /// The folder they are kept in, named after what is in it.
    folder: &'static str,
    /// Puts them into an empty folder.
    fetch: fn(&Project, &Step, &Path) -> Result<()>,
}

/// All of them.
pub(crate) const TOOLS: [Tool; 3] = [hadolint::TOOL, nginx::TOOL, prometheus::TOOL];

impl Tool {
    /// Makes sure that the programs are on the `PATH` or in the cache.
    pub(crate) fn ensure(&self, project: &Project, step: &Step) -> Result<()> {
        let folder = self.folder()?;
        if self.programs.iter().all(|program| on_path(program).is_some() || folder.join(program).is_file()) {
            return Ok(());
        }
        step.say(&format!("fetching {}", self.name()));
        // Filled beside the final place, so that a folder is complete or not there.
        let work = folder.with_extension(format!("unfinished-{}", std::process::id()));
        let _ = fs::remove_dir_all(&work); // left by a process that had our number
        let fetched = fs::create_dir_all(&work)
            .with_context(|| format!("cannot make {}", work.display()))
            .and_then(|()| (self.fetch)(project, step, &work))
            .and_then(|()| {
                let _ = fs::remove_dir_all(&folder); // of an earlier time, and incomplete
                fs::rename(&work, &folder).with_context(|| format!("cannot make {}", folder.display()))
            });
        let _ = fs::remove_dir_all(&work); // gone already, or unfinished and useless
        fetched.with_context(|| format!("cannot fetch {}", self.name()))
    }

    /// The programs, for people.
    pub(crate) fn name(&self) -> String {
        self.programs.join(", ")
    }

    /// Where the first of them is, if it is anywhere.
    pub(crate) fn found(&self) -> Option<PathBuf> {
        let program = self.programs.first()?;
        on_path(program).or_else(|| Some(self.folder().ok()?.join(program)).filter(|file| file.is_file()))
    }

    fn folder(&self) -> Result<PathBuf> {
        Ok(cache()?.join("tools").join(self.folder))
    }
}

/// The `PATH` for commands that look for these programs. The machine's own come first.
pub(crate) fn search_path() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = TOOLS.iter().filter_map(|tool| tool.folder().ok());
    // A folder whose name cannot stand in a PATH cannot be searched either.
    env::join_paths(env::split_paths(&path).chain(folders)).unwrap_or(path)
}

/// Puts programs out of one of Debian's packages into a folder, without installing it.
fn take_from_package(
    log: &mut Log,
    step: &Step,
    package: &str,
    inside: &str,
    programs: &[&str],
    folder: &Path,
) -> Result<()> {
    let unpacked = folder.join("package");
    debian::download(log, step, package, &unpacked)?;
    let archive = fs::read_dir(&unpacked)?.next().context("apt-get downloaded nothing")??.path();
    let mut unpack = Command::new("dpkg-deb");
    unpack.arg("--extract").arg(&archive).arg(&unpacked);
    log.run(step, unpack)?;
    for program in programs {
        let file = unpacked.join(inside).join(program);
        ensure!(file.is_file(), "Debian's {package} has no {program}");
        fs::rename(file, folder.join(program))?;
    }
    fs::remove_dir_all(&unpacked).context("cannot tidy up")
}

/// Lets everybody run a file.
fn make_executable(file: &Path) -> Result<()> {
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("cannot make {} executable", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_are_searched_for_behind_what_the_machine_has() {
        let searched: Vec<PathBuf> = env::split_paths(&search_path()).collect();
        let machine: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap()).collect();
        assert_eq!(searched[..machine.len()], machine);
        assert_eq!(searched.len(), machine.len() + TOOLS.len());
    }
}
