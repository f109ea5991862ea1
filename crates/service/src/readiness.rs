//! Whether a service can do its work, and if not, why not.

use std::sync::{Arc, Mutex};

/// Shared by the service, which sets it, and `/readyz`, which tells it.
#[derive(Debug, Clone)]
pub struct Readiness(Arc<Mutex<Result<(), String>>>);

impl Default for Readiness {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Err("starting".to_owned()))))
    }
}

impl Readiness {
    /// From now on the service does its work.
    pub fn ready(&self) {
        *self.lock() = Ok(());
    }

    /// From now on it does not, for this reason.
    pub fn not_ready(&self, reason: impl Into<String>) {
        *self.lock() = Err(reason.into());
    }

    /// `Ok`, or the reason.
    ///
    /// # Errors
    /// The reason, in words for an operator.
    pub fn state(&self) -> Result<(), String> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Result<(), String>> {
        self.0.lock().expect("nobody panics while holding a readiness")
    }
}
