//! Finds a Java that can run the servers.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::error::Unavailable;

/// What Kafka 4 asks for; DynamoDB Local is content with it.
const OLDEST: u32 = 17;

/// The `java` of `JAVA_HOME`, else that of the `PATH`, if it is new enough.
pub(crate) fn find() -> Result<OsString, Unavailable> {
    let java = match env::var_os("JAVA_HOME") {
        Some(home) if !home.is_empty() => PathBuf::from(home).join("bin/java").into(),
        _ => OsString::from("java"),
    };
    let Ok(output) = Command::new(&java).arg("-version").stdin(Stdio::null()).output() else {
        return Err(Unavailable::NoJava);
    };
    match feature_version(&String::from_utf8_lossy(&output.stderr)) {
        None => Err(Unavailable::NoJava),
        Some(found) if found < OLDEST => Err(Unavailable::OldJava { found }),
        Some(_) => Ok(java),
    }
}

/// Reads `openjdk version "17.0.15" 2025-04-15`, and `"1.8.0_392"` of older days.
fn feature_version(banner: &str) -> Option<u32> {
    let mut numbers = banner.split('"').nth(1)?.split(|c: char| !c.is_ascii_digit()).map(str::parse);
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
        let version = |text| feature_version(&format!("openjdk version \"{text}\" 2025-04-15\n"));
        assert_eq!(version("17.0.15"), Some(17));
        assert_eq!(version("22-ea"), Some(22));
        assert_eq!(version("1.8.0_392"), Some(8));
        assert_eq!(feature_version("The operation couldn't be completed."), None);
    }
}
