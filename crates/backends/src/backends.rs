//! A Kafka and a DynamoDB together, embedded or real, behind one pair of addresses.

use std::path::PathBuf;

use crate::dynamodb::{DynamoDbLocal, DynamoDbOptions};
use crate::embedded_dynamodb::EmbeddedDynamoDb;
use crate::embedded_kafka::EmbeddedKafka;
use crate::error::Error;
use crate::jars::{self, JarDir};
use crate::kafka::{KafkaOptions, KafkaServer};
use crate::tier::Tier;

/// How to run the embedded pair.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct EmbeddedOptions {
    /// The folder of the table's file; none means memory. The broker always forgets.
    pub data: Option<PathBuf>,
}

impl EmbeddedOptions {
    /// Keeps the table in this folder, to be found again by the next run.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }
}

/// How to run the real pair.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RealOptions {
    /// What to run.
    pub jars: JarDir,
    /// The folder that gets one folder for each server; none means temporary ones.
    pub data: Option<PathBuf>,
    /// Kafka's port; none means any free one.
    pub kafka_port: Option<u16>,
    /// DynamoDB's port; none means any free one.
    pub dynamodb_port: Option<u16>,
}

impl RealOptions {
    /// Temporary data on free ports.
    pub fn new(jars: JarDir) -> Self {
        Self { jars, data: None, kafka_port: None, dynamodb_port: None }
    }

    /// Keeps both servers' data in this folder, to be found again by the next run.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }
}

/// A running pair. Dropping it ends both.
#[derive(Debug)]
pub struct Backends {
    pair: Pair,
}

#[derive(Debug)]
enum Pair {
    Embedded { kafka: EmbeddedKafka, dynamodb: EmbeddedDynamoDb },
    Real(Box<RealPair>),
}

#[derive(Debug)]
struct RealPair {
    kafka: KafkaServer,
    dynamodb: DynamoDbLocal,
}

impl Backends {
    /// Starts both in this process, in milliseconds.
    ///
    /// # Errors
    /// When the data folder cannot be used.
    pub fn embedded(options: EmbeddedOptions) -> Result<Self, Error> {
        let kafka = EmbeddedKafka::start()?;
        let dynamodb = EmbeddedDynamoDb::start(options.data, None)?;
        Ok(Self { pair: Pair::Embedded { kafka, dynamodb } })
    }

    /// Starts both as child processes, side by side, in seconds.
    ///
    /// # Errors
    /// When one of them does not come up; the end of its log is shown.
    pub async fn real(options: RealOptions) -> Result<Self, Error> {
        let folder = |server: &str| options.data.as_ref().map(|data| data.join(server));
        let kafka = KafkaOptions { data: folder("kafka"), port: options.kafka_port };
        let dynamodb = DynamoDbOptions { data: folder("dynamodb-local"), port: options.dynamodb_port };
        let (kafka, dynamodb) =
            tokio::try_join!(KafkaServer::start(&options.jars, kafka), DynamoDbLocal::start(&options.jars, dynamodb))?;
        Ok(Self { pair: Pair::Real(Box::new(RealPair { kafka, dynamodb })) })
    }

    /// Starts the pair of a tier with nothing kept, as tests want it.
    ///
    /// # Errors
    /// When it does not start; for the real one also when it cannot be had.
    pub async fn start(tier: Tier) -> Result<Self, Error> {
        match tier {
            Tier::Embedded => Self::embedded(EmbeddedOptions::default()),
            Tier::Real => Self::real(RealOptions::new(jars::available()?)).await,
        }
    }

    /// Which form this pair has.
    pub fn tier(&self) -> Tier {
        match self.pair {
            Pair::Embedded { .. } => Tier::Embedded,
            Pair::Real(_) => Tier::Real,
        }
    }

    /// Kafka's `bootstrap.servers`.
    pub fn kafka(&self) -> &str {
        match &self.pair {
            Pair::Embedded { kafka, .. } => kafka.bootstrap_servers(),
            Pair::Real(pair) => pair.kafka.bootstrap_servers(),
        }
    }

    /// DynamoDB's endpoint, such as `http://127.0.0.1:8000`.
    pub fn dynamodb(&self) -> &str {
        match &self.pair {
            Pair::Embedded { dynamodb, .. } => dynamodb.endpoint(),
            Pair::Real(pair) => pair.dynamodb.endpoint(),
        }
    }

    /// The embedded broker, which is asked for its topics directly because it knows no
    /// administration requests. None means: make topics the way the cloud wants it.
    pub fn embedded_kafka(&self) -> Option<&EmbeddedKafka> {
        match &self.pair {
            Pair::Embedded { kafka, .. } => Some(kafka),
            Pair::Real(_) => None,
        }
    }

    /// Ends both the regular way. Data in a named folder stays.
    pub async fn stop(self) {
        match self.pair {
            Pair::Embedded { kafka, dynamodb } => {
                let ended = tokio::task::spawn_blocking(move || {
                    kafka.stop();
                    dynamodb.stop();
                });
                if let Err(error) = ended.await {
                    tracing::error!(%error, "Stopping the embedded backends panicked");
                }
            }
            Pair::Real(mut pair) => {
                tokio::join!(pair.kafka.stop(), pair.dynamodb.stop());
            }
        }
    }
}
