//! The balancer of `compose/`: a real nginx with its real configuration, moved to free ports and to a folder of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::compose::files::Files;
use crate::names::Names;
use crate::{Child, eventually, free_address, get, not_run};

/// The configuration, where `compose/` keeps it.
pub const NGINX: &str = "compose/config/nginx.conf";

/// nginx is up in milliseconds, unless the machine is busy.
const STARTING: Duration = Duration::from_secs(30);

/// A running balancer. It ends when it is dropped.
#[derive(Debug)]
pub struct Balancer {
    /// Where pages, streams and the relay are.
    pub page: SocketAddr,
    /// Where gRPC is.
    pub grpc: SocketAddr,
    child: Child,
    _names: Names,
    _folder: TempDir,
}

impl Balancer {
    /// Starts it before the frontends of these addresses, which all listen on this port. nginx finds them by name, as
    /// it does in containers.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(nginx: &Path, logs: &Path, frontends: &[Ipv4Addr], port: u16) -> Result<Self> {
        let names = Names::start(frontends).await?;
        let (page, grpc) = (free_address()?, free_address()?);
        let folder = tempfile::tempdir()?;
        moved(&Files::of_the_project(), folder.path())
            .with(NGINX, "listen 8080;", &format!("listen {page};"))
            .with(NGINX, "listen 8082 http2;", &format!("listen {grpc} http2;"))
            .with(NGINX, "default frontend:8080;", &format!("default frontend:{port};"))
            .with(NGINX, "resolver 127.0.0.11 ", &format!("resolver {} ", names.address))
            .write(folder.path());
        let config = folder.path().join(NGINX);
        let text = |path: &Path| path.to_str().map(str::to_owned).context("a path that is not UTF-8");
        // One process, which can be ended without leaving others behind.
        let alone = "daemon off; master_process off;";
        let arguments = ["-e", "stderr", "-p", &text(folder.path())?, "-c", &text(&config)?, "-g", alone];
        let mut child = Child::start(&text(nginx)?, logs, "nginx", &arguments)?;
        eventually("nginx to answer", STARTING, async || {
            child.expect_running()?;
            get(page, "/balancer/healthz").await
        })
        .await?;
        Ok(Self { page, grpc, child, _names: names, _folder: folder })
    }

    /// What it has said so far: a line for each request, and errors.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn said(&self) -> Result<String> {
        self.child.said()
    }
}

/// The configuration with nginx's own files in a folder: in a container it has `/tmp` for itself.
#[must_use]
pub fn moved(files: &Files, folder: &Path) -> Files {
    files.with(NGINX, " /tmp/", &format!(" {}/", folder.display()))
}

/// Where nginx is: what the variable says, on the path, or where Debian has it, which is not on everybody's path. Says
/// loudly when it is nowhere.
pub fn nginx(purpose: &str) -> Option<PathBuf> {
    const VARIABLE: &str = "QUAKEWIRE_NGINX";
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&folders).chain([PathBuf::from("/usr/sbin")]);
    let found = std::env::var_os(VARIABLE).map(PathBuf::from);
    let found = found.or_else(|| folders.map(|folder| folder.join("nginx")).find(|file| file.is_file()));
    if found.is_none() {
        not_run(&format!("{purpose}: there is no nginx on the path, and {VARIABLE} names none"));
    }
    found
}
