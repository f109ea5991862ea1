//! How many reports a second are taken: each is small, and a flood of them would be somebody's who makes them up.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// All of a replica's 20,000 readers leaving within three minutes; more would add nothing to a histogram.
const MOST: u32 = 100;
const SPAN: Duration = Duration::from_secs(1);

/// Counts what came within the second that began with the first of it.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<Option<(Instant, u32)>>);

impl Pace {
    /// Whether another one may come now.
    pub(super) fn allows(&self, now: Instant) -> bool {
        let mut second = self.0.lock().expect("nobody panics while counting");
        match second.as_mut() {
            Some((began, count)) if now.duration_since(*began) < SPAN => {
                *count += 1;
                *count <= MOST
            }
            _ => {
                *second = Some((now, 1));
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_and_the_next_second_begins_anew() {
        let (pace, start) = (Pace::default(), Instant::now());
        let taken = |after: Duration| (0..150).filter(|_| pace.allows(start + after)).count();
        assert_eq!(taken(Duration::ZERO), 100);
        assert_eq!(taken(Duration::from_millis(999)), 0);
        assert_eq!(taken(Duration::from_secs(1)), 100);
    }
}
