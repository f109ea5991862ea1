//! What the producer cannot wait out.

use std::path::PathBuf;

use rdkafka::error::KafkaError;

/// Why the producer does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProducerError {
    /// A feed address of another kind.
    #[error("the feed address {address} should begin with {secure}:// ({plain}:// on this machine)")]
    Scheme {
        /// As it was given.
        address: String,
        /// What it should be.
        secure: &'static str,
        /// What it may be on loopback.
        plain: &'static str,
    },
    /// A feed address that anybody on the way could forge.
    #[error(
        "{plain}:// is for this machine only, because anybody could forge what comes; use {secure}:// for {address}, \
         or --feed-unencrypted for a stand-in in a private network"
    )]
    Unprotected {
        /// As it was given.
        address: String,
        /// What it should be.
        secure: &'static str,
        /// What it is.
        plain: &'static str,
    },
    /// The file of certificates is none.
    #[error("--feed-ca {path}: {reason}")]
    Certificates {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Kafka's client cannot be made.
    #[error("Kafka's client refuses its settings: {0}")]
    KafkaSettings(#[source] KafkaError),
    /// Kafka will not take records any more; a restart is the cure.
    #[error("Kafka's client is broken and must be started anew: {0}")]
    KafkaFatal(#[source] KafkaError),
    /// Records were left when time ran out; the next start fills the gap.
    #[error("not everything reached Kafka before the deadline: {0}; the next start will fetch it again")]
    Undelivered(#[source] KafkaError),
}
