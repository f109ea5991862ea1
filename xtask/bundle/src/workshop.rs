//! Where steps keep their products, and how they know that nothing has to be done.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A folder with one product folder per step, and beside each a stamp: the fingerprint of what it was made from.
pub(crate) struct Workshop {
    folder: PathBuf,
    /// Says that this program has changed, so that its steps are done anew.
    program: String,
}

impl Workshop {
    pub(crate) fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let program = fs::metadata(std::env::current_exe()?)?;
        let built = program.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
        Ok(Self { folder, program: format!("{built} {}", program.len()) })
    }

    /// Does a step unless its product is there and was made from the same inputs (files or folders of them).
    pub(crate) fn step(
        &self,
        name: &str,
        inputs: &[PathBuf],
        make: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let product = self.folder.join(name);
        let stamp = self.folder.join(format!("{name}.stamp"));
        let fingerprint = self.fingerprint(inputs)?;
        if product.is_dir() && fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) {
            return Ok(product);
        }
        eprintln!("{name} …");
        let _ = fs::remove_file(&stamp);
        let _ = fs::remove_dir_all(&product);
        fs::create_dir_all(&product)?;
        make(&product).with_context(|| format!("the step \"{name}\" failed"))?;
        fs::write(stamp, fingerprint)?;
        Ok(product)
    }

    fn fingerprint(&self, inputs: &[PathBuf]) -> Result<String> {
        let mut digest = Sha256::new();
        digest.update(&self.program);
        for file in files_of(inputs)? {
            let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            digest.update(file.as_os_str().as_encoded_bytes());
            digest.update(content.len().to_le_bytes());
            digest.update(content);
        }
        Ok(hex(&digest.finalize()))
    }
}

/// The files among and under these paths, in an order that does not depend on the file system.
pub(crate) fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let children: Vec<_> =
                fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
            files.extend(files_of(&children)?);
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    Ok(files)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_done_again_only_when_an_input_changed() {
        let folder = std::env::temp_dir().join(format!("web-bundle-test-{}", std::process::id()));
        let workshop = Workshop::new(folder.join("work")).unwrap();
        let input = folder.join("input");
        let mut made = 0;
        for content in ["one", "one", "two", "two"] {
            fs::write(&input, content).unwrap();
            let step = |product: &Path| {
                made += 1;
                Ok(fs::write(product.join("copy"), content)?)
            };
            let product = workshop.step("copy", std::slice::from_ref(&input), step).unwrap();
            assert_eq!(fs::read_to_string(product.join("copy")).unwrap(), content);
        }
        assert_eq!(made, 2);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_step_that_failed_is_tried_again() {
        let folder = std::env::temp_dir().join(format!("web-bundle-failing-{}", std::process::id()));
        let workshop = Workshop::new(folder.clone()).unwrap();
        assert!(workshop.step("x", &[], |_| anyhow::bail!("no")).is_err());
        let mut tried = false;
        let step = |_: &Path| {
            tried = true;
            Ok(())
        };
        workshop.step("x", &[], step).unwrap();
        assert!(tried);
        fs::remove_dir_all(folder).unwrap();
    }
}
