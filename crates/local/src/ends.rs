//! The two ends: Kafka and DynamoDB, embedded or real, with topics and table set up.

use anyhow::{Context, Result};
use backends::{Backends, EmbeddedOptions, RealOptions, jars};

use crate::Config;
use crate::feed::Feed;
use crate::progress::{Progress, detail};

/// What the services are pointed at.
pub(crate) struct Ends {
    pub(crate) kafka: topics::Settings,
    pub(crate) store: store::Settings,
    backends: Backends,
}

pub(crate) async fn start(config: &Config, feed: &Feed, progress: &mut Progress) -> Result<Ends> {
    let folder = config.data.join(&feed.folder);
    let backends = if config.real {
        let folder = folder.join("real");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        progress.tell("kafka", "looking for Apache Kafka and DynamoDB Local (the first time they are fetched)");
        let jars = tokio::task::spawn_blocking(|| jars::resolve(detail)).await??;
        progress.tell("kafka", "starting Apache Kafka and DynamoDB Local");
        Backends::real(RealOptions::new(jars).data(&folder)).await?
    } else {
        let folder = folder.join("embedded");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Backends::embedded(EmbeddedOptions::default().data(&folder))?
    };
    let kind = if config.real { "real" } else { "embedded" };
    let ends = backends.set_up(&topics::Plan::default()).await?;
    let names = (&ends.kafka.events_topic, &ends.kafka.dead_letters_topic);
    progress.tell("kafka", format_args!("{kind}, {}, topics {} and {}", ends.kafka.bootstrap, names.0, names.1));
    progress.tell("dynamodb", format_args!("{kind}, {}, data in {}", backends.dynamodb(), folder.display()));
    Ok(Ends { kafka: ends.kafka, store: ends.store, backends })
}

impl Ends {
    pub(crate) async fn stop(self) {
        self.backends.stop().await;
    }
}
