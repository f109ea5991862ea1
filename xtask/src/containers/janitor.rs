//! Cleans up after a run: a process of its own that waits for ours to end, so that Ctrl-C or a crash leaves nothing behind.

use std::env;
use std::fs;
use std::io::{Read, Write, stdin};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::MARK;
use super::engine::Engine;
use super::place::Place;
use crate::debian;
use crate::step::Step;

/// What ends the run in order: then the janitor need not explain itself.
const CLEAN: &str = "clean";
/// What tells the janitor to go home.
const LEAVE: &str = "leave";
/// For how long it comes back to see whether something was made behind its back.
const REMOVING: Duration = Duration::from_mins(1);
/// How long an engine may take to stop.
const STOPPING: Duration = Duration::from_secs(30);

/// The waiting process.
pub(crate) struct Janitor {
    process: Child,
}

impl Janitor {
    pub(crate) fn start() -> Result<Self> {
        let process = Command::new(env::current_exe()?)
            .arg("janitor")
            .stdin(Stdio::piped())
            // A terminal sends Ctrl-C to all of its group.
            .process_group(0)
            .spawn()
            .context("cannot start the process that cleans up")?;
        Ok(Self { process })
    }

    /// Has everything removed.
    pub(crate) fn clean(self, step: &Step) -> Result<()> {
        self.end(CLEAN, || step.tick())
    }

    /// Leaves everything as it is.
    pub(crate) fn leave(self) -> Result<()> {
        self.end(LEAVE, || {})
    }

    fn end(mut self, word: &str, tick: impl Fn()) -> Result<()> {
        let mut pipe = self.process.stdin.take().context("the janitor does not listen")?;
        pipe.write_all(word.as_bytes())?;
        drop(pipe);
        loop {
            if let Some(status) = self.process.try_wait()? {
                ensure!(status.success(), "not everything could be removed");
                return Ok(());
            }
            tick();
            thread::sleep(Duration::from_millis(250));
        }
    }
}

/// The process itself: waits until there is nobody at the other end of its standard input.
pub(crate) fn main() -> Result<ExitCode> {
    let mut word = String::new();
    stdin().read_to_string(&mut word)?;
    if word == LEAVE {
        return Ok(ExitCode::SUCCESS);
    }
    let place = Place::locate()?;
    let orphaned = word != CLEAN && place.is_taken();
    if orphaned {
        eprintln!("\nremoving containers and images …");
    }
    clean(&place)?;
    if orphaned {
        eprintln!("removed");
    }
    Ok(ExitCode::SUCCESS)
}

/// Removes all that a run has made.
pub(crate) fn clean(place: &Place) -> Result<()> {
    if !place.is_taken() {
        return Ok(());
    }
    let engine = Engine::of(place)?;
    if engine.ask(&["version"]).is_ok() {
        remove_all(&engine)?;
    }
    if engine.is_own() {
        stop(&place.process_id())?;
    }
    let mut remove = debian::as_root()?;
    let removed = remove.args(["rm", "-rf"]).arg(place.folder()).status()?;
    ensure!(removed.success(), "{} could not be removed", place.folder().display());
    Ok(())
}

/// Removes containers, networks, volumes and images, until there is none. What a command that was cut off had begun may
/// appear after the first look.
fn remove_all(engine: &Engine) -> Result<()> {
    let label = format!("label=com.docker.compose.project={MARK}");
    let images = format!("reference={MARK}/*");
    let kinds: [(&[&str], &[&str]); 4] = [
        (&["ps", "--all", "--quiet", "--filter", &label], &["rm", "--force", "--volumes"]),
        (&["network", "ls", "--quiet", "--filter", &label], &["network", "rm"]),
        (&["volume", "ls", "--quiet", "--filter", &label], &["volume", "rm", "--force"]),
        // An engine of our own goes with all its images.
        (if engine.is_own() { &[] } else { &["images", "--quiet", "--filter", &images] }, &["rmi", "--force"]),
    ];
    let started = Instant::now();
    loop {
        let mut found = 0;
        for (list, remove) in kinds.iter().filter(|(list, _)| !list.is_empty()) {
            let listed = engine.ask(list)?;
            let ids: Vec<&str> = listed.lines().collect();
            if !ids.is_empty() {
                found += ids.len();
                // What cannot be removed now is found again.
                let _ = engine.ask(&[*remove, &ids].concat());
            }
        }
        if found == 0 {
            return Ok(());
        }
        if started.elapsed() > REMOVING {
            bail!("{found} things of {MARK} remain in the container engine");
        }
        thread::sleep(Duration::from_secs(1));
    }
}

/// Ends an engine of our own and waits until it has unmounted everything.
fn stop(process_id: &Path) -> Result<()> {
    let Ok(id) = fs::read_to_string(process_id) else {
        return Ok(()); // it ended by itself
    };
    let process = Path::new("/proc").join(id.trim());
    // One that has ended and whose end nobody has taken note of still has a name, but no command line.
    let is_engine = || {
        let line = fs::read(process.join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains("dockerd")
    };
    for (signal, patience) in [("TERM", STOPPING), ("KILL", Duration::from_secs(5))] {
        if !is_engine() {
            return Ok(());
        }
        let script = format!("kill -{signal} {}", id.trim());
        debian::as_root()?.args(["sh", "-c", &script]).status()?;
        let started = Instant::now();
        while is_engine() && started.elapsed() < patience {
            thread::sleep(Duration::from_millis(100));
        }
    }
    ensure!(!is_engine(), "the container engine (process {}) does not end", id.trim());
    Ok(())
}
