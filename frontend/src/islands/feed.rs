//! The way of a change from the stream into the list and onto the map; and of a whole window when one is needed.

use std::time::Duration;

use super::address;
use super::catalogue::{Catalogue, Change};
use super::delay::Delays;
use super::reader::{self, Object};
use super::seam::{self, Map};
use super::snapshot::Speech;
use super::status::{Recovery, Status};
use super::stream::{Signal, Subscription};
use crate::view::View;
use crate::{clock, words};
use leptos::prelude::*;
use quake::Bulletin;

/// Before another stream is opened in place of one that closed for good, and before a window is asked for again.
const RETRY: Duration = Duration::from_secs(5);
/// What is worth interrupting a screen reader for, how soon after its origin, and how often at most.
const WORTH_SAYING: f64 = 4.5;
const NEWS_FOR: i64 = 60 * clock::MINUTE;
const SAY_EVERY: i64 = 20 * clock::SECOND;
/// Reports that wait for the clocks to be compared, which takes seconds.
const WAITING_AT_MOST: usize = 100;
/// Changes between two looks for what can be forgotten.
const SWEEP_EVERY: u32 = 500;

/// How much of the past was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Coverage {
    days: u16,
    /// Whether down to the smallest; else from the usual least magnitude on.
    small: bool,
}

impl Coverage {
    const ALL: Self = Self { days: View::MOST_DAYS, small: true };

    /// What a view needs at `now`.
    fn of(view: &View, now: i64) -> Self {
        let small = view.min_magnitude.is_none_or(|least| least < View::MIN_MAGNITUDE);
        Self { days: view.reach(now), small }
    }

    fn holds(self, other: Self) -> bool {
        self.days >= other.days && (self.small || !other.small)
    }

    fn with(self, other: Self) -> Self {
        Self { days: self.days.max(other.days), small: self.small || other.small }
    }

    /// Where it is read. The page preloads the usual one (src/page/document.rs).
    fn url(self) -> String {
        window_url(self.days, self.small)
    }
}

/// The address of a window of so many days.
pub(crate) fn window_url(days: u16, small: bool) -> String {
    let least = if small { "" } else { "&minmagnitude=2.5" };
    format!("/api/events?days={days}{least}")
}

/// What was heard, as the list and the header show it.
#[derive(Clone, Copy)]
pub(crate) struct Heard {
    pub(crate) catalogue: RwSignal<Catalogue>,
    /// Whether the catalogue has the whole window; before, it has the rows that came with the page.
    pub(crate) loaded: RwSignal<bool>,
    /// Whether the list has to be made of what is there, the window or not.
    pub(crate) partial: RwSignal<bool>,
    pub(crate) status: RwSignal<Status>,
    pub(crate) recovery: RwSignal<Recovery>,
    /// From our receipt to this screen, and from the origin to the agency's publication.
    pub(crate) to_screen: RwSignal<Delays>,
    pub(crate) to_publication: RwSignal<Delays>,
    /// The server's clock minus this browser's, milliseconds, once it is known.
    pub(crate) skew: RwSignal<Option<i64>>,
    /// For screen readers.
    pub(crate) saying: RwSignal<String>,
}

impl Heard {
    /// What the page came with, rendered at a moment.
    pub(crate) fn new(rows: impl IntoIterator<Item = Bulletin>, rendered: i64) -> Self {
        Self {
            catalogue: RwSignal::new(Catalogue::new(rows)),
            loaded: RwSignal::new(false),
            partial: RwSignal::new(false),
            status: RwSignal::new(Status::Rendered { at: rendered }),
            recovery: RwSignal::default(),
            to_screen: RwSignal::default(),
            to_publication: RwSignal::default(),
            skew: RwSignal::new(None),
            saying: RwSignal::default(),
        }
    }
}

impl Heard {
    /// The present by the server's clock, as far as it is known; milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        seam::now() + self.skew.get_untracked().unwrap_or_default()
    }
}

/// A report's way to this screen: by the server's clock when our producer had it; by this browser's when it was seen
/// here, and when the stream was opened on which it came. Milliseconds since 1970.
struct Arrival {
    received: i64,
    seen: i64,
    opened: i64,
}

