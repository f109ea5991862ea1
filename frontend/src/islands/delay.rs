//! How long the news was under way, measured in this browser: from the moment our producer had a report in hand to the
//! moment its row was made, and from the origin to the agency's publication.

/// Reports that count; older ones make room.
const KEPT: usize = 200;

/// Measured delays in milliseconds, the newest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Delays(Vec<i64>);

impl Delays {
    pub(crate) fn add(&mut self, ms: i64) {
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(ms);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The delay that so many percent do not exceed (nearest rank); `None` before the first.
    pub(crate) fn percentile(&self, percent: usize) -> Option<i64> {
        let rank = (self.0.len() * percent).div_ceil(100);
        // By counting: sorting would be faster, and would have to be downloaded.
        let not_above = |limit: i64| self.0.iter().filter(|ms| **ms <= limit).count();
        self.0.iter().copied().filter(|ms| not_above(*ms) >= rank).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let mut delays = Delays::default();
        assert_eq!(delays.percentile(50), None);
        (1..=100).rev().for_each(|ms| delays.add(ms));
        assert_eq!([50, 95, 100].map(|percent| delays.percentile(percent)), [Some(50), Some(95), Some(100)]);
    }

    #[test]
    fn old_measurements_make_room() {
        let mut delays = Delays::default();
        (0..1000).for_each(|ms| delays.add(ms));
        assert_eq!((delays.count(), delays.percentile(1)), (KEPT, Some(801)));
    }
}
