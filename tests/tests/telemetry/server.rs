//! Servers that are not ours, where this machine has them: run with the project's own settings, moved to a folder of
//! the test's and to free ports.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::{Child, not_run};
use serde_json::Value;

use crate::LOGS;

/// The project's folder.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A program by its name: what the variable says, or what is on the path. Says loudly when there is none.
pub(crate) fn find(program: &str, variable: &str) -> Option<PathBuf> {
    let on_path = || {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
    };
    let found = std::env::var_os(variable).map(PathBuf::from).or_else(on_path);
    if found.is_none() {
        not_run(&format!("against a real {program}: it is neither on the path nor named by {variable}"));
    }
    found
}

/// Starts it; it ends with the test.
pub(crate) fn start(program: &Path, name: &str, arguments: &[&str]) -> Result<Child> {
    Child::start(program.to_str().context("the program's name is not UTF-8")?, Path::new(LOGS), name, arguments)
}

/// A file of the project's.
pub(crate) fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(Path::new(ROOT).join(path)).with_context(|| format!("cannot read {path}"))
}

/// Asks an API for JSON.
pub(crate) async fn ask(url: &str, query: &[(&str, &str)]) -> Result<Value> {
    let response = reqwest::Client::new().get(url).query(query).send().await?;
    let (status, answer) = (response.status(), response.text().await?);
    anyhow::ensure!(status.is_success(), "{status}: {answer}");
    serde_json::from_str(&answer).with_context(|| answer)
}
