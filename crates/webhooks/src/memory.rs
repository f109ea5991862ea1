//! What a rule has told: from it follows whether a revision is news for the rule.
//!
//! It is in this process only, and bounded. After a restart an earthquake's next revision looks like its first.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;
use quake::{Quake, QuakeId};

use crate::bounded::Bounded;
use crate::rule::{OLDEST, Rule, Updates};

/// Earthquakes that are remembered. Those of 24 hours are about 300; a swarm or a simulated feed may bring thousands.
const EARTHQUAKES: usize = 10_000;
/// Revisions of one earthquake that are known to have been told. EMSC makes a dozen of a large one.
const REVISIONS: usize = 256;
/// How far a magnitude must move to be told again.
const SIGNIFICANT: f64 = 0.5;

/// What a message says of an earthquake, in the light of what the rule told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occasion {
    /// Whether the rule tells of the earthquake for the first time.
    pub(crate) first: bool,
    /// Whether the rule is met; if not, it was before.
    pub(crate) meets: bool,
}

/// The first report heard of each earthquake.
pub(crate) struct Heard(Bounded<QuakeId, Timestamp>);

impl Heard {
    pub(crate) fn new() -> Self {
        Self(Bounded::new(EARTHQUAKES))
    }

    /// Whether this is the first report of its earthquake; the same answer when the same report comes again. What is
    /// too old for every rule is not remembered, so that a year of history drives nothing out.
    pub(crate) fn is_first(&mut self, quake: &Quake, now: Timestamp) -> bool {
        now.duration_since(quake.time) <= OLDEST && *self.0.get_or_put(&quake.id, quake.updated) == quake.updated
    }
}

/// What one rule has told.
pub(crate) struct Memory {
    rule: Arc<Rule>,
    told: Bounded<QuakeId, Told>,
}

struct Told {
    /// All that were told, so that one that is read again is wanted again: its first reading may still be on its way,
    /// and the queue knows whether it has arrived.
    revisions: VecDeque<(Timestamp, Occasion)>,
    /// The newest revision that was looked at.
    latest: Timestamp,
    /// As it was told last.
    magnitude: Option<f64>,
    meets: bool,
}

impl Memory {
    pub(crate) fn new(rule: Arc<Rule>) -> Self {
        Self { rule, told: Bounded::new(EARTHQUAKES) }
    }

    /// Whether the rule wants this report told, and as what.
    pub(crate) fn wants(&mut self, quake: &Quake, is_first_report: bool, now: Timestamp) -> Option<Occasion> {
        if !self.rule.may_tell(quake, now) {
            return None;
        }
        let meets = self.rule.meets(quake);
        let Some(told) = self.told.get_mut(&quake.id) else {
            let wanted = meets && (self.rule.updates != Updates::None || is_first_report);
            return wanted.then(|| {
                let occasion = Occasion { first: true, meets };
                self.told.get_or_put(&quake.id, Told::new(quake, occasion));
                occasion
            });
        };
        if let Some((_, occasion)) = told.revisions.iter().find(|(revision, _)| *revision == quake.updated) {
            return Some(*occasion);
        }
        let newer = quake.updated > told.latest;
        told.latest = told.latest.max(quake.updated);
        let crosses = meets != told.meets;
        let wanted = match self.rule.updates {
            Updates::None | Updates::First => false,
            Updates::Significant => newer && (crosses || (meets && told.moved(quake.magnitude_value()))),
            Updates::All => meets || (newer && crosses),
        };
        wanted.then(|| {
            let occasion = Occasion { first: false, meets };
            told.tell(quake, occasion, newer);
            occasion
        })
    }
}

impl Told {
    fn new(quake: &Quake, occasion: Occasion) -> Self {
        let revisions = VecDeque::from([(quake.updated, occasion)]);
        Self { revisions, latest: quake.updated, magnitude: quake.magnitude_value(), meets: occasion.meets }
    }

    fn moved(&self, magnitude: Option<f64>) -> bool {
        match (self.magnitude, magnitude) {
            // Magnitudes have tenths, which binary numbers meet only nearly: 5.4 − 4.9 is a little more than 0.5.
            (Some(told), Some(now)) => (now - told).abs() >= SIGNIFICANT - 1e-9,
            (told, now) => told.is_some() != now.is_some(),
        }
    }

    fn tell(&mut self, quake: &Quake, occasion: Occasion, newer: bool) {
        if self.revisions.len() == REVISIONS {
            self.revisions.pop_front();
        }
        self.revisions.push_back((quake.updated, occasion));
        if newer {
            (self.magnitude, self.meets) = (quake.magnitude_value(), occasion.meets);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::tests::{report, rule};

    /// What a rule of M 5 and more tells of revisions with these magnitudes: `c`reated, `u`pdated, `l`eft, or nothing.
    fn told(updates: &str, revisions: &[(i64, f64)]) -> String {
        let rule = rule(&format!(
            "[[rule]]\nname = \"one\"\nkind = \"ntfy\"\nurl = \"http://127.0.0.1:9999/\"\nmin_magnitude = 5\nupdates = \"{updates}\""
        ));
        let (mut heard, mut memory) = (Heard::new(), Memory::new(Arc::new(rule)));
        let quakes: Vec<_> = revisions.iter().map(|(second, magnitude)| report("a", *second, *magnitude)).collect();
        let origin = quakes[0].time;
        let tell = quakes.into_iter().zip(revisions).map(|(quake, (second, _))| {
            // The moments must not depend on how long this test takes.
            let moment = origin.saturating_add(jiff::SignedDuration::from_secs(*second)).unwrap();
            let quake = Quake { updated: moment, time: origin, ..quake };
            let first = heard.is_first(&quake, Timestamp::now());
            match memory.wants(&quake, first, Timestamp::now()) {
                None => '-',
                Some(Occasion { first: true, .. }) => 'c',
                Some(Occasion { meets: true, .. }) => 'u',
                Some(_) => 'l',
            }
        });
        tell.collect()
    }

    #[test]
    fn the_four_ways_to_tell_revisions() {
        let grows = [(1, 4.9), (2, 5.0), (3, 5.4), (4, 5.5), (5, 5.6), (6, 4.8), (7, 4.7), (8, 5.1)];
        assert_eq!(told("none", &grows), "--------");
        assert_eq!(told("first", &grows), "-c------");
        assert_eq!(told("significant", &grows), "-c-u-l-u");
        assert_eq!(told("all", &grows), "-cuuul-u");
        let large = [(1, 6.0), (2, 6.1), (3, 6.6)];
        assert_eq!(told("none", &large), "c--");
        assert_eq!(told("significant", &large), "c-u");
    }

    #[test]
    fn what_comes_late_or_again_changes_no_mind() {
        assert_eq!(told("significant", &[(5, 6.0), (3, 5.0), (5, 6.0), (6, 6.1)]), "c-c-", "an older one is no news");
        assert_eq!(told("significant", &[(2, 6.0), (4, 6.1), (3, 7.0)]), "c--", "nor one older than what was not told");
        assert_eq!(told("all", &[(5, 6.0), (3, 5.2), (3, 5.2), (2, 4.0)]), "cuu-");
        assert_eq!(told("none", &[(5, 6.0), (3, 6.0), (5, 6.0)]), "c-c");
    }
}
