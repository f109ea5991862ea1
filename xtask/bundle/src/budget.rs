//! What the page may weigh, packed with Brotli. A promise to people on slow networks, so it fails the build.

use anyhow::{Context, Result, bail};

use crate::page_weight;
use crate::site::Manifest;

/// Until the list is live: without the map's files.
pub(crate) const LIST: usize = 150_000;
/// Until the map is interactive: everything before anything is opened.
pub(crate) const MAP: usize = 620_000;

/// The page's HTML with the list and the first picture of the world. The server makes it, and its tests hold it to this.
pub(crate) const HTML: usize = 25_000;

/// The words in the reader's language; weighed in the language where they are the most.
pub(crate) const MESSAGES: &str = "messages-<language>.json";

/// What the browser loads before anything is opened.
pub(crate) const FILES: [File; 12] = [
    File { name: "style.css", needs: Needs::List, most: 9_000 },
    File { name: "boot.js", needs: Needs::List, most: 1_500 },
    File { name: "frontend.js", needs: Needs::List, most: 10_000 },
    File { name: "frontend.wasm", needs: Needs::List, most: 115_000 },
    File { name: "inter.woff2", needs: Needs::Map, most: 30_000 },
    File { name: "icon.svg", needs: Needs::Map, most: 1_000 },
    File { name: "manifest.webmanifest", needs: Needs::Map, most: 1_000 },
    File { name: MESSAGES, needs: Needs::Map, most: 4_000 },
    File { name: "map.js", needs: Needs::Map, most: 26_000 },
    File { name: "world.json", needs: Needs::Map, most: 34_000 },
    File { name: "maplibre-gl.mjs", needs: Needs::Map, most: 250_000 },
    File { name: "maplibre-gl-worker.mjs", needs: Needs::Map, most: 125_000 },
];

/// A file, and the most it may weigh.
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    pub(crate) most: usize,
}

/// What has to wait for a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// The list, and the map anyway.
    List,
    /// The map, or how the page looks.
    Map,
}

pub(crate) fn check(manifest: &Manifest) -> Result<()> {
    let weights = page_weight::weights(manifest);
    for File { name, most, .. } in &FILES {
        let weight = weights.get(*name).with_context(|| format!("the site has no {name}, which has a budget"))?;
        hold(name, *weight, *most)?;
    }
    hold("everything until the list is live", until_list(manifest), LIST)?;
    hold("everything until the map is interactive", until_map(manifest), MAP)
}

fn hold(what: &str, weight: usize, most: usize) -> Result<()> {
    if weight > most {
        bail!("{what} weighs {weight} bytes, {} more than its budget", weight - most);
    }
    Ok(())
}

pub(crate) fn until_list(manifest: &Manifest) -> usize {
    let files = FILES.iter().filter(|file| file.needs == Needs::List);
    HTML + files.map(|file| weight(manifest, file.name)).sum::<usize>()
}

pub(crate) fn until_map(manifest: &Manifest) -> usize {
    HTML + FILES.iter().map(|file| weight(manifest, file.name)).sum::<usize>()
}

fn weight(manifest: &Manifest, name: &str) -> usize {
    page_weight::weights(manifest).get(name).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::site::Entry;
    use crate::tiles::Tiles;

    fn site(weight: impl Fn(&str) -> Option<usize>) -> Manifest {
        let entry = |brotli| Entry { path: String::new(), bytes: 0, brotli, gzip: 0 };
        let name = |name: &str| if name == MESSAGES { "messages-en.json".to_owned() } else { name.to_owned() };
        let files = FILES.iter().filter_map(|file| Some((name(file.name), entry(weight(file.name)?))));
        Manifest { files: files.collect::<BTreeMap<_, _>>(), tiles: Tiles::default() }
    }

    #[test]
    fn a_file_that_is_too_heavy_or_not_there_breaks_the_promise() {
        assert!(check(&site(|_| Some(1_000))).is_ok());
        for file in &FILES {
            let heavy = check(&site(|name| Some(if name == file.name { file.most + 1 } else { 1 })));
            assert!(heavy.unwrap_err().to_string().contains("1 more than its budget"), "{}", file.name);
            let gone = check(&site(|name| (name != file.name).then_some(1)));
            assert!(gone.unwrap_err().to_string().contains(file.name), "{}", file.name);
        }
    }
}
