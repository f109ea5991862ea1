//! The live part: the week's events one after another, re-dated to now, with their updates when these fall due.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use quake::{Quake, Timestamp};

use crate::catalogue::{self, Shock};
use crate::history::mixed;
use crate::story::{FRAMES_PER_EVENT, Story};

/// How many updates may be waiting; above this an event stays with its first report. The demo has a dozen waiting.
const MOST_WAITING: usize = 10_000;
/// After a longer absence (the computer slept) the replay goes on from now, and does not catch up.
const CATCH_UP: Duration = Duration::from_hours(1);
/// At this interval updates follow after seconds to minutes; a faster replay shortens these delays in proportion …
const UNHURRIED: Duration = Duration::from_secs(5);
/// … but to no less than this share.
const MOST_HURRIED: f64 = 0.01;
/// The mean delay of an update. Until the first ones come, events come closer together, so that the pace is right
/// from the beginning.
const WARM_UP: Duration = Duration::from_secs(85);

/// Draws events from the week in order, from a place that the seed decides.
#[derive(Debug)]
pub(crate) struct Draw {
    pub(crate) rng: Rng,
    next: usize,
}

/// When what is to be sent.
#[derive(Debug)]
pub(crate) struct Replay {
    draw: Draw,
    started: Timestamp,
    /// Mean time between frames; `None` for a replay that stands still.
    interval: Option<Duration>,
    hurry: f64,
    next_event: Timestamp,
    waiting: BTreeMap<(Timestamp, u64), Quake>,
    waited: u64,
}

/// What falls due.
pub(crate) enum Due {
    /// A new event, with the story of its reports.
    Event(&'static Shock, Story),
    /// A further report of an event.
    Update(Box<Quake>),
}

impl Draw {
    /// A draw; `purpose` tells several of one simulator apart.
    pub(crate) fn new(seed: u64, purpose: u64, start: Timestamp) -> Self {
        let mut rng = Rng::with_seed(mixed([seed, purpose, start.as_microsecond() as u64]));
        let next = rng.usize(0..catalogue::shocks().len());
        Self { rng, next }
    }

    /// The next event of the week.
    pub(crate) fn shock(&mut self) -> &'static Shock {
        let week = catalogue::shocks();
        let shock = &week[self.next];
        self.next = (self.next + 1) % week.len();
        shock
    }
}

impl Replay {
    /// A replay that sends a frame every `interval` on average, the first one `interval` after `start`.
    pub(crate) fn new(draw: Draw, interval: Option<Duration>, start: Timestamp) -> Self {
        let hurry = interval.map_or(1.0, |interval| interval.div_duration_f64(UNHURRIED)).clamp(MOST_HURRIED, 1.0);
        Self {
            draw,
            started: start,
            interval,
            hurry,
            next_event: start + interval.unwrap_or_default(),
            waiting: BTreeMap::new(),
            waited: 0,
        }
    }

    /// When the next frame falls due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let update = self.waiting.first_key_value().map(|((due, _), _)| *due);
        let event = self.interval.map(|_| self.next_event);
        update.into_iter().chain(event).min()
    }

    /// Takes out the earliest that is due by now, with its due time.
    pub(crate) fn take(&mut self, now: Timestamp) -> Option<(Timestamp, Due)> {
        if let Some(first) = self.waiting.first_entry()
            && first.key().0 <= now
            && (self.interval.is_none() || first.key().0 <= self.next_event)
        {
            let due = first.key().0;
            return Some((due, Due::Update(Box::new(first.remove()))));
        }
        let interval = self.interval?;
        if self.next_event > now {
            return None;
        }
        if now - CATCH_UP > self.next_event {
            self.next_event = now;
        }
        let due = self.next_event;
        let elapsed = Duration::try_from(due - self.started).unwrap_or_default();
        let warmth = elapsed.div_duration_f64(WARM_UP.mul_f64(self.hurry)).min(1.0);
        let frames_per_event = 1.0 + (FRAMES_PER_EVENT - 1.0) * warmth;
        let gap = interval.mul_f64(frames_per_event * (0.5 + self.draw.rng.f64()));
        self.next_event += Duration::from_micros(gap.as_micros() as u64);
        let shock = self.draw.shock();
        let story = Story::tell(shock, &mut self.draw.rng);
        Some((due, Due::Event(shock, story)))
    }

    /// Puts the later reports of an event, whose first was `first` at `due`, on the waiting list.
    pub(crate) fn expect(&mut self, first: &Quake, due: Timestamp, shock: &'static Shock, story: &Story) {
        let mut due = due;
        for report in &story.reports[1..] {
            due += Duration::from_micros((report.after.as_micros() as f64 * self.hurry) as u64 + 1);
            if self.waiting.len() < MOST_WAITING {
                let quake = report.quake(shock, first.id.clone(), first.time, due, &first.catalog);
                self.waiting.insert((due, self.waited), quake);
                self.waited += 1;
            }
        }
    }

    /// How many updates are waiting for their time.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}
