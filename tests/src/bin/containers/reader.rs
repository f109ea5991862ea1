//! A reader of the stream, as a browser is one: it comes back when its connection ends, to where it was.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use e2e::{Heard, Watcher};
use tokio::task::AbortHandle;
use tokio::time::sleep;

use crate::feed::Revision;

/// Before another attempt; browsers wait some seconds.
const PAUSE: Duration = Duration::from_millis(250);

/// Reads until dropped.
#[derive(Debug)]
pub(crate) struct Reader {
    notes: Arc<Mutex<Notes>>,
    task: AbortHandle,
}

/// What it heard, and what happened to it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Notes {
    /// Each revision: how often, and when first.
    pub(crate) heard: BTreeMap<Revision, (usize, Instant)>,
    /// How often it came back.
    pub(crate) resumed: usize,
    /// How often it was told to start over; whatever it missed before is then missing.
    pub(crate) resets: usize,
}

impl Reader {
    /// Opens the stream.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let watcher = Watcher::open(address).await.with_context(|| format!("no stream at {address}"))?;
        let notes = Arc::default();
        let task = tokio::spawn(read(watcher, address, Arc::clone(&notes))).abort_handle();
        Ok(Self { notes, task })
    }

    /// What it has heard so far.
    pub(crate) fn notes(&self) -> Notes {
        lock(&self.notes).clone()
    }

    /// When it first heard of a revision.
    pub(crate) fn heard(&self, revision: &Revision) -> Option<Instant> {
        lock(&self.notes).heard.get(revision).map(|(_, first)| *first)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn read(mut watcher: Watcher, address: SocketAddr, notes: Arc<Mutex<Notes>>) {
    loop {
        match watcher.next().await {
            Ok(Some(Heard::Change(bulletin))) => {
                let revision = (bulletin.id.clone(), bulletin.updated);
                lock(&notes).heard.entry(revision).or_insert((0, Instant::now())).0 += 1;
            }
            Ok(Some(Heard::Heartbeat)) => {}
            Ok(Some(Heard::Reset)) => lock(&notes).resets += 1,
            // The stream is over, or what it said was no message: a browser comes back in either case.
            Ok(None) | Err(_) => {
                while watcher.resume(address).await.is_err() {
                    sleep(PAUSE).await;
                }
                lock(&notes).resumed += 1;
            }
        }
    }
}

fn lock(notes: &Mutex<Notes>) -> MutexGuard<'_, Notes> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}
