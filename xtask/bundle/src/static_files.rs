//! What is served as it is: the style sheet, icons, the typeface, and the licences of all that is not ours.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

const TYPEFACE: &str = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";

/// What the browser is given of others' work, and their terms.
const LICENCES: [(&str, &str); 4] = [
    ("MapLibre GL JS, the map", "maplibre-gl/LICENSE.txt"),
    ("Inter, the typeface", "@fontsource-variable/inter/LICENSE"),
    ("world-atlas, packaging Natural Earth (public domain), the base map", "world-atlas/LICENSE"),
    ("topojson-client, unpacking the base map", "topojson-client/LICENSE"),
];

pub(crate) fn gather(workshop: &Workshop, npm: &Npm, frontend: &Path) -> Result<PathBuf> {
    let (assets, style) = (frontend.join("assets"), frontend.join("style.css"));
    let inputs = [assets.clone(), style.clone(), frontend.join("style"), npm.path("package-lock.json")];
    workshop.step("static files", &inputs, |product| {
        let outfile = format!("--outfile={}", argument(&product.join("style.css"))?);
        // The typeface keeps its plain name here; the site gives it the hashed one.
        let arguments = ["--bundle", "--external:inter.woff2", "--minify", "--log-level=warning"];
        npm.tool("esbuild", &[&[argument(&style)?, &outfile], &arguments[..]].concat())?;
        for asset in fs::read_dir(&assets)? {
            let asset = asset?;
            fs::copy(asset.path(), product.join(asset.file_name()))?;
        }
        fs::copy(npm.package(TYPEFACE), product.join("inter.woff2"))?;
        let licences = LICENCES.map(|(work, file)| licence(npm, work, file)).into_iter().collect::<Result<Vec<_>>>()?;
        Ok(fs::write(product.join("licences.txt"), licences.join("\n\n\n"))?)
    })
}

fn licence(npm: &Npm, work: &str, file: &str) -> Result<String> {
    let terms = fs::read_to_string(npm.package(file)).with_context(|| format!("the licence of {work}"))?;
    Ok(format!("{work}\n{}\n\n{}\n", "=".repeat(work.chars().count()), terms.trim()))
}
