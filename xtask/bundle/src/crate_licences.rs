//! The terms of the crates that are compiled into `frontend.wasm`, out of what Cargo knows of them and they bring along.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workshop::Workshop;

/// What is compiled for.
const TARGET: &str = "wasm32-unknown-unknown";
/// The terms of crates that say "MIT" and bring no text, as many of Leptos's do.
const MIT: &str = include_str!("mit.txt");
/// Compiled in as well, and no crate of ours to ask Cargo about.
const STANDARD_LIBRARY: &str = "Rust's standard library, by the Rust Project Contributors (MIT OR Apache-2.0)";
/// How the names of licences' files begin.
const NAMES: [&str; 4] = ["license", "licence", "copying", "unlicense"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// `None` for our own.
    source: Option<String>,
    license: Option<String>,
    authors: Vec<String>,
    manifest_path: PathBuf,
}

/// Writes them into one file: each text once, below the crates that come under it.
pub(crate) fn gather(workshop: &Workshop, project: &Path) -> Result<PathBuf> {
    let inputs = ["Cargo.lock", "Cargo.toml", "frontend/Cargo.toml"].map(|file| project.join(file));
    let product = workshop.step("licences of crates", &inputs, |product| {
        let features = ["--package", "frontend", "--no-default-features", "--features", "hydrate", "--target", TARGET];
        // Procedural macros run in the compiler; nothing of theirs is in the file.
        let edges = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
        let compiled = compiled(&cargo(project, "tree", &[&features[..], &edges].concat())?);
        let metadata = cargo(project, "metadata", &["--format-version", "1", "--filter-platform", TARGET])?;
        let metadata: Metadata = serde_json::from_str(&metadata).context("cargo's metadata have another form")?;
        let ours = |package: &Package| package.source.is_none();
        let packages = metadata.packages.into_iter().filter(|package| !ours(package));
        let packages = packages.filter(|package| compiled.contains(&format!("{} v{}", package.name, package.version)));
        Ok(fs::write(product.join("crates.txt"), document(packages)?)?)
    })?;
    Ok(product.join("crates.txt"))
}

fn cargo(project: &Path, command: &str, arguments: &[&str]) -> Result<String> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args([command, "--locked"]).args(arguments).current_dir(project).output()?;
    if !output.status.success() {
        bail!("cargo {command}:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The crates in the output of `cargo tree`, where a line is `name v1.2.3`, perhaps with a remark behind it.
fn compiled(tree: &str) -> BTreeSet<String> {
    tree.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

fn document(packages: impl Iterator<Item = Package>) -> Result<String> {
    // By the text without its line breaks, which differ where nothing else does.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut terms = BTreeMap::from([(words(MIT), (MIT.to_owned(), vec![STANDARD_LIBRARY.to_owned()]))]);
    for package in packages {
        let text = text(&package).with_context(|| format!("the licence of {} {}", package.name, package.version))?;
        terms.entry(words(&text)).or_insert_with(|| (text, Vec::new())).1.push(credit(&package));
    }
    let mut sections: Vec<_> = terms.into_values().collect();
    sections.sort_by(|(_, a), (_, b)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let sections = sections.into_iter().map(|(text, crates)| format!("{}\n\n{}\n", crates.join("\n"), text.trim()));
    Ok(sections.collect::<Vec<_>>().join("\n\n"))
}

/// `leptos 0.8.23, by Greg Johnston (MIT)`.
fn credit(package: &Package) -> String {
    let authors: Vec<_> =
        package.authors.iter().map(|author| author.split('<').next().unwrap_or(author).trim()).collect();
    let by = if authors.is_empty() { String::new() } else { format!(", by {}", authors.join(", ")) };
    let terms = package.license.as_ref().map_or_else(String::new, |license| format!(" ({license})"));
    format!("{} {}{by}{terms}", package.name, package.version)
}

/// The terms we take the crate under: of several, the MIT licence, which is short.
fn text(package: &Package) -> Result<String> {
    let folder = package.manifest_path.parent().context("no folder")?;
    let files = fs::read_dir(folder)?.flatten().filter(|entry| entry.path().is_file());
    let names = files.filter_map(|entry| entry.file_name().into_string().ok());
    match choose(names) {
        Some(name) => Ok(fs::read_to_string(folder.join(name))?),
        None if package.license.as_deref().is_some_and(|license| license.contains("MIT")) => Ok(MIT.to_owned()),
        None => bail!("it brings no text of its terms"),
    }
}

fn choose(names: impl Iterator<Item = String>) -> Option<String> {
    let licences = names.filter(|name| NAMES.iter().any(|begin| name.to_ascii_lowercase().starts_with(begin)));
    licences.min_by_key(|name| {
        let small = name.to_ascii_lowercase();
        (!small.contains("mit"), small.contains("apache"), small)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_crates_are_read_out_of_the_tree() {
        let tree = "frontend v0.1.0 (/project/frontend)\nleptos v0.8.23\nurl v2.5.8 (*)\n";
        assert_eq!(compiled(tree).into_iter().collect::<Vec<_>>(), ["frontend v0.1.0", "leptos v0.8.23", "url v2.5.8"]);
    }

    #[test]
    fn the_mit_licence_is_taken_where_there_is_one() {
        let choose = |names: &[&str]| choose(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(choose(&["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT"]).as_deref(), Some("LICENSE-MIT"));
        assert_eq!(choose(&["LICENSE-APACHE", "LICENSE-ZLIB.md"]).as_deref(), Some("LICENSE-ZLIB.md"));
        assert_eq!(choose(&["COPYING", "UNLICENSE", "license-mit"]).as_deref(), Some("license-mit"));
        assert_eq!(choose(&["README.md"]), None);
    }

    #[test]
    fn crates_under_one_text_share_it_and_one_without_terms_is_an_error() {
        let folder = std::env::temp_dir().join(format!("web-bundle-licences-{}", std::process::id()));
        let package = |name: &str, license: &str, text: Option<&str>| {
            let manifest_path = folder.join(name).join("Cargo.toml");
            fs::create_dir_all(folder.join(name)).unwrap();
            if let Some(text) = text {
                fs::write(folder.join(name).join("LICENSE"), text).unwrap();
            }
            Package {
                name: name.to_owned(),
                version: "1.0.0".to_owned(),
                source: None,
                license: Some(license.to_owned()),
                authors: vec!["A. Person <a@example.org>".to_owned()],
                manifest_path,
            }
        };
        let same = [package("a", "Zlib", Some("Do\nas you like.")), package("b", "Zlib", Some("Do as you like.\n"))];
        let text = document(same.into_iter().chain([package("c", "MIT OR Apache-2.0", None)])).unwrap();
        assert_eq!(text.matches("you like").count(), 1, "{text}");
        assert!(text.contains("a 1.0.0, by A. Person (Zlib)\nb 1.0.0, by A. Person (Zlib)\n\nDo"), "{text}");
        assert!(text.contains("c 1.0.0, by A. Person (MIT OR Apache-2.0)\n\nPermission is hereby granted"), "{text}");
        assert!(document([package("d", "Zlib", None)].into_iter()).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
