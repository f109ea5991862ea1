//! The served files: their names carry a hash of their content, so that browsers may keep them for ever.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::messages::Messages;

/// Where the server serves the folder `assets` of the site.
const PREFIX: &str = "/assets/";

/// What pages name; a site without one of these, or without the words of a language, is not a site.
const NEEDED: [&str; 17] = [
    "boot.js",
    "docs.css",
    "frontend.js",
    "frontend.wasm",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable.png",
    "icon.svg",
    "licences.txt",
    "local-times.js",
    "manifest.webmanifest",
    "map.js",
    "maplibre-gl.mjs",
    "maplibre-gl-worker.mjs",
    "service-worker.js",
    "style.css",
    "world.json",
];

/// The addresses of the served files by their plain names, from the `manifest.json` that `web-bundle` writes.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    files: HashMap<String, String>,
    tiles: Option<Tiles>,
}

/// Where the tiles of the base map lie.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tiles {
    /// The hash of all of them, and the folder they are in.
    pub path: String,
    /// The nearest zoom there are tiles of.
    pub last: u8,
}

/// Why there is no site to serve.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// The manifest cannot be read.
    #[error("cannot read {path}: has `cargo xtask web` built the site?")]
    Unreadable {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The manifest is not one.
    #[error("{path} is not a manifest of web-bundle")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The manifest lacks a file.
    #[error("the site has no {0}: build it again with `cargo xtask web`")]
    Missing(String),
}

#[derive(Deserialize)]
struct Manifest {
    files: HashMap<String, Entry>,
    tiles: Option<Tiles>,
}

#[derive(Deserialize)]
struct Entry {
    path: String,
}

/// The file of what scripts say in a language.
pub(super) fn words_of(language: &str) -> String {
    format!("messages-{language}.json")
}

impl Assets {
    /// Reads the manifest of a site.
    ///
    /// # Errors
    /// When it is missing, malformed, or lacks a file the page needs.
    pub fn load(site: &Path) -> Result<Self, AssetsError> {
        let path = site.join("manifest.json");
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(source) => return Err(AssetsError::Unreadable { path, source }),
        };
        let manifest: Manifest = match serde_json::from_slice(&text) {
            Ok(manifest) => manifest,
            Err(source) => return Err(AssetsError::Malformed { path, source }),
        };
        let files: HashMap<_, _> = manifest.files.into_iter().map(|(name, entry)| (name, entry.path)).collect();
        let words = Messages::all().iter().map(|messages| words_of(messages.language));
        let mut needed = NEEDED.into_iter().map(str::to_owned).chain(words);
        match needed.find(|name| !files.contains_key(name)) {
            Some(missing) => Err(AssetsError::Missing(missing)),
            None => Ok(Self { files, tiles: manifest.tiles }),
        }
    }

    /// Stands in for a built site: every file under its plain name. For tests of the page.
    pub fn unhashed() -> Self {
        Self::default()
    }

    /// The address of a file.
    pub fn url(&self, name: &str) -> String {
        format!("{PREFIX}{}", self.file(name))
    }

    /// What a file is called in the folder `assets`.
    pub(crate) fn file<'a>(&'a self, name: &'a str) -> &'a str {
        self.files.get(name).map_or(name, String::as_str)
    }

    /// The tiles of the base map, if the site has any.
    pub fn tiles(&self) -> Option<&Tiles> {
        self.tiles.as_ref()
    }

    /// The address of a tile, with {z}, {x} and {y} in it.
    pub fn tiles_url(&self) -> String {
        let folder = self.tiles.as_ref().map_or("none", |tiles| &tiles.path);
        format!("/tiles/{folder}/{{z}}/{{x}}/{{y}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_lacks_what_a_page_names_is_refused() {
        let site = tempfile::tempdir().unwrap();
        let words = Messages::all().iter().map(|messages| words_of(messages.language));
        let all: Vec<String> = NEEDED.into_iter().map(str::to_owned).chain(words).collect();
        let load = |lacking: &str| {
            let files = all.iter().filter(|name| *name != lacking);
            let files: HashMap<_, _> = files.map(|name| (name, serde_json::json!({ "path": name }))).collect();
            std::fs::write(site.path().join("manifest.json"), serde_json::json!({ "files": files }).to_string())
                .unwrap();
            Assets::load(site.path())
        };
        assert!(load("nothing").is_ok());
        for name in &all {
            assert!(matches!(load(name), Err(AssetsError::Missing(missing)) if missing == *name), "{name}");
        }
    }
}
