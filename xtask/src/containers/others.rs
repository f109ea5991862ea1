//! The images that are not ours: pulled, or stand-ins made in their place, or left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::engine::Engine;
use super::place::Place;
use super::{MARK, base, ours};
use crate::process::Log;
use crate::project::Project;
use crate::step::Step;

/// What the largest image may take.
const PULLING: Duration = Duration::from_mins(15);
/// What bringing the jars may take; they are fetched once.
const JARS: Duration = Duration::from_mins(20);

/// A service and the image that compose gives it.
pub(crate) struct Wanted {
    pub(crate) service: String,
    pub(crate) image: String,
}

/// What became of it.
pub(crate) struct Brought {
    pub(crate) service: String,
    pub(crate) image: String,
    pub(crate) by: By,
}

/// What runs in its place.
pub(crate) enum By {
    /// The image itself.
    Itself,
    /// A stand-in: its name in the engine, and what is in it.
    StandIn { name: String, contents: String },
    /// Nothing.
    Nothing,
}

/// The images with a stand-in, the folder that it is made from, and the image below it.
const STAND_INS: [(&str, &str, Base); 5] = [
    ("apache/kafka", "kafka", Base::Java),
    ("amazon/dynamodb-local", "dynamodb-local", Base::Java),
    ("nginxinc/nginx-unprivileged", "nginx", Base::Debian),
    ("prom/prometheus", "prometheus", Base::Debian),
    ("grafana/loki", "loki", Base::Debian),
];

#[derive(Clone, Copy)]
enum Base {
    Debian,
    Java,
}

/// Makes every image available that is not ours.
pub(crate) fn bring(
    project: &Project,
    step: &Step,
    place: &Place,
    engine: &Engine,
    wanted: &[Wanted],
    loki: Option<&Path>,
) -> Result<Vec<Brought>> {
    let mut maker = Maker { project, step, place, engine, loki, log: Log::create(project, "containers-images")? };
    let mut brought = Vec::new();
    for Wanted { service, image } in wanted {
        let by = if engine.pulls {
            maker.pull(image)?;
            By::Itself
        } else {
            maker.stand_in(image)?
        };
        match &by {
            By::Itself => {}
            By::StandIn { contents, .. } => step.say(&format!("{image}: {contents}")),
            By::Nothing => step.say(&format!("NOT RUN: {service}, for there is no {image}")),
        }
        brought.push(Brought { service: service.clone(), image: image.clone(), by });
    }
    step.note("");
    Ok(brought)
}

struct Maker<'a> {
    project: &'a Project,
    step: &'a Step,
    place: &'a Place,
    engine: &'a Engine,
    loki: Option<&'a Path>,
    log: Log,
}

impl Maker<'_> {
    fn pull(&mut self, image: &str) -> Result<()> {
        self.log.run_within(self.step, self.engine.docker(&["pull", image]), PULLING)
    }

    fn stand_in(&mut self, image: &str) -> Result<By> {
        let repository = image.split([':', '@']).next().unwrap_or_default();
        let Some((_, folder, base)) = STAND_INS.iter().find(|(original, ..)| *original == repository) else {
            return Ok(By::Nothing);
        };
        let context = self.context(folder)?;
        match *folder {
            "kafka" | "dynamodb-local" => self.add_jars(folder, &context)?,
            "loki" => self.add_loki(&context)?,
            _ => {}
        }
        let base = match base {
            Base::Debian => base::name(),
            Base::Java => self.java()?,
        };
        let name = format!("{MARK}/{folder}");
        self.engine.build(&mut self.log, self.step, &name, &context, &base)?;
        let show = ["run", "--rm", "--network=none", "--entrypoint=cat", "--user=65534", &name, "/stand-in"];
        let contents = self.engine.ask(&show)?;
        Ok(By::StandIn { name, contents })
    }

    /// A copy of a stand-in's folder, for more to be put into it.
    fn context(&mut self, folder: &str) -> Result<PathBuf> {
        let context = self.place.context(folder);
        copy(&mut self.log, self.step, &self.project.root.join("xtask/stand-ins").join(folder), &context)?;
        Ok(context)
    }

    fn java(&mut self) -> Result<String> {
        let name = format!("{MARK}/java");
        if self.engine.ask(&["images", "--quiet", &name])?.is_empty() {
            let context = self.context("java")?;
            self.engine.build(&mut self.log, self.step, &name, &context, &base::name())?;
        }
        Ok(name)
    }

    /// The jars that the tests run the same servers from.
    fn add_jars(&mut self, server: &str, context: &Path) -> Result<()> {
        let mut resolve = ours::driver(self.project);
        resolve.arg("jars");
        let mut folder = None;
        let status = self.log.watch(resolve, JARS, |line| match line {
            Some(line) => folder = Some(PathBuf::from(line)),
            None => self.step.tick(),
        })?;
        ensure!(status.success(), "{}", self.log.excerpt());
        let folder = folder.context("the jars have no folder")?;
        copy(&mut self.log, self.step, &folder.join(server), &context.join("jars"))?;
        if server == "dynamodb-local" {
            let assembly = self.project.root.join("crates/backends/src/dynamodb/server.xml");
            fs::copy(&assembly, context.join("server.xml"))?;
        }
        Ok(())
    }

    /// A real Loki if one was given, else its double.
    fn add_loki(&mut self, context: &Path) -> Result<()> {
        let programs = context.join("bin");
        fs::create_dir_all(&programs)?;
        let contents = if let Some(loki) = self.loki {
            let version =
                Command::new(loki).arg("-version").output().context("the Loki that was given does not run")?;
            fs::copy(loki, programs.join("loki"))?;
            let said = String::from_utf8_lossy(&version.stdout);
            let number = said.split("version ").nth(1).and_then(|rest| rest.split_whitespace().next());
            let number = number.filter(|number| number.starts_with(|first: char| first.is_ascii_digit()));
            number.map_or_else(
                || "a Loki that was given, which does not tell its version".to_owned(),
                |number| format!("Loki {number}, which was given"),
            )
        } else {
            fs::rename(context.join("double"), programs.join("loki"))?;
            let double = ours::program(self.project, ours::LOKIS_DOUBLE);
            fs::copy(double, programs.join(ours::LOKIS_DOUBLE))?;
            "Loki's double of the tests: it checks what is pushed, and answers no query".to_owned()
        };
        fs::write(context.join("stand-in"), contents)?;
        Ok(())
    }
}

/// Copies a folder with all that is in it.
pub(super) fn copy(log: &mut Log, step: &Step, from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    let mut command = Command::new("cp");
    command.args(["--recursive", "--no-target-directory"]).arg(from).arg(to);
    log.run(step, command)
}