/// What a change passes through.
#[derive(Clone)]
pub(crate) struct Feed {
    map: Map,
    cursor: StoredValue<String>,
    covered: StoredValue<Option<Coverage>>,
    subscription: StoredValue<Option<Subscription>, LocalStorage>,
    said: StoredValue<i64>,
    taken: StoredValue<u32>,
    /// When something last came, or the page was made; and when the stream was opened. By this browser's clock.
    last: StoredValue<i64>,
    opened: StoredValue<i64>,
    /// Reports that came before the clocks were compared.
    waiting: StoredValue<Vec<Arrival>>,
    view: Memo<View>,
    speech: StoredValue<Speech, LocalStorage>,
    heard: Heard,
}

impl Feed {
    pub(crate) fn new(
        cursor: String,
        rendered: i64,
        view: Memo<View>,
        speech: StoredValue<Speech, LocalStorage>,
        heard: Heard,
    ) -> Self {
        heard.status.set(Status::Connecting);
        Self {
            map: Map::new(),
            cursor: StoredValue::new(cursor),
            covered: StoredValue::new(None),
            subscription: StoredValue::new_local(None),
            said: StoredValue::new(0),
            taken: StoredValue::new(0),
            last: StoredValue::new(rendered),
            opened: StoredValue::new(rendered),
            waiting: StoredValue::new(Vec::new()),
            view,
            speech,
            heard,
        }
    }

    /// Opens the stream where it was left.
    pub(crate) fn follow(&self) {
        let url = self.cursor.with_value(|cursor| format!("/events?after={cursor}"));
        let feed = self.clone();
        // The old subscription, if any, ends here.
        self.subscription.set_value(Subscription::open(&url, move |signal| feed.hear(signal)));
    }

    /// Reads what the view needs and was not read yet.
    pub(crate) fn cover(&self) {
        let needed = self.view.with_untracked(|view| Coverage::of(view, self.heard.now()));
        let covered = self.covered.get_value();
        if covered.is_some_and(|covered| covered.holds(needed)) {
            return;
        }
        let wanted = covered.map_or(needed, |covered| covered.with(needed));
        self.covered.set_value(Some(wanted));
        self.read(wanted);
    }

    /// Measures how far this browser's clock is from the server's: the fastest of three questions counts.
    pub(crate) fn compare_clocks(&self) {
        let feed = self.clone();
        leptos::task::spawn_local(async move {
            let mut fastest = i64::MAX;
            let mut ahead = None;
            for _ in 0..3 {
                let asked = seam::now();
                let answer = seam::fetch("/api/clock").await;
                let answered = seam::now();
                let server = answer.and_then(|answer| answer.text.parse::<i64>().ok());
                if let Some(server) = server.filter(|_| answered - asked < fastest) {
                    fastest = answered - asked;
                    ahead = Some(server - i64::midpoint(asked, answered));
                }
            }
            if let Some(skew) = ahead {
                feed.heard.skew.set(ahead);
                address::tell_clock(skew);
                let waiting = feed.waiting.try_update_value(std::mem::take).unwrap_or_default();
                for arrival in &waiting {
                    feed.add(arrival, skew);
                }
            }
        });
    }

    fn hear(&self, signal: Signal) {
        match signal {
            Signal::Open => {
                self.opened.set_value(seam::now());
                self.alive();
                // What was shown without a network was what had been kept of it.
                if self.covered.get_value().is_none() {
                    self.cover();
                }
            }
            Signal::Change { json, cursor } => {
                self.alive();
                self.cursor.set_value(cursor);
                if let Some(bulletin) = Object::parse(&json).as_ref().and_then(reader::bulletin) {
                    self.take(bulletin);
                    self.map.upsert(json);
                }
            }
            Signal::Reset => {
                if let Some(covered) = self.covered.get_value() {
                    // Down to the smallest: what has become smaller than the usual least would else stay as it was.
                    self.read(Coverage { small: true, ..covered });
                }
            }
            Signal::Broken => self.lost(),
            Signal::Closed => {
                self.lost();
                let feed = self.clone();
                set_timeout(move || feed.follow(), RETRY);
            }
        }
    }

    /// Reads a window. The stream stays open meanwhile: merging makes the overlap harmless.
    fn read(&self, coverage: Coverage) {
        let feed = self.clone();
        leptos::task::spawn_local(async move {
            let answer = seam::fetch(&coverage.url()).await;
            let Some((bulletins, answer)) = answer.and_then(|answer| Some((reader::window(&answer.text)?, answer)))
            else {
                // The list lives on with what it has.
                feed.heard.partial.set(true);
                set_timeout(move || feed.read(coverage), RETRY);
                return;
            };
            feed.heard.catalogue.update(|catalogue| catalogue.load(bulletins));
            feed.heard.loaded.set(true);
            feed.map.load(answer.text);
            if answer.kept {
                feed.covered.set_value(None);
            } else {
                feed.look_further(coverage);
            }
        });
    }

