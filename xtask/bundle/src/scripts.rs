//! The map's module and the loader of the islands, bundled by esbuild; MapLibre as its authors built it.
//!
//! What the map imports only when it is opened (`import()`) becomes a module of its own. esbuild names these after
//! their content, and they name each other, so they are served under the names esbuild gave them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

/// Modules of ours: what they are served as, and their entry.
const MODULES: [(&str, &str); 4] = [
    ("map", "src/element.ts"),
    ("boot", "src/boot.ts"),
    ("local-times", "src/local-times.ts"),
    ("service-worker", "src/service-worker.ts"),
];

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
    /// Modules that get their hash here.
    pub(crate) plain: PathBuf,
    /// Modules that have it already.
    pub(crate) parts: PathBuf,
    /// Modules of ours that are parts: what each is served as, and which.
    pub(crate) entries: BTreeMap<String, String>,
}

pub(crate) fn bundle(workshop: &Workshop, npm: &Npm) -> Result<Scripts> {
    let ours = ["src", "tsconfig.json", "package-lock.json"].map(|file| npm.path(file));
    let product = workshop.step("scripts", &ours, |product| {
        let (plain, parts) = (product.join("plain"), product.join("parts"));
        fs::create_dir_all(&parts)?;
        for (name, entry) in MODULES {
            let named = format!("{name}={entry}");
            let outdir = format!("--outdir={}", argument(&plain)?);
            let metafile = format!("--metafile={}", argument(&product.join(format!("{name}.json")))?);
            // As if each part imported the entry: all that the entry needs is then in one module, which the parts
            // share. Else esbuild makes a module of every few functions that the same parts have in common.
            let inject = format!("--inject:./{entry}");
            npm.tool("esbuild", &[&[named.as_str(), &outdir, &metafile, &inject], OPTIONS.as_slice()].concat())?;
        }
        part(&plain, &parts)?;
        for name in MAPLIBRE {
            let code = fs::read_to_string(npm.package("maplibre-gl/dist").join(name))?;
            // The source maps are not served.
            let code = code.lines().filter(|line| !line.starts_with("//# sourceMappingURL"));
            fs::write(plain.join(name), code.collect::<Vec<_>>().join("\n"))?;
        }
        Ok(())
    })?;
    let (plain, parts) = (product.join("plain"), product.join("parts"));
    let mut entries = BTreeMap::new();
    for (name, _) in MODULES {
        let metafile = fs::read(product.join(format!("{name}.json")))?;
        let metafile = serde_json::from_slice(&metafile).context("esbuild's account of its work")?;
        let name = format!("{name}.js");
        if let Some(part) = content_of(&metafile, &name)? {
            entries.insert(name, part);
        }
    }
    Ok(Scripts { plain, parts, entries })
}

/// Sets apart what has its hash in its name already. All are served from one folder, as esbuild left them.
fn part(plain: &Path, parts: &Path) -> Result<()> {
    for file in fs::read_dir(plain)? {
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

/// The part that has all of an entry's content, where esbuild left of the entry only a line that imports that part.
fn content_of(metafile: &Metafile, entry: &str) -> Result<Option<String>> {
    let file_name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let (_, output) =
        metafile.outputs.iter().find(|(path, _)| file_name(path) == entry).with_context(|| format!("no {entry}"))?;
    let imports: Vec<_> = output.imports.iter().filter(|import| import.kind == "import-statement").collect();
    match imports.as_slice() {
        [] => Ok(None),
        [part] => Ok(Some(file_name(&part.path))),
        _ => bail!("{entry} needs {} parts at once, each a request: one was expected", imports.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metafile(imports: &str) -> Metafile {
        serde_json::from_str(&format!(r#"{{"outputs": {{"x/map.js": {{"imports": [{imports}]}}}}}}"#)).unwrap()
    }

    #[test]
    fn what_is_opened_later_does_not_make_an_entry_consist_of_parts() {
        let late = r#"{"path": "x/late-2.js", "kind": "dynamic-import"}"#;
        let all = r#"{"path": "x/chunk-1.js", "kind": "import-statement"}"#;
        assert_eq!(content_of(&metafile(late), "map.js").unwrap(), None);
        let both = metafile(&format!("{late}, {all}"));
        assert_eq!(content_of(&both, "map.js").unwrap().as_deref(), Some("chunk-1.js"));
        assert!(content_of(&metafile(&format!("{all}, {all}")), "map.js").is_err());
    }
}
