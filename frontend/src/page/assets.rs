//! The served files: their names carry a hash of their content, so that browsers may keep them for ever.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Where the server serves the folder `assets` of the site.
const PREFIX: &str = "/assets/";

/// What a page needs; a site without one of these is not a site.
const NEEDED: [&str; 11] = [
    "boot.js",
    "frontend.js",
    "frontend.wasm",
    "icon.svg",
    "licences.txt",
    "local-times.js",
    "map.js",
    "maplibre-gl.mjs",
    "maplibre-gl-worker.mjs",
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
    Missing(&'static str),
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
        match NEEDED.into_iter().find(|name| !files.contains_key(*name)) {
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
