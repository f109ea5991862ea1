//! Every earthquake the page knows, and what of it the list shows. Merging is idempotent and heeds only the newest report
//! of each, so that any order and any repetition come to the same.

use std::cmp::Ordering;

use quake::{BoundingBox, Bulletin};

use crate::clock;
use crate::sequence::{self, Sequence};
use crate::view::{Tab, View};

/// One earthquake.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) bulletin: Bulletin,
    /// Came while the page was open.
    pub(crate) arrived: bool,
    /// Changed while the page was open.
    pub(crate) revised: bool,
}

impl From<Bulletin> for Entry {
    /// As it was when the page was opened.
    fn from(bulletin: Bulletin) -> Self {
        Self { bulletin, arrived: false, revised: false }
    }
}

/// What a bulletin did to the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It was not known.
    Entered,
    /// It changed what was known.
    Revised,
    /// As new or newer was there already.
    Nothing,
}

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Listing {
    /// The lines from the top, [`Listing::ROWS`] at most.
    pub(crate) rows: Vec<Entry>,
    /// How many there would be without that limit.
    pub(crate) count: usize,
    /// The mainshock that stands above them all.
    pub(crate) pinned: Option<(Entry, usize)>,
}

impl Listing {
    /// Longer than anyone scrolls, short enough to lay out at once.
    pub(crate) const ROWS: usize = 100;

    /// What a view shows of these at `now` (milliseconds since 1970) with so much of the map in sight.
    pub(crate) fn of<'a>(
        entries: impl Iterator<Item = &'a Entry>,
        view: &View,
        now: i64,
        sight: Option<BoundingBox>,
    ) -> Self {
        let in_sight =
            |quake: &Bulletin| view.tab != Tab::InView || sight.is_none_or(|sight| sight.holds(quake.lon, quake.lat));
        let mut shown: Vec<&Entry> =
            entries.filter(|entry| view.admits(&entry.bulletin, now) && in_sight(&entry.bulletin)).collect();
        shown.sort_unstable_by(|a, b| order(&a.bulletin, &b.bulletin, view.tab));
        let quakes = shown.iter().map(|entry| &entry.bulletin);
        let sequence = (view.tab == Tab::Latest).then(|| sequence::running(quakes, view.at.unwrap_or(now))).flatten();
        let count = shown.len();
        let pinned = sequence.and_then(|Sequence { mainshock, aftershocks }| {
            let at = shown.iter().position(|entry| entry.bulletin.id == mainshock)?;
            Some((shown.remove(at).clone(), aftershocks))
        });
        shown.truncate(Self::ROWS);
        Self { rows: shown.into_iter().cloned().collect(), count, pinned }
    }
}

/// Earthquakes, sorted by id. A vector, because a tree would weigh more in the browser.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    #[expect(clippy::vec_box, reason = "an entry is 200 bytes, and thousands of them are moved by each newcomer")]
    entries: Vec<Box<Entry>>,
}

impl Catalogue {
    /// The earthquakes as the page came with them.
    pub(crate) fn new(bulletins: impl IntoIterator<Item = Bulletin>) -> Self {
        let mut catalogue = Self::default();
        catalogue.load(bulletins);
        catalogue
    }

    /// Takes what was there before the page was opened.
    pub(crate) fn load(&mut self, bulletins: impl IntoIterator<Item = Bulletin>) {
        for bulletin in bulletins {
            self.take(bulletin, false);
        }
    }

    /// Takes a report from the stream.
    pub(crate) fn merge(&mut self, bulletin: Bulletin) -> Change {
        self.take(bulletin, true)
    }

    /// Whether an earthquake is known.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.entries.binary_search_by(|entry| entry.bulletin.id.as_str().cmp(id)).is_ok()
    }

    fn take(&mut self, bulletin: Bulletin, live: bool) -> Change {
        match self.entries.binary_search_by(|entry| entry.bulletin.id.cmp(&bulletin.id)) {
            Ok(at) if self.entries[at].bulletin.updated >= bulletin.updated => Change::Nothing,
            Ok(at) => {
                let known = &mut self.entries[at];
                known.bulletin = bulletin;
                known.revised |= live;
                Change::Revised
            }
            Err(at) => {
                self.entries.insert(at, Box::new(Entry { arrived: live, ..bulletin.into() }));
                Change::Entered
            }
        }
    }

    /// Lets go of what no view can reach any more.
    pub(crate) fn forget(&mut self, now: i64) {
        let since = now - i64::from(View::MOST_DAYS + 1) * clock::DAY;
        self.entries.retain(|entry| entry.bulletin.time >= since);
    }

    /// What a view shows of them; as [`Listing::of`].
    pub(crate) fn listing(&self, view: &View, now: i64, sight: Option<BoundingBox>) -> Listing {
        Listing::of(self.entries.iter().map(|entry| &**entry), view, now, sight)
    }
}

