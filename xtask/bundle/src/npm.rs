//! The npm packages of the map: installed as the lock file says, and their programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workshop::Workshop;

/// The installed packages of `frontend/map`.
pub(crate) struct Npm {
    folder: PathBuf,
}

impl Npm {
    /// Installs what the lock file says, unless that is done.
    pub(crate) fn install(workshop: &Workshop, folder: PathBuf) -> Result<Self> {
        let npm = Self { folder };
        let lock = npm.folder.join("package-lock.json");
        let ci = || npm.run("npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        if !npm.folder.join("node_modules").is_dir() {
            ci()?;
        }
        workshop.step("npm packages", &[lock, npm.folder.join("node_modules/.package-lock.json")], |_| {
            // Someone who just ran `npm ci` has what we want; npm can tell in less time than it takes to install.
            if npm.run("npm", &["ls", "--all", "--loglevel=silent"]).is_err() { ci() } else { Ok(()) }
        })?;
        Ok(npm)
    }

    /// A file of the map's folder.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// A file of an installed package.
    pub(crate) fn package(&self, file: &str) -> PathBuf {
        self.folder.join("node_modules").join(file)
    }

    /// Runs a program that a package brings, in the map's folder.
    pub(crate) fn tool(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let program = self.package(".bin").join(name);
        self.run(program.to_str().context("the project's path is not UTF-8")?, arguments)
    }

    /// Runs a script of the map's `tools` folder.
    pub(crate) fn script(&self, file: &str, arguments: &[&str]) -> Result<()> {
        let script = self.path("tools").join(file);
        let script = script.to_str().context("the project's path is not UTF-8")?;
        self.run("node", &[&[script], arguments].concat())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&self.folder)
            .output()
            .with_context(|| format!("cannot run {program}: is Node.js 20 or later installed?"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(if output.stderr.is_empty() { &output.stdout } else { &output.stderr });
            bail!("{program} {}:\n{said}", arguments.join(" "));
        }
        Ok(())
    }
}

/// A path as an argument of a program.
pub(crate) fn argument(path: &Path) -> Result<&str> {
    path.to_str().context("the path is not UTF-8")
}
