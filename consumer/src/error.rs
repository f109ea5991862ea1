//! What the consumer cannot wait out.

use rdkafka::error::KafkaError;

/// Why the consumer does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConsumerError {
    /// Kafka's client cannot be made.
    #[error("Kafka's client refuses its settings: {0}")]
    Settings(#[source] KafkaError),
    /// Kafka's client is broken; a restart is the cure.
    #[error("Kafka's client is broken and must be started anew: {0}")]
    Fatal(#[source] KafkaError),
}
