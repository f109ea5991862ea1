//! The site: every file under a name with the hash of its content, packed twice beside it, and a manifest of all.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::scripts::Scripts;
use crate::tiles::Tiles;
use crate::workshop::{Workshop, files_of, hex};

/// The style sheet names other files, so it is named last.
const STYLE: &str = "style.css";
/// Already packed; packing again would gain nothing.
const PACKED: [&str; 2] = ["woff2", "png"];

/// The files of the site by their plain names.
#[derive(Default)]
pub(crate) struct Site {
    files: BTreeMap<String, Vec<u8>>,
    /// Those that have a name with a hash already.
    hashed: BTreeMap<String, String>,
}

/// What the server reads: where each file went. Sizes are in bytes.
#[derive(Deserialize, Serialize)]
pub(crate) struct Manifest {
    pub(crate) files: BTreeMap<String, Entry>,
    pub(crate) tiles: Tiles,
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Entry {
    /// The file's name in the folder `assets`.
    pub(crate) path: String,
    pub(crate) bytes: usize,
    pub(crate) brotli: usize,
    pub(crate) gzip: usize,
}

impl Site {
    /// Takes all files of a folder.
    pub(crate) fn add_folder(&mut self, folder: &Path) -> Result<()> {
        for path in files_of(&[folder.to_path_buf()])? {
            self.files.insert(file_name(&path)?, fs::read(&path)?);
        }
        Ok(())
    }

    /// Takes the scripts. Their parts name each other and keep their names.
    pub(crate) fn add_scripts(&mut self, scripts: &Scripts) -> Result<()> {
        self.add_folder(&scripts.plain)?;
        for part in files_of(std::slice::from_ref(&scripts.parts))? {
            let path = file_name(&part)?;
            let entry = scripts.entries.iter().find(|(_, part)| **part == path);
            let name = entry.map_or(&path, |(name, _)| name).clone();
            self.files.insert(name.clone(), fs::read(&part)?);
            self.hashed.insert(name, path);
        }
        Ok(())
    }

    /// Writes the site; files of an earlier one that are not of this go.
    pub(crate) fn write(mut self, workshop: &Workshop, out: &Path, tiles: Tiles) -> Result<Manifest> {
        let style = self.files.remove(STYLE).context("the site has no style sheet")?;
        let mut style = String::from_utf8(style).context("the style sheet is not UTF-8")?;
        for (name, content) in &self.files {
            style = style.replace(&format!("url({name})"), &format!("url(/assets/{})", hashed(name, content)));
        }
        self.files.insert(STYLE.to_owned(), style.into_bytes());

        let assets = out.join("assets");
        fs::create_dir_all(&assets)?;
        let mut manifest = Manifest { files: BTreeMap::new(), tiles };
        for (name, content) in &self.files {
            let path = self.hashed.remove(name).unwrap_or_else(|| hashed(name, content));
            let entry =
                publish(workshop, &assets, name, path, content).with_context(|| format!("cannot publish {name}"))?;
            manifest.files.insert(name.clone(), entry);
        }
        fs::write(out.join("manifest.json"), serde_json::to_vec_pretty(&manifest)?)?;
        sweep(&assets, &manifest)?;
        Ok(manifest)
    }
}

fn publish(workshop: &Workshop, assets: &Path, name: &str, path: String, content: &[u8]) -> Result<Entry> {
    let file = assets.join(&path);
    if !fs::exists(&file)? {
        fs::write(&file, content)?;
    }
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    if extension.is_some_and(|extension| PACKED.contains(&extension)) {
        return Ok(Entry { path, bytes: content.len(), brotli: content.len(), gzip: content.len() });
    }
    // Brotli at its best takes seconds for the largest file: a step of its own, done once per content.
    let packed = workshop.step(&format!("packed {name}"), std::slice::from_ref(&file), |product| {
        fs::write(product.join("br"), brotli(content)?)?;
        Ok(fs::write(product.join("gz"), gzip(content)?)?)
    })?;
    let place = |kind: &str| -> Result<usize> {
        let from = packed.join(kind);
        let mut to = file.clone().into_os_string();
        to.push(format!(".{kind}"));
        if !fs::exists(&to)? {
            fs::copy(&from, &to)?;
        }
        Ok(fs::metadata(from)?.len() as usize)
    };
    let (brotli, gzip) = (place("br")?, place("gz")?);
    Ok(Entry { path, bytes: content.len(), brotli, gzip })
}

fn file_name(path: &Path) -> Result<String> {
    Ok(path.file_name().and_then(|name| name.to_str()).context("a file's name is not UTF-8")?.to_owned())
}

/// `map.js` becomes `map.1a2b3c4d5e6f.js`.
fn hashed(name: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content)[..6]);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

fn sweep(assets: &Path, manifest: &Manifest) -> Result<()> {
    for file in files_of(&[assets.to_path_buf()])? {
        let name = file_name(&file)?;
        let plain = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz")).unwrap_or(&name);
        if !manifest.files.values().any(|entry| entry.path == plain) {
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let best =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut packed, &best)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<24} {:>10} {:>10} {:>10}", "file", "bytes", "gzip", "brotli")?;
        for (name, Entry { bytes, gzip, brotli, .. }) in &self.files {
            writeln!(f, "{name:<24} {bytes:>10} {gzip:>10} {brotli:>10}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_names_files_as_they_are_served_and_old_files_go() {
        let folder = std::env::temp_dir().join(format!("web-bundle-site-{}", std::process::id()));
        let workshop = Workshop::new(folder.join("work")).unwrap();
        let site = |css: &str| Site {
            files: BTreeMap::from([
                ("a.woff2".to_owned(), b"font".to_vec()),
                (STYLE.to_owned(), css.as_bytes().to_vec()),
            ]),
            ..Site::default()
        };
        let out = folder.join("site");
        let first = site("x{src:url(a.woff2)}").write(&workshop, &out, Tiles::default()).unwrap();
        let second = site("y{src:url(a.woff2)}").write(&workshop, &out, Tiles::default()).unwrap();
        let style = |manifest: &Manifest| out.join("assets").join(&manifest.files[STYLE].path);
        assert!(!style(&first).exists());
        let text = fs::read_to_string(style(&second)).unwrap();
        assert_eq!(text, format!("y{{src:url(/assets/{})}}", second.files["a.woff2"].path));
        assert!(style(&second).with_extension("css.br").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
