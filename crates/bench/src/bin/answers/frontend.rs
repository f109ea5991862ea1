//! A frontend in a process of its own, and its memory.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use backends::Ends;
use clap::Parser;
use e2e::{eventually, get, site};
use tempfile::TempDir;

/// Loading 100,000 earthquakes takes a while.
const PATIENCE: Duration = Duration::from_mins(3);

/// A running frontend. Dropping it kills it.
pub(crate) struct Frontend {
    process: Child,
    pub(crate) address: SocketAddr,
    _site: TempDir,
}

impl Frontend {
    pub(crate) async fn start(ends: &Ends, window: u16) -> Result<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let site = site()?;
        let endpoint = ends.store.endpoint.as_ref().map(|endpoint| endpoint.url().to_string()).unwrap_or_default();
        let process = Command::new(std::env::current_exe()?)
            .args(["serve", "--", "--changes", "table", "--requests-per-second", "0"])
            .args(["--listen", &address.to_string(), "--window-days", &window.to_string()])
            .args(["--dynamodb", &endpoint, "--table", &ends.store.table])
            .arg("--site")
            .arg(site.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let frontend = Self { process, address, _site: site };
        eventually("the frontend to be ready", PATIENCE, async || get(address, "/readyz").await).await?;
        Ok(frontend)
    }

    /// Bytes of memory in use.
    pub(crate) fn resident(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    /// The most since the last time it was forgotten.
    pub(crate) fn peak(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    pub(crate) fn forget_peak(&self) -> Result<()> {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").context("the peak cannot be forgotten")
    }

    fn status(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("the kernel does not say")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
    }
}

impl Drop for Frontend {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The other role.
pub(crate) fn serve(arguments: Vec<String>) -> ExitCode {
    let config = ::frontend::server::Config::parse_from(std::iter::once("frontend".to_owned()).chain(arguments));
    let settings = config.service.clone();
    service::run("frontend", &settings, |stop| ::frontend::server::run(config, stop))
}
