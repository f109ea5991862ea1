//! The tiles of the base map go to the site as they were packed, into a folder named after all of them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::workshop::{files_of, hex};

/// What the server reads: where the tiles are.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Tiles {
    /// The folder under `tiles`: the hash of all tiles.
    path: String,
    /// The nearest zoom there are tiles of.
    last: u8,
    count: usize,
    /// Of all, as packed.
    bytes: usize,
}

/// Publishes the tiles of a folder, `<z>/<x>/<y>.gz`; those of an earlier site go.
pub(crate) fn publish(tiles: &Path, site: &Path) -> Result<Tiles> {
    let files = files_of(&[tiles.to_path_buf()])?;
    let mut digest = Sha256::new();
    let (mut bytes, mut last) = (0, 0);
    for file in &files {
        let name = file.strip_prefix(tiles)?.to_str().context("a tile's name is not UTF-8")?;
        let content = fs::read(file)?;
        digest.update(name);
        digest.update(content.len().to_le_bytes());
        digest.update(&content);
        bytes += content.len();
        let zoom = name.split('/').next().unwrap_or_default();
        last = last.max(zoom.parse().with_context(|| format!("{name} is not a tile"))?);
    }
    let path = hex(&digest.finalize()[..6]);
    place(tiles, &files, &site.join("tiles"), &path)?;
    Ok(Tiles { path, last, count: files.len(), bytes })
}

fn place(tiles: &Path, files: &[PathBuf], all: &Path, path: &str) -> Result<()> {
    fs::create_dir_all(all)?;
    for old in fs::read_dir(all)? {
        let old = old?;
        if old.file_name() != path {
            fs::remove_dir_all(old.path())?;
        }
    }
    let folder = all.join(path);
    if folder.is_dir() {
        return Ok(());
    }
    // Under another name until it is whole: the name promises the content.
    let unfinished = all.join("unfinished");
    for file in files {
        let to = unfinished.join(file.strip_prefix(tiles)?);
        fs::create_dir_all(to.parent().context("a tile has a folder")?)?;
        fs::copy(file, to)?;
    }
    fs::rename(unfinished, folder).with_context(|| format!("cannot publish the tiles {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_that_changed_move_to_another_folder() {
        let folder = std::env::temp_dir().join(format!("web-bundle-tiles-{}", std::process::id()));
        let (tiles, site) = (folder.join("cut"), folder.join("site"));
        fs::create_dir_all(tiles.join("5/3")).unwrap();
        fs::write(tiles.join("5/3/7.gz"), "one").unwrap();
        let first = publish(&tiles, &site).unwrap();
        assert_eq!(publish(&tiles, &site).unwrap(), first);
        assert_eq!((first.last, first.count, first.bytes), (5, 1, 3));
        fs::write(tiles.join("5/3/7.gz"), "two").unwrap();
        let second = publish(&tiles, &site).unwrap();
        assert_ne!(first.path, second.path);
        assert!(!site.join("tiles").join(first.path).exists());
        assert_eq!(fs::read_to_string(site.join("tiles").join(second.path).join("5/3/7.gz")).unwrap(), "two");
        fs::remove_dir_all(folder).unwrap();
    }
}
