//! A child process that ends when its owner does.
//!
//! Every program of this crate runs under `watchdog.sh`: a shell that holds the other end of a
//! pipe and kills the program when the pipe closes, be it by `Drop`, by the end of a process that
//! kept its servers in a static, or by a kill -9 of that process.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::error::Error;

const WATCHDOG: &str = include_str!("watchdog.sh");

/// How often a waiting process is looked at: far below what a person notices, far above what costs.
const POLL: Duration = Duration::from_millis(20);

/// How much of a log an error shows: the last stack trace, not the whole story.
const TAIL_BYTES: u64 = 4096;

/// What to run, and what happens around it.
pub(crate) struct Program<'a> {
    /// Its name in messages.
    pub(crate) name: &'static str,
    /// The executable and its arguments.
    pub(crate) command: Vec<std::ffi::OsString>,
    /// The working directory.
    pub(crate) folder: &'a Path,
    /// Takes standard output and standard error; what was there before is overwritten.
    pub(crate) output: &'a Path,
    /// A folder nobody needs once the program and its owner are gone.
    pub(crate) scratch: Option<&'a Path>,
}

/// A running program. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Process {
    name: &'static str,
    child: Child,
    orders: ChildStdin,
    output: PathBuf,
}

impl Process {
    pub(crate) fn spawn(program: &Program<'_>) -> Result<Self, Error> {
        let refused = |source| Error::Spawn { program: program.name, source };
        let output = File::create(program.output).map_err(refused)?;
        let mut child = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(program.scratch.unwrap_or(Path::new("")))
            .args(&program.command)
            .current_dir(program.folder)
            .stdin(Stdio::piped())
            .stdout(output.try_clone().map_err(refused)?)
            .stderr(output)
            // A Ctrl-C in the terminal is for us: we drain first and stop the servers after.
            .process_group(0)
            .spawn()
            .map_err(refused)?;
        let orders = child.stdin.take().ok_or_else(|| refused(io::Error::other("no pipe to the watchdog")))?;
        tracing::debug!(process.name = program.name, process.id = child.id(), "Started {}", program.name);
        Ok(Self { name: program.name, child, orders, output: program.output.to_owned() })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name without the SIG: TERM, STOP, CONT.
    pub(crate) fn signal(&mut self, name: &str) {
        self.order(name);
    }

    /// Fails when the program has ended, with what it said last.
    pub(crate) fn expect_running(&mut self) -> Result<(), Error> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(self.ended(status)),
            Err(source) => Err(Error::Spawn { program: self.name, source }),
        }
    }

    /// Waits until the program ends by itself.
    pub(crate) async fn finish(mut self, deadline: Duration) -> Result<(), Error> {
        match self.wait(deadline).await {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(self.ended(status)),
            None => Err(self.late(deadline)),
        }
    }

    /// Asks the program to end; kills it when it has not by the deadline.
    pub(crate) async fn stop(mut self, deadline: Duration) {
        self.order("TERM");
        // A frozen program hears of it only when it goes on.
        self.order("CONT");
        if self.wait(deadline).await.is_none() {
            tracing::warn!(process.name = self.name, "{} did not stop in {deadline:?} and is killed", self.name);
        }
    }

    /// The error of a program that runs and does not get ready.
    pub(crate) fn late(&self, waited: Duration) -> Error {
        Error::NotReady { server: self.name, waited, log: self.output.clone(), tail: tail(&self.output) }
    }

    fn ended(&self, status: ExitStatus) -> Error {
        Error::Ended { program: self.name, status, log: self.output.clone(), tail: tail(&self.output) }
    }

    async fn wait(&mut self, deadline: Duration) -> Option<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            if started.elapsed() >= deadline {
                return None;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    fn order(&mut self, order: &str) {
        // A watchdog that is gone has nothing left to signal.
        if let Err(error) = writeln!(self.orders, "{order}") {
            tracing::debug!(process.name = self.name, %error, "The watchdog of {} is gone", self.name);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The watchdog leaves before the process is reaped, so it never signals an id that is no longer ours.
        let killed = self.child.kill();
        self.order("leave");
        if let Err(error) = killed.and_then(|()| self.child.wait()) {
            tracing::warn!(process.name = self.name, %error, "Could not end {}", self.name);
        }
    }
}

/// The end of a log, or why it cannot be read.
pub(crate) fn tail(log: &Path) -> String {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
        Err(error) => format!("(the log cannot be read: {error})"),
    }
}

#[cfg(test)]
mod tests;
