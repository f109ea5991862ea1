//! Waiting for what takes a while, with an end to it.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::{Instant, sleep, timeout_at};

/// Between two looks, at least; after a look that took long, three times as long, because looking is work too.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks until there is something to see.
///
/// # Errors
/// When `limit` has passed; says what was waited for, and why the last look was not enough.
pub async fn eventually<T>(what: &str, limit: Duration, mut look: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    let deadline = Instant::now() + limit;
    let mut last = None;
    loop {
        let began = Instant::now();
        match timeout_at(deadline, look()).await {
            Ok(Ok(seen)) => return Ok(seen),
            Ok(Err(reason)) => last = Some(reason),
            Err(_) => {}
        }
        if Instant::now() >= deadline {
            let reason = last.unwrap_or_else(|| anyhow::anyhow!("the first look did not end"));
            return Err(reason).with_context(|| format!("waited {limit:?} for {what}"));
        }
        sleep(PAUSE.max(began.elapsed() * 3)).await;
    }
}
