//! Which Java is there.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::debian::on_path;

/// What Kafka 4 and DynamoDB Local ask for.
pub(crate) const OLDEST: u32 = 17;

/// The `java` of `JAVA_HOME`, else that of the `PATH`, if it is new enough.
pub(crate) fn find() -> Option<PathBuf> {
    let java = match env::var_os("JAVA_HOME") {
        Some(home) if !home.is_empty() => PathBuf::from(home).join("bin/java"),
        _ => on_path("java")?,
    };
    let output = Command::new(&java).arg("-version").stdin(Stdio::null()).output().ok()?;
    let version = feature_version(&String::from_utf8_lossy(&output.stderr))?;
    (version >= OLDEST).then_some(java)
}

/// Reads `openjdk version "17.0.15" 2025-04-15`, and `"1.8.0_392"` of older days.
fn feature_version(banner: &str) -> Option<u32> {
    let quoted = banner.split('"').nth(1)?;
    let mut numbers = quoted.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    match numbers.next()?.ok()? {
        1 => numbers.next()?.ok(),
        version => Some(version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_banner() {
        let banner = |version| format!("openjdk version \"{version}\" 2025-04-15\nOpenJDK …");
        assert_eq!(feature_version(&banner("17.0.15")), Some(17));
        assert_eq!(feature_version(&banner("21")), Some(21));
        assert_eq!(feature_version(&banner("22-ea")), Some(22));
        assert_eq!(feature_version(&banner("1.8.0_392")), Some(8));
        assert_eq!(feature_version("Unable to locate a Java Runtime."), None);
    }
}