    /// A link may name an earthquake that its own filter leaves out: it is looked for in all there is.
    fn look_further(&self, coverage: Coverage) {
        let missing = self.view.with_untracked(|view| {
            let chosen = view.event.as_ref();
            chosen.is_some_and(|id| !self.heard.catalogue.with_untracked(|catalogue| catalogue.has(id)))
        });
        if missing && coverage != Coverage::ALL {
            self.covered.set_value(Some(Coverage::ALL));
            self.read(Coverage::ALL);
        }
    }

    fn take(&self, bulletin: Bulletin) {
        let now = self.heard.now();
        self.measure(&bulletin, now);
        let news = self.sentence(&bulletin, now);
        let taken = self.taken.get_value() + 1;
        self.taken.set_value(taken);
        let mut change = Change::Nothing;
        self.heard.catalogue.update(|catalogue| {
            change = catalogue.merge(bulletin);
            if taken.is_multiple_of(SWEEP_EVERY) {
                catalogue.forget(now);
            }
        });
        if let (Change::Entered, Some(news)) = (change, news) {
            self.said.set_value(now);
            self.heard.saying.set(news);
        }
    }

    /// Only what came straight from the feed while we listened tells how fast we are; what filled a gap tells that there
    /// was one.
    fn measure(&self, bulletin: &Bulletin, now: i64) {
        if bulletin.recovered {
            self.heard.recovery.update(|recovery| recovery.add(now));
            return;
        }
        let Some(received) = bulletin.received else { return };
        let arrival = Arrival { received, seen: seam::now(), opened: self.opened.get_value() };
        // Without the server's clock a delay would be a guess: it waits for that.
        match self.heard.skew.get_untracked() {
            Some(skew) => self.add(&arrival, skew),
            None => self.waiting.update_value(|waiting| {
                if waiting.len() < WAITING_AT_MOST {
                    waiting.push(arrival);
                }
            }),
        }
        if bulletin.revision == 1 {
            self.heard.to_publication.update(|delays| delays.add(bulletin.updated - bulletin.time));
        }
    }

    /// What was sent before we listened was repeated for us, and tells nothing.
    fn add(&self, arrival: &Arrival, skew: i64) {
        if arrival.received >= arrival.opened + skew {
            self.heard.to_screen.update(|delays| delays.add((arrival.seen + skew - arrival.received).max(0)));
        }
    }

    /// What to say of an earthquake that is strong, just happened, is on the list, and comes long enough after the last
    /// thing said.
    fn sentence(&self, bulletin: &Bulletin, now: i64) -> Option<String> {
        let worth = bulletin.mag.is_some_and(|magnitude| magnitude >= WORTH_SAYING)
            && self.view.with_untracked(|view| view.at.is_none() && view.admits(bulletin, now));
        let news = now - bulletin.time < NEWS_FOR && now - self.said.get_value() > SAY_EVERY;
        (worth && news).then(|| {
            let (count, key) = clock::age(now, bulletin.time);
            self.speech.with_value(|speech| {
                let ago = speech.say(key, &[("n", &count.to_string())]);
                let magnitude = words::magnitude(bulletin.mag);
                let values = [("magnitude", &*magnitude), ("region", &*bulletin.region), ("ago", &*ago)];
                speech.say("list.say", &values)
            })
        })
    }

    fn alive(&self) {
        let now = seam::now();
        self.last.set_value(now);
        self.heard.status.set(Status::Live { heard: now });
    }

    fn lost(&self) {
        let offline = !window().navigator().on_line();
        let heard = self.last.get_value();
        self.heard.status.set(if offline { Status::Offline { heard } } else { Status::Reconnecting });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_covered_by_a_window_as_long_and_as_fine() {
        let now = 100 * clock::DAY;
        let usual = Coverage::of(&View::default(), now);
        assert_eq!(usual.url(), "/api/events?days=7&minmagnitude=2.5");
        let all = Coverage::of(&View::of("days=1&minmagnitude="), now);
        assert_eq!(all.url(), "/api/events?days=1");
        assert!(!usual.holds(all) && !all.holds(usual));
        assert!(usual.with(all).holds(all) && usual.with(all).holds(usual));
        assert!(usual.holds(Coverage::of(&View::of("minmagnitude=4.5&days=3"), now)));
    }
}
