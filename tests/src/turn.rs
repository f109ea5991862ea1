//! One test at a time: each starts a whole pipeline, and some measure time.

use tokio::sync::{Mutex, MutexGuard};

/// The right to use the machine, until dropped.
pub type Turn = MutexGuard<'static, ()>;

static TURN: Mutex<()> = Mutex::const_new(());

/// Waits until no other test runs.
pub async fn turn() -> Turn {
    TURN.lock().await
}
