//! Listening to the websocket: connect, ping, notice when it is dead, connect again, for ever.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use jiff::Timestamp;
use service::{Address, Backoff, Readiness};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream};
use tokio_util::sync::CancellationToken;

use crate::completeness::Completeness;
use crate::hear::Heard;
use crate::{Config, Pace, events};

/// How long connecting and shaking hands may take.
const CONNECTING: Duration = Duration::from_secs(20);
/// A message is about 500 bytes. One beyond this ends the connection, and gap filling brings what it was about.
const LARGEST_MESSAGE: usize = 4 << 20;
/// How the feed's operators can tell who asks.
pub(crate) const USER_AGENT: &str = concat!("quakewire/", env!("CARGO_PKG_VERSION"));

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
enum End {
    #[error("the feed closed the connection{0}")]
    Closed(String),
    #[error("no answer to a ping within {0:?}")]
    Silent(Duration),
    #[error("{0}")]
    Broken(#[from] tungstenite::Error),
}

/// Keeps a connection to the feed.
pub(crate) struct Listener {
    address: Address,
    tls: Arc<rustls::ClientConfig>,
    pace: Pace,
    completeness: Arc<Completeness>,
    readiness: Readiness,
}

impl Listener {
    pub(crate) fn new(
        config: &Config,
        tls: &rustls::ClientConfig,
        completeness: Arc<Completeness>,
        readiness: Readiness,
    ) -> Self {
        Self {
            address: config.feed_websocket.clone(),
            tls: Arc::new(tls.clone()),
            pace: config.pace.clone(),
            completeness,
            readiness,
        }
    }

    /// Hands every message to `frames` until `stop`.
    pub(crate) async fn run(self, frames: mpsc::Sender<Heard>, stop: CancellationToken) {
        let mut backoff = Backoff::new(self.pace.pause, self.pace.longest_pause);
        while !stop.is_cancelled() {
            let connecting = tokio::time::timeout(CONNECTING, connect(&self.address, &self.tls));
            let connected = tokio::select! {
                () = stop.cancelled() => return,
                connected = connecting => connected,
            };
            match connected {
                Ok(Ok(socket)) => {
                    let since = Instant::now();
                    self.begin();
                    let end = self.session(socket, &frames, &stop).await;
                    let Some(end) = end else { return };
                    self.end(&end, since.elapsed());
                    if since.elapsed() >= self.pace.stable {
                        backoff.reset();
                    }
                }
                Ok(Err(error)) => self.refused(&error),
                Err(_) => self.refused(&format_args!("no answer within {CONNECTING:?}")),
            }
            let pause = backoff.pause();
            events::pausing(pause);
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    fn begin(&self) {
        events::connected(&self.address);
        self.readiness.ready();
        self.completeness.connected();
    }

    fn end(&self, end: &End, lasted: Duration) {
        self.completeness.lost();
        self.readiness.not_ready(format!("lost the feed: {end}"));
        events::disconnected(end, lasted);
    }

    fn refused(&self, error: &impl std::fmt::Display) {
        self.readiness.not_ready(format!("cannot connect to the feed: {error}"));
        events::connection_failed(&self.address, error);
    }

    /// One connection, to its end; `None` when stopped.
    async fn session(&self, mut socket: Socket, frames: &mpsc::Sender<Heard>, stop: &CancellationToken) -> Option<End> {
        let mut pings = tokio::time::interval(self.pace.ping);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.tick().await;
        let mut answered = true;
        loop {
            tokio::select! {
                () = stop.cancelled() => {
                    let _ = tokio::time::timeout(Duration::from_secs(1), socket.close(None)).await;
                    return None;
                }
                _ = pings.tick() => {
                    if !answered {
                        return Some(End::Silent(self.pace.ping));
                    }
                    answered = false;
                    if let Err(error) = socket.send(Message::Ping("quakewire".into())).await {
                        return Some(error.into());
                    }
                }
                message = socket.next() => {
                    let bytes = match message {
                        Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
                        Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
                        Some(Ok(Message::Pong(_))) => { answered = true; continue }
                        Some(Ok(Message::Close(frame))) => {
                            let why = frame.map(|frame| format!(" with code {}: {}", frame.code, frame.reason));
                            return Some(End::Closed(why.unwrap_or_default()));
                        }
                        Some(Ok(Message::Ping(_) | Message::Frame(_))) => continue,
                        Some(Err(error)) => return Some(error.into()),
                        None => return Some(End::Closed(" without a word".to_owned())),
                    };
                    // Waits while Kafka is away; meanwhile the socket's own buffers hold what comes.
                    tokio::select! {
                        () = stop.cancelled() => return None,
                        sent = frames.send(Heard { bytes, received: Timestamp::now() }) => sent.ok()?,
                    }
                }
            }
        }
    }
}

/// Opens a websocket, certificates checked.
pub(crate) async fn connect(address: &Address, tls: &Arc<rustls::ClientConfig>) -> Result<Socket, tungstenite::Error> {
    let mut request = address.url().as_str().into_client_request()?;
    request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
    let limits =
        WebSocketConfig::default().max_message_size(Some(LARGEST_MESSAGE)).max_frame_size(Some(LARGEST_MESSAGE));
    let connector = Connector::Rustls(Arc::clone(tls));
    let (socket, _) =
        tokio_tungstenite::connect_async_tls_with_config(request, Some(limits), true, Some(connector)).await?;
    Ok(socket)
}
