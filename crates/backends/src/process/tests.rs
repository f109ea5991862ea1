//! Programs end when, and only when, they should.

use std::ffi::OsString;
use std::fs;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn sh(script: &str, folder: &Path, scratch: Option<&Path>) -> Process {
    let command = ["sh", "-c", script].map(OsString::from).to_vec();
    Process::spawn(&Program { name: "a script", command, folder, output: &folder.join("output"), scratch })
        .expect("a shell can be started")
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < 10 * SECOND, "waited in vain until {what}");
        std::thread::sleep(POLL);
    }
}

/// A process that was killed but not reaped is a zombie: gone for all purposes of ours.
fn runs(id: u32) -> bool {
    fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn a_dropped_process_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let process = sh("exec sleep 600", folder.path(), None);
    let id = process.id();
    assert!(runs(id));
    drop(process);
    assert!(!runs(id));
}

#[test]
fn a_process_whose_owner_vanishes_is_killed_and_its_scratch_folder_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = folder.path().join("scratch");
    fs::create_dir(&scratch).expect("a folder");
    let mut process = sh("exec sleep 600", folder.path(), Some(&scratch));
    let id = process.id();
    // What the kernel does when the owner ends, however it ends: it closes the pipe.
    let Ok(closed) = Command::new("true").stdin(Stdio::piped()).spawn().map(|mut child| child.stdin.take()) else {
        panic!("no pipe to put in the place of the real one")
    };
    process.orders = closed.expect("a pipe");
    wait_until("the program is killed", || !runs(id));
    let _ = process.child.wait();
    wait_until("the folder is removed", || !scratch.exists());
}

#[test]
fn a_dropped_process_leaves_its_scratch_folder_to_its_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    let scratch = folder.path().join("scratch");
    fs::create_dir(&scratch).expect("a folder");
    drop(sh("exec sleep 600", folder.path(), Some(&scratch)));
    std::thread::sleep(SECOND / 2);
    assert!(scratch.exists());
}

#[tokio::test]
async fn a_process_is_asked_before_it_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "trap 'echo asked; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
    let process = sh(script, folder.path(), None);
    let output = folder.path().join("output");
    wait_until("the script is ready", || tail(&output) == "ready");
    process.stop(10 * SECOND).await;
    assert_eq!(tail(&output), "ready\nasked");
}

#[tokio::test]
async fn a_process_that_does_not_listen_is_killed_at_the_deadline() {
    let folder = tempfile::tempdir().expect("a folder");
    let process = sh("trap '' TERM; echo ready; while :; do sleep 0.05; done", folder.path(), None);
    let id = process.id();
    wait_until("the script is ready", || tail(&folder.path().join("output")) == "ready");
    process.stop(SECOND / 2).await;
    assert!(!runs(id));
}

#[tokio::test]
async fn a_failure_shows_what_the_program_said_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let process = sh("echo the port is taken; exit 3", folder.path(), None);
    let error = process.finish(10 * SECOND).await.expect_err("the script fails").to_string();
    assert!(error.contains("the port is taken") && error.contains("exit status: 3"), "{error}");
}
