//! The record of a run, `docs/containers-run.md`: what was real, what was measured, and what the terminal showed.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result};

use super::others::{Brought, By};
use super::sightings::Start;
use crate::project::Project;

/// What there is to write down.
pub(crate) struct Record {
    pub(crate) engine: String,
    pub(crate) compose: String,
    pub(crate) replaced: Vec<Brought>,
    /// Our images and their sizes.
    pub(crate) ours: Vec<(String, String)>,
    pub(crate) starts: Vec<Start>,
}

impl Record {
    /// Writes the file.
    pub(crate) fn write(&self, project: &Project, transcript: &[String]) -> Result<PathBuf> {
        let file = project.root.join("docs/containers-run.md");
        fs::write(&file, self.text(project, transcript)).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }

    fn text(&self, project: &Project, transcript: &[String]) -> String {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let mut text = format!(
            "# The last run of `cargo xtask containers`\n\n\
             Written by the command itself, on {}, of revision {}.\n{}; {}; {cores} cores.\n\n\
             ## What was real\n\n\
             Our own images are made from `compose/Dockerfile`{}.\n\
             The stack is `compose/compose.yaml` with the feed's double. What is not ours:\n\n\
             | service | image in `compose/` | what ran |\n|---|---|---|\n",
            said(&["date", "--utc", "+%F at %H:%M UTC"]),
            Self::revision(project),
            self.engine,
            self.compose,
            if self.pulled() { "" } else { ", its last stages: programs and page were built outside" },
        );
        for Brought { service, image, by } in &self.replaced {
            let ran = match by {
                By::Itself => "the image itself",
                By::StandIn { contents, .. } => contents,
                By::Nothing => "**not run**",
            };
            let _ = writeln!(text, "| {service} | `{image}` | {ran} |");
        }
        text.push_str("\n## Our images\n\n| image | size, base included |\n|---|---|\n");
        for (image, size) in &self.ours {
            let _ = writeln!(text, "| {image} | {size} |");
        }
        text.push_str(
            "\n## From start to healthy\n\nHealth is asked for every 5 or 10 seconds, and seen up to half a second later.\n\n\
             | service | took |\n|---|---|\n",
        );
        for start in &self.starts {
            let _ = writeln!(text, "| {} | {} |", start.service, start.took());
        }
        text.push_str("\n## What it said\n\n```\n");
        for line in transcript {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str("```\n");
        text
    }

    fn pulled(&self) -> bool {
        self.replaced.iter().all(|brought| matches!(brought.by, By::Itself))
    }

    fn revision(project: &Project) -> String {
        let root = project.root.display().to_string();
        let git = |arguments: &[&str]| said(&[&["git", "-C", &root], arguments].concat());
        let changed =
            if git(&["status", "--porcelain", "--untracked-files=no"]).is_empty() { "" } else { ", with changes" };
        format!("{}{changed}", git(&["rev-parse", "--short", "HEAD"]))
    }
}

/// What a command prints; nothing where it cannot be run.
fn said(command: &[&str]) -> String {
    let output = Command::new(command[0]).args(&command[1..]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
