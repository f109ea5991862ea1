//! The roll: the newest earthquakes by origin time. Merging is idempotent and heeds only the newest report of each.

use quake::Bulletin;

/// One line of the roll.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) bulletin: Bulletin,
    /// Came while the page was open.
    pub(crate) arrived: bool,
    /// Changed while the page was open.
    pub(crate) revised: bool,
}

/// The newest earthquakes, the latest origin first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Roll {
    entries: Vec<Entry>,
}

/// What a bulletin did to the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It stands in a new line.
    Entered,
    /// It changed the line that was there.
    Revised,
    /// As new or newer was there already, or it is too old for the roll.
    Nothing,
}

impl Roll {
    /// Longer than anyone scrolls, short enough to lay out at once.
    pub(crate) const CAPACITY: usize = 100;

    /// The roll as the page came with it.
    pub(crate) fn new(bulletins: Vec<Bulletin>) -> Self {
        let entry = |bulletin| Entry { bulletin, arrived: false, revised: false };
        let mut entries: Vec<_> = bulletins.into_iter().map(entry).collect();
        entries.sort_by_key(place);
        entries.truncate(Self::CAPACITY);
        Self { entries }
    }

    /// The lines, the latest origin first.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes a report.
    pub(crate) fn merge(&mut self, bulletin: Bulletin) -> Change {
        let known = self.entries.iter().position(|entry| entry.bulletin.id == bulletin.id);
        let entry = match known {
            Some(at) if self.entries[at].bulletin.updated >= bulletin.updated => return Change::Nothing,
            Some(at) => {
                let arrived = self.entries.remove(at).arrived;
                Entry { bulletin, arrived, revised: true }
            }
            None => Entry { bulletin, arrived: true, revised: false },
        };
        let at = self.entries.partition_point(|other| place(other) <= place(&entry));
        if at >= Self::CAPACITY {
            return Change::Nothing;
        }
        self.entries.insert(at, entry);
        self.entries.truncate(Self::CAPACITY);
        if known.is_some() { Change::Revised } else { Change::Entered }
    }
}

/// Where an entry stands: by origin time, the latest first.
fn place(entry: &Entry) -> std::cmp::Reverse<i64> {
    std::cmp::Reverse(entry.bulletin.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulletin(id: &str, time: i64, updated: i64) -> Bulletin {
        Bulletin {
            id: id.to_owned(),
            updated,
            time,
            lon: 0.0,
            lat: 0.0,
            depth: None,
            mag: None,
            magtype: None,
            kind: "earthquake".to_owned(),
            region: "Fiji Region".to_owned(),
            agency: "EMSC".to_owned(),
            revision: 1,
            simulated: false,
        }
    }

    fn ids(roll: &Roll) -> Vec<&str> {
        roll.entries().iter().map(|entry| entry.bulletin.id.as_str()).collect()
    }

    #[test]
    fn a_newcomer_stands_at_its_place_by_origin_time() {
        let mut roll = Roll::new(vec![bulletin("a", 30, 1), bulletin("c", 10, 1)]);
        assert_eq!(roll.merge(bulletin("b", 20, 1)), Change::Entered);
        assert_eq!(ids(&roll), ["a", "b", "c"]);
    }

    #[test]
    fn a_later_report_revises_and_may_move_the_line() {
        let mut roll = Roll::new(vec![bulletin("a", 30, 1), bulletin("b", 20, 1)]);
        assert_eq!(roll.merge(bulletin("b", 40, 2)), Change::Revised);
        assert_eq!(ids(&roll), ["b", "a"]);
        assert!(roll.entries()[0].revised && !roll.entries()[0].arrived);
    }

    #[test]
    fn an_older_or_repeated_report_changes_nothing() {
        let mut roll = Roll::new(vec![bulletin("a", 30, 5)]);
        let before = roll.clone();
        assert_eq!(roll.merge(bulletin("a", 31, 5)), Change::Nothing);
        assert_eq!(roll.merge(bulletin("a", 31, 4)), Change::Nothing);
        assert_eq!(roll, before);
    }

    #[test]
    fn a_full_roll_lets_the_oldest_go_and_takes_nothing_older() {
        let mut roll = Roll::new((0..200).map(|i| bulletin(&i.to_string(), i, 1)).collect());
        assert_eq!(roll.entries().len(), Roll::CAPACITY);
        assert_eq!(roll.merge(bulletin("old", 5, 1)), Change::Nothing);
        assert_eq!(roll.merge(bulletin("new", 500, 1)), Change::Entered);
        assert_eq!((roll.entries().len(), ids(&roll)[0]), (Roll::CAPACITY, "new"));
    }
}
