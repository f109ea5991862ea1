//! Apache Kafka: one node that is broker and controller, as a child process.

mod readiness;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::Error;
use crate::folder::Folder;
use crate::jars::JarDir;
use crate::port;
use crate::server::Server;

const SETTINGS: &str = include_str!("kafka/server.properties");
const LOGGING: &str = include_str!("kafka/log4j2.properties");

/// Its heap at most; it idles at 210 MB of memory in all. The log itself is the page cache's business.
const HEAP: &str = "-Xmx256m";

/// What writing the first files of a new node may take; 1.5 seconds on two quiet cores.
const FORMAT_DEADLINE: Duration = Duration::from_mins(1);

/// Any 16 bytes in URL-safe base 64: the nodes of a cluster know each other by it, and this one is alone.
const CLUSTER_ID: &str = "cXVha2V3aXJlLWxvY2FsIQ";

/// How to run Apache Kafka.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct KafkaOptions {
    /// The folder it keeps everything in, logs too; none means a temporary one.
    pub data: Option<PathBuf>,
    /// The port clients come to; none means any free one.
    pub port: Option<u16>,
}

impl KafkaOptions {
    /// Keeps the data in this folder, to be found again by the next run.
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

/// A running Apache Kafka. Dropping it kills it; so does the end of this process, however it comes.
#[derive(Debug)]
pub struct KafkaServer {
    server: Server,
    bootstrap: String,
}

impl KafkaServer {
    /// Starts it, and returns when it answers clients. A new data folder is formatted first.
    ///
    /// # Errors
    /// When the folder or the port cannot be used, or Kafka does not come up; its log's end is shown.
    pub async fn start(jars: &JarDir, options: KafkaOptions) -> Result<Self, Error> {
        let folder = Folder::open(options.data)?;
        let (port, controller_port) = (port::or_free(options.port)?, port::free()?);
        let settings =
            SETTINGS.replace("{port}", &port.to_string()).replace("{controller_port}", &controller_port.to_string());
        for (name, text) in [("server.properties", settings.as_str()), ("log4j2.properties", LOGGING)] {
            let path = folder.path().join(name);
            fs::write(&path, text).map_err(|source| Error::Folder { path, source })?;
        }
        let arguments = [HEAP, "-Dlog4j2.configurationFile=log4j2.properties", "kafka.Kafka", "server.properties"];
        let server = Server::new("Apache Kafka", jars, "kafka", arguments.map(Into::into).to_vec(), folder);
        let mut kafka = Self { server, bootstrap: format!("127.0.0.1:{port}") };
        kafka.format().await?;
        kafka.launch().await?;
        Ok(kafka)
    }

    /// What a client calls `bootstrap.servers`.
    pub fn bootstrap_servers(&self) -> &str {
        &self.bootstrap
    }

    /// The folder with its data and `kafka.log`.
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
        readiness::wait(&mut self.server, &self.bootstrap).await
    }

    async fn format(&self) -> Result<(), Error> {
        if self.server.folder().join("data/meta.properties").exists() {
            return Ok(());
        }
        let format = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", "server.properties"];
        self.server.run("Kafka's storage tool", "format.log", &format)?.finish(FORMAT_DEADLINE).await
    }
}
