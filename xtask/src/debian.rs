//! Programs of the operating system that the commands need: what for, how to see that they are
//! there, and the Debian packages that bring them.

use std::env;
use std::fs;
use std::io::{IsTerminal, stderr};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use crate::java;
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// A program that has to be there.
#[derive(Clone, Copy)]
pub(crate) struct Need {
    /// The program, as it is called.
    pub(crate) program: &'static str,
    /// What would not work without it.
    pub(crate) purpose: &'static str,
    /// The Debian package that brings it.
    package: &'static str,
    /// What there is to it beside being on the `PATH`.
    kind: Kind,
}

/// What a program has to be, beside being there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing else.
    Any,
    /// Java, whose version and home matter.
    Java,
    /// Python that can make environments of its own, which Debian has in a package apart.
    PythonWithVenv,
}

const fn need(program: &'static str, package: &'static str, purpose: &'static str) -> Need {
    Need { program, purpose, package, kind: Kind::Any }
}

/// For every build.
pub(crate) const BUILD: [Need; 5] = [
    need("cc", "build-essential", "links Rust programs"),
    need("g++", "build-essential", "compiles librdkafka"),
    need("make", "build-essential", "builds librdkafka"),
    need("node", "nodejs", "runs the bundler of the map element"),
    need("npm", "npm", "brings the map element's libraries"),
];

/// For a real Kafka and a real DynamoDB Local beside the embedded ones.
pub(crate) const REAL: [Need; 2] = [
    Need { kind: Kind::Java, ..need("java", "openjdk-17-jre-headless", "runs Apache Kafka and DynamoDB Local") },
    need("mvn", "maven", "brings Apache Kafka and DynamoDB Local"),
];

/// For the tests in a real browser.
pub(crate) const BROWSER: [Need; 2] = [
    need("chromium", "chromium", "is the browser of the browser tests"),
    need("chromedriver", "chromium-driver", "drives that browser"),
];

/// For the tests that ask the server with other people's programs.
pub(crate) const CLIENTS: [Need; 1] =
    [Need { kind: Kind::PythonWithVenv, ..need("python3", "python3-venv", "runs other people's programs as tests") }];

/// For the checks of what is in `compose/`.
pub(crate) const COMPOSE: [Need; 1] = [need("docker-compose", "docker-compose", "reads the compose files")];

/// For the checks of what is in `terraform/`; Terraform itself is no Debian package.
pub(crate) const TERRAFORM: [Need; 2] = [
    Need { kind: Kind::PythonWithVenv, ..need("python3", "python3-venv", "runs the checks of terraform/") },
    need("npm", "npm", "brings the schema of the AWS provider"),
];

/// For containers: the engine, and a base image where none can be pulled.
pub(crate) const CONTAINERS: [Need; 3] = [
    need("docker", "docker.io", "speaks to the engine that builds and runs the containers"),
    need("docker-compose", "docker-compose", "starts them together"),
    need("debootstrap", "debootstrap", "makes a base image"),
];

/// For a container engine of our own. A client alone may be there for one elsewhere.
pub(crate) const ENGINE: [Need; 1] = [need("dockerd", "docker.io", "runs the containers")];

/// For programs that Python's registry has and Debian has not.
pub(crate) const PIP: Need = need("pip3", "python3-pip", "brings what only PyPI has");

impl Need {
    /// Where the program is, if it is there and new enough.
    pub(crate) fn found(&self) -> Option<PathBuf> {
        match self.kind {
            Kind::Any => on_path(self.program),
            Kind::Java => java::find(),
            Kind::PythonWithVenv => python_with_venv(),
        }
    }
}

/// Makes sure of all these programs, installing what is missing.
pub(crate) fn ensure_all(project: &Project, step: &Step, needs: &[Need]) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let packages = packages(&missing);
    let outcome = install(project, step, &packages);
    let missing = self::missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let reason = outcome.err().map_or_else(String::new, |error| format!("\n{error:#}"));
    anyhow::bail!("{}{reason}", advice(&missing));
}

/// Installs packages, with fresh package lists where there are none or they turn out to be stale.
fn install(project: &Project, step: &Step, packages: &[&str]) -> Result<()> {
    ensure!(on_path("apt-get").is_some(), "This is not a Debian system.");
    step.say(&format!("installing {}", packages.join(" ")));
    let mut log = Log::create(project, "debian")?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    let listed = have_lists();
    if !listed {
        log.run(step, apt_get(&["update"])?)?;
    }
    let first = log.run(step, apt_get(&arguments)?);
    if first.is_ok() || !listed {
        return first;
    }
    log.run(step, apt_get(&["update"])?)?;
    log.run(step, apt_get(&arguments)?)
}

