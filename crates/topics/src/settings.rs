//! How a client reaches Kafka.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use rdkafka::config::ClientConfig;
use rdkafka::topic_partition_list::TopicPartitionList;
use serde::{Serialize, Serializer};

/// Where Kafka is and what the topics are called.
#[derive(Debug, Clone, Args, Serialize)]
#[command(next_help_heading = "Kafka")]
#[group(id = "kafka-settings")]
pub struct Settings {
    /// Kafka's bootstrap servers, `host:port[,host:port…]`
    #[arg(long = "kafka", env = "QUAKEWIRE_KAFKA", default_value = "127.0.0.1:9092", value_name = "HOST:PORT")]
    pub bootstrap: String,

    /// The topic of events, keyed by event id
    #[arg(long, env = "QUAKEWIRE_EVENTS_TOPIC", default_value = "quakes.events", value_name = "TOPIC")]
    pub events_topic: String,

    /// The topic of what could not be read, as it came
    #[arg(long, env = "QUAKEWIRE_DEAD_LETTERS_TOPIC", default_value = "quakes.dead-letters", value_name = "TOPIC")]
    pub dead_letters_topic: String,

    /// Further librdkafka settings, such as `client.rack=eu-1a`; the last word over ours
    #[arg(long = "kafka-setting", env = "QUAKEWIRE_KAFKA_SETTINGS", value_delimiter = ',', value_name = "KEY=VALUE")]
    pub extra: Vec<Extra>,
}

/// One librdkafka setting. Shown without its value where that is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Extra {
    key: String,
    value: String,
}

impl FromStr for Extra {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (key, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not KEY=VALUE"))?;
        Ok(Self { key: key.trim().to_owned(), value: value.trim().to_owned() })
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = ["password", "secret", "key.pem", "oauthbearer"].iter().any(|word| self.key.contains(word));
        write!(f, "{}={}", self.key, if secret { "***" } else { &self.value })
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}

impl Settings {
    /// The defaults, on the given servers.
    pub fn at(bootstrap: impl Into<String>) -> Self {
        Self {
            bootstrap: bootstrap.into(),
            events_topic: "quakes.events".to_owned(),
            dead_letters_topic: "quakes.dead-letters".to_owned(),
            extra: Vec::new(),
        }
    }

    /// For librdkafka's embedded broker. Apache Kafka wakes a waiting fetch when a record comes; the embedded one does
    /// not, so a fetch there waits only 10 ms (measured: 5.5 ms in the middle, 2.7 % of a core idle).
    #[must_use]
    pub fn embedded(mut self) -> Self {
        self.extra.push(Extra { key: "fetch.wait.max.ms".to_owned(), value: "10".to_owned() });
        self
    }

    /// A client's settings: ours where librdkafka's defaults do not serve, then the caller's, then the operator's.
    pub fn client(&self, own: &[(&str, &str)]) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.bootstrap).set("client.id", "quakewire");
        // A broker that comes back should be found within seconds, not after librdkafka's usual 10.
        config.set("reconnect.backoff.max.ms", "2000");
        // Brokers come and go; librdkafka reconnects by itself, and what matters of it reaches us as errors.
        config.set("log.connection.close", "false");
        for (key, value) in own {
            config.set(*key, *value);
        }
        for extra in &self.extra {
            config.set(&extra.key, &extra.value);
        }
        config
    }

    /// The settings of a reader: nothing is committed but what the reader says.
    pub fn reader(&self, group: &str, own: &[(&str, &str)]) -> ClientConfig {
        let mut config = self.client(&[
            ("group.id", group),
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            ("auto.offset.reset", "earliest"),
            ("topic.metadata.refresh.interval.ms", "30000"),
        ]);
        for (key, value) in own {
            config.set(*key, *value);
        }
        for extra in &self.extra {
            config.set(&extra.key, &extra.value);
        }
        config
    }
}

/// Copies partition and offset out of a list. A list that is still alive when its client is dropped makes
/// `rd_kafka_destroy` wait for ever, so none is ever kept.
pub fn offsets_of(list: &TopicPartitionList) -> Vec<(i32, Option<i64>)> {
    list.elements().iter().map(|element| (element.partition(), element.offset().to_raw().filter(|o| *o >= 0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_among_the_extra_settings_are_masked() {
        let shown = |text: &str| format!("{:?}", text.parse::<Extra>().unwrap());
        assert_eq!(shown("sasl.password=hunter2"), "sasl.password=***");
        assert_eq!(shown("client.rack=eu-1a"), "client.rack=eu-1a");
        assert!("no-equals-sign".parse::<Extra>().is_err());
    }

    #[test]
    fn the_operator_has_the_last_word() {
        let mut settings = Settings::at("127.0.0.1:1");
        settings.extra.push("fetch.wait.max.ms=250".parse().unwrap());
        assert_eq!(settings.reader("g", &[]).get("fetch.wait.max.ms"), Some("250"));
    }
}
