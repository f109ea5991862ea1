//! The folder that a run has to itself, and what lies where in it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::project::cache;

/// A folder in the cache: an engine's files would be in the way of everyone who looks through a target folder.
pub(crate) struct Place {
    folder: PathBuf,
}

impl Place {
    pub(crate) fn locate() -> Result<Self> {
        Ok(Self { folder: cache()?.join("containers") })
    }

    /// Whether an earlier run is still there.
    pub(crate) fn is_taken(&self) -> bool {
        self.folder.exists()
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where an engine of our own keeps everything.
    pub(crate) fn engine(&self) -> PathBuf {
        self.folder.join("engine")
    }

    /// Where it writes its process id.
    pub(crate) fn process_id(&self) -> PathBuf {
        self.folder.join("engine.pid")
    }

    /// Where it listens.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join("engine.sock")
    }

    /// An env file without a setting in it.
    pub(crate) fn no_settings(&self) -> PathBuf {
        self.folder.join("empty.env")
    }

    /// The build context of an image.
    pub(crate) fn context(&self, image: &str) -> PathBuf {
        self.folder.join("contexts").join(image)
    }
}
