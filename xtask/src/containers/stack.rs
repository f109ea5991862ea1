//! The compose project: which images it wants, its start, and how long everything took to be healthy.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::MARK;
use super::engine::Engine;
use super::others::{Brought, By, Wanted};
use super::place::Place;
use super::services::{Service, services};
use super::sightings::{Sightings, Start};
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// What compose may take to start everything in its order.
const STARTING: Duration = Duration::from_mins(10);
/// What the last container may take to be healthy after that.
const HEALTHY: Duration = Duration::from_mins(3);

/// What is started beside what is always started: the feed's double.
const PROFILE: &str = "simulator";

/// How many files compose lets the servers of many have open, unless told otherwise.
const OPEN_FILES: u64 = 65_536;

/// The published ports: the setting, and what it is unless somebody else listens there.
const PORTS: [(&str, u16); 5] =
    [("PAGE_PORT", 8080), ("GRPC_PORT", 8082), ("PROMETHEUS_PORT", 9090), ("GRAFANA_PORT", 3000), ("FEED_PORT", 8190)];

/// The project and its settings.
pub(crate) struct Stack<'a> {
    engine: &'a Engine,
    place: &'a Place,
    files: Vec<PathBuf>,
    settings: BTreeMap<String, String>,
    /// The services to start.
    services: Vec<Service>,
}

impl<'a> Stack<'a> {
    pub(crate) fn new(project: &Project, place: &'a Place, engine: &'a Engine) -> Result<Self> {
        let folder = project.root.join("compose");
        let file = folder.join("simulator.env");
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut settings = variables(&text);
        fs::write(place.no_settings(), "")?;
        settings.insert("COMPOSE_PROJECT_NAME".to_owned(), MARK.to_owned());
        settings.insert("IMAGE_PREFIX".to_owned(), MARK.to_owned());
        // Only what is ordered happens, so that two looks at the ledger can be compared with two at the table.
        settings.insert("SIMULATOR_INTERVAL".to_owned(), "0".to_owned());
        // DynamoDB Local takes some 150 reports a second; a month of them would be most of the run.
        for days in ["SIMULATOR_HISTORY_DAYS", "QUAKEWIRE_HISTORY_DAYS"] {
            settings.insert(days.to_owned(), "2".to_owned());
        }
        for (name, usual) in PORTS {
            settings.insert(name.to_owned(), free(usual)?.to_string());
        }
        let mut stack =
            Self { engine, place, files: vec![folder.join("compose.yaml")], settings, services: Vec::new() };
        let output = stack.compose(&["config"]).stdin(Stdio::null()).output().context("cannot run docker-compose")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
        stack.services = services(&String::from_utf8_lossy(&output.stdout))
            .into_iter()
            .filter(|service| service.profile.as_deref().is_none_or(|profile| profile == PROFILE))
            .collect();
        ensure!(!stack.services.is_empty(), "docker-compose names no services");
        Ok(stack)
    }

    /// The images that are not ours.
    pub(crate) fn images(&self) -> Vec<Wanted> {
        let theirs = self.services.iter().filter(|service| !service.image.starts_with(MARK));
        theirs.map(|service| Wanted { service: service.name.clone(), image: service.image.clone() }).collect()
    }

    /// The same with stand-ins, and without what there is none for.
    pub(crate) fn with(mut self, step: &Step, brought: &[Brought]) -> Result<Self> {
        let by = |service: &Service| brought.iter().find(|brought| brought.service == service.name).map(|b| &b.by);
        self.services.retain(|service| !matches!(by(service), Some(By::Nothing)));
        let mut replacements = String::from("# Changes nothing but images.\nservices:\n");
        for service in &self.services {
            if let Some(By::StandIn { name, .. }) = by(service) {
                let _ = writeln!(replacements, "  {}:\n    image: {name}", service.name); // to a text, which cannot fail
            }
        }
        if replacements.contains("image:") {
            let file = self.place.folder().join("stand-ins.yaml");
            fs::write(&file, replacements)?;
            self.files.push(file);
        }
        // An engine of our own has our limits.
        if let Some(allowed) = open_files().filter(|allowed| self.engine.is_own() && *allowed < OPEN_FILES) {
            self.settings.insert("OPEN_FILES".to_owned(), allowed.to_string());
            step.say(&format!("NOT RUN: {OPEN_FILES} open files, as compose/ allows; this machine allows {allowed}"));
        }
        Ok(self)
    }

