//! A server run with Java: what Apache Kafka and DynamoDB Local have in common.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::Error;
use crate::folder::Folder;
use crate::jars::JarDir;
use crate::process::{Process, Program};

/// What a start may take: it is 2 to 4 seconds on two quiet cores, and ten times that on a busy machine.
pub(crate) const READY_DEADLINE: Duration = Duration::from_secs(90);

/// What a stop may take: both servers need half a second.
const STOP_DEADLINE: Duration = Duration::from_secs(15);

/// How often a starting server is asked whether it is ready.
pub(crate) const POLL: Duration = Duration::from_millis(50);

/// For both: one collector thread and the quick compiler only, because these servers run beside
/// everything else on a laptop and start far more often than they run long.
const JVM: [&str; 2] = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

#[derive(Debug)]
pub(crate) struct Server {
    name: &'static str,
    java: OsString,
    classpath: OsString,
    arguments: Vec<OsString>,
    // Declared before the folder: the process has to be gone when a scratch folder is removed.
    process: Option<Process>,
    folder: Folder,
}

impl Server {
    /// A server that is not running yet. `jars` is the folder of its jars by name.
    pub(crate) fn new(
        name: &'static str,
        jars: &JarDir,
        own_jars: &str,
        arguments: Vec<OsString>,
        folder: Folder,
    ) -> Self {
        let classpath = jars.of(own_jars).join("*").into();
        Self { name, java: jars.java(), classpath, arguments, process: None, folder }
    }

    /// A program of the same jars, in the same folder, such as one that prepares it.
    pub(crate) fn run(&self, name: &'static str, output: &str, arguments: &[&str]) -> Result<Process, Error> {
        self.spawn(name, output, arguments.iter().map(OsString::from).collect())
    }

    pub(crate) fn launch(&mut self) -> Result<(), Error> {
        if self.process.is_none() {
            self.process = Some(self.spawn(self.name, "output.log", self.arguments.clone())?);
        }
        Ok(())
    }

    fn spawn(&self, name: &'static str, output: &str, arguments: Vec<OsString>) -> Result<Process, Error> {
        let mut command = vec![self.java.clone()];
        command.extend(JVM.map(OsString::from));
        command.extend(["-cp".into(), self.classpath.clone()]);
        command.extend(arguments);
        let folder = self.folder.path();
        Process::spawn(&Program { name, command, folder, output: &folder.join(output), scratch: self.folder.scratch() })
    }

    /// Fails when the server has ended by itself.
    pub(crate) fn expect_running(&mut self) -> Result<(), Error> {
        self.process.as_mut().map_or(Ok(()), Process::expect_running)
    }

    /// The error of a server that does not get ready.
    pub(crate) fn late(&self) -> Error {
        match &self.process {
            Some(process) => process.late(READY_DEADLINE),
            None => Error::NotReady {
                server: self.name,
                waited: READY_DEADLINE,
                log: PathBuf::new(),
                tail: "it was not started".to_owned(),
            },
        }
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(process) = self.process.take() {
            process.stop(STOP_DEADLINE).await;
        }
    }

    pub(crate) fn kill_9(&mut self) {
        self.process = None;
    }

    pub(crate) fn pause(&mut self) {
        self.signal("STOP");
    }

    pub(crate) fn resume(&mut self) {
        self.signal("CONT");
    }

    fn signal(&mut self, name: &str) {
        if let Some(process) = &mut self.process {
            process.signal(name);
        }
    }

    pub(crate) fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
