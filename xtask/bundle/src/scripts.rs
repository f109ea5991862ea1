//! The map's module and the loader of the islands, bundled by esbuild; MapLibre as its authors built it.
//!
//! What the map imports only when it is opened (`import()`) becomes a module of its own. esbuild names these after
//! their content, and they name each other, so they are served under the names esbuild gave them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

/// Modules of ours: what they are served as, and their entry.
const MODULES: [(&str, &str); 2] = [("map", "src/element.ts"), ("boot", "src/boot.ts")];

/// Kept apart from our module: it is ten times the size and changes far less often.
const MAPLIBRE: [&str; 2] = ["maplibre-gl.mjs", "maplibre-gl-worker.mjs"];

const OPTIONS: [&str; 7] = [
    "--bundle",
    "--splitting",
    "--format=esm",
    "--target=es2022",
    "--minify",
    "--log-level=warning",
    "--chunk-names=[name]-[hash]",
];

/// What the bundler made.
pub(crate) struct Scripts {
    /// Modules that the page names.
    pub(crate) entries: PathBuf,
    /// Modules that only other modules name, by the hash in their names.
    pub(crate) parts: PathBuf,
    /// For each entry, the parts that come with it at once.
    pub(crate) imports: BTreeMap<String, Vec<String>>,
}

pub(crate) fn bundle(workshop: &Workshop, npm: &Npm) -> Result<Scripts> {
    let ours = ["src", "tsconfig.json", "package-lock.json"].map(|file| npm.path(file));
    let product = workshop.step("scripts", &ours, |product| {
        let (entries, parts) = (product.join("entries"), product.join("parts"));
        fs::create_dir_all(&parts)?;
        for (name, entry) in MODULES {
            let entry = format!("{name}={entry}");
            let outdir = format!("--outdir={}", argument(&entries)?);
            let metafile = format!("--metafile={}", argument(&product.join(format!("{name}.json")))?);
            npm.tool("esbuild", &[&[entry.as_str(), &outdir, &metafile], OPTIONS.as_slice()].concat())?;
        }
        part(&entries, &parts)?;
        for name in MAPLIBRE {
            let code = fs::read_to_string(npm.package("maplibre-gl/dist").join(name))?;
            // The source maps are not served.
            let code = code.lines().filter(|line| !line.starts_with("//# sourceMappingURL"));
            fs::write(entries.join(name), code.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(())
    })?;
    let mut imports = BTreeMap::new();
    for (name, _) in MODULES {
        let metafile = fs::read(product.join(format!("{name}.json")))?;
        let metafile = serde_json::from_slice(&metafile).context("esbuild's account of its work")?;
        imports.insert(format!("{name}.js"), at_once(&metafile, &format!("{name}.js")));
    }
    Ok(Scripts { entries: product.join("entries"), parts: product.join("parts"), imports })
}

/// Sets apart what has its hash in its name already. All are served from one folder, as esbuild left them.
fn part(entries: &Path, parts: &Path) -> Result<()> {
    for file in fs::read_dir(entries)? {
        let file = file?;
        if !MODULES.iter().any(|(name, _)| file.file_name() == format!("{name}.js").as_str()) {
            fs::rename(file.path(), parts.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// esbuild's account of what it wrote.
#[derive(Deserialize)]
struct Metafile {
    outputs: BTreeMap<String, Output>,
}

#[derive(Deserialize)]
struct Output {
    imports: Vec<Import>,
}

#[derive(Deserialize)]
struct Import {
    path: String,
    kind: String,
}

/// The parts without which an entry does not start.
fn at_once(metafile: &Metafile, entry: &str) -> Vec<String> {
    let file_name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let outputs: BTreeMap<_, _> = metafile.outputs.iter().map(|(path, output)| (file_name(path), output)).collect();
    let mut found = BTreeSet::new();
    let mut open = vec![entry.to_owned()];
    while let Some(output) = open.pop().and_then(|name| outputs.get(&name)) {
        for import in output.imports.iter().filter(|import| import.kind == "import-statement") {
            let name = file_name(&import.path);
            if found.insert(name.clone()) {
                open.push(name);
            }
        }
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_comes_at_once_unless_it_is_imported_when_opened() {
        let metafile = serde_json::from_str(
            r#"{"outputs": {
                "x/map.js": {"imports": [{"path": "x/a-1.js", "kind": "import-statement"},
                                         {"path": "x/late-2.js", "kind": "dynamic-import"}]},
                "x/a-1.js": {"imports": [{"path": "x/b-3.js", "kind": "import-statement"}]},
                "x/b-3.js": {"imports": [{"path": "x/a-1.js", "kind": "import-statement"}]},
                "x/late-2.js": {"imports": []}
            }}"#,
        )
        .unwrap();
        assert_eq!(at_once(&metafile, "map.js"), ["a-1.js", "b-3.js"]);
    }
}
