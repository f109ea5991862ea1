//! A service as a process of its own: to be killed.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::eventually;

/// How many lines of its log an error shows.
const TAIL: usize = 20;

/// A running service. Dropping it kills it; so does the end of this process, however it comes.
#[derive(Debug)]
pub struct Child {
    name: String,
    process: std::process::Child,
    output: PathBuf,
}

/// An address for a service that has to be told its own: free a moment ago, and of a port that no client is given.
///
/// # Errors
/// When the machine seems to have none.
pub fn free_address() -> Result<SocketAddr> {
    Ok((Ipv4Addr::LOCALHOST, backends::free_port()?).into())
}

impl Child {
    /// Starts `e2e-service` with the arguments; the first is the service's name. What it says goes into a file named
    /// after `name` in `logs`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(program: &str, logs: &Path, name: &str, arguments: &[&str]) -> Result<Self> {
        std::fs::create_dir_all(logs)?;
        let output = logs.join(format!("{name}.log"));
        let file = File::create(&output)?;
        let process = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        Ok(Self { name: name.to_owned(), process, output })
    }

    /// What it has said so far.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn said(&self) -> Result<String> {
        Ok(std::fs::read_to_string(&self.output)?)
    }

    /// Fails when it has ended by itself, with what it said last.
    ///
    /// # Errors
    /// When it has.
    pub fn expect_running(&mut self) -> Result<()> {
        match self.process.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("{} ended by itself, {status}:\n{}", self.name, self.tail()),
        }
    }

    /// Ends it as a crash would.
    ///
    /// # Errors
    /// When it had ended by itself before.
    pub fn kill_9(&mut self) -> Result<()> {
        self.expect_running()?;
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// Asks it to end, with SIGTERM, and waits until it has.
    ///
    /// # Errors
    /// When it had ended by itself before, or does not end in time.
    pub async fn terminate(mut self, limit: Duration) -> Result<ExitStatus> {
        self.expect_running()?;
        let id = self.process.id().to_string();
        let sent = Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &id]).status()?;
        ensure!(sent.success(), "SIGTERM was not sent: {sent}");
        let what = format!("{} to end", self.name);
        eventually(&what, limit, async || self.process.try_wait()?.with_context(|| self.tail())).await
    }

    fn tail(&self) -> String {
        let said = self.said().unwrap_or_else(|error| error.to_string());
        let lines: Vec<&str> = said.lines().collect();
        lines[lines.len().saturating_sub(TAIL)..].join("\n")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and need not be.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
