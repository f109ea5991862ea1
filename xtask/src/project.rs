//! Where the project and its build artefacts are, and how Cargo is called from inside Cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The folders the commands work in.
pub(crate) struct Project {
    /// The workspace root.
    pub(crate) root: PathBuf,
    /// Cargo's effective target folder, wherever the environment or a configuration file puts it.
    pub(crate) target: PathBuf,
}

impl Project {
    /// Asks Cargo, which alone knows all the places the target folder can be set.
    pub(crate) fn locate() -> Result<Self> {
        let output = cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .stdin(Stdio::null())
            .output()
            .context("cannot run cargo")?;
        ensure!(output.status.success(), "`cargo metadata` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        let metadata = String::from_utf8_lossy(&output.stdout);
        let folder = |key| {
            text_of(&metadata, key)
                .map(PathBuf::from)
                .with_context(|| format!("`cargo metadata` does not say its `{key}`"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// What the browser downloads.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The logs of this program.
    pub(crate) fn logs(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The npm package of the map element.
    pub(crate) fn map(&self) -> PathBuf {
        self.root.join("frontend/map")
    }

    /// The npm package of dashboards and alerts.
    pub(crate) fn grafana(&self) -> PathBuf {
        self.root.join("grafana")
    }
}

/// The Cargo that runs us, without the variables it sets for us alone: build scripts (ring's for
/// one) watch them and would run again whenever a command goes through xtask.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The folder where downloads and tools outlive a target folder.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME") {
        Some(folder) if Path::new(&folder).is_absolute() => PathBuf::from(folder),
        _ => env::home_dir().context("there is no home folder for a cache: set HOME or XDG_CACHE_HOME")?.join(".cache"),
    };
    Ok(base.join("quakewire"))
}

/// The text value of a key of the outermost object. Folder names with characters that JSON escapes
/// are the only thing this is too simple for.
fn text_of<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = json.rsplit_once(&format!("\"{key}\":\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_folder_is_read_from_cargo_metadata() {
        let metadata = r#"{"packages":[{"name":"a"}],"target_directory":"/t/target","workspace_root":"/t"}"#;
        assert_eq!(text_of(metadata, "target_directory"), Some("/t/target"));
        assert_eq!(text_of(metadata, "workspace_root"), Some("/t"));
        assert_eq!(text_of(metadata, "absent"), None);
    }
}
