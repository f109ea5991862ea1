//! The lock: one `sha256sum` line per file, and nothing in the folder that it does not name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::error::Unavailable;

/// Compares every file with the lock; the first that differs is named in the error.
pub(crate) fn verify(lock: &str, folder: &Path) -> Result<(), Unavailable> {
    let differs = |jar: &str, difference: String| {
        Err(Unavailable::Checksum { jar: jar.to_owned(), folder: folder.to_owned(), difference })
    };
    let unreadable = |source| Unavailable::Cache { path: folder.to_owned(), source };
    let expected: BTreeMap<&str, &str> =
        lock.lines().filter_map(|line| line.split_once("  ")).map(|(sum, jar)| (jar, sum)).collect();
    let present = files(folder).map_err(unreadable)?;
    if let Some(stranger) = present.iter().find(|file| !expected.contains_key(file.as_str())) {
        return differs(stranger, "the lock does not know it".to_owned());
    }
    for (jar, expected) in expected {
        if !present.contains(jar) {
            return differs(jar, "it is missing".to_owned());
        }
        let found = sum(&folder.join(jar)).map_err(unreadable)?;
        if found != expected {
            return differs(jar, format!("its SHA-256 is {found} and should be {expected}"));
        }
    }
    Ok(())
}

/// The lock that a folder satisfies.
pub(crate) fn sums(folder: &Path) -> io::Result<String> {
    files(folder)?.iter().map(|jar| Ok(format!("{}  {jar}\n", sum(&folder.join(jar))?))).collect()
}

/// `kafka/kafka-clients-4.3.1.jar` and so on: folders of one level, which is what the poms make.
fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    for server in fs::read_dir(folder)? {
        let server = server?;
        if server.file_type()?.is_dir() {
            for jar in fs::read_dir(server.path())? {
                let (server, jar) = (server.file_name(), jar?.file_name());
                files.insert(format!("{}/{}", server.to_string_lossy(), jar.to_string_lossy()));
            }
        }
    }
    Ok(files)
}

fn sum(file: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(file)?, &mut hash)?;
    Ok(format!("{:x}", hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  kafka/hello.jar\n";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("kafka")).unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    }

    fn refusal(files: &[(&str, &str)]) -> String {
        verify(LOCK, folder(files).path()).unwrap_err().to_string()
    }

    #[test]
    fn a_folder_satisfies_the_lock_made_from_it() {
        let folder = folder(&[("kafka/hello.jar", "hello")]);
        assert_eq!(sums(folder.path()).unwrap(), LOCK);
        verify(LOCK, folder.path()).unwrap();
    }

    #[test]
    fn a_changed_jar_is_named_and_the_way_out_told() {
        let message = refusal(&[("kafka/hello.jar", "hellO")]);
        assert!(message.contains("kafka/hello.jar") && message.contains("Do not run it"), "{message}");
    }

    #[test]
    fn a_missing_jar_is_named() {
        assert!(refusal(&[]).contains("kafka/hello.jar"));
    }

    #[test]
    fn a_jar_that_nobody_asked_for_is_named() {
        assert!(refusal(&[("kafka/hello.jar", "hello"), ("kafka/new.jar", "")]).contains("kafka/new.jar"));
    }
}
