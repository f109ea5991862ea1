//! `cargo xtask test`: every check and every test, one line for each stage, and the sum of it all.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::debian;
use crate::lint;
use crate::overlays;
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::setup;
use crate::step::{Step, Steps, spell};
use crate::tally::{Counts, News, Tally};
use crate::terraform;
use crate::tools;
use crate::wasm::Toolchain;
use crate::web;

/// More of the output of failed tests is left to the log.
const SHOWN_LINES: usize = 300;

/// `cargo xtask test`
pub(crate) fn test(project: &Project, filter: &[OsString]) -> ExitCode {
    let everything = filter.is_empty();
    let mut session =
        Session { project, steps: Steps::new(if everything { 12 } else { 4 }), counts: Counts::default() };
    if everything {
        session.stage("formatting", |step| formatting(project, step));
    }
    session.prepare(everything);
    if everything {
        session.terraform();
    }
    session.rust(filter);
    session.close()
}

/// One run, from the first stage to the closing line.
struct Session<'a> {
    project: &'a Project,
    steps: Steps,
    counts: Counts,
}

impl Session<'_> {
    /// Runs a stage that is no test; where it fails, it counts as one failed test, so that the
    /// closing line never sounds better than it was.
    fn stage<T>(&mut self, name: &str, work: impl FnOnce(&Step) -> Result<T>) -> Option<T> {
        let outcome = self.steps.run(name, work);
        self.take(outcome)
    }

    fn take<T>(&mut self, outcome: Result<T>) -> Option<T> {
        outcome
            .inspect_err(|error| {
                self.counts.failed += 1;
                eprintln!("\n{error:#}\n");
            })
            .ok()
    }

    /// Everything the Rust tests want to find: programs and the site. They run without it too, and
    /// then say what they could not do.
    fn prepare(&mut self, everything: bool) {
        let project = self.project;
        let Some(toolchain) = self.stage("set-up", |step| set_up(project, step)) else {
            return;
        };
        let built = web::build(project, &mut self.steps, &toolchain);
        if self.take(built).is_some() && everything {
            self.typescript("map element", "map", &project.map());
        }
        if everything && self.stage("packages of the dashboards", |step| packages(project, step)).is_some() {
            self.typescript("dashboards", "grafana", &project.grafana());
        }
    }

    /// The types and the tests of an npm package.
    fn typescript(&mut self, name: &str, log: &str, folder: &Path) {
        let project = self.project;
        self.stage(&format!("types of the {name}"), |step| {
            let mut command = Command::new("npm");
            command.args(["run", "check"]).current_dir(folder);
            Log::create(project, &format!("{log}-types"))?.run(step, command)
        });
        let mut tally = Tally::default();
        let outcome = self.steps.run(&format!("tests of the {name}"), |step| {
            let mut command = Command::new("npm");
            command.args(["test"]).current_dir(folder).env("PATH", tools::search_path());
            counted(project, step, &format!("{log}-tests"), command, &mut tally)
        });
        self.end(outcome, tally.counts);
    }

    /// The checks of what is in `terraform/`, which count like tests.
    fn terraform(&mut self) {
        let project = self.project;
        let mut tally = Tally::default();
        let outcome = self.steps.run("terraform", |step| {
            let path = match terraform::ensure(project, step) {
                Ok(path) => path,
                Err(error) => {
                    tally.counts.skipped += 1;
                    step.say(&format!("NOT RUN: the checks of terraform/: {error:#}"));
                    return Ok(());
                }
            };
            let mut command = Command::new(project.root.join("terraform/check/run"));
            command.env("PATH", path);
            counted(project, step, "terraform", command, &mut tally)
        });
        self.end(outcome, tally.counts);
    }

    /// All tests of the workspace.
    fn rust(&mut self, filter: &[OsString]) {
        let project = self.project;
        if filter.is_empty() {
            let built = self.stage("building the tests", |step| {
                let mut command = cargo();
                command.args(["test", "--workspace", "--no-run"]).current_dir(&project.root);
                Log::create(project, "tests-build")?.run(step, command)
            });
            if built.is_none() {
                return;
            }
        }
        let mut tally = Tally::default();
        let outcome = self.steps.run("tests", |step| run(project, step, filter, &mut tally));
        self.end(outcome, tally.counts);
    }

    /// Takes over what a runner counted. One that fails without a failed test fails all the same.
    fn end(&mut self, outcome: Result<()>, mut counts: Counts) {
        if let Err(error) = outcome {
            counts.failed = counts.failed.max(1);
            eprintln!("\n{error:#}\n");
        }
        self.counts.add(counts);
    }

    fn close(self) -> ExitCode {
        if self.counts.ran() == 0 {
            eprintln!("no test ran");
        }
        println!("{}", self.counts);
        ExitCode::from(u8::from(self.counts.failed > 0 || self.counts.ran() == 0))
    }
}

/// The one lint that is a test: it takes no time, and no new compiler sees it differently. Clippy is
/// left to `cargo xtask lint`: it takes minutes, and a newer one warns of what an older one let pass.
fn formatting(project: &Project, step: &Step) -> Result<()> {
    if let Err(error) = lint::component(project, step, "rustfmt") {
        step.say(&format!("NOT RUN: there is no rustfmt: {error:#}"));
        return Ok(());
    }
    lint::formatting(project, step)
}

