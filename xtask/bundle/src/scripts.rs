//! The map's module and the loader of the islands, bundled by esbuild; MapLibre as its authors built it.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

/// Modules of ours: what they are served as, and their entry.
const MODULES: [(&str, &str); 2] = [("map.js", "src/element.ts"), ("boot.js", "src/boot.ts")];

/// Kept apart from our module: it is ten times the size and changes far less often.
const MAPLIBRE: [&str; 2] = ["maplibre-gl.mjs", "maplibre-gl-worker.mjs"];

pub(crate) fn bundle(workshop: &Workshop, npm: &Npm) -> Result<PathBuf> {
    let ours = ["src", "tsconfig.json", "package-lock.json"].map(|file| npm.path(file));
    workshop.step("scripts", &ours, |product| {
        for (name, entry) in MODULES {
            let outfile = format!("--outfile={}", argument(&product.join(name))?);
            let options = ["--bundle", "--format=esm", "--target=es2022", "--minify", "--log-level=warning"];
            npm.tool("esbuild", &[&[entry, &outfile], options.as_slice()].concat())?;
        }
        for name in MAPLIBRE {
            let code = fs::read_to_string(npm.package("maplibre-gl/dist").join(name))?;
            // The source maps are not served.
            let code = code.lines().filter(|line| !line.starts_with("//# sourceMappingURL"));
            fs::write(product.join(name), code.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(())
    })
}
