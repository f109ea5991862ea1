//! How long to wait before trying again, the same everywhere: full jitter, so that a thousand clients do not return together.

use std::time::Duration;

/// Pauses that double up to a limit, each drawn evenly from zero to the current bound.
#[derive(Debug, Clone)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl Backoff {
    /// The first pause is at most `first`, none is longer than `longest`.
    pub fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, failures: 0 }
    }

    /// The next pause.
    pub fn pause(&mut self) -> Duration {
        let bound = self.bound();
        self.failures = self.failures.saturating_add(1);
        bound.mul_f64(fastrand::f64())
    }

    /// To begin with short pauses again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    fn bound(&self) -> Duration {
        self.first.saturating_mul(2u32.saturating_pow(self.failures.min(20))).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_limit_and_begin_again_after_a_reset() {
        let (first, longest) = (Duration::from_millis(500), Duration::from_mins(1));
        let mut backoff = Backoff::new(first, longest);
        assert_eq!(backoff.bound(), first);
        for _ in 0..1_000 {
            assert!(backoff.pause() <= longest);
        }
        assert_eq!(backoff.bound(), longest);
        backoff.reset();
        assert_eq!(backoff.bound(), first);
    }

    #[test]
    fn no_two_clients_pause_alike() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(1));
        let pauses: std::collections::HashSet<_> = (0..100).map(|_| backoff.pause()).collect();
        assert!(pauses.len() > 90);
    }
}
