//! From what the socket brings to a report, or a dead letter.

use jiff::Timestamp;
use quake::emsc;
use quake::record::Source;
use tokio::sync::mpsc;

use crate::events;
use crate::publish::Publisher;

/// A message of the feed, unread.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) bytes: Vec<u8>,
    pub(crate) received: Timestamp,
}

/// Reads and publishes all that is heard, in order, until the listener ends.
pub(crate) async fn all(mut heard: mpsc::Receiver<Heard>, publisher: &Publisher) {
    while let Some(Heard { bytes, received }) = heard.recv().await {
        events::frame_heard();
        match emsc::parse_frame(&bytes) {
            Ok((action, quake)) => {
                publisher.publish(quake, Source::Websocket, Some(action), received).await;
            }
            Err(rejection) => publisher.dead_letter(&bytes, Source::Websocket, &rejection).await,
        }
    }
}