/// Brings a package into a new folder, without installing it.
pub(crate) fn download(log: &mut Log, step: &Step, package: &str, folder: &Path) -> Result<()> {
    ensure!(on_path("apt-get").is_some(), "This is not a Debian system.");
    fs::create_dir_all(folder)?;
    let download = || {
        let mut command = Command::new("apt-get");
        command.args(["-q", "download", package]).current_dir(folder);
        command
    };
    if have_lists() && log.run(step, download()).is_ok() {
        return Ok(());
    }
    update_lists(log, step)?;
    log.run(step, download())
}

/// `apt-get update`, for those who need names the lists may not hold yet.
pub(crate) fn update_lists(log: &mut Log, step: &Step) -> Result<()> {
    log.run(step, apt_get(&["update"])?)
}

/// Whether `apt-get update` ever ran here.
pub(crate) fn have_lists() -> bool {
    fs::read_dir("/var/lib/apt/lists").is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().contains("_Packages")))
    })
}

/// `apt-get` that never asks, as root.
fn apt_get(arguments: &[&str]) -> Result<Command> {
    let mut command = as_root()?;
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"])
        .args(arguments);
    Ok(command)
}

/// The beginning of a command that root runs: `env`, which takes variables and then the program.
pub(crate) fn as_root() -> Result<Command> {
    if is_root() {
        return Ok(Command::new("env"));
    }
    become_root()?;
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "env"]);
    Ok(sudo)
}

/// The mirror this machine installs from, if it is a Debian of that name.
pub(crate) fn mirror(codename: &str) -> Option<String> {
    let codename = format!("Codename: {codename}");
    let arguments = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Label: Debian", &codename];
    let output = Command::new("apt-get").args(arguments).stdin(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned)
}

/// Lets sudo ask for a password where somebody can type one.
fn become_root() -> Result<()> {
    ensure!(on_path("sudo").is_some(), "Installing needs root, and there is no sudo.");
    let silent = || {
        Command::new("sudo")
            .args(["-n", "true"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !silent() && stderr().is_terminal() {
        eprintln!("\nroot is needed to install packages");
        let _ = Command::new("sudo").arg("-v").status(); // checked by what follows
    }
    ensure!(silent(), "Installing needs root, and sudo wants a password.");
    Ok(())
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// The first executable of that name on the `PATH`, or among what only root has there.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(program))
        .find(|file| fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0))
}

/// `python3`, if it can make an environment with pip in it.
fn python_with_venv() -> Option<PathBuf> {
    let python = on_path("python3")?;
    let mut probe = Command::new(&python);
    probe.args(["-c", "import venv, ensurepip"]).stdin(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success()).then_some(python)
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().filter(|need| need.found().is_none()).copied().collect()
}

fn packages(needs: &[Need]) -> Vec<&'static str> {
    let mut packages: Vec<&str> = needs.iter().map(|need| need.package).collect();
    packages.dedup();
    packages
}

/// What the reader has to do when we cannot.
fn advice(missing: &[Need]) -> String {
    let mut lines = vec!["missing on this machine:".to_owned()];
    for need in missing {
        let program = need.program;
        let version = if need.kind == Kind::Java { format!(" {} or newer", java::OLDEST) } else { String::new() };
        lines.push(format!("  {program}{version}, which {}", need.purpose));
    }
    lines.push(format!(
        "Please install them; on Debian: apt-get update && apt-get install -y {}",
        packages(missing).join(" ")
    ));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_on_the_path_is_found() {
        assert!(on_path("sh").is_some());
        assert!(on_path("quakewire-has-no-such-program").is_none());
    }

    #[test]
    fn a_package_that_brings_two_programs_is_installed_once() {
        assert_eq!(packages(&BUILD), ["build-essential", "nodejs", "npm"]);
    }

    #[test]
    fn advice_names_the_program_its_purpose_and_its_package() {
        let advice = advice(&REAL);
        assert!(advice.contains("java 17 or newer, which runs Apache Kafka"), "{advice}");
        assert!(advice.ends_with("install -y openjdk-17-jre-headless maven"), "{advice}");
    }

    #[test]
    fn only_what_is_missing_is_asked_for() {
        let absent = need("quakewire-has-no-such-program", "absent", "is not there");
        let present = need("sh", "dash", "is there");
        let missing = missing(&[absent, present]);
        assert_eq!(packages(&missing), ["absent"]);
    }
}
