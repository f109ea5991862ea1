//! `/standing_order/websocket`: the frames that EMSC sends, at the path where EMSC sends them. A program that listens to
//! EMSC listens to us by another host name, and gets what EMSC does not have: `?since=`, filters, and nothing lost.

use std::time::Instant;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use bytes::Bytes;
use jiff::Timestamp;
use quake::Filter;

use super::Means;
use super::following::{self, PARAMETERS_OF_RELAY};
use super::parameters::Parameters;
use super::telling::emsc_frame;
use crate::server::error::RequestError;
use crate::server::events;
use crate::server::follower::{Follower, From, Heard, OVERLAP};
use crate::server::stream::SILENCE;

/// Listeners have nothing to say to us: more than this is no listener.
const LONGEST_MESSAGE: usize = 4 << 10;
/// Messages and signs of life that a listener may send: one a second for a day and a half.
const MOST_MESSAGES: u32 = 1 << 17;

pub(crate) fn routes(means: Means) -> Router {
    Router::new().route("/standing_order/websocket", any(relay)).with_state(means)
}

async fn relay(State(means): State<Means>, RawQuery(query): RawQuery, upgrade: WebSocketUpgrade) -> Response {
    match begin(&means, query.as_deref()) {
        Ok((follower, filter)) => {
            let upgrade = upgrade.max_message_size(LONGEST_MESSAGE).max_frame_size(LONGEST_MESSAGE);
            // The usual buffer has 128 KiB, and is cleared whenever there is anything to tell.
            let upgrade = upgrade.read_buffer_size(LONGEST_MESSAGE).write_buffer_size(0);
            upgrade.on_upgrade(move |socket| tell(socket, follower, filter, means))
        }
        Err(error) => error.into_response(),
    }
}

fn begin(means: &Means, query: Option<&str>) -> Result<(Follower, Filter), RequestError> {
    let parameters = Parameters::read(query, &PARAMETERS_OF_RELAY)?;
    let filter = following::filter(&parameters)?;
    let from = following::from(&parameters, None)?;
    Ok((open(means, &from)?, filter))
}

/// A position that is too old for the ring is a moment since which the table has all.
fn open(means: &Means, from: &From) -> Result<Follower, RequestError> {
    let catalogue = &means.catalogue;
    let open = |from: &From| Follower::open(catalogue, from);
    if let Some(follower) = open(from)? {
        return Ok(follower);
    }
    let From::After(cursor) = from else { unreachable!("only a position can be too old") };
    let since = Timestamp::from_millisecond(cursor.time_ms()).unwrap_or(Timestamp::UNIX_EPOCH);
    let since = following::not_too_long_ago("after", since)?;
    Ok(open(&From::Since(since))?.expect("a moment is never too old"))
}

/// Until either goes.
async fn tell(mut socket: WebSocket, mut follower: Follower, filter: Filter, means: Means) {
    let mut last = Timestamp::now();
    let mut patience = MOST_MESSAGES;
    let mut told = Instant::now();
    loop {
        let heard = tokio::select! {
            heard = follower.next() => heard,
            said = socket.recv() => match said {
                // Pings are answered by the library; all else is not for us.
                Some(Ok(message)) if !matches!(message, Message::Close(_)) => {
                    patience -= 1;
                    if patience == 0 {
                        return close(socket, close_code::POLICY).await;
                    }
                    continue;
                }
                _ => return,
            },
        };
        let sent = match heard {
            Ok(Some(Heard::News(news))) => {
                let mut sent = Ok(());
                for news in &news {
                    last = Timestamp::from_millisecond(news.cursor.time_ms()).unwrap_or(last);
                    if sent.is_ok() && filter.admits(&news.quake) {
                        sent = socket.send(Message::Text(emsc_frame(news).into())).await;
                        told = Instant::now();
                    }
                }
                // Much may happen of which nothing concerns this listener.
                if sent.is_ok() && told.elapsed() >= SILENCE {
                    told = Instant::now();
                    sent = socket.send(Message::Ping(Bytes::new())).await;
                }
                sent
            }
            // A listener that was slow is told out of the table what it missed: nobody else would tell it.
            Ok(Some(Heard::Behind(_))) => {
                let since = last.saturating_sub(OVERLAP).unwrap_or(last);
                match open(&means, &From::Since(since)) {
                    Ok(again) => follower = again,
                    Err(_) => return close(socket, close_code::AGAIN).await,
                }
                Ok(())
            }
            Ok(Some(Heard::Quiet(_))) => socket.send(Message::Ping(Bytes::new())).await,
            Ok(None) => return close(socket, close_code::RESTART).await,
            Err(error) => {
                events::answer_broken_off(&error);
                return close(socket, close_code::AGAIN).await;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

async fn close(mut socket: WebSocket, code: u16) {
    let reason = "come back with since= or after=".into();
    let _ = socket.send(Message::Close(Some(CloseFrame { code, reason }))).await;
}
