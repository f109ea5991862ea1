//! Which version of HTTP a client speaks, from its first bytes.
//!
//! Without TLS there is nothing to agree on it with: who speaks HTTP/2 begins with a preface that is no request of
//! HTTP/1. The bytes are looked at and stay where they are, so that whoever serves the connection reads them.

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;

/// What an HTTP/2 connection begins with.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Before looking again at a preface that is not whole. Bytes that were seen do not announce themselves again, so this
/// has to ask; it doubles, since who sends the rest late will not send it soon.
const PAUSE: Duration = Duration::from_millis(5);
/// The longest of these pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// Waits for the first bytes. Does not end by itself while there are none; the caller says how long that may be.
///
/// The whole preface is waited for: with a part of it hyper would wait on, without a limit.
///
/// # Errors
/// When the connection is gone.
pub(super) async fn version(connection: &TcpStream) -> io::Result<Version> {
    let mut head = [0; PREFACE.len()];
    let mut pause = PAUSE;
    loop {
        let seen = connection.peek(&mut head).await?;
        if seen == PREFACE.len() && head == *PREFACE {
            return Ok(Version::Two);
        }
        // One that has ended is told so by whoever reads it.
        if seen == 0 || head[..seen] != PREFACE[..seen] {
            return Ok(Version::One);
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
