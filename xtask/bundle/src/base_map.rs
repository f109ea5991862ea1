//! The world's outlines and names, drawn from Natural Earth by `frontend/map/tools/`: a small file for the first look, and
//! tiles for looking closer.

use std::path::PathBuf;

use anyhow::Result;

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

/// What both are drawn with.
const TOOLS: [&str; 4] = ["tools/labels.mjs", "tools/seas.mjs", "tools/world.mjs", "package-lock.json"];

/// Makes `world.json`.
pub(crate) fn draw(workshop: &Workshop, npm: &Npm) -> Result<PathBuf> {
    make(workshop, npm, "base map", "base-map.mjs")
}

/// Makes the tiles, `<z>/<x>/<y>.gz`.
pub(crate) fn cut(workshop: &Workshop, npm: &Npm) -> Result<PathBuf> {
    make(workshop, npm, "tiles", "tiles.mjs")
}

fn make(workshop: &Workshop, npm: &Npm, step: &str, script: &str) -> Result<PathBuf> {
    let own = npm.path("tools").join(script);
    let inputs: Vec<_> = TOOLS.iter().map(|file| npm.path(file)).chain([own]).collect();
    workshop.step(step, &inputs, |product| npm.script(script, &[argument(product)?]))
}
