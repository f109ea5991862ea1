//! The container engine: the one that runs, or one of our own.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::place::Place;
use crate::debian;
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// What an engine may take to answer for the first time; 5 s on two busy cores.
const STARTING: Duration = Duration::from_mins(1);
/// What a small image may take. A registry that is slower is no help with the large ones.
const PULLING: Duration = Duration::from_mins(3);
/// What an image with packages of Debian in it may take.
const BUILDING: Duration = Duration::from_mins(10);
/// How builds reach package archives: an engine of our own has no network for them.
pub(super) const NETWORK: &str = "--network=host";
/// What the test pull asks for: the image our own are built on.
const TEST_IMAGE: &str = "debian:bookworm-slim";

/// An engine and the client it is spoken to with.
pub(crate) struct Engine {
    client: PathBuf,
    /// The socket of an engine of our own; otherwise the environment and the client's defaults say where it is.
    socket: Option<PathBuf>,
    /// Whether images can be pulled.
    pub(crate) pulls: bool,
}

impl Engine {
    /// Finds an engine that runs, or starts one.
    pub(crate) fn find(project: &Project, step: &Step, place: &Place, offline: bool) -> Result<Self> {
        fs::create_dir_all(place.folder()).with_context(|| format!("cannot make {}", place.folder().display()))?;
        let mut engine = Self::of(place)?;
        if !engine.answers() {
            debian::ensure_all(project, step, &debian::ENGINE)?;
            // Its package may have brought a better client, and started a service.
            engine = Self::of(place)?;
        }
        if engine.answers() {
            step.say("using the engine that runs");
        } else {
            step.say("starting an engine");
            engine.start(step, place)?;
        }
        let mut log = Log::create(project, "containers-pull")?;
        engine.pulls = !offline && log.run_within(step, engine.docker(&["pull", TEST_IMAGE]), PULLING).is_ok();
        if !engine.pulls {
            let reason = if offline { "as asked" } else { "no registry answers" };
            step.say(&format!("NOT RUN: no image is pulled ({reason}); stand-ins take their place"));
        }
        step.note(&engine.describe()?);
        Ok(engine)
    }

    /// The engine of a place, whether it runs or not: its own if there is one.
    pub(crate) fn of(place: &Place) -> Result<Self> {
        let socket = Some(place.socket()).filter(|socket| socket.exists());
        Ok(Self { client: client()?, socket, pulls: false })
    }

    /// Whether it was started by us.
    pub(crate) fn is_own(&self) -> bool {
        self.socket.is_some()
    }

    /// A command of the client.
    pub(crate) fn docker(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.client);
        command.args(arguments).env("DOCKER_BUILDKIT", "1");
        self.configure(&mut command);
        command
    }

    /// Tells another client where the engine is.
    pub(crate) fn configure(&self, command: &mut Command) {
        command.envs(self.address().map(|address| ("DOCKER_HOST", address)));
    }

    /// The address of an engine of our own.
    pub(crate) fn address(&self) -> Option<String> {
        self.socket.as_ref().map(|socket| format!("unix://{}", socket.display()))
    }

    /// The client.
    pub(crate) fn client(&self) -> &Path {
        &self.client
    }

    /// Builds an image from a folder. It may be quiet for as long as a download takes.
    pub(crate) fn build(&self, log: &mut Log, step: &Step, image: &str, folder: &Path, base: &str) -> Result<()> {
        let base = format!("BASE={base}");
        let mut command = self.docker(&["build", "--progress=plain", NETWORK, "--build-arg", &base, "--tag", image]);
        command.arg(folder);
        log.run_within(step, command, BUILDING)
    }

    /// An image's size, as people say it.
    pub(crate) fn size(&self, image: &str) -> Result<String> {
        let bytes: f64 = self.ask(&["image", "inspect", "--format", "{{.Size}}", image])?.parse()?;
        Ok(format!("{:.0} MB", bytes / 1e6))
    }

    /// What the client prints; it has to succeed.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Result<String> {
        let output = self.docker(arguments).stdin(Stdio::null()).output().context("cannot run docker")?;
        if !output.status.success() {
            bail!("docker {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// In a few words, for people.
    pub(crate) fn describe(&self) -> Result<String> {
        let version = self.ask(&["version", "--format", "{{.Server.Version}}, {{.Server.Os}}/{{.Server.Arch}}"])?;
        Ok(format!("Docker {version}"))
    }

    fn answers(&self) -> bool {
        self.ask(&["version", "--format", "{{.Server.Version}}"]).is_ok()
    }

    fn start(&mut self, step: &Step, place: &Place) -> Result<()> {
        let folder = place.engine();
        let log = place.folder().join("engine.log");
        let output = File::create(&log)?;
        self.socket = Some(place.socket());
        let mut command = debian::as_root()?;
        command
            .arg("dockerd")
            .arg("--data-root")
            .arg(folder.join("data"))
            .arg("--exec-root")
            .arg(folder.join("exec"))
            .arg("--pidfile")
            .arg(place.process_id())
            .arg("--host")
            .arg(format!("unix://{}", place.socket().display()))
            // Networks are compose's; a common one would stay in the kernel, and be shared with other engines.
            .arg("--bridge=none")
            // The socket is for who runs this, root or not.
            .args(["--group", &fs::metadata("/proc/self")?.gid().to_string()])
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            // Ctrl-C is for us; the engine has to be there for the clean-up.
            .process_group(0);
        let mut process = command.spawn().context("cannot start dockerd")?;
        let started = Instant::now();
        while !self.answers() {
            if process.try_wait()?.is_some() || started.elapsed() > STARTING {
                bail!("dockerd does not come up:\n{}", end_of(&log));
            }
            step.tick();
            thread::sleep(Duration::from_millis(250));
        }
        Ok(())
    }
}

/// A client that can build with `BuildKit`: from Docker 23 on that is a plug-in, before it is built in.
fn client() -> Result<PathBuf> {
    let first = debian::on_path("docker").context("there is no docker")?;
    let has_plugin = Command::new(&first)
        .args(["buildx", "version"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    // Debian's own, where another came before it without the plug-in.
    let debians = Path::new("/usr/bin/docker");
    Ok(if !has_plugin && debians.is_file() { debians.to_owned() } else { first })
}

fn end_of(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
