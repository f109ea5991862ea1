//! Topics and table set up on a pair of backends: what a service is pointed at.

use std::sync::atomic::{AtomicU32, Ordering};

use store::Store;

use crate::{Backends, Error, Tier, shared};

/// Settings that lead to topics and a table that are there.
#[derive(Debug, Clone)]
pub struct Ends {
    /// The topics.
    pub kafka: topics::Settings,
    /// The table.
    pub store: store::Settings,
}

impl Backends {
    /// Sets topics and table up under their usual names; what is there already is left alone.
    ///
    /// # Errors
    /// When a backend refuses or does not answer.
    pub async fn set_up(&self, plan: &topics::Plan) -> Result<Ends, Error> {
        let ends = Ends { kafka: topics::Settings::at(self.kafka()), store: store::Settings::at(self.dynamodb()) };
        self.prepare(ends, plan).await
    }

    async fn prepare(&self, mut ends: Ends, plan: &topics::Plan) -> Result<Ends, Error> {
        if let Some(embedded) = self.embedded_kafka() {
            // The embedded broker has no administration; its topics are made by hand.
            embedded.create_topic(&ends.kafka.events_topic, plan.partitions)?;
            embedded.create_topic(&ends.kafka.dead_letters_topic, 1)?;
            ends.kafka = ends.kafka.embedded();
        } else {
            topics::ensure(&ends.kafka, plan).await?;
        }
        Store::connect(&ends.store).await.ensure_table().await?;
        Ok(ends)
    }
}

impl Ends {
    /// Topics (of two partitions) and a table of a test's own, on the pair that the tests of a binary share.
    ///
    /// # Errors
    /// When the backends do not start, or refuse.
    pub async fn of_a_test(tier: Tier) -> Result<Self, Error> {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let backends = shared(tier).await?;
        let mut kafka = topics::Settings::at(backends.kafka());
        kafka.events_topic = format!("quakes.events.{number}");
        kafka.dead_letters_topic = format!("quakes.dead-letters.{number}");
        let mut store = store::Settings::at(backends.dynamodb());
        store.table = format!("quakewire-{number}");
        let plan = topics::Plan { partitions: 2, ..topics::Plan::default() };
        backends.prepare(Self { kafka, store }, &plan).await
    }
}
