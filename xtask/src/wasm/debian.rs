//! A WASM compiler from Debian's packages: `rustc-web` unpacked into the cache, with the standard
//! library built from its own source. Nothing is installed: that would conflict with other Rusts.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{TARGET, entries, has_std};
use crate::debian::{have_lists, on_path, update_lists};
use crate::process::Log;
use crate::project::{Project, cache, cargo};
use crate::step::Step;

/// Written last: a folder without it is not complete.
const READY: &str = "ready";

/// Where the target's libraries belong in a toolchain.
const LIBRARIES: &str = "usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// A complete toolchain in the cache.
pub(crate) struct Toolchain {
    folder: PathBuf,
}

impl Toolchain {
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a Cargo command use this compiler and linker.
    pub(super) fn configure(&self, command: &mut Command) {
        command
            .env("RUSTC", self.folder.join("rustc"))
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", self.folder.join("wasm-ld"))
            // cargo run put our own toolchain's libraries there.
            .env_remove("LD_LIBRARY_PATH");
    }
}

/// The newest one in the cache.
pub(super) fn installed() -> Result<Option<Toolchain>> {
    let shelf = shelf()?;
    if !shelf.is_dir() {
        return Ok(None);
    }
    let newest = entries(&shelf)?
        .into_iter()
        .filter(|folder| folder.join(READY).is_file())
        .max_by_key(|folder| fs::metadata(folder.join(READY)).and_then(|file| file.modified()).ok());
    Ok(newest.map(|folder| Toolchain { folder }))
}

