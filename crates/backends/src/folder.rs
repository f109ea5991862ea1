//! Where a server keeps its data: a folder of the user's, or one that goes with the server.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::Error;

#[derive(Debug)]
pub(crate) enum Folder {
    Kept(PathBuf),
    Scratch(TempDir),
}

impl Folder {
    /// Opens the folder, or a temporary one when none is named.
    pub(crate) fn open(kept: Option<PathBuf>) -> Result<Self, Error> {
        let Some(path) = kept else {
            let made = tempfile::Builder::new().prefix("quakewire-").tempdir();
            return made.map(Self::Scratch).map_err(|source| Error::Folder { path: std::env::temp_dir(), source });
        };
        // The servers run inside their folder, so a relative path would mean another place to them.
        fs::create_dir_all(&path)
            .and_then(|()| path.canonicalize())
            .map(Self::Kept)
            .map_err(|source| Error::Folder { path, source })
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Scratch(folder) => folder.path(),
        }
    }

    /// The folder, if it may be removed when nobody is left to do it.
    pub(crate) fn scratch(&self) -> Option<&Path> {
        match self {
            Self::Kept(_) => None,
            Self::Scratch(folder) => Some(folder.path()),
        }
    }
}
