//! What the browser's scripts say, one file per language: the catalogues without what only the server says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workshop::{Workshop, files_of};

/// Keys that begin with these are said by the server, or come with the living list in the page.
const NOT_FOR_SCRIPTS: [&str; 10] =
    ["page.", "list.", "status.", "ago.", "filter.", "settings.", "share.", "kiosk.", "offline.", "event."];

/// Makes `messages-<language>.json` for each catalogue.
pub(crate) fn gather(workshop: &Workshop, frontend: &Path) -> Result<PathBuf> {
    let catalogues = frontend.join("messages");
    workshop.step("messages", std::slice::from_ref(&catalogues), |product| {
        for file in files_of(std::slice::from_ref(&catalogues))? {
            let language = file.file_stem().and_then(|stem| stem.to_str()).context("a catalogue without a name")?;
            let texts: BTreeMap<String, String> = serde_json::from_slice(&fs::read(&file)?)
                .with_context(|| format!("{} is not a flat object of texts", file.display()))?;
            let for_scripts = |key: &str| !NOT_FOR_SCRIPTS.iter().any(|prefix| key.starts_with(prefix));
            let said: BTreeMap<_, _> = texts.into_iter().filter(|(key, _)| for_scripts(key)).collect();
            fs::write(product.join(format!("messages-{language}.json")), serde_json::to_vec(&said)?)?;
        }
        Ok(())
    })
}
