//! The table that needs nothing installed: dynoxide, DynamoDB's interface over `SQLite`, in this process.
//!
//! It runs on a thread and a runtime of its own, because its handlers call `SQLite` where they
//! stand and would hold up everything else. Never enable streams on its tables: each write then
//! costs more than the one before.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use dynoxide::Database;
use tokio::sync::oneshot;

use crate::error::Error;

/// The file in the data folder.
const FILE: &str = "dynamodb.sqlite";

/// How often items past their time to live are removed. DynamoDB itself promises days.
const SWEEP: Duration = Duration::from_secs(30);

/// How long requests in hand may take at the end: a client that sent half a request would hold it for good.
const DRAIN: Duration = Duration::from_secs(2);

/// A running embedded table. Dropping it ends it, requests in hand first.
#[derive(Debug)]
pub struct EmbeddedDynamoDb {
    endpoint: String,
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl EmbeddedDynamoDb {
    /// Opens the tables in a data folder, or in memory when none is named, and serves them on 127.0.0.1.
    /// The port is any free one unless named.
    ///
    /// Writes are not forced to the disk one by one: they outlive this process, however it ends,
    /// and not a power cut.
    ///
    /// # Errors
    /// When the folder or the port cannot be used.
    pub fn start(data: Option<PathBuf>, port: Option<u16>) -> Result<Self, Error> {
        let database = open(data)?;
        let wanted = port.unwrap_or(0);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted));
        let listener = listener.map_err(|source| Error::Port { port: wanted, source })?;
        let port = listener
            .set_nonblocking(true)
            .and_then(|()| listener.local_addr())
            .map_err(|source| Error::Port { port: wanted, source })?
            .port();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("embedded-dynamodb".to_owned())
            .spawn(move || {
                if let Err(reason) = serve(listener, &database, stopped) {
                    tracing::error!(%reason, "The embedded DynamoDB ended: {reason}");
                }
            })
            .map_err(|source| Error::Spawn { program: "the embedded DynamoDB's thread", source })?;
        let endpoint = format!("http://127.0.0.1:{port}");
        tracing::info!(dynamodb.endpoint = %endpoint, "The embedded DynamoDB is ready");
        Ok(Self { endpoint, port, stop: Some(stop), thread: Some(thread) })
    }

    /// The address for a client's endpoint setting. Region and credentials may be any.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The port, to start another on the same place after this one.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends it when the requests in hand are answered; then the file is closed.
    pub fn stop(self) {}
}

impl Drop for EmbeddedDynamoDb {
    fn drop(&mut self) {
        // Dropping the sender is the order to end.
        self.stop = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("The embedded DynamoDB's thread panicked");
        }
    }
}

fn open(data: Option<PathBuf>) -> Result<Database, Error> {
    let refused = |error: dynoxide::DynoxideError| Error::EmbeddedDynamoDb { reason: error.to_string() };
    let database = match data {
        None => Database::memory().map_err(refused)?,
        Some(folder) => {
            std::fs::create_dir_all(&folder).map_err(|source| Error::Folder { path: folder.clone(), source })?;
            let file = folder.join(FILE);
            let Some(name) = file.to_str() else {
                let reason = format!("{} is not UTF-8; choose another folder", file.display());
                return Err(Error::EmbeddedDynamoDb { reason });
            };
            Database::new(name).map_err(refused)?
        }
    };
    database.enable_bulk_loading().map_err(refused)?;
    Ok(database)
}

fn serve(listener: TcpListener, database: &Database, stopped: oneshot::Receiver<()>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(|e| e.to_string())?;
        let (draining, drain) = oneshot::channel::<()>();
        let shutdown = async move {
            // Sent or dropped, it means the same.
            let _ = stopped.await;
            drop(draining);
        };
        tokio::select! {
            served = dynoxide::server::serve_with_shutdown(listener, database.clone(), shutdown) => served,
            () = async { let _ = drain.await; tokio::time::sleep(DRAIN).await } => Ok(()),
            () = sweep(database) => Ok(()),
        }
    })
}

/// Removes expired items for as long as it is polled.
async fn sweep(database: &Database) {
    loop {
        tokio::time::sleep(SWEEP).await;
        let database = database.clone();
        match tokio::task::spawn_blocking(move || database.sweep_ttl()).await {
            Ok(Ok(removed)) => tracing::debug!(items.removed = removed, "Removed {removed} expired items"),
            Ok(Err(error)) => tracing::warn!(%error, "Could not remove expired items"),
            Err(error) => tracing::error!(%error, "Removing expired items panicked"),
        }
    }
}
