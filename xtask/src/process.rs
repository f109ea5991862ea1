//! Child processes: all they say goes to a log, the interesting part is shown when they fail.

use std::fs::File;
use std::io::{BufRead, BufReader, PipeReader, Write, pipe};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::step::Step;

/// How often a silent child is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// How much of a log is shown after a failure.
const SHOWN_LINES: usize = 60;

/// The log of one step, kept in the target folder until the next run.
pub(crate) struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    pub(crate) fn create(project: &Project, name: &str) -> Result<Self> {
        let folder = project.logs();
        let path = folder.join(format!("{name}.log"));
        std::fs::create_dir_all(&folder)
            .and_then(|()| File::create(&path))
            .with_context(|| format!("cannot write {}", path.display()))
            .map(|file| Self { path, file })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a command that has to succeed.
    pub(crate) fn run(&mut self, step: &Step, command: Command) -> Result<()> {
        self.run_within(step, command, Duration::MAX)
    }

    /// Runs a command that has to succeed, and in time.
    pub(crate) fn run_within(&mut self, step: &Step, command: Command, limit: Duration) -> Result<()> {
        let spoken = spoken(&command);
        let status = self.watch(command, limit, |line| match line {
            Some(line) => step.note(line),
            None => step.tick(),
        })?;
        if !status.success() {
            bail!("`{spoken}` failed ({status})\n{}", self.excerpt());
        }
        step.note("");
        Ok(())
    }

    /// Runs a command, handing on every line it writes, and `None` now and then while it is silent.
    pub(crate) fn watch(
        &mut self,
        mut command: Command,
        limit: Duration,
        mut heard: impl FnMut(Option<&str>),
    ) -> Result<ExitStatus> {
        let spoken = spoken(&command);
        writeln!(self.file, "$ {spoken}")?;
        let (reader, writer) = pipe().context("cannot make a pipe")?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .spawn()
            .with_context(|| format!("cannot start `{spoken}`"))?;
        drop(command); // it holds the writing end of the pipe, which has to close with the child
        let lines = read_lines(reader);
        let started = Instant::now();
        loop {
            match lines.recv_timeout(LOOK) {
                Ok(line) => {
                    writeln!(self.file, "{line}")?;
                    heard(Some(&line));
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(child.wait()?),
                Err(RecvTimeoutError::Timeout) => {
                    heard(None);
                    // A grandchild that outlives the child may hold the pipe open for ever.
                    if let Some(status) = child.try_wait()? {
                        return Ok(status);
                    }
                }
            }
            if started.elapsed() > limit {
                end(&mut child);
                bail!("`{spoken}` did not end within {} s\n{}", limit.as_secs(), self.excerpt());
            }
        }
    }

    /// The part of the log that says what went wrong, and where the rest is.
    pub(crate) fn excerpt(&self) -> String {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        format!("{}\n(all of it: {})", telling(&lines).join("\n"), self.path.display())
    }
}

/// From the first compiler error or failed test of Node's on, or the end where there is none.
fn telling<'a>(lines: &'a [&'a str]) -> &'a [&'a str] {
    let first_error = lines
        .iter()
        .position(|line| ["error[", "error:", "Error:", "not ok "].iter().any(|start| line.starts_with(start)));
    match first_error {
        Some(start) => &lines[start..lines.len().min(start + SHOWN_LINES)],
        None => &lines[lines.len().saturating_sub(SHOWN_LINES)..],
    }
}

fn read_lines(reader: PipeReader) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            if sender.send(text).is_err() {
                break;
            }
            line.clear();
        }
    });
    lines
}

fn end(child: &mut Child) {
    // Both fail only when the child has ended by itself, which is as good.
    let _ = child.kill();
    let _ = child.wait();
}

/// A command as one would type it.
fn spoken(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let mut spoken = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        spoken.push(' ');
        spoken.push_str(&argument.to_string_lossy());
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_starts_at_the_first_error() {
        let lines = ["   Compiling a v0.1.0", "error[E0425]: no such value", " --> a.rs"];
        assert_eq!(telling(&lines), &lines[1..]);
    }

    #[test]
    fn an_excerpt_of_nodes_tests_starts_at_the_first_that_failed() {
        let lines = ["ok 1 - it works", "not ok 2 - it holds", "  ---", "  error: it did not", "ok 3 - it ends"];
        assert_eq!(telling(&lines), &lines[1..]);
    }

    #[test]
    fn an_excerpt_without_an_error_is_the_end_of_the_log() {
        let lines: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(telling(&lines).len(), SHOWN_LINES);
        assert_eq!(telling(&lines).last(), Some(&"99"));
    }

    #[test]
    fn a_command_is_spoken_without_its_folder() {
        let mut command = Command::new("/usr/bin/npm");
        command.args(["run", "check"]);
        assert_eq!(spoken(&command), "npm run check");
    }
}
