//! Everything at once, in one process: the README's main command.
//!
//! ```text
//! [feed]: EMSC, or the stand-in ──> producer ──> [ends]: Kafka ──> consumer ──> [ends]: DynamoDB ──> frontend
//! ```
//!
//! The services are the very ones that run in the cloud; only settings differ. The two ends that a laptop does not
//! have, a Kafka cluster and a DynamoDB account, are embedded, or with `--real` Apache Kafka and Amazon's DynamoDB
//! Local as child processes.

mod config;
mod ends;
mod feed;
mod pipeline;
mod progress;

use anyhow::Result;
use tokio_util::sync::CancellationToken;

pub use config::Config;

/// Runs everything until `stop`, or until one of the services fails.
///
/// # Errors
/// When something cannot be started, or a service fails; the text says which and what to do.
pub async fn run(config: Config, stop: CancellationToken) -> Result<()> {
    let rules = webhooks::check(&config.webhooks)?;
    let mut progress = progress::Progress::begin();
    let feed = feed::choose(&config, &mut progress).await?;
    let ends = ends::start(&config, &feed, &mut progress).await?;
    let pipeline = pipeline::start(&config, &feed, &ends, &mut progress).await?;
    if rules > 0 {
        progress.tell("webhooks", format_args!("what meets a rule is posted; rules: {rules}"));
    }
    progress.running(pipeline.address(), &feed);

    let outcome = pipeline.run(&feed, &stop, &mut progress).await;
    ends.stop().await;
    feed.stop().await;
    progress.stopped();
    outcome
}
