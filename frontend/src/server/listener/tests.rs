//! Two versions of HTTP on one port.

use std::net::SocketAddr;
use std::time::Instant;

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;

use super::*;

const PATIENCE: Duration = Duration::from_secs(20);
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// A frame of HTTP/2 without content: its length, its type, its flags, its stream.
const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];

struct Serving {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

async fn serving(head: Duration) -> Serving {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let routes = Router::new().route("/", get(|| async { "here" }));
    Serving { address, task: tokio::spawn(serve_patiently(listener, routes, stop.clone(), head)), stop }
}

impl Serving {
    async fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(self.address).await.unwrap();
        connection.set_nodelay(true).unwrap();
        connection
    }
}

async fn slowly(connection: &mut TcpStream, bytes: &[u8]) {
    for byte in bytes {
        connection.write_all(&[*byte]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn rest(connection: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = tokio::time::timeout(PATIENCE, connection.read_to_end(&mut bytes)).await.expect("it is closed");
    bytes
}

#[tokio::test]
async fn http_1_is_answered_as_ever_also_when_it_comes_byte_by_byte_and_begins_like_the_other() {
    let serving = serving(HEAD).await;
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 200"),
        ("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 405"),
        ("PRI * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 4"),
    ] {
        let mut connection = serving.connect().await;
        slowly(&mut connection, request.as_bytes()).await;
        let answer = String::from_utf8(rest(&mut connection).await).unwrap();
        assert!(answer.starts_with(status), "{request}: {answer}");
    }
}

#[tokio::test]
async fn a_preface_is_known_also_when_it_comes_byte_by_byte() {
    let serving = serving(HEAD).await;
    let mut connection = serving.connect().await;
    slowly(&mut connection, PREFACE).await;
    connection.write_all(&SETTINGS).await.unwrap();
    let mut frame = [0; 9];
    tokio::time::timeout(PATIENCE, connection.read_exact(&mut frame)).await.unwrap().unwrap();
    assert_eq!(frame[3], SETTINGS[3], "the server's own settings come first");
}

#[tokio::test]
async fn who_says_nothing_or_not_enough_is_let_go_after_a_while() {
    let serving = serving(Duration::from_millis(300)).await;
    for beginning in [&b""[..], b"P", b"PRI * HTTP/2.0\r\n\r\nSM\r\n", b"GET / HT"] {
        let mut connection = serving.connect().await;
        let begun = Instant::now();
        connection.write_all(beginning).await.unwrap();
        assert_eq!(rest(&mut connection).await, b"", "{beginning:?}");
        assert!(begun.elapsed() >= Duration::from_millis(300), "not at once: {beginning:?}");
    }
}

#[tokio::test]
async fn who_leaves_before_saying_anything_is_forgotten() {
    let serving = serving(HEAD).await;
    drop(serving.connect().await);
    let mut half = serving.connect().await;
    half.shutdown().await.unwrap();
    assert_eq!(rest(&mut half).await, b"");
}

#[tokio::test]
async fn the_end_does_not_wait_for_who_is_silent() {
    let serving = serving(HEAD).await;
    let mut silent = serving.connect().await;
    let mut idle = serving.connect().await;
    idle.write_all(PREFACE).await.unwrap();
    idle.write_all(&SETTINGS).await.unwrap();
    let mut frame = [0; 9];
    idle.read_exact(&mut frame).await.unwrap();
    let begun = Instant::now();
    serving.stop.cancel();
    assert_eq!(rest(&mut silent).await, b"");
    drop(idle);
    serving.task.await.unwrap();
    assert!(begun.elapsed() < FINISHING, "{:?}", begun.elapsed());
}
