//! A service in a process of its own, as the bench sees it: its numbers, its processor time, its memory.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use e2e::{Metrics, eventually, get};

/// How long it may take to start or to end.
const PATIENCE: Duration = Duration::from_mins(1);
/// The kernel's ticks of processor time: a hundred a second on every Linux.
const TICKS: f64 = 100.0;

/// A running service. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Served {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Served {
    /// Starts this program in the other role; returns when the service is ready.
    pub(crate) async fn start(service: &str, rate: u32, listen: &str, arguments: &[&str]) -> Result<Self> {
        // A port that was free a moment ago.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let process = Command::new(std::env::current_exe()?)
            .args(["serve", service, &rate.to_string(), "--", listen, &address.to_string()])
            .args(arguments)
            .stdin(Stdio::piped())
            // Gigabytes of lines: they are made, and not kept.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut served = Self { process, address };
        eventually(&format!("the {service} to be ready"), PATIENCE, async || {
            if let Some(status) = served.process.try_wait()? {
                bail!("it has ended, {status}");
            }
            get(address, "/readyz").await
        })
        .await?;
        Ok(served)
    }

    pub(crate) async fn metrics(&self) -> Result<Metrics> {
        Metrics::of(self.address).await
    }

    /// Seconds of processor time since its start.
    pub(crate) fn processor(&self) -> Result<f64> {
        let stat = self.proc("stat")?;
        // The name is in brackets and may hold anything; `utime` and `stime` are the 12th and 13th words after it.
        let words = stat.rsplit_once(')').context("no name")?.1.split_whitespace().skip(11);
        let ticks: Vec<f64> = words.take(2).map(str::parse).collect::<Result<_, _>>()?;
        Ok(ticks.iter().sum::<f64>() / TICKS)
    }

    /// The file in which the kernel says how much memory it has.
    pub(crate) fn memory(&self) -> String {
        format!("/proc/{}/status", self.process.id())
    }

    /// Tells it to write no lines but its own.
    pub(crate) fn quiet(&mut self) -> Result<()> {
        let input = self.process.stdin.as_mut().context("no way to talk to it")?;
        input.write_all(b".")?;
        Ok(input.flush()?)
    }

    /// Ends it as an operator would.
    pub(crate) async fn stop(mut self) -> Result<()> {
        let id = self.process.id().to_string();
        let sent = Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &id]).status()?;
        ensure!(sent.success(), "SIGTERM was not sent: {sent}");
        let status =
            eventually("a service to end", PATIENCE, async || self.process.try_wait()?.context("it runs")).await?;
        ensure!(status.success(), "a service ended with {status}");
        Ok(())
    }

    fn proc(&self, file: &str) -> Result<String> {
        Ok(std::fs::read_to_string(format!("/proc/{}/{file}", self.process.id()))?)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and need not be.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Bytes of memory in use, by the kernel's file about a process.
pub(crate) fn resident(file: &str) -> Option<u64> {
    let status = std::fs::read_to_string(file).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
