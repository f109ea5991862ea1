//! The compiler for the browser: the standard library for `wasm32-unknown-unknown`, from rustup
//! or, where that server is out of reach, from Debian.

mod debian;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::debian::on_path;
use crate::process::Log;
use crate::project::{Project, cargo};
use crate::step::Step;

/// The target the browser's half is built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Chooses where the compiler comes from, for those who test the second way or are stuck with it:
/// `rustup` or `debian`. Unset means the first that works.
const CHOICE: &str = "QUAKEWIRE_WASM_TOOLCHAIN";

/// rustup downloads 20 MB; a server that does not answer must not hold us longer than this.
const RUSTUP_LIMIT: Duration = Duration::from_mins(5);

/// A compiler that can build for the browser.
pub(crate) enum Toolchain {
    /// The one that builds everything else.
    Ordinary,
    /// Debian's, in a folder of its own.
    Debian(debian::Toolchain),
}

impl Toolchain {
    /// Finds one, or brings one.
    pub(crate) fn ensure(project: &Project, step: &Step) -> Result<Self> {
        let choice = env::var(CHOICE).unwrap_or_default();
        match choice.as_str() {
            "debian" => debian::ensure(project, step).map(Self::Debian),
            "rustup" => rustup(project, step).map(|()| Self::Ordinary),
            "" => {
                if is_installed() {
                    return Ok(Self::Ordinary);
                }
                if let Some(toolchain) = debian::installed()? {
                    return Ok(Self::Debian(toolchain));
                }
                let Err(first) = rustup(project, step) else {
                    return Ok(Self::Ordinary);
                };
                step.say("rustup cannot bring the WASM target; trying Debian's packages");
                debian::ensure(project, step).map(Self::Debian).map_err(|second| {
                    anyhow::anyhow!(
                        "there is no Rust standard library for {TARGET}.\n\
                             Please run: rustup target add {TARGET}\n\
                             What was tried: rustup: {first:#}\nDebian: {second:#}"
                    )
                })
            }
            other => bail!("{CHOICE} is `{other}`; it can be `rustup` or `debian`"),
        }
    }

    /// A `cargo` command that compiles with this toolchain; the caller adds `--target`.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        if let Self::Debian(toolchain) = self {
            toolchain.configure(&mut command);
        }
        command
    }

    /// The target folder, which two compilers must not share: they would evict each other's work.
    pub(crate) fn target(&self, project: &Project) -> PathBuf {
        match self {
            Self::Ordinary => project.target.clone(),
            Self::Debian(_) => project.target.join("wasm"),
        }
    }

    /// In a few words, for people.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Ordinary => "of the Rust toolchain".to_owned(),
            Self::Debian(toolchain) => format!("Debian's, in {}", toolchain.folder().display()),
        }
    }
}

fn rustup(project: &Project, step: &Step) -> Result<()> {
    if is_installed() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        bail!("there is no rustup");
    }
    step.say(&format!("installing the Rust target {TARGET}"));
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]);
    Log::create(project, "rustup")?.run_within(step, command, RUSTUP_LIMIT)?;
    if !is_installed() {
        bail!("rustup installed {TARGET}, but not for the rustc that is used here");
    }
    Ok(())
}

/// Whether the compiler that Cargo will use has the target. Asking the compiler, not rustup, also
/// is right where Rust comes from somewhere else.
fn is_installed() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| has_std(Path::new(String::from_utf8_lossy(&output.stdout).trim())))
}

/// Whether a folder of libraries has the standard library in it.
fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut files| {
        files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
    })
}

/// Reads a folder, naming it when that fails.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot read {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_the_standard_library_is_not_a_target() {
        assert!(!has_std(Path::new("")));
        assert!(!has_std(Path::new(env!("CARGO_MANIFEST_DIR"))));
    }
}
