//! DynamoDB Local is ready when it lists its tables.

use std::io;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::error::Error;
use crate::server::{POLL, READY_DEADLINE, Server};

/// How long one request may take before the next is tried.
const REQUEST: Duration = Duration::from_secs(5);

/// More than the head of any answer.
const HEAD_BYTES: u64 = 1024;

/// `ListTables`, signed by nobody: it looks at the form of a signature and not at its truth.
const LIST_TABLES: &str = "POST / HTTP/1.1\r\n\
    Host: 127.0.0.1\r\n\
    Connection: close\r\n\
    Content-Type: application/x-amz-json-1.0\r\n\
    X-Amz-Target: DynamoDB_20120810.ListTables\r\n\
    Authorization: AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, \
    SignedHeaders=host, Signature=none\r\n\
    Content-Length: 2\r\n\
    \r\n\
    {}";

/// Waits until it answers a request with a success.
pub(super) async fn wait(server: &mut Server, port: u16) -> Result<(), Error> {
    let started = Instant::now();
    while started.elapsed() < READY_DEADLINE {
        server.expect_running()?;
        if let Ok(Ok(true)) = timeout(REQUEST, lists_tables(port)).await {
            tracing::info!(dynamodb.port = port, startup_ms = started.elapsed().as_millis(), "DynamoDB Local is ready");
            return Ok(());
        }
        tokio::time::sleep(POLL).await;
    }
    Err(server.late())
}

async fn lists_tables(port: u16) -> io::Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    stream.write_all(LIST_TABLES.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(HEAD_BYTES).read_to_end(&mut answer).await?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}
