//! Turns the frontend's WASM, the map's TypeScript, the styles and the assets into the site that the server serves.
//!
//! ```text
//! frontend.wasm ──[wasm]──> glue + small wasm ─┐
//! frontend/map  ──[npm]──[scripts]──> modules ─┼─[site]──> assets/<name>.<hash>.<ext>, .br and .gz beside, manifest.json
//! world-atlas   ──[base_map]──> outlines ──────┤
//! style.css, assets, words, typeface, licences ┤
//! Cargo.lock    ──[crate_licences]──> licences ┘
//! world-atlas   ──[base_map]──> tiles ──[tiles]──> tiles/<hash>/<z>/<x>/<y>.gz
//! ```
//!
//! Usage: `cargo run -p web-bundle -- --wasm <frontend.wasm> --out <site folder> [--weigh]`. A step whose inputs are as
//! they were is not done again. `--weigh` writes the table of docs/page-weight.md anew if it is out of date.

mod base_map;
mod budget;
mod crate_licences;
mod messages;
mod npm;
mod page_weight;
mod scripts;
mod site;
mod static_files;
mod tiles;
mod wasm;
mod workshop;

use std::env;
use std::fs;
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context, Result, bail};

use crate::npm::Npm;
use crate::site::Site;
use crate::workshop::Workshop;

struct Arguments {
    /// The frontend, compiled for the browser.
    wasm: PathBuf,
    /// Where the site goes.
    out: PathBuf,
    /// Whether to tell in the documents what the site weighs.
    weigh: bool,
}

fn main() -> Result<()> {
    let Arguments { wasm, out, weigh } = arguments(env::args_os().skip(1).map(PathBuf::from))?;
    let project = project_root()?;
    let frontend = project.join("frontend");
    let workshop = Workshop::new(out.with_extension("work"))?;
    let npm = Npm::install(&workshop, frontend.join("map"))?;

    let crates = crate_licences::gather(&workshop, &project)?;
    let mut site = Site::default();
    site.add_folder(&wasm::bind(&workshop, &npm, &wasm)?)?;
    site.add_scripts(&scripts::bundle(&workshop, &npm)?)?;
    site.add_folder(&base_map::draw(&workshop, &npm)?)?;
    site.add_folder(&static_files::gather(&workshop, &npm, &frontend, &crates)?)?;
    site.add_folder(&messages::gather(&workshop, &frontend)?)?;
    let tiles = tiles::publish(&base_map::cut(&workshop, &npm)?, &out)?;
    let manifest = site.write(&workshop, &out, tiles)?;
    print!("{manifest}");
    budget::check(&manifest)?;
    let document = project.join(page_weight::DOCUMENT);
    let is_true = fs::read_to_string(&document).is_ok_and(|text| page_weight::check(&text, &manifest).is_ok());
    if weigh && !is_true {
        fs::write(&document, page_weight::document(&manifest))?;
        eprintln!("{} is written anew: commit it", page_weight::DOCUMENT);
    }
    Ok(())
}

fn arguments(mut given: impl Iterator<Item = PathBuf>) -> Result<Arguments> {
    let (mut wasm, mut out, mut weigh) = (None, None, false);
    while let Some(name) = given.next() {
        let place = match name.to_str() {
            Some("--wasm") => &mut wasm,
            Some("--out") => &mut out,
            Some("--weigh") => {
                weigh = true;
                continue;
            }
            _ => {
                bail!("unknown argument {}: expected --wasm <file>, --out <folder> and perhaps --weigh", name.display())
            }
        };
        *place = given.next();
    }
    let (wasm, out) = (wasm.context("--wasm <file> is missing")?, out.context("--out <folder> is missing")?);
    // Programs are run in the map's folder, where our relative paths would mean something else.
    Ok(Arguments { wasm: absolute(wasm)?, out: absolute(out)?, weigh })
}

/// The project this is run in; `cargo run` tells where our own package is.
fn project_root() -> Result<PathBuf> {
    match env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => Path::new(&package).ancestors().nth(2).map(Path::to_path_buf).context("no project above us"),
        None => Ok(env::current_dir()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[&str]) -> Result<Arguments> {
        arguments(given.iter().map(PathBuf::from))
    }

    #[test]
    fn both_arguments_are_needed_in_any_order() {
        let both = read(&["--out", "site", "--wasm", "a.wasm"]).unwrap();
        assert_eq!((both.wasm, both.out), (absolute("a.wasm").unwrap(), absolute("site").unwrap()));
        assert!(!both.weigh && read(&["--weigh", "--out", "site", "--wasm", "a.wasm"]).unwrap().weigh);
        assert!(read(&["--out", "site"]).is_err());
        assert!(read(&["--wasm", "a.wasm", "--out"]).is_err());
        assert!(read(&["a.wasm"]).is_err());
    }
}
