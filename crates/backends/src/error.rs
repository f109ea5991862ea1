//! What can go wrong when a backend is started, and what to do about it.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use rdkafka::error::KafkaError;

/// A backend could not be started or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The topics could not be set up.
    #[error(transparent)]
    Topics(#[from] topics::SetupError),

    /// The table could not be set up.
    #[error(transparent)]
    Table(#[from] store::StoreError),

    /// The real servers cannot be had on this machine.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),

    /// A program could not be run at all.
    #[error("{program} could not be started")]
    Spawn {
        /// What was to be run.
        program: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },

    /// A program ended that was to go on, or failed.
    #[error("{program} ended with {status}. The end of {}:\n{tail}", log.display())]
    Ended {
        /// What was running.
        program: &'static str,
        /// How it ended.
        status: ExitStatus,
        /// Its whole output.
        log: PathBuf,
        /// The last it said.
        tail: String,
    },

    /// A server runs and does not answer.
    #[error("{server} did not answer within {waited:?}. The end of {}:\n{tail}", log.display())]
    NotReady {
        /// Which server.
        server: &'static str,
        /// How long it was given.
        waited: Duration,
        /// Its whole output.
        log: PathBuf,
        /// The last it said.
        tail: String,
    },

    /// A data folder cannot be used.
    #[error("the folder {} cannot be used; choose one that this user may write to", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },

    /// A port cannot be had.
    #[error("127.0.0.1:{port} cannot be listened on; stop what uses it or choose another port")]
    Port {
        /// The port; 0 stands for any.
        port: u16,
        /// Why not.
        #[source]
        source: io::Error,
    },

    /// The embedded broker refused.
    #[error("the embedded Kafka broker could not {action}")]
    EmbeddedKafka {
        /// What it was asked.
        action: String,
        /// What librdkafka said.
        #[source]
        source: KafkaError,
    },

    /// The embedded broker would abort this process over such a number.
    #[error("the topic {topic} cannot have {partitions} partitions here; choose 1 to {most}")]
    Partitions {
        /// The topic.
        topic: String,
        /// The number asked for.
        partitions: i32,
        /// The most it may have.
        most: i32,
    },

    /// The embedded broker's thread is gone.
    #[error("the embedded Kafka broker has ended; start a new one")]
    EmbeddedKafkaEnded,

    /// The embedded table could not be opened or served.
    #[error("the embedded DynamoDB could not be started: {reason}")]
    EmbeddedDynamoDb {
        /// What dynoxide said.
        reason: String,
    },
}

/// Why Apache Kafka and DynamoDB Local cannot be run here.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// No Java.
    #[error(
        "there is no `java`: install Java 17 or newer (`cargo xtask setup`, or apt-get install openjdk-17-jre-headless)"
    )]
    NoJava,

    /// A Java that cannot run the servers.
    #[error(
        "`java` is version {found} and the servers need 17 or newer: `cargo xtask setup`, or apt-get install openjdk-17-jre-headless"
    )]
    OldJava {
        /// The version it names.
        found: u32,
    },

    /// No Maven.
    #[error(
        "there is no `mvn` to bring the servers' jars: install Maven (`cargo xtask setup`, or apt-get install maven)"
    )]
    NoMaven,

    /// DynamoDB Local has no native library for this machine.
    #[error("DynamoDB Local has no native SQLite for {platform}: it runs on Linux and macOS on x86-64 only")]
    Platform {
        /// This machine's system and architecture.
        platform: String,
    },

    /// The jars have not been brought yet.
    #[error("the servers' jars are not in {}: `cargo xtask up --real` brings them", folder.display())]
    NotResolved {
        /// Where they would be.
        folder: PathBuf,
    },

    /// Maven could not bring the jars.
    #[error("Maven could not bring the servers' jars; is the network there? {reason}")]
    NotFetched {
        /// What Maven said last.
        reason: String,
    },

    /// A jar is not the one this project was tested with.
    #[error(
        "{jar} in {} is not the file named in crates/backends/jars/jars.sha256 ({difference}). Do not run it. \
         Remove that folder and the same artifact from Maven's local repository, then try again; \
         if it comes back the same, what is published has changed and the lock must be reviewed",
        folder.display()
    )]
    Checksum {
        /// The file, by its place in the folder.
        jar: String,
        /// The folder of all jars.
        folder: PathBuf,
        /// What differs.
        difference: String,
    },

    /// The cache cannot be used.
    #[error("the jar cache {} cannot be used; set XDG_CACHE_HOME to a folder that this user may write to", path.display())]
    Cache {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
}
