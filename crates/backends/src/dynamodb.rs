//! Amazon's DynamoDB Local, as a child process.
//!
//! Its own main class listens on every interface of the machine and reports its use to Amazon.
//! `server.xml`, read by Jetty's own configuration reader, puts the same handler behind a
//! connector on 127.0.0.1; the libraries that could report anything are not even fetched.

mod readiness;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::folder::Folder;
use crate::jars::JarDir;
use crate::port;
use crate::server::Server;

const ASSEMBLY: &str = include_str!("dynamodb/server.xml");

const JARS: &str = "dynamodb-local";

/// Its heap at most; it idles at 130 MB of memory in all.
const HEAP: &str = "-Xmx192m";

/// How to run DynamoDB Local.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct DynamoDbOptions {
    /// The folder it keeps its tables in; none means a temporary one.
    pub data: Option<PathBuf>,
    /// The port it listens on; none means any free one.
    pub port: Option<u16>,
}

impl DynamoDbOptions {
    /// Keeps the tables in this folder, to be found again by the next run.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }

    /// Listens on this port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }
}

/// A running DynamoDB Local. Dropping it kills it; so does the end of this process, however it comes.
#[derive(Debug)]
pub struct DynamoDbLocal {
    server: Server,
    port: u16,
    endpoint: String,
}

impl DynamoDbLocal {
    /// Starts it, and returns when it answers clients.
    ///
    /// # Errors
    /// When the folder or the port cannot be used, or it does not come up; its log's end is shown.
    pub async fn start(jars: &JarDir, options: DynamoDbOptions) -> Result<Self, Error> {
        let folder = Folder::open(options.data)?;
        let port = port::or_free(options.port)?;
        let assembly = folder.path().join("server.xml");
        fs::write(&assembly, ASSEMBLY).map_err(|source| Error::Folder { path: assembly, source })?;
        let mut natives = OsString::from("-Djava.library.path=");
        natives.push(jars.of(JARS));
        let arguments = vec![
            HEAP.into(),
            natives,
            format!("-Dport={port}").into(),
            // The definition that would be checked against lies behind a web address.
            "-Dorg.eclipse.jetty.xml.XmlParser.Validating=false".into(),
            "org.eclipse.jetty.xml.XmlConfiguration".into(),
            "server.xml".into(),
        ];
        let server = Server::new("DynamoDB Local", jars, JARS, arguments, folder);
        let mut dynamodb = Self { server, port, endpoint: format!("http://127.0.0.1:{port}") };
        dynamodb.launch().await?;
        Ok(dynamodb)
    }

    /// The address for a client's endpoint setting. Region and credentials may be any.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The folder with its tables and `output.log`.
    pub fn folder(&self) -> &Path {
        self.server.folder()
    }

    /// Its process, if it runs.
    pub fn process_id(&self) -> Option<u32> {
        self.server.process_id()
    }

    /// Stops it the regular way and keeps its data and its port for [`restart`](Self::restart).
    pub async fn stop(&mut self) {
        self.server.stop().await;
    }

    /// Ends it without a warning, as a crash would; [`restart`](Self::restart) brings it back.
    pub fn kill_9(&mut self) {
        self.server.kill_9();
    }

    /// Freezes it: connections stay open and nothing answers.
    pub fn pause(&mut self) {
        self.server.pause();
    }

    /// Lets it go on after [`pause`](Self::pause).
    pub fn resume(&mut self) {
        self.server.resume();
    }

    /// Starts it again on the same port and data; a running one is stopped first.
    ///
    /// # Errors
    /// When it does not come up; its log's end is shown.
    pub async fn restart(&mut self) -> Result<(), Error> {
        self.stop().await;
        self.launch().await
    }

    async fn launch(&mut self) -> Result<(), Error> {
        self.server.launch()?;
        readiness::wait(&mut self.server, self.port).await
    }
}
