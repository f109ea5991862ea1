//! Which revisions this process has published lately, so that overlapping fetches do not fill the topic.

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use quake::{Quake, QuakeId};

/// Thirty days of EMSC are some 20,000 revisions; beyond that, readers sort out what comes twice.
const REMEMBERED: usize = 100_000;

/// The last [`REMEMBERED`] revisions.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    known: HashSet<(QuakeId, Timestamp)>,
    order: VecDeque<(QuakeId, Timestamp)>,
    unreadable: HashSet<u64>,
}

/// What cannot be read and is offered again and again: a few at most, unless a service has gone mad.
const UNREADABLE: usize = 10_000;

impl Recent {
    /// `true` if the revision is new here; it is known from now on.
    pub(crate) fn insert(&mut self, quake: &Quake) -> bool {
        let revision = (quake.id.clone(), quake.updated);
        if !self.known.insert(revision.clone()) {
            return false;
        }
        self.order.push_back(revision);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }

    /// `true` if these bytes were not seen before.
    pub(crate) fn insert_unreadable(&mut self, bytes: &[u8]) -> bool {
        if self.unreadable.len() >= UNREADABLE {
            self.unreadable.clear();
        }
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        self.unreadable.insert(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(n: usize) -> Quake {
        let time = Timestamp::from_second(n as i64).unwrap();
        let feature = format!(r#"{{"id":"e","properties":{{"lastupdate":"{time}","time":"{time}","lat":1,"lon":2}}}}"#);
        quake::emsc::parse_feature(&feature).unwrap()
    }

    #[test]
    fn a_revision_is_new_once() {
        let mut recent = Recent::default();
        assert!(recent.insert(&revision(1)));
        assert!(recent.insert(&revision(2)));
        assert!(!recent.insert(&revision(1)));
    }

    #[test]
    fn memory_is_bounded() {
        let mut recent = Recent::default();
        for n in 0..REMEMBERED + 10 {
            recent.insert(&revision(n));
        }
        assert_eq!(recent.known.len(), REMEMBERED);
        assert!(recent.insert(&revision(0)), "forgotten long ago");
    }
}
