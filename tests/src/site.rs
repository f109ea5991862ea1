//! The site a frontend serves: the built one, or a stand-in where a test looks at the stream only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use frontend::page::{Assets, AssetsError};
use serde_json::json;
use tempfile::TempDir;

/// Names the site where it is not in `target/site`.
const VARIABLE: &str = "QUAKEWIRE_SITE";

/// The site that `cargo xtask web` built.
///
/// # Errors
/// When it is not there, or not whole.
pub fn built_site() -> Result<PathBuf> {
    let site = match std::env::var_os(VARIABLE) {
        Some(site) => site.into(),
        None => target()?.join("site"),
    };
    Assets::load(&site).context("the site is not built")?;
    Ok(site)
}

/// The folder `target`: a test lies in `target/<profile>/deps`.
pub(crate) fn target() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    program.ancestors().nth(3).map(Path::to_owned).context("this program lies in no target folder")
}

/// A site without content, with every file the page asks for by name.
///
/// # Errors
/// When the folder cannot be written, or the page asks for more than it ever would.
pub fn site() -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("quakewire-site-").tempdir()?;
    std::fs::create_dir(folder.path().join("assets"))?;
    let mut files = BTreeMap::new();
    for _ in 0..100 {
        std::fs::write(folder.path().join("manifest.json"), json!({ "files": files }).to_string())?;
        match Assets::load(folder.path()) {
            Ok(_) => return Ok(folder),
            Err(AssetsError::Missing(name)) => {
                files.insert(name.clone(), json!({ "path": name }));
            }
            Err(error) => return Err(error.into()),
        }
    }
    bail!("a site needs more than a hundred files")
}
