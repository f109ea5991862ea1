//! The overlays that may not be part of the project: downloaded into the folder of overlays, or made from a file.

use std::path::{Path, PathBuf, absolute};
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::process::Log;
use crate::project::Project;
use crate::step::Steps;

/// Where Hugo Ahlenius publishes them.
const BOUNDARIES: &str =
    "https://raw.githubusercontent.com/fraxen/tectonicplates/master/GeoJSON/PB2002_boundaries.json";

/// Where the overlay goes, from the project's root, if nobody says otherwise.
const PLATES: &str = "overlays/plates.geojson";

/// What `cargo xtask overlays` is told.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Another address of `PB2002_boundaries.json`
    #[arg(long, default_value = BOUNDARIES, value_name = "URL")]
    address: String,
    /// A file instead of a download
    #[arg(long, conflicts_with = "address", value_name = "FILE")]
    from: Option<PathBuf>,
    /// Where the overlay goes
    #[arg(long, default_value = PLATES, value_name = "FILE")]
    out: PathBuf,
}

/// The plate boundaries, if they have been fetched.
pub(crate) fn plates(project: &Project) -> Option<PathBuf> {
    Some(project.root.join(PLATES)).filter(|file| file.is_file())
}

/// `cargo xtask overlays`
pub(crate) fn overlays(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let out = project.root.join(&arguments.out);
    let from = match &arguments.from {
        Some(file) => absolute(file)?.into_os_string(),
        None => (&arguments.address).into(),
    };
    Steps::new(1).run("plate boundaries", |step| {
        let mut command = Command::new("node");
        command.arg(Path::new("tools/plates.mjs")).arg(&from).arg(&out).current_dir(project.map());
        Log::create(project, "overlays")?.run(step, command)
    })?;
    eprintln!("{}: frontends show it from their next start on", out.display());
    Ok(ExitCode::SUCCESS)
}
