//! Terraform, for the checks of what is in `terraform/`: the machine's own if it is new enough, else built from source.

mod build;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::debian::{self, on_path};
use crate::project::{Project, cache};
use crate::step::Step;

/// The code asks for it, in `terraform/versions.tf`.
const OLDEST: (u32, u32) = (1, 11);

/// Makes sure of Terraform and of what the checks need beside it; gives the `PATH` on which they are found.
pub(crate) fn ensure(project: &Project, step: &Step) -> Result<OsString> {
    debian::ensure_all(project, step, &debian::TERRAFORM)?;
    let path = env::var_os("PATH").unwrap_or_default();
    if own().is_some() {
        return Ok(path);
    }
    let folder = folder()?;
    if !folder.join("terraform").is_file() {
        step.say("building Terraform, which takes some minutes");
        build::build(project, step, &folder).context("there is no Terraform 1.11 or newer, and it cannot be built")?;
    }
    Ok(env::join_paths([folder].into_iter().chain(env::split_paths(&path)))?)
}

/// Where Terraform is, if it is anywhere.
pub(crate) fn found() -> Option<PathBuf> {
    own().or_else(|| Some(folder().ok()?.join("terraform")).filter(|file| file.is_file()))
}

/// The machine's own, if it is new enough.
fn own() -> Option<PathBuf> {
    on_path("terraform").filter(|program| version(program).is_some_and(|version| version >= OLDEST))
}

/// Where a built one is kept.
fn folder() -> Result<PathBuf> {
    Ok(cache()?.join("cloud").join(format!("terraform-{}", build::VERSION)))
}

fn version(program: &Path) -> Option<(u32, u32)> {
    let output =
        Command::new(program).arg("version").env("CHECKPOINT_DISABLE", "1").stdin(Stdio::null()).output().ok()?;
    read_version(&String::from_utf8_lossy(&output.stdout))
}

/// Reads `Terraform v1.11.4`.
fn read_version(banner: &str) -> Option<(u32, u32)> {
    let mut numbers = banner.strip_prefix("Terraform v")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_banner() {
        assert_eq!(read_version("Terraform v1.11.4\non linux_amd64\n"), Some((1, 11)));
        assert_eq!(read_version("Terraform v1.9.0-dev\n"), Some((1, 9)));
        assert_eq!(read_version("OpenTofu v1.11.0\n"), None);
        assert!(read_version("Terraform v2.0.1\n").unwrap() > OLDEST);
    }
}
