//! One connected client, from upgrade to the end it is given.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::broadcast::{self, error::RecvError, error::TryRecvError};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tracing::{debug, warn};

use crate::How;
use crate::seats::{Outgoing, Payload};
use crate::server::Shared;

/// A client that takes nothing for this long is dropped.
const WRITE_LIMIT: Duration = Duration::from_secs(10);
/// How long a client may take to answer a close frame.
const CLOSE_LIMIT: Duration = Duration::from_secs(2);
/// Messages written before they are flushed, while more are waiting: one system call for many small frames.
const BATCH: usize = 64;
/// Clients send pings and close frames; nothing longer is read.
const MOST_FROM_CLIENT: usize = 64 * 1024;

type Socket = WebSocketStream<TcpStream>;

/// A place among those who listen; given back when dropped.
pub(crate) struct Seat {
    shared: Arc<Shared>,
    number: u64,
    frames: broadcast::Receiver<Outgoing>,
    ping_required: watch::Receiver<Option<Duration>>,
}

/// Why a connection is over.
enum End {
    /// It is to end so.
    Part(How),
    /// The client left, or its socket failed.
    Gone,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.shared.feed().seats.leave(self.number);
    }
}

impl Seat {
    pub(crate) fn new(
        shared: Arc<Shared>,
        number: u64,
        frames: broadcast::Receiver<Outgoing>,
        ping_required: watch::Receiver<Option<Duration>>,
    ) -> Self {
        Self { shared, number, frames, ping_required }
    }

    /// Serves the client until it leaves or is dropped.
    pub(crate) async fn serve(mut self, upgrade: OnUpgrade) {
        let stop = self.shared.stop.clone();
        let upgraded = tokio::select! {
            upgraded = upgrade => upgraded,
            () = stop.cancelled() => return,
        };
        let upgraded = match upgraded {
            Ok(upgraded) => upgraded,
            Err(error) => return debug!(%error, "The client left during the handshake"),
        };
        let parts = upgraded.downcast::<TokioIo<TcpStream>>().expect("the server accepts bare TCP streams");
        let limits = WebSocketConfig::default().max_message_size(Some(MOST_FROM_CLIENT));
        let stream = parts.io.into_inner();
        let read = parts.read_buf.to_vec();
        let mut socket = WebSocketStream::from_partially_read(stream, read, Role::Server, Some(limits)).await;
        let end = tokio::select! {
            end = self.talk(&mut socket) => end,
            () = stop.cancelled() => End::Part(How::Close { code: CloseCode::Away.into() }),
        };
        debug!(client = self.number, "The connection ends");
        match end {
            End::Part(How::Close { code }) => close(socket, code).await,
            End::Part(How::Reset) => {
                // Zero linger makes the kernel answer the drop below with RST instead of FIN.
                if let Err(error) = socket.get_ref().set_zero_linger() {
                    warn!(%error, "Cannot reset the connection; it ends politely");
                }
            }
            End::Part(How::Silence) => self.keep_silent(socket).await,
            End::Part(How::Hangup) | End::Gone => {}
        }
    }

