//! The two ends a laptop does not have: a Kafka cluster and a DynamoDB table.
//!
//! ```text
//!              Backends ── kafka() "127.0.0.1:…" ── dynamodb() "http://127.0.0.1:…"
//!              │
//!  Embedded ───┼── EmbeddedKafka      librdkafka's broker, on a thread, in memory
//!              │   EmbeddedDynamoDb   dynoxide, on a thread, in memory or a SQLite file
//!              │
//!  Real ───────┴── KafkaServer        Apache Kafka, a child process
//!                  DynamoDbLocal      Amazon's DynamoDB Local, a child process
//! ```
//!
//! The embedded pair needs nothing installed and starts in milliseconds. The real pair needs Java
//! and, once, Maven ([`jars`]). All of it listens on 127.0.0.1 only, and none of it outlives the
//! process that started it. [`tiers`] and [`shared`] are for tests.

mod backends;
mod dynamodb;
mod embedded_dynamodb;
mod embedded_kafka;
mod ends;
mod error;
mod folder;
pub mod jars;
mod java;
mod kafka;
mod port;
mod process;
mod server;
mod tier;
#[cfg(feature = "tls-front")]
mod tls_front;

pub use backends::{Backends, EmbeddedOptions, RealOptions};
pub use dynamodb::{DynamoDbLocal, DynamoDbOptions};
pub use embedded_dynamodb::EmbeddedDynamoDb;
pub use embedded_kafka::EmbeddedKafka;
pub use ends::Ends;
pub use error::{Error, Unavailable};
pub use jars::JarDir;
pub use kafka::{KafkaOptions, KafkaServer};
pub use port::free as free_port;
pub use tier::{Tier, TierError, shared, tiers};
#[cfg(feature = "tls-front")]
pub use tls_front::TlsFront;
