//! What the page may weigh, packed with Brotli. A promise to people on slow networks, so it fails the build.

use anyhow::{Result, bail};

use crate::site::Manifest;

/// Files and the most they may weigh, in bytes.
const BUDGET: [(&str, usize); 5] =
    [("frontend.wasm", 115_000), ("frontend.js", 10_000), ("boot.js", 1_500), ("map.js", 26_000), ("style.css", 9_000)];

pub(crate) fn check(manifest: &Manifest) -> Result<()> {
    for (name, most) in BUDGET {
        let weight = manifest.files.get(name).map_or(0, |entry| entry.brotli);
        if weight > most {
            bail!("{name} weighs {weight} bytes, {} more than its budget", weight - most);
        }
    }
    Ok(())
}
