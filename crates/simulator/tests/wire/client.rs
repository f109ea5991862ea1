//! A client of the feed, and of its REST service, as plain as can be.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use simulator::{Clock, Config, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Nothing here takes longer, or it does not come.
pub(crate) const SOON: Duration = Duration::from_secs(5);
/// What has not come by now was not sent.
pub(crate) const A_WHILE: Duration = Duration::from_millis(200);

/// A simulator that sends only what it is told to.
pub(crate) async fn quiet() -> Simulator {
    Simulator::start(Config { interval: None, history_days: 1, ..Config::default() }).await.unwrap()
}

/// A clock that stands still on an autumn day.
pub(crate) fn noon() -> Clock {
    Clock::manual("2026-11-20T12:00:00Z".parse().unwrap())
}

/// A websocket client.
pub(crate) struct Listener {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Listener {
    pub(crate) async fn connect(simulator: &Simulator) -> Self {
        Self { socket: connect_async(simulator.websocket_url()).await.unwrap().0 }
    }

    /// The next message, or what ended the connection; pongs are passed over.
    pub(crate) async fn next(&mut self) -> Option<Result<Message, Error>> {
        loop {
            match timeout(SOON, self.socket.next()).await.expect("something comes soon") {
                Some(Ok(Message::Pong(_))) => {}
                other => return other,
            }
        }
    }

    /// The next message, which has to be text.
    pub(crate) async fn text(&mut self) -> String {
        match self.next().await {
            Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
            other => panic!("not a text: {other:?}"),
        }
    }

    /// Whether nothing comes for a while.
    pub(crate) async fn hears_nothing(&mut self) -> bool {
        timeout(A_WHILE, self.socket.next()).await.is_err()
    }

    pub(crate) async fn ping(&mut self) -> Result<(), Error> {
        self.socket.send(Message::Ping("x".into())).await
    }
}

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) async fn get(simulator: &Simulator, target: &str) -> Answer {
    request(simulator, "GET", target, "").await
}

pub(crate) async fn post(simulator: &Simulator, target: &str, body: &str) -> Answer {
    request(simulator, "POST", target, body).await
}

/// One FDSN query; `parameters` follow `format=json`.
pub(crate) async fn ask(simulator: &Simulator, parameters: &str) -> Answer {
    get(simulator, &format!("/fdsnws/event/1/query?format=json{parameters}")).await
}

async fn request(simulator: &Simulator, method: &str, target: &str, body: &str) -> Answer {
    let exchange = async {
        let mut stream = TcpStream::connect(simulator.address()).await.unwrap();
        let length = body.len();
        let head =
            format!("{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all((head + body).as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    };
    let answer = timeout(SOON, exchange).await.expect("an answer comes soon");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}
