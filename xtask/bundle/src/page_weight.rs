//! `docs/page-weight.md`: what each file of the page weighs, as a table that is written here and read by people.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::budget::{self, FILES, HTML, LIST, MAP, MESSAGES, Needs};
use crate::site::Manifest;

/// Where the table is, from the project's root.
pub(crate) const DOCUMENT: &str = "docs/page-weight.md";

/// By how much, in percent, a file may have changed before the table is out of date.
const DRIFT: usize = 2;
/// The frontend's own: its size depends on the compiler that made it.
const COMPILED: (&str, usize) = ("frontend.wasm", 10);
/// In bytes; a file of a few hundred changes by more than a percentage with every word.
const TRIFLE: usize = 100;

const BEGINNING: &str = "# What the page weighs

In bytes, packed with Brotli as they are sent. Written by `cargo xtask web`; the build fails when a file outgrows its
budget (`xtask/bundle/src/budget.rs`), and a test when this table is out of date. MapLibre GL itself is two thirds of
it. What a page does not weigh here is data: earthquakes, and tiles of the base map, of which the first view needs none.
";

/// The document for a site.
pub(crate) fn document(manifest: &Manifest) -> String {
    let list = grouped(budget::until_list(manifest));
    let map = grouped(budget::until_map(manifest));
    let html = grouped(HTML);
    let mut lines = vec![
        BEGINNING.to_owned(),
        "| until | bytes | budget |\n|---|---:|---:|".to_owned(),
        format!("| the list is live | {list} | {} |", grouped(LIST)),
        format!("| the map is interactive | {map} | {} |\n", grouped(MAP)),
        "| file | needed by | bytes | budget |\n|---|---|---:|---:|".to_owned(),
        format!("| the page's HTML, at most | list | {html} | {html} |"),
    ];
    for (name, weight) in weights(manifest) {
        let file = FILES.iter().find(|file| file.name == name);
        let needed = match file.map(|file| file.needs) {
            Some(Needs::List) => "list",
            Some(Needs::Map) => "map",
            None => "later",
        };
        let most = file.map_or_else(String::new, |file| grouped(file.most));
        lines.push(format!("| `{name}` | {needed} | {} | {most} |", grouped(weight)));
    }
    lines.join("\n") + "\n"
}

/// Says whether a document is of this site, near enough.
pub(crate) fn check(document: &str, manifest: &Manifest) -> Result<()> {
    let written = read(document);
    let weights = weights(manifest);
    for (name, weight) in &weights {
        let percent = if *name == COMPILED.0 { COMPILED.1 } else { DRIFT };
        let Some(told) = written.get(name.as_str()) else { bail!("{DOCUMENT} does not know {name}{REFRESH}") };
        if told.abs_diff(*weight) > (weight * percent / 100).max(TRIFLE) {
            bail!("{name} weighs {weight} bytes and not {told} as {DOCUMENT} says{REFRESH}");
        }
    }
    match written.keys().find(|name| !weights.contains_key(**name)) {
        Some(gone) => bail!("there is no {gone} any more, of which {DOCUMENT} tells{REFRESH}"),
        None => Ok(()),
    }
}

const REFRESH: &str = ": `cargo xtask web` writes it anew";

/// The weights by the names that stay: of a part of a script, without its hash. Parts without a name are one, and of the
/// languages, of which a reader has one, the longest counts.
pub(crate) fn weights(manifest: &Manifest) -> BTreeMap<String, usize> {
    let mut weights = BTreeMap::new();
    for (name, entry) in &manifest.files {
        if name.starts_with("messages-") {
            let longest: &mut usize = weights.entry(MESSAGES.to_owned()).or_default();
            *longest = entry.brotli.max(*longest);
        } else {
            *weights.entry(without_hash(name)).or_default() += entry.brotli;
        }
    }
    weights
}

/// `alerts-C5YWLKG3.js` becomes `alerts.js`.
fn without_hash(name: &str) -> String {
    let hash =
        |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let parted = name.strip_suffix(".js").and_then(|stem| stem.rsplit_once('-'));
    match parted {
        Some((stem, end)) if hash(end) => format!("{stem}.js"),
        _ => name.to_owned(),
    }
}

/// The files and weights that a document tells.
fn read(document: &str) -> BTreeMap<&str, usize> {
    document.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<(&str, usize)> {
    let mut cells = line.strip_prefix("| `")?.split(" | ");
    let name = cells.next()?.strip_suffix('`')?;
    let weight = cells.nth(1)?.replace(',', "").parse().ok()?;
    Some((name, weight))
}

/// 1234567 as 1,234,567.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::site::Entry;

    fn site(files: &[(&str, usize)]) -> Manifest {
        let entry = |weight| Entry { path: String::new(), bytes: 0, brotli: weight, gzip: 0 };
        let files = files.iter().map(|(name, weight)| ((*name).to_owned(), entry(*weight))).collect();
        Manifest { files, tiles: crate::tiles::Tiles::default() }
    }

    #[test]
    fn the_table_is_out_of_date_when_a_file_changed_came_or_went() {
        let first = document(&site(&[("map.js", 20_000), ("alerts-C5YWLKG3.js", 4_000)]));
        let words = document(&site(&[("messages-de.json", 2_100), ("messages-en.json", 1_900)]));
        assert!(words.contains("| `messages-<language>.json` | map | 2,100 |"), "{words}");
        assert!(first.contains("| `map.js` | map | 20,000 | 26,000 |"), "{first}");
        assert!(first.contains("| `alerts.js` | later | 4,000 |  |"), "{first}");
        let wrong = |files: &[(&str, usize)]| check(&first, &site(files)).map_err(|error| error.to_string());
        assert_eq!(wrong(&[("map.js", 20_350), ("alerts-AAAAAAAA.js", 4_080)]), Ok(()));
        assert!(wrong(&[("map.js", 20_450), ("alerts-AAAAAAAA.js", 4_000)]).unwrap_err().contains("20450"));
        assert!(wrong(&[("map.js", 20_000)]).unwrap_err().contains("alerts.js"));
        assert!(wrong(&[("map.js", 20_000), ("alerts.js", 4_000), ("new.js", 1)]).unwrap_err().contains("new.js"));
    }

    #[test]
    fn a_compiler_may_make_the_frontend_a_little_larger() {
        let first = document(&site(&[("frontend.wasm", 90_000)]));
        assert!(check(&first, &site(&[("frontend.wasm", 98_000)])).is_ok());
        assert!(check(&first, &site(&[("frontend.wasm", 110_000)])).is_err());
    }

    /// Where a site has been built, beside the folder this test was built in.
    #[test]
    fn the_table_in_the_documents_is_of_the_built_site_and_within_the_budget() {
        let test = std::env::current_exe().unwrap();
        let manifest = test.ancestors().nth(3).unwrap().join("site/manifest.json");
        let Ok(manifest) = fs::read(&manifest) else {
            eprintln!("NOT RUN: there is no {}; `cargo xtask web` builds it", manifest.display());
            return;
        };
        let manifest: Manifest = serde_json::from_slice(&manifest).unwrap();
        let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(DOCUMENT);
        check(&fs::read_to_string(document).unwrap(), &manifest).unwrap();
        budget::check(&manifest).unwrap();
    }
}
