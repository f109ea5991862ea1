//! Outgoing webhooks and ntfy: what a rule asks for is posted to its address, signed, once for each revision.
//!
//! ```text
//! quakes.events ──[poll]──> record ──[rule, memory]──> wanted? ──[queue]──> POST      one queue and one task a rule
//!                   ▲                     \── not wanted ──────┐      │
//!                   └─[member]─── done with by every rule ─────┴──────┘      commit
//! ```
//!
//! All processes that send webhooks are one consumer group, so each record is looked at by one of them. An offset is
//! committed when every rule is done with the record: it was delivered, given up, or not wanted. A receiver that is
//! slow or away fills its own queue and nothing else. After a crash a record may come again; what is posted again has
//! the same `webhook-id`, by which receivers know it. `docs/webhooks.md` is the manual.

mod address;
mod bounded;
mod client;
mod destination;
mod envelope;
mod error;
mod events;
mod memory;
mod message;
mod meters;
mod notification;
mod poll;
mod queue;
mod resolver;
mod rule;
mod rules;
mod secret;
mod settings;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use error::{RulesError, WebhooksError};
pub use meters::METERS;
pub use settings::{Settings, Text};

/// What webhooks need to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The rules, and how they are sent.
    pub settings: Settings,
    /// Where the records are.
    pub kafka: topics::Settings,
    /// Where readers find the site, such as `https://quakes.example/`; without it messages have no link.
    pub public_url: Option<service::Address>,
}

/// Checks the settings and the rules without sending anything, and returns how many rules there are; 0 where webhooks
/// are off. For a program's start: what is wrong with them should be known before anything is served.
///
/// # Errors
/// [`RulesError`] names the rule and what is wrong with it; certificates may be wrong too.
pub fn check(settings: &Settings) -> Result<usize, WebhooksError> {
    let rules = read(settings)?.map_or(0, |rules| rules.len());
    client::Client::new(settings)?;
    Ok(rules)
}

fn read(settings: &Settings) -> Result<Option<Vec<rule::Rule>>, RulesError> {
    let Some(text) = settings.written()? else { return Ok(None) };
    rules::read(&text, settings.private, &|name| std::env::var(name).ok()).map(Some)
}

/// Sends webhooks until `stop`, then finishes what is on its way, and commits. Returns at once where they are off.
///
/// Kafka is polled on a thread of its own and each receiver has a task of its own: nothing here makes the caller's
/// tasks wait.
///
/// # Errors
/// When the rules cannot be read, or Kafka's client refuses its settings or is broken for good. Outages of Kafka and
/// of receivers are no errors.
pub async fn run(config: Config, stop: CancellationToken) -> Result<(), WebhooksError> {
    let Some(rules) = read(&config.settings)? else { return Ok(()) };
    let rules: Vec<_> = rules.into_iter().map(Arc::new).collect();
    events::rules_read(&rules);
    let client = client::Client::new(&config.settings)?;
    let site = config.public_url.map(|address| address.url().clone());
    let member = topics::Member::new(&config.kafka.events_topic, poll::TELLING);
    // Ours also ends the thread and the tasks when Kafka's client is broken, or when nobody waits for us any more.
    let stop = stop.child_token();
    let _ends_with_us = stop.clone().drop_guard();
    let tasks = TaskTracker::new();
    let sender = queue::Sender { client, site, progress: member.progress().clone(), patience: queue::PATIENCE };
    let queues = rules.iter().map(|rule| queue::Queue::open(rule, &sender, &tasks, &stop)).collect();
    tasks.close();
    let poller = poll::Poller::subscribe(&config.kafka, &config.settings.group, member)?;
    let polling = tokio::task::spawn_blocking({
        let stop = stop.clone();
        move || poller.run(queues, &stop)
    });
    let (poller, outcome) = polling.await.expect("polling does not panic");
    stop.cancel();
    let _ = tokio::time::timeout(service::DRAIN_DEADLINE, tasks.wait()).await;
    let leaving = tokio::task::spawn_blocking(move || poller.leave());
    let _ = tokio::time::timeout(service::DRAIN_DEADLINE, leaving).await;
    outcome
}