/// What the tests need: the build has to work; without the rest some tests have to be left out.
fn set_up(project: &Project, step: &Step) -> Result<Toolchain> {
    debian::ensure_all(project, step, &debian::BUILD)?;
    for needs in [&debian::REAL[..], &debian::BROWSER, &debian::CLIENTS] {
        if let Err(error) = debian::ensure_all(project, step, needs) {
            step.say(&format!("{error:#}"));
        }
    }
    if let Err(error) = setup::checks(project, step) {
        step.say(&format!("NOT RUN: some checks of compose/ and grafana/: {error:#}"));
    }
    Toolchain::ensure(project, step)
}

/// What `grafana/` is made with, as its lock file says, unless it is there.
fn packages(project: &Project, step: &Step) -> Result<()> {
    let npm = |arguments: &[&str]| {
        let mut command = Command::new("npm");
        command.args(arguments).current_dir(project.grafana());
        command
    };
    let mut log = Log::create(project, "grafana-packages")?;
    if log.run(step, npm(&["ls", "--all", "--loglevel=silent"])).is_ok() {
        return Ok(());
    }
    log.run(step, npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// Runs a command that counts its tests as Node does.
fn counted(project: &Project, step: &Step, log: &str, command: Command, tally: &mut Tally) -> Result<()> {
    let mut log = Log::create(project, log)?;
    let status = log.watch(command, Duration::MAX, |line| match line.map(|line| tally.hear(line)) {
        Some(Some(News::NotRun(reason))) => step.say(&reason),
        Some(_) => {}
        None => step.tick(),
    })?;
    if !status.success() {
        bail!("{}", log.excerpt());
    }
    step.note(&tally.counts.to_string());
    Ok(())
}

fn run(project: &Project, step: &Step, filter: &[OsString], tally: &mut Tally) -> Result<()> {
    let mut command = cargo();
    command.arg("test").args(arguments(filter)).current_dir(&project.root).env("PATH", tools::search_path());
    // The test of the plate boundaries, which are not part of the project, says itself what it lacks without them.
    command.envs(overlays::plates(project).map(|file| ("QUAKEWIRE_PLATES", file)));
    let mut log = Log::create(project, "tests")?;
    let mut since = Instant::now();
    let status = log.watch(command, Duration::MAX, |line| {
        let Some(line) = line else {
            return step.tick();
        };
        let Some(news) = tally.hear(line) else {
            return step.note(&format!("{}: {line}", tally.running()));
        };
        match news {
            News::Ended { name, counts } if counts != Counts::default() => {
                step.say(&format!("{name}: {counts} ({})", spell(since.elapsed())));
            }
            News::Started | News::Ended { .. } => {}
            News::Vanished { name } => step.say(&format!("{name}: ended without a result")),
            News::NotRun(reason) => return step.say(&reason),
        }
        since = Instant::now();
    })?;
    if let Some(News::Vanished { name }) = tally.end() {
        step.say(&format!("{name}: ended without a result"));
    }
    if !tally.failed.is_empty() {
        let shown = tally.failures.len().min(SHOWN_LINES);
        bail!(
            "{}\n(all of it: {})\n\nfailed:\n  {}",
            tally.failures[..shown].join("\n"),
            log.path().display(),
            tally.failed.join("\n  ")
        );
    }
    if !status.success() {
        bail!("{}", log.excerpt());
    }
    step.note(&tally.counts.to_string());
    Ok(())
}

/// What `cargo test` is given. All packages, unless the filter names one; all binaries, whichever
/// fails; and the output of tests that pass too, for the log and for what they could not do.
fn arguments(filter: &[OsString]) -> Vec<OsString> {
    let end = filter.iter().position(|argument| argument == "--");
    let (ours, theirs) = filter.split_at(end.unwrap_or(filter.len()));
    let names_package = ours.iter().any(|argument| {
        let argument = argument.to_string_lossy();
        argument.starts_with("-p") || argument.starts_with("--package")
    });
    let mut arguments: Vec<OsString> = vec!["--no-fail-fast".into()];
    if !names_package {
        arguments.push("--workspace".into());
    }
    arguments.extend_from_slice(ours);
    arguments.push("--".into());
    arguments.push("--show-output".into());
    arguments.extend(theirs.iter().skip(1).cloned());
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(filter: &[&str]) -> Vec<OsString> {
        let filter: Vec<OsString> = filter.iter().map(OsString::from).collect();
        arguments(&filter)
    }

    #[test]
    fn without_a_filter_every_package_is_tested() {
        assert_eq!(of(&[]), ["--no-fail-fast", "--workspace", "--", "--show-output"]);
    }

    #[test]
    fn a_filter_can_name_a_package_and_speak_to_the_test_binary() {
        assert_eq!(
            of(&["-p", "quake", "merge", "--", "--exact"]),
            ["--no-fail-fast", "-p", "quake", "merge", "--", "--show-output", "--exact"]
        );
    }
}
