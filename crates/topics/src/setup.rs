//! Setting the topics up: an explicit, repeatable step, like a database's migration.

use std::time::Duration;

use clap::Args;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use serde::Serialize;
use tracing::{info, warn};

use crate::Settings;

/// How the topics should be.
#[derive(Debug, Clone, Args, Serialize)]
#[command(next_help_heading = "Topics")]
#[group(id = "topics-plan")]
pub struct Plan {
    /// Partitions of the events topic: how many consumers can share the work
    #[arg(long, env = "QUAKEWIRE_PARTITIONS", default_value_t = 6, value_parser = clap::value_parser!(i32).range(1..=256))]
    pub partitions: i32,

    /// Copies of each partition; 3 survive the loss of a broker, and two of them must confirm each write
    #[arg(long, env = "QUAKEWIRE_REPLICATION", default_value_t = 1, value_parser = clap::value_parser!(i32).range(1..=7))]
    pub replication: i32,

    /// How many days the events topic keeps its records; the table keeps them for good
    #[arg(long, env = "QUAKEWIRE_EVENTS_RETENTION_DAYS", default_value_t = 30, value_name = "DAYS")]
    pub events_retention_days: u32,

    /// How many days dead letters are kept for someone to look at
    #[arg(long, env = "QUAKEWIRE_DEAD_LETTERS_RETENTION_DAYS", default_value_t = 90, value_name = "DAYS")]
    pub dead_letters_retention_days: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self { partitions: 6, replication: 1, events_retention_days: 30, dead_letters_retention_days: 90 }
    }
}

/// Why the topics are not as they should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// Kafka did not answer, or refused.
    #[error(
        "Kafka at {bootstrap} did not set the topics up: {source}; is it running, and may this client create topics?"
    )]
    Kafka {
        /// Where it was looked for.
        bootstrap: String,
        /// What it said.
        source: KafkaError,
    },
    /// Kafka refused one topic.
    #[error("topic {topic} could not be created: {code}; with fewer brokers than copies, lower --replication")]
    Refused {
        /// The topic.
        topic: String,
        /// Kafka's reason.
        code: RDKafkaErrorCode,
    },
}

/// Creates both topics where they are missing, and leaves them alone where they are not.
///
/// # Errors
/// [`SetupError`] says what to do.
pub async fn ensure(settings: &Settings, plan: &Plan) -> Result<(), SetupError> {
    let failed = |source| SetupError::Kafka { bootstrap: settings.bootstrap.clone(), source };
    let admin: AdminClient<DefaultClientContext> = settings.client(&[]).create().map_err(failed)?;
    let retention = |days: u32| (u64::from(days) * 86_400_000).to_string();
    let (events, letters) = (retention(plan.events_retention_days), retention(plan.dead_letters_retention_days));
    // With three copies, two must confirm: a write that Kafka acknowledged outlives any one broker.
    let confirming = if plan.replication >= 3 { "2" } else { "1" };
    let topic = |name, partitions, retention| {
        NewTopic::new(name, partitions, TopicReplication::Fixed(plan.replication))
            .set("retention.ms", retention)
            .set("min.insync.replicas", confirming)
    };
    let topics =
        [topic(&settings.events_topic, plan.partitions, &events), topic(&settings.dead_letters_topic, 1, &letters)];
    let options = AdminOptions::new().operation_timeout(Some(Duration::from_secs(30)));
    for outcome in admin.create_topics(&topics, &options).await.map_err(failed)? {
        match outcome {
            Ok(topic) => info!(topic, "Created topic {topic}"),
            Err((topic, RDKafkaErrorCode::TopicAlreadyExists)) => info!(topic, "Topic {topic} is there already"),
            Err((topic, code)) => return Err(SetupError::Refused { topic, code }),
        }
    }
    warn_of_other_partitions(&admin, settings, plan);
    Ok(())
}

/// An existing topic keeps its partitions: changing them would send an event's later revisions elsewhere than its
/// earlier ones, so that is an operator's decision.
fn warn_of_other_partitions(admin: &AdminClient<DefaultClientContext>, settings: &Settings, plan: &Plan) {
    let metadata = admin.inner().fetch_metadata(Some(&settings.events_topic), Duration::from_secs(10));
    let Ok(metadata) = metadata else { return };
    let partitions = metadata.topics().first().map_or(0, |topic| topic.partitions().len() as i32);
    if partitions != 0 && partitions != plan.partitions {
        warn!(
            partitions,
            wanted = plan.partitions,
            "Topic {} has {partitions} partitions, not {}; it is left as it is",
            settings.events_topic,
            plan.partitions
        );
    }
}
