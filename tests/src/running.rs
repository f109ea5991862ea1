//! A service of ours inside the test process.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Longer than a service gives itself to drain.
const STOPPING: Duration = Duration::from_secs(30);

/// A running service. Dropping it tells it to stop, without waiting.
#[derive(Debug)]
pub struct Running {
    name: &'static str,
    stop: DropGuard,
    task: JoinHandle<Result<()>>,
}

impl Running {
    /// Starts a service.
    pub fn start<Work>(name: &'static str, run: impl FnOnce(CancellationToken) -> Work) -> Self
    where
        Work: Future<Output = Result<()>> + Send + 'static,
    {
        let stop = CancellationToken::new();
        Self { name, task: tokio::spawn(run(stop.clone())), stop: stop.drop_guard() }
    }

    /// Stops it as SIGTERM would.
    ///
    /// # Errors
    /// When it had ended before, does not end in time, or ends with an error.
    pub async fn stop(self) -> Result<()> {
        let Self { name, stop, task } = self;
        if task.is_finished() {
            let outcome = task.await?;
            bail!("{name} ended before it was told to: {outcome:?}");
        }
        drop(stop);
        timeout(STOPPING, task)
            .await
            .with_context(|| format!("{name} did not stop within {STOPPING:?}"))??
            .with_context(|| format!("{name} failed"))
    }
}
