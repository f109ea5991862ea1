//! The producer: reads EMSC's feed into Kafka, and never loses an event.
//!
//! ```text
//! EMSC websocket ──[listen]──> frames ──[hear]──> Quake ──[publish]──> quakes.events
//!                                │                  ▲  \─ unreadable ─> quakes.dead-letters
//!   connected, lost ─> [completeness]               │
//!                                │                  │
//! EMSC FDSN-event ──[fdsn]── [gap]: what was missed ┘
//! ```
//!
//! The socket has no replay, so every connection begins with a question to the FDSN-event service: what was updated
//! since the topic was last complete? That moment is kept in the topic itself, in the header of every record.

mod completeness;
mod config;
mod error;
mod events;
mod fdsn;
mod gap;
mod hear;
mod listen;
mod meters;
mod position;
mod publish;
mod reach;
mod recent;
mod tls;

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use config::{Config, Pace};
pub use error::ProducerError;
pub use meters::METERS;
pub use reach::reach;

/// Frames that wait between the socket and Kafka. A burst after a great earthquake is some dozens; when Kafka is
/// away and this is full, the socket is read no further, and gap filling brings what it missed.
const WAITING_FRAMES: usize = 1_024;

/// Runs until `stop`, then hands to Kafka what is in hand.
///
/// # Errors
/// When a setting cannot work, or Kafka's client is broken for good. Outages of the feed and of Kafka are no errors:
/// they are waited out.
pub async fn run(config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    config.check()?;
    let readiness = service::Readiness::default();
    if let Some(listen) = config.status_listen {
        service::serve_status(listen, readiness.clone(), service::install_metrics(&[METERS]), stop.clone()).await?;
    }
    let tls = tls::client(config.feed_ca.as_deref())?;
    let Some(position) = position::read(&config.kafka, &stop).await? else {
        return Ok(());
    };
    events::started(position);
    let completeness = Arc::new(completeness::Completeness::new(position));
    let publisher = publish::Publisher::open(&config.kafka, Arc::clone(&completeness))?;

    let (frames, heard) = mpsc::channel(WAITING_FRAMES);
    let listener = listen::Listener::new(&config, &tls, Arc::clone(&completeness), readiness);
    let gaps = gap::Filler::new(&config, &tls, Arc::clone(&completeness), publisher.clone());

    let work = async {
        tokio::join!(listener.run(frames, stop.clone()), gaps.run(stop.clone()), hear::all(heard, &publisher))
    };
    let outcome = tokio::select! {
        _ = work => Ok(()),
        error = publisher.failed() => Err(error),
        // With Kafka away there is no end to handing over; what is not handed over the next start fetches.
        () = overdue(&stop) => Ok(()),
    };
    publisher.close().await?;
    Ok(outcome?)
}

async fn overdue(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(service::DRAIN_DEADLINE).await;
}
