//! The real servers' jars: brought once by Maven, checked against the lock, kept in the user's cache.
//!
//! What to bring is in `jars/`, compiled into this crate: one `pom.xml` per server with pinned
//! versions, and `jars.sha256`, the sum of every file. A cache folder is named after all of these
//! together, so a change of any of them starts afresh and old builds keep what they had.

mod lock;
mod maven;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::Unavailable;
use crate::java;

/// The committed sums, in the format of `sha256sum`.
const LOCK: &str = include_str!("../jars/jars.sha256");

/// Says that the folder it lies in was checked. It is written last.
const MARKER: &str = "checked";

/// The jars of both servers, complete and checked, and a Java to run them with.
#[derive(Debug, Clone)]
pub struct JarDir {
    folder: PathBuf,
    java: OsString,
}

impl JarDir {
    /// The folder of one server's jars and native libraries.
    pub(crate) fn of(&self, server: &str) -> PathBuf {
        self.folder.join(server)
    }

    /// The folder that holds one folder per server.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// The Java to run them with.
    pub(crate) fn java(&self) -> OsString {
        self.java.clone()
    }
}

/// The jars, if they are here already. Nothing is fetched.
///
/// # Errors
/// When Java or the jars are missing, or a jar is not the one in the lock.
pub fn available() -> Result<JarDir, Unavailable> {
    let java = runnable()?;
    let folder = cache()?;
    if !folder.is_dir() {
        return Err(Unavailable::NotResolved { folder });
    }
    checked(&folder)?;
    Ok(JarDir { folder, java })
}

/// The jars, brought by Maven if they are not here yet: about 80 MB, once.
///
/// Blocks for as long as that takes and tells `progress` what it does, a sentence at a time.
/// Any number of processes may do this at once; the first to finish serves them all.
///
/// # Errors
/// When Java or Maven is missing, the network is, or a jar is not the one in the lock.
pub fn resolve(progress: impl Fn(&str)) -> Result<JarDir, Unavailable> {
    match available() {
        Err(Unavailable::NotResolved { folder }) => {
            bring(&folder, &progress)?;
            available()
        }
        other => other,
    }
}

/// Writes what the lock should say after a change of a `pom.xml`: brings the jars and sums them up
/// without asking whether they are the expected ones. `examples/lock_jars.rs` is its only user.
///
/// # Errors
/// When Maven is missing or fails.
pub fn sums() -> Result<String, Unavailable> {
    let scratch = tempfile::tempdir().map_err(|source| unusable(&env::temp_dir(), source))?;
    maven::copy_jars(scratch.path())?;
    lock::sums(scratch.path()).map_err(|source| unusable(scratch.path(), source))
}

/// A Java that is new enough, on a machine that DynamoDB Local has a native library for.
fn runnable() -> Result<OsString, Unavailable> {
    let (system, processor) = (env::consts::OS, env::consts::ARCH);
    if !matches!((system, processor), ("linux" | "macos", "x86_64")) {
        return Err(Unavailable::Platform { platform: format!("{system} on {processor}") });
    }
    java::find()
}

/// `~/.cache/quakewire/jars/<what is in them>`.
fn cache() -> Result<PathBuf, Unavailable> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .ok_or_else(|| unusable(Path::new("~/.cache"), io::Error::other("neither XDG_CACHE_HOME nor HOME is set")))?;
    let mut hash = Sha256::new();
    for text in maven::POMS.iter().map(|(_, pom)| *pom).chain([LOCK]) {
        hash.update(text);
    }
    let name: String = format!("{:x}", hash.finalize()).chars().take(16).collect();
    Ok(caches.join("quakewire/jars").join(name))
}

/// Checks a folder that has no marker yet, and marks it.
fn checked(folder: &Path) -> Result<(), Unavailable> {
    let marker = folder.join(MARKER);
    if !marker.exists() {
        lock::verify(LOCK, folder)?;
        fs::write(&marker, "").map_err(|source| unusable(&marker, source))?;
    }
    Ok(())
}

/// Fills a folder beside the final one and renames it, so that the final one is never half full.
fn bring(folder: &Path, progress: &impl Fn(&str)) -> Result<(), Unavailable> {
    let caches = folder.parent().unwrap_or(folder);
    fs::create_dir_all(caches).map_err(|source| unusable(caches, source))?;
    let fresh = tempfile::Builder::new().prefix("fetching-").tempdir_in(caches);
    let fresh = fresh.map_err(|source| unusable(caches, source))?;
    progress("Maven is fetching Apache Kafka and DynamoDB Local (about 80 MB, once)");
    maven::copy_jars(fresh.path())?;
    progress("Checking the sum of every jar");
    checked(fresh.path())?;
    match fs::rename(fresh.path(), folder) {
        // Another process was faster, or it is done; either way `available` looks again.
        Err(source) if !folder.is_dir() => Err(unusable(folder, source)),
        _ => {
            progress(&format!("The jars are in {}", folder.display()));
            Ok(())
        }
    }
}

fn unusable(path: &Path, source: io::Error) -> Unavailable {
    Unavailable::Cache { path: path.to_owned(), source }
}