    /// Sends and answers until there is a reason to end.
    async fn talk(&mut self, socket: &mut Socket) -> End {
        let mut last_ping = Instant::now();
        loop {
            let required = *self.ping_required.borrow_and_update();
            tokio::select! {
                outgoing = self.frames.recv() => match outgoing {
                    Ok(outgoing) => if let Some(end) = self.send(socket, outgoing).await {
                        return end;
                    },
                    Err(RecvError::Lagged(frames)) => {
                        warn!(client = self.number, "Dropped a client that was {frames} frames too slow");
                        return End::Part(How::Hangup);
                    }
                    Err(RecvError::Closed) => return End::Gone,
                },
                message = socket.next() => match message {
                    Some(Ok(Message::Ping(_))) => {
                        last_ping = Instant::now();
                        // The library has queued the pong.
                        if socket.flush().await.is_err() {
                            return End::Gone;
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => {
                        // Sends the answer to a close frame, if there was one.
                        let _ = timeout(CLOSE_LIMIT, socket.close(None)).await;
                        return End::Gone;
                    }
                    Some(Ok(_)) => {}
                },
                () = overdue(last_ping, required) => {
                    debug!(client = self.number, "No ping in time");
                    return End::Part(How::Hangup);
                }
                // A new requirement counts from the same ping.
                Ok(()) = self.ping_required.changed() => {}
            }
        }
    }

    /// Sends a message and what waits behind it, up to a batch.
    async fn send(&mut self, socket: &mut Socket, first: Outgoing) -> Option<End> {
        let mut next = Ok(first);
        let mut left = BATCH;
        let parting = loop {
            let payload = match next {
                Ok(Outgoing::Frame(payload)) => payload,
                Ok(Outgoing::Part(how)) => break Some(End::Part(how)),
                Err(TryRecvError::Empty | TryRecvError::Closed) => break None,
                Err(TryRecvError::Lagged(_)) => return Some(self.too_slow()),
            };
            match timeout(WRITE_LIMIT + dripping(&payload), write(socket, payload)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Some(End::Gone),
                Err(_) => return Some(self.too_slow()),
            }
            left -= 1;
            if left == 0 {
                break None;
            }
            next = self.frames.try_recv();
        };
        match timeout(WRITE_LIMIT, socket.flush()).await {
            Ok(Ok(())) => parting,
            Ok(Err(_)) => Some(End::Gone),
            Err(_) => Some(self.too_slow()),
        }
    }

    fn too_slow(&self) -> End {
        warn!(client = self.number, "Dropped a client that does not read");
        End::Part(How::Hangup)
    }

    /// Leaves the socket open and says nothing, until the client gives up or the simulator stops.
    async fn keep_silent(&mut self, mut socket: Socket) {
        // Holding on to the ring would make it look as if someone were slow.
        self.frames = broadcast::Sender::new(1).subscribe();
        let stream = socket.get_mut();
        let mut unread = [0; 1024];
        loop {
            tokio::select! {
                read = stream.read(&mut unread) => if !matches!(read, Ok(1..)) { return },
                () = self.shared.stop.cancelled() => return,
            }
        }
    }
}

async fn overdue(last_ping: Instant, required: Option<Duration>) {
    match required {
        Some(limit) => sleep_until(last_ping + limit).await,
        None => std::future::pending().await,
    }
}

fn dripping(payload: &Payload) -> Duration {
    if let Payload::Drip(_, over) = payload { *over } else { Duration::ZERO }
}

async fn write(socket: &mut Socket, payload: Payload) -> Result<(), WsError> {
    match payload {
        Payload::Text(text) => socket.feed(Message::text(&*text)).await,
        Payload::Binary(text) => socket.feed(Message::binary(Bytes::copy_from_slice(text.as_bytes()))).await,
        Payload::Fragments(text, parts) => {
            let pieces: Vec<_> = text.as_bytes().chunks(text.len().div_ceil(parts).max(1)).collect();
            for (index, piece) in pieces.iter().enumerate() {
                let code = OpCode::Data(if index == 0 { Data::Text } else { Data::Continue });
                let frame = Frame::message(Bytes::copy_from_slice(piece), code, index + 1 == pieces.len());
                socket.feed(Message::Frame(frame)).await?;
            }
            Ok(())
        }
        Payload::Drip(text, over) => drip(socket, &text, over).await,
    }
}

/// Writes a frame byte after byte, past the library.
async fn drip(socket: &mut Socket, text: &str, over: Duration) -> Result<(), WsError> {
    socket.flush().await?;
    let mut bytes = Vec::with_capacity(text.len() + 10);
    Frame::message(Bytes::copy_from_slice(text.as_bytes()), OpCode::Data(Data::Text), true).format(&mut bytes)?;
    let start = Instant::now();
    for (index, byte) in bytes.iter().enumerate() {
        socket.get_mut().write_all(&[*byte]).await?;
        sleep(over.mul_f64((index + 1) as f64 / bytes.len() as f64).saturating_sub(start.elapsed())).await;
    }
    Ok(())
}

/// Says goodbye and waits for the answer, as the protocol has it.
async fn close(mut socket: Socket, code: u16) {
    let frame = CloseFrame { code: code.into(), reason: "".into() };
    let goodbye = async {
        socket.close(Some(frame)).await?;
        while let Some(message) = socket.next().await {
            message?;
        }
        Ok::<(), WsError>(())
    };
    if !matches!(timeout(CLOSE_LIMIT, goodbye).await, Ok(Ok(()))) {
        debug!("The client did not answer the close frame");
    }
}
