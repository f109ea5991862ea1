//! Warnings that every request of an outage would repeat: each request is counted, and a line is written now and then.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long a warning is not repeated.
const PAUSE: Duration = Duration::from_secs(10);

/// One kind of warning.
pub(super) struct Seldom(Mutex<Told>);

struct Told {
    last: Option<Instant>,
    /// How many were kept back since then.
    untold: u64,
}

impl Seldom {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Told { last: None, untold: 0 }))
    }

    /// Whether it is time for a line, and how many there would have been since the last one.
    pub(super) fn due(&self, now: Instant) -> Option<u64> {
        let mut told = self.0.lock().expect("nobody panics while holding a warning");
        if told.last.is_some_and(|last| now.duration_since(last) < PAUSE) {
            told.untold += 1;
            return None;
        }
        told.last = Some(now);
        Some(std::mem::take(&mut told.untold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_one_line_in_ten_seconds_that_says_how_many_were_kept_back() {
        let (warning, start) = (Seldom::new(), Instant::now());
        let after = |ms| warning.due(start + Duration::from_millis(ms));
        assert_eq!(
            [after(0), after(1), after(9_999), after(10_000), after(20_000)],
            [Some(0), None, None, Some(2), Some(0)]
        );
    }
}