/// Finds a toolchain in the cache, or makes one.
pub(super) fn ensure(project: &Project, step: &Step) -> Result<Toolchain> {
    if let Some(toolchain) = installed()? {
        return Ok(toolchain);
    }
    for tool in ["apt-get", "apt-cache", "dpkg"] {
        if on_path(tool).is_none() {
            bail!("there is no {tool}: this is not a Debian system");
        }
    }
    let mut log = Log::create(project, "wasm-toolchain")?;
    if !have_lists() {
        update_lists(&mut log, step)?;
    }
    let shelf = shelf()?;
    // Unpacked beside the final place, so that the last step is a rename.
    let work = shelf.join(format!("unfinished-{}", std::process::id()));
    let _ = fs::remove_dir_all(&work); // left by a process that had our number
    let made = make(&work, &mut log, step).and_then(|version| {
        let folder = shelf.join(version);
        if !folder.exists() {
            fs::rename(&work, &folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        Ok(Toolchain { folder })
    });
    let _ = fs::remove_dir_all(&work); // gone already, or unfinished and useless
    made
}

/// Where toolchains are kept, one folder for each version.
fn shelf() -> Result<PathBuf> {
    Ok(cache()?.join("wasm-toolchain"))
}

/// Makes a complete toolchain in a folder and says its version.
fn make(work: &Path, log: &mut Log, step: &Step) -> Result<String> {
    let archives = work.join("archives");
    fs::create_dir_all(&archives).with_context(|| format!("cannot make {}", archives.display()))?;

    step.say("unpacking Debian's rustc-web (140 MB to download, once)");
    let mut download = Command::new("apt-get");
    download.args(["-q", "download"]).args(packages()?).current_dir(&archives);
    log.run(step, download)?;
    for archive in entries(&archives)? {
        unpack(&archive, work, log, step)?;
    }
    write_wrappers(work)?;

    step.say("building the standard library for WASM (once)");
    build_std(work, log, step)?;

    let version = version_of("rustc-web")?;
    for folder in ["archives", "std", "usr/src", "usr/share", "usr/lib/rustlib/src"] {
        remove(&work.join(folder))?;
    }
    fs::write(work.join(READY), "")?;
    Ok(version.replace(['/', ':'], "_"))
}

/// Unpacks a package without what is not needed: most of the source is not the library's, and
/// writing 50 000 files to remove them again takes longer than all the rest.
fn unpack(archive: &Path, work: &Path, log: &mut Log, step: &Step) -> Result<()> {
    let script = r#"dpkg-deb --fsys-tarfile "$1" | tar --extract --directory "$2" \
        --no-wildcards-match-slash --exclude="./usr/share" \
        --exclude="./usr/src/*/src" --exclude="./usr/src/*/compiler""#;
    let mut command = Command::new("sh");
    command.args(["-c", script, "unpack"]).arg(archive).arg(work);
    log.run(step, command)
}

/// The packages it takes. Their names hold version numbers, so they are followed from one to the
/// next: the compiler, its libraries, the LLVM they use, and that LLVM's linker.
fn packages() -> Result<Vec<String>> {
    let libraries = dependency("libstd-rust-web-dev", "libstd-rust-web-")?;
    let llvm = dependency(&libraries, "libllvm")?;
    let linker = llvm.replace("libllvm", "lld-");
    let mut packages = ["rustc-web", "libstd-rust-web-dev", "rust-web-src"].map(String::from).to_vec();
    packages.extend([libraries, llvm, linker]);
    Ok(packages)
}

fn dependency(package: &str, prefix: &str) -> Result<String> {
    let answer = apt_cache(&["depends", "--important", package])?;
    first_dependency(&answer, prefix).with_context(|| format!("Debian's {package} does not depend on {prefix}…"))
}

/// Reads `  Depends: libllvm22` out of what `apt-cache depends` says.
fn first_dependency(answer: &str, prefix: &str) -> Option<String> {
    answer
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .find(|name| name.starts_with(prefix))
        .map(str::to_owned)
}

fn version_of(package: &str) -> Result<String> {
    let answer = apt_cache(&["show", "--no-all-versions", package])?;
    answer
        .lines()
        .find_map(|line| line.strip_prefix("Version: "))
        .map(str::to_owned)
        .with_context(|| format!("apt-cache does not know the version of {package}"))
}

fn apt_cache(arguments: &[&str]) -> Result<String> {
    let output =
        Command::new("apt-cache").args(arguments).stdin(Stdio::null()).output().context("cannot run apt-cache")?;
    if !output.status.success() {
        bail!(
            "this Debian has no {}: {}",
            arguments.last().copied().unwrap_or_default(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Two scripts that run the unpacked programs with the libraries beside them.
fn write_wrappers(work: &Path) -> Result<()> {
    let linker = entries(&work.join("usr/lib"))?
        .into_iter()
        .map(|folder| folder.join("bin/wasm-ld"))
        .find(|file| file.exists())
        .context("Debian's linker package has no wasm-ld")?;
    let linker = linker.strip_prefix(work)?.to_owned();
    for (name, program) in [("rustc", Path::new("usr/bin/rustc")), ("wasm-ld", &linker)] {
        let script = format!(
            "#!/bin/sh\n\
             here=$(dirname \"$(readlink -f \"$0\")\")\n\
             for libraries in \"$here\"/usr/lib/*-linux-gnu; do :; done\n\
             export LD_LIBRARY_PATH=\"$libraries\"\n\
             exec \"$here/{}\" \"$@\"\n",
            program.display()
        );
        let file = work.join(name);
        fs::write(&file, script)?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Builds the standard library from the compiler's own source and puts it where the compiler looks.
fn build_std(work: &Path, log: &mut Log, step: &Step) -> Result<()> {
    let package = work.join("std");
    fs::create_dir_all(package.join("src"))?;
    fs::write(package.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n")?;
    fs::write(package.join("src/lib.rs"), "#![no_std]\n")?;
    link_source(work)?;

    let mut build = cargo();
    build
        .args(["build", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort")
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env("RUSTC", work.join("rustc"))
        // Lets a stable compiler build its own standard library.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in it, no program could be optimised together with it; and the paths in
        // its panic messages are nobody's business.
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            format!("-Cembed-bitcode=yes\x1f--remap-path-prefix={}=/debian", work.display()),
        )
        .env_remove("LD_LIBRARY_PATH");
    log.run(step, build)?;

    let libraries = work.join(LIBRARIES);
    fs::create_dir_all(&libraries)?;
    for file in entries(&package.join(format!("target/{TARGET}/release/deps")))? {
        let name = file.file_name().unwrap_or_default().to_owned();
        let ours = name.to_string_lossy().starts_with("libempty-");
        if file.extension() == Some(OsStr::new("rlib")) && !ours {
            fs::copy(&file, libraries.join(name))?;
        }
    }
    if !has_std(&libraries) {
        bail!("building the standard library made none\n{}", log.excerpt());
    }
    Ok(())
}

/// Cargo looks for the source at `lib/rustlib/src/rust`; the package may have put it elsewhere.
fn link_source(work: &Path) -> Result<()> {
    let expected = work.join("usr/lib/rustlib/src/rust");
    if expected.join("library").is_dir() {
        return Ok(());
    }
    let source = entries(&work.join("usr/src"))?
        .into_iter()
        .find(|folder| folder.join("library").is_dir())
        .context("Debian's rust-web-src has no library source")?;
    remove(&expected)?;
    fs::create_dir_all(work.join("usr/lib/rustlib/src"))?;
    symlink(source, expected)?;
    Ok(())
}

/// Removes a file or a folder that may not be there.
fn remove(path: &Path) -> Result<()> {
    let Ok(found) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    if found.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
        .with_context(|| format!("cannot remove {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_in_a_package_name_is_followed() {
        let answer = "libstd-rust-web-1.96\n  Depends: libc6\n  Depends: libllvm22\n  Breaks: x\n";
        assert_eq!(first_dependency(answer, "libllvm").as_deref(), Some("libllvm22"));
        assert_eq!(first_dependency(answer, "libclang"), None);
    }
}
