//! The consumer: writes what the topic brings to the table, and commits only what is durable there.
//!
//! ```text
//! quakes.events ──[poll]──> record ──[lanes]──> table        one order per unid, many writes at once
//!                   ▲          \── none of ours ──> quakes.dead-letters
//!                   └──[member]── what is durable ─┘        commit
//! ```
//!
//! Delivery is at least once; the table's conditions make the effect exactly once. A table that throttles or is away
//! stops the partitions and is tried again for ever: no record is skipped.

mod config;
mod error;
mod events;
mod lanes;
mod meters;
mod poll;

use store::Store;
use tokio_util::sync::CancellationToken;

pub use config::Config;
pub use error::ConsumerError;
pub use meters::METERS;

/// Runs until `stop`, then finishes the writes in hand and commits them.
///
/// # Errors
/// When Kafka's client refuses its settings or is broken for good. Outages of Kafka and of the table are no errors:
/// they are waited out.
pub async fn run(config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    let readiness = service::Readiness::default();
    if let Some(listen) = config.status_listen {
        let metrics = service::install_metrics(&[METERS, store::METERS]);
        service::serve_status(listen, readiness.clone(), metrics, stop.clone()).await?;
    }
    let store = Store::connect(&config.store).await;
    let letters = topics::DeadLetters::open(&config.kafka).map_err(ConsumerError::Settings)?;
    let (lanes, durable) = lanes::Lanes::open(&store, &letters, &readiness, &stop);
    let poller = poll::Poller::subscribe(&config)?;
    // Until a write says otherwise: a quiet feed is no reason to be taken out of service.
    readiness.ready();
    poller.run(lanes, durable, stop).await?;
    Ok(())
}
