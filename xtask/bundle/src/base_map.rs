//! The world's outlines and names, drawn from Natural Earth by `frontend/map/tools/base-map.mjs`.

use std::path::PathBuf;

use anyhow::Result;

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

pub(crate) fn draw(workshop: &Workshop, npm: &Npm) -> Result<PathBuf> {
    let tools = ["tools", "package-lock.json"].map(|file| npm.path(file));
    workshop.step("base map", &tools, |product| npm.script("base-map.mjs", &[argument(product)?]))
}