/// The largest first or the latest first; of two equal ones always the same.
fn order(a: &Bulletin, b: &Bulletin, tab: Tab) -> Ordering {
    let strength = |quake: &Bulletin| quake.mag.unwrap_or(f64::MIN);
    let by_strength = if tab == Tab::Largest { strength(b).total_cmp(&strength(a)) } else { Ordering::Equal };
    by_strength.then(b.time.cmp(&a.time)).then_with(|| a.id.cmp(&b.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_176_000_000;

    fn bulletin(id: &str, minutes_ago: i64, updated: i64, mag: f64) -> Bulletin {
        let json = format!(
            r#"{{"id":"{id}","updated":{updated},"time":{},"lon":-178.5,"lat":-18.0,"depth":null,"mag":{mag},
            "magtype":null,"type":"earthquake","region":"Fiji Region","agency":"EMSC","revision":1}}"#,
            NOW - minutes_ago * clock::MINUTE
        );
        serde_json::from_str(&json).unwrap()
    }

    fn ids(catalogue: &Catalogue, search: &str, sight: Option<BoundingBox>) -> Vec<String> {
        let listing = catalogue.listing(&View::of(search), NOW, sight);
        listing.rows.into_iter().map(|entry| entry.bulletin.id).collect()
    }

    #[test]
    fn the_latest_stand_by_origin_time_and_the_largest_by_magnitude() {
        let mut catalogue = Catalogue::new([bulletin("a", 10, 1, 3.0), bulletin("c", 30, 1, 5.0)]);
        assert_eq!(catalogue.merge(bulletin("b", 20, 1, 4.0)), Change::Entered);
        assert_eq!(ids(&catalogue, "", None), ["a", "b", "c"]);
        assert_eq!(ids(&catalogue, "tab=largest", None), ["c", "b", "a"]);
        assert_eq!(ids(&catalogue, "minmagnitude=4", None), ["b", "c"]);
    }

    #[test]
    fn a_later_report_revises_and_may_move_the_line() {
        let mut catalogue = Catalogue::new([bulletin("a", 10, 1, 3.0), bulletin("b", 20, 1, 4.0)]);
        assert_eq!(catalogue.merge(bulletin("b", 5, 2, 4.0)), Change::Revised);
        let listing = catalogue.listing(&View::default(), NOW, None);
        assert_eq!(listing.rows[0].bulletin.id, "b");
        assert!(listing.rows[0].revised && !listing.rows[0].arrived);
    }

    #[test]
    fn an_older_or_repeated_report_changes_nothing() {
        let mut catalogue = Catalogue::new([bulletin("a", 10, 5, 3.0)]);
        assert_eq!(catalogue.merge(bulletin("a", 11, 5, 9.0)), Change::Nothing);
        assert_eq!(catalogue.merge(bulletin("a", 11, 4, 9.0)), Change::Nothing);
        assert_eq!(ids(&catalogue, "minmagnitude=9", None), [""; 0]);
    }

    #[test]
    fn only_what_the_map_shows_is_in_view() {
        let catalogue = Catalogue::new([bulletin("fiji", 10, 1, 3.0)]);
        let sight = |west, east| Some(BoundingBox { west, south: -30.0, east, north: 0.0 });
        assert_eq!(ids(&catalogue, "tab=inview", sight(170.0, -170.0)), ["fiji"]);
        assert_eq!(ids(&catalogue, "tab=inview", sight(0.0, 90.0)), [""; 0]);
        assert_eq!(ids(&catalogue, "", sight(0.0, 90.0)), ["fiji"]);
    }

    #[test]
    fn a_running_sequence_pins_its_mainshock_above_its_aftershocks() {
        let mut quakes = vec![bulletin("main", 3000, 1, 6.8)];
        quakes.extend((0..150).map(|i| bulletin(&format!("after-{i}"), i * 10, 1, 4.0)));
        let listing = Catalogue::new(quakes).listing(&View::default(), NOW, None);
        let (main, aftershocks) = listing.pinned.unwrap();
        assert_eq!((main.bulletin.id.as_str(), aftershocks), ("main", 150));
        assert_eq!((listing.rows.len(), listing.count), (Listing::ROWS, 151));
    }

    #[test]
    fn what_no_view_can_reach_is_forgotten() {
        let mut catalogue = Catalogue::new([bulletin("old", 32 * 24 * 60, 1, 5.0), bulletin("new", 1, 1, 5.0)]);
        catalogue.forget(NOW);
        assert_eq!(catalogue.entries.len(), 1);
    }
}
