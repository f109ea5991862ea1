//! What it takes to look at pages: a browser, its driver and the built site.

use std::path::PathBuf;
use std::sync::Once;

use anyhow::{Context, Result};

use crate::{built_site, demanded, not_run};

/// What it takes to look at pages here.
#[derive(Debug)]
pub struct Means {
    pub(super) chromium: PathBuf,
    pub(super) driver: PathBuf,
    /// The site that was built.
    pub site: PathBuf,
}

/// The means; where they are missing it is said loudly, and `None`.
///
/// # Errors
/// When they are missing and `CI` or `QUAKEWIRE_TEST_TIERS=both` asks for every test there is.
pub fn means() -> Result<Option<Means>> {
    match Means::find() {
        Ok(means) => Ok(Some(means)),
        Err(reason) if demanded() => Err(reason),
        Err(reason) => {
            static SAID: Once = Once::new();
            SAID.call_once(|| not_run(&format!("in a browser: {reason:#}")));
            Ok(None)
        }
    }
}

impl Means {
    /// Looks for them.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn find() -> Result<Self> {
        let chromium = program(&["chromium", "chromium-browser", "google-chrome"])?;
        Ok(Self { chromium, driver: program(&["chromedriver"])?, site: built_site()? })
    }
}

fn program(names: &[&str]) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    places.into_iter().find(|place| place.is_file()).with_context(|| format!("there is no {}", names[0]))
}