    /// Starts everything and waits until it is healthy.
    pub(crate) fn start(&self, project: &Project, step: &Step) -> Result<Vec<Start>> {
        let mut command = self.compose(&["up", "--detach", "--no-build", "--no-color"]);
        command.args(self.services.iter().map(|service| &service.name));
        let mut seen = Sightings::default();
        let mut log = Log::create(project, "containers-up")?;
        let status = log.watch(command, STARTING, |line| {
            if let Some(line) = line {
                return step.note(line);
            }
            // One look that fails is followed by another.
            let _ = seen.look(self.engine);
            step.tick();
        })?;
        if !status.success() {
            bail!("{}\n{}", log.excerpt(), self.state(project)?);
        }
        let deadline = Instant::now() + HEALTHY;
        while !seen.look(self.engine)? {
            if Instant::now() > deadline {
                bail!("not everything became healthy:\n{}", self.state(project)?);
            }
            step.tick();
            std::thread::sleep(Duration::from_millis(250));
        }
        step.note(&format!("{} containers", seen.done.len()));
        Ok(seen.done)
    }

    /// The addresses a person may want.
    pub(crate) fn addresses(&self) -> String {
        let port = |name: &str| self.settings.get(name).map_or("?", String::as_str).to_owned();
        let docker = self.engine.address().map_or_else(String::new, |address| format!("DOCKER_HOST={address} "));
        format!(
            "page        http://127.0.0.1:{}/\ngRPC        127.0.0.1:{}\nPrometheus  http://127.0.0.1:{}/\n\
             feed        http://127.0.0.1:{}/sim/status\ncontainers  {docker}docker ps",
            port("PAGE_PORT"),
            port("GRPC_PORT"),
            port("PROMETHEUS_PORT"),
            port("FEED_PORT"),
        )
    }

    /// Compose's name and version.
    pub(crate) fn version(&self) -> Result<String> {
        let output = self.compose(&["version", "--short"]).stdin(Stdio::null()).output()?;
        Ok(format!("Docker Compose {}", String::from_utf8_lossy(&output.stdout).trim()))
    }

    fn compose(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("docker-compose");
        for file in &self.files {
            command.arg("--file").arg(file);
        }
        // A person's own settings must not get in between.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if ["QUAKEWIRE_", "SIMULATOR_", "KAFKA_", "COMPOSE_"].iter().any(|start| text.starts_with(start)) {
                command.env_remove(&name);
            }
        }
        // Nor a file of theirs: all that is set is in `settings`.
        command.arg("--env-file").arg(self.place.no_settings()).args(arguments).envs(&self.settings);
        self.engine.configure(&mut command);
        command
    }

    /// What is wrong, as far as containers tell.
    fn state(&self, project: &Project) -> Result<String> {
        let filter = format!("label=com.docker.compose.project={MARK}");
        let containers =
            self.engine.ask(&["ps", "--all", "--filter", &filter, "--format", "{{.Names}}\t{{.Status}}"])?;
        let file = project.logs().join("containers-logs.log");
        let output = self.compose(&["logs", "--no-color", "--tail=100"]).stdin(Stdio::null()).output()?;
        fs::write(&file, output.stdout)?;
        Ok(format!("{containers}\n(what they said: {})", file.display()))
    }
}

/// The variables of an env file.
fn variables(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// How many files a process may have open here at the most.
fn open_files() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(4)?.parse().ok()
}

/// The usual port, or a free one where that is taken.
fn free(usual: u16) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, usual))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .context("there is no free port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_env_file_is_read_without_its_comments() {
        let read = variables("# A=0\nA=1\n\nB=ws://x:1/y?z=2\n");
        assert_eq!(
            read.into_iter().collect::<Vec<_>>(),
            [("A", "1"), ("B", "ws://x:1/y?z=2")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
    }

    #[test]
    fn the_usual_limit_of_open_files_is_that_of_compose() {
        let services = include_str!("../../../compose/services.yaml");
        assert!(services.contains(&format!("${{OPEN_FILES:-{OPEN_FILES}}}")));
    }
}
