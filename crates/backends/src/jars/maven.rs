//! Maven, asked to copy the jars of both servers into a folder.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Unavailable;
use crate::process::tail;

/// The project Maven sees. It is written out anew, so a built binary needs no checkout.
pub(super) const POMS: [(&str, &str); 3] = [
    ("pom.xml", include_str!("../../jars/pom.xml")),
    ("kafka/pom.xml", include_str!("../../jars/kafka/pom.xml")),
    ("dynamodb-local/pom.xml", include_str!("../../jars/dynamodb-local/pom.xml")),
];

/// 80 MB in this time is 100 kB/s: slower than that is a network that is not there.
const DEADLINE: Duration = Duration::from_mins(15);

const POLL: Duration = Duration::from_millis(100);

/// Fills `folder` with one folder of jars per server.
pub(super) fn copy_jars(folder: &Path) -> Result<(), Unavailable> {
    let project = tempfile::tempdir().map_err(|source| Unavailable::Cache { path: std::env::temp_dir(), source })?;
    let log = project.path().join("maven.log");
    let mut maven = start(project.path(), folder, &log)?;
    let started = Instant::now();
    let outcome = loop {
        match maven.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => break format!("{status}\n{}", tail(&log)),
            Ok(None) if started.elapsed() > DEADLINE => break format!("It took longer than {DEADLINE:?}"),
            Ok(None) => thread::sleep(POLL),
            Err(error) => break error.to_string(),
        }
    };
    if let Err(error) = maven.kill().and_then(|()| maven.wait()) {
        tracing::warn!(%error, "Could not end Maven");
    }
    Err(Unavailable::NotFetched { reason: outcome })
}

fn start(project: &Path, folder: &Path, log: &Path) -> Result<std::process::Child, Unavailable> {
    let unusable = |source| Unavailable::Cache { path: project.to_owned(), source };
    for (name, pom) in POMS {
        let path = project.join(name);
        fs::create_dir_all(path.parent().unwrap_or(project)).and_then(|()| fs::write(&path, pom)).map_err(unusable)?;
    }
    let output = File::create(log).map_err(unusable)?;
    let mut jars = std::ffi::OsString::from("-Djars=");
    jars.push(folder);
    Command::new("mvn")
        .args(["--batch-mode", "--quiet", "--strict-checksums", "dependency:copy-dependencies"])
        .arg(jars)
        .current_dir(project)
        .stdin(Stdio::null())
        .stdout(output.try_clone().map_err(unusable)?)
        .stderr(output)
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Unavailable::NoMaven,
            _ => unusable(error),
        })
}
