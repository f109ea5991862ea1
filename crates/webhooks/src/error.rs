//! What webhooks cannot work with.

use std::path::PathBuf;
use std::sync::Arc;

use rdkafka::error::KafkaError;

/// Why the rules cannot be used. No message repeats what may be a secret.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The file cannot be read.
    #[error("cannot read the webhook rules in {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: Arc<std::io::Error>,
    },
    /// The file is no TOML, or has something besides rules.
    #[error("the webhook rules are not as they should be{}: {reason}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Shape {
        /// The line, counted from 1, where it is known.
        line: Option<usize>,
        /// What the reader says.
        reason: String,
    },
    /// One rule is wrong.
    #[error("webhook rule {rule}: {reason}")]
    Rule {
        /// Its name in quotes, or which it is where it has none.
        rule: String,
        /// What is wrong, and what would be right.
        reason: String,
    },
}

/// Why webhooks are not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebhooksError {
    /// The rules cannot be used.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The file of certificates cannot be used.
    #[error("--webhooks-ca {}: {reason}", path.display())]
    Certificates {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP client cannot be made.
    #[error("cannot make a client for HTTP: {0}")]
    Client(#[source] reqwest::Error),
    /// Kafka's client cannot be made.
    #[error("Kafka's client refuses its settings: {0}")]
    Settings(#[source] KafkaError),
    /// Kafka's client is broken; a restart is the cure.
    #[error("Kafka's client is broken and must be started anew: {0}")]
    Fatal(#[source] KafkaError),
}
