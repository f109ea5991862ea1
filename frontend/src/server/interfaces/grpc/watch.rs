//! The changes as a stream of messages.

use std::collections::VecDeque;
use std::time::Instant;

use futures_util::{Stream, stream};
use grpc::Status;
use grpc::v1::reset::Reason;
use grpc::v1::watch_request::Start;
use grpc::v1::watch_response::Event;
use grpc::v1::{Change, Heartbeat, Reset, WatchRequest, WatchResponse};
use quake::record::Source;
use quake::{Cursor, Filter};
use store::StoreError;

use super::{question, report};
use crate::server::catalogue::{Catalogue, CatalogueError};
use crate::server::events;
use crate::server::follower::{Follower, From, Heard, LONGEST_REPLAY};
use crate::server::hub::News;
use crate::server::stream::BEAT;

/// Opens a stream.
///
/// # Errors
/// `INVALID_ARGUMENT`, `UNAVAILABLE` before the window is loaded, `RESOURCE_EXHAUSTED` when there are too many streams.
pub(super) fn open(
    catalogue: &Catalogue,
    request: WatchRequest,
) -> Result<impl Stream<Item = Result<WatchResponse, Status>> + Send + use<>, Status> {
    let filter = question::filter(request.filter)?;
    let from = beginning(request.start)?;
    let open = |from: &From| Follower::open(catalogue, from);
    // Taken before the stream is opened: who comes back with it misses nothing.
    let now = catalogue.world().hub().cursor();
    let (follower, first) = match (open(&from)?, from) {
        (Some(follower), From::After(cursor)) => (follower, heartbeat(&cursor)),
        // A place before everything of that moment: who comes back with it gets more than he asked for, and not less.
        (Some(follower), From::Since(since)) => (follower, heartbeat(&format!("{}-", since.as_millisecond()))),
        (Some(follower), From::Now) => (follower, heartbeat(&now)),
        (None, _) => {
            events::stream_reset("too_old");
            let follower = open(&From::Now)?.expect("now is never too long ago");
            (follower, reset(Reason::TooOld, &now))
        }
    };
    let watching = Watching { follower, filter, untold: VecDeque::from([first]), told: Instant::now() };
    Ok(stream::unfold(Some(watching), |watching| async move {
        let mut watching = watching?;
        Some(match watching.next().await {
            Ok(Some(message)) => (Ok(message), Some(watching)),
            Ok(None) => (Err(Status::unavailable(STOPPING)), None),
            Err(error) => {
                events::answer_broken_off(&error);
                (Err(CatalogueError::from(error).into()), None)
            }
        })
    }))
}

const STOPPING: &str = "this replica is stopping; come back with the last resume_token, to any replica";

fn beginning(start: Option<Start>) -> Result<From, Status> {
    match start {
        None => Ok(From::Now),
        Some(Start::ResumeToken(token)) if token.is_empty() => Ok(From::Now),
        Some(Start::ResumeToken(token)) => {
            token.parse().map(From::After).map_err(|error| question::wrong(format!("`resume_token` is {error}")))
        }
        Some(Start::RecordedSince(since)) => {
            let Some(since) = question::moment("recorded_since", Some(since))? else { return Ok(From::Now) };
            if quake::Timestamp::now().duration_since(since) > LONGEST_REPLAY {
                let days = LONGEST_REPLAY.as_hours() / 24;
                return Err(question::wrong(format!(
                    "`recorded_since` is more than {days} days ago, which is as far back as a stream begins; List has \
                     every earthquake"
                )));
            }
            Ok(From::Since(since))
        }
    }
}

struct Watching {
    follower: Follower,
    filter: Filter,
    untold: VecDeque<WatchResponse>,
    told: Instant,
}

impl Watching {
    /// The next message; `None` when this frontend stops.
    ///
    /// # Errors
    /// When the table goes away while the past is read out of it.
    async fn next(&mut self) -> Result<Option<WatchResponse>, StoreError> {
        loop {
            if let Some(message) = self.untold.pop_front() {
                self.told = Instant::now();
                return Ok(Some(message));
            }
            match self.follower.next().await? {
                Some(Heard::News(news)) => {
                    let admitted = news.iter().filter(|news| self.filter.admits(&news.quake));
                    self.untold.extend(admitted.map(|news| change(news)));
                    if !self.untold.is_empty() {
                        events::deliveries().increment(1);
                    } else if self.told.elapsed() >= BEAT * 2 {
                        // Much happens and none of it is asked for: the reader's place moves on all the same.
                        self.untold.extend(news.last().map(|last| heartbeat(&last.cursor)));
                    }
                }
                Some(Heard::Behind(cursor)) => self.untold.push_back(reset(Reason::TooSlow, &cursor)),
                Some(Heard::Quiet(cursor)) => self.untold.push_back(heartbeat(&cursor)),
                None => return Ok(None),
            }
        }
    }
}

fn change(news: &News) -> WatchResponse {
    message(Event::Change(Change {
        earthquake: Some(report::of(&news.quake)),
        revision: news.revision,
        recovered: news.source == Some(Source::Fdsn),
        received: Some(report::time(news.received)),
        resume_token: news.cursor.to_string(),
    }))
}

fn reset(reason: Reason, cursor: &Cursor) -> WatchResponse {
    message(Event::Reset(Reset { reason: reason.into(), resume_token: cursor.to_string() }))
}

fn heartbeat(token: &impl ToString) -> WatchResponse {
    message(Event::Heartbeat(Heartbeat { resume_token: token.to_string() }))
}

fn message(event: Event) -> WatchResponse {
    WatchResponse { event: Some(event) }
}
