//! The containers of a compose project: where they are, how they are, and how they die.

use std::net::{IpAddr, SocketAddr};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::eventually;

/// How long a container may take to be healthy again.
const HEALING: Duration = Duration::from_mins(2);

/// A compose project on the engine that the environment names.
#[derive(Debug, Clone)]
pub(crate) struct Stack {
    project: String,
}

impl Stack {
    pub(crate) fn new(project: &str) -> Self {
        Self { project: project.to_owned() }
    }

    /// Whether the stack has this service.
    pub(crate) fn has(&self, service: &str) -> bool {
        self.id(service).is_ok()
    }

    /// Where a service can be reached from this machine. A container may come back to another address.
    pub(crate) fn address(&self, service: &str, port: u16) -> Result<SocketAddr> {
        let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}";
        let addresses = docker(&["inspect", "--format", format, &self.id(service)?])?;
        let first = addresses.split_whitespace().next().with_context(|| format!("{service} has no address"))?;
        Ok(SocketAddr::new(first.parse::<IpAddr>()?, port))
    }

    /// Ends a service as a crash would.
    pub(crate) fn kill(&self, service: &str) -> Result<()> {
        docker(&["kill", &self.id(service)?]).map(drop)
    }

    /// Starts it again, and returns when it is healthy.
    pub(crate) async fn revive(&self, service: &str) -> Result<()> {
        let id = self.id(service)?;
        docker(&["start", &id])?;
        eventually(&format!("{service} to be healthy"), HEALING, async || {
            let health = docker(&["inspect", "--format", "{{.State.Health.Status}}", &id])?;
            ensure!(health == "healthy", "it is {health}");
            Ok(())
        })
        .await
    }

    /// All containers, with their restarts: nobody may have died but by our hand.
    pub(crate) fn restarts(&self) -> Result<Vec<(String, u32)>> {
        let filter = format!("label=com.docker.compose.project={}", self.project);
        let ids = docker(&["ps", "--all", "--quiet", "--filter", &filter])?;
        let format = "{{index .Config.Labels \"com.docker.compose.service\"}} {{.RestartCount}}";
        let mut arguments = vec!["inspect", "--format", format];
        arguments.extend(ids.lines());
        docker(&arguments)?
            .lines()
            .map(|line| {
                let (service, count) = line.split_once(' ').context("no count")?;
                Ok((service.to_owned(), count.parse()?))
            })
            .collect()
    }

    fn id(&self, service: &str) -> Result<String> {
        let project = format!("label=com.docker.compose.project={}", self.project);
        let service_filter = format!("label=com.docker.compose.service={service}");
        let id = docker(&["ps", "--all", "--quiet", "--filter", &project, "--filter", &service_filter])?;
        ensure!(!id.is_empty(), "{} has no {service}", self.project);
        Ok(id)
    }
}

/// What the client prints. It answers in milliseconds, so nobody minds that this thread waits.
fn docker(arguments: &[&str]) -> Result<String> {
    let output = Command::new("docker").args(arguments).output().context("cannot run docker")?;
    ensure!(
        output.status.success(),
        "docker {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
