//! A record of the events topic, between Kafka's client and our vocabulary. The format is in [`quake::record`].

use jiff::Timestamp;
use quake::emsc::Action;
use quake::record::{self, BadRecord, Source};
use quake::{Quake, RecordPosition, TraceParent};
use rdkafka::message::{BorrowedMessage, Header, Headers, Message, OwnedHeaders};

/// A report as it lies in the topic.
#[derive(Debug, Clone)]
pub struct Record {
    /// The report.
    pub quake: Quake,
    /// Where it lies.
    pub position: RecordPosition,
    /// When the producer had it in hand; the record time where the header is missing.
    pub received: Timestamp,
    /// How it reached the producer; `None` where the header is missing.
    pub source: Option<Source>,
    /// Its trace; `None` where the header is missing or none.
    pub trace: Option<TraceParent>,
}

/// Where a message lies.
fn position_of(message: &BorrowedMessage<'_>) -> RecordPosition {
    RecordPosition {
        time_ms: message.timestamp().to_millis().unwrap_or_default().max(0),
        partition: message.partition().max(0) as u32,
        offset: message.offset(),
    }
}

impl Record {
    /// Reads a message.
    ///
    /// # Errors
    /// [`BadRecord`] when the value is none of ours.
    pub fn read(message: &BorrowedMessage<'_>) -> Result<Self, BadRecord> {
        let quake = record::decode(message.payload().unwrap_or_default())?;
        let position = position_of(message);
        let received = header(message, record::RECEIVED)
            .and_then(record::instant)
            .or_else(|| Timestamp::from_millisecond(position.time_ms).ok())
            .unwrap_or_default();
        let source = text(message, record::SOURCE).and_then(Source::read);
        Ok(Self { quake, position, received, source, trace: trace_of(message) })
    }

    /// Up to when the topic is complete, as the message's producer knew it.
    pub fn completeness(message: &BorrowedMessage<'_>) -> Option<Timestamp> {
        header(message, record::COMPLETE).and_then(record::instant)
    }
}

/// The trace of a message that need not be a report.
pub fn trace_of(message: &BorrowedMessage<'_>) -> Option<TraceParent> {
    text(message, record::TRACE)?.parse().ok()
}

fn text<'a>(message: &'a BorrowedMessage<'_>, name: &str) -> Option<&'a str> {
    header(message, name).and_then(|bytes| str::from_utf8(bytes).ok())
}

fn header<'a>(message: &'a BorrowedMessage<'_>, name: &str) -> Option<&'a [u8]> {
    message.headers()?.iter().find(|header| header.key == name)?.value
}

/// A report on its way into the topic.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The report.
    pub quake: Quake,
    /// How it reached us.
    pub source: Source,
    /// The feed's word; `None` from the FDSN service, which has none.
    pub action: Option<Action>,
    /// When it was in hand.
    pub received: Timestamp,
    /// Everything the feed published up to this instant is in the topic.
    pub complete: Option<Timestamp>,
    /// Its trace.
    pub trace: TraceParent,
}

impl Outgoing {
    /// The record's headers.
    pub fn headers(&self) -> OwnedHeaders {
        let mut headers = OwnedHeaders::new_with_capacity(5)
            .insert(Header { key: record::TRACE, value: Some(&self.trace.to_string()) })
            .insert(Header { key: record::SOURCE, value: Some(self.source.as_str()) })
            .insert(Header { key: record::RECEIVED, value: Some(&self.received.to_string()) });
        if let Some(action) = &self.action {
            headers = headers.insert(Header { key: record::ACTION, value: Some(action.as_str()) });
        }
        if let Some(complete) = self.complete {
            headers = headers.insert(Header { key: record::COMPLETE, value: Some(&complete.to_string()) });
        }
        headers
    }
}
