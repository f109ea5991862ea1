//! The one place where frames are made and sent: each goes to the world, the websocket and the ledger together.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::SignedDuration;
use quake::emsc::{self, Action};
use quake::{EventType, Merge, Quake, QuakeId, Timestamp};
use tokio::sync::watch;

use crate::ledger::Ledger;
use crate::numbers::Numbers;
use crate::outages::Outages;
use crate::replay::{Draw, Due, Replay};
use crate::seats::{Payload, Seats};
use crate::spec::check_new;
use crate::story::Report;
use crate::world::World;
use crate::{Config, Error, Malformation, Sent, Spec, Status, history};

/// How many FDSN queries are remembered, newest last.
const QUERIES_REMEMBERED: usize = 1000;

/// All state of a simulator; behind one lock, so that the ledger's order is the order on the wire.
#[derive(Debug)]
pub(crate) struct Feed {
    config: Config,
    started: Timestamp,
    pub(crate) world: World,
    pub(crate) ledger: Ledger,
    pub(crate) seats: Seats,
    pub(crate) outages: Outages,
    pub(crate) gate: Gate,
    pub(crate) ping_required: watch::Sender<Option<std::time::Duration>>,
    pub(crate) paused: bool,
    replay: Replay,
    /// What is ordered draws apart from the replay, so that neither depends on when the other came.
    pub(crate) orders: Draw,
    numbers: Numbers,
    queries: VecDeque<String>,
    query_count: u64,
}

/// Attempts to open a websocket that are to be refused.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    pub(crate) status: u16,
    pub(crate) left: u32,
    pub(crate) retry_after: Option<u32>,
    pub(crate) refused: u64,
}

/// A frame about to be sent.
pub(crate) struct Frame {
    /// What it says, or should have said.
    pub(crate) quake: Quake,
    pub(crate) raw: String,
    pub(crate) well_formed: bool,
    pub(crate) fault: Option<&'static str>,
}

impl Feed {
    pub(crate) fn new(config: Config, now: Timestamp) -> Self {
        let mut world = World::default();
        for quake in history::history(config.seed, now, config.history_days, &config.catalog) {
            world.record(quake, now);
        }
        world.settle(now);
        Self {
            started: now,
            world,
            ledger: Ledger::new(config.ledger_capacity),
            seats: Seats::new(),
            outages: Outages::default(),
            gate: Gate::default(),
            ping_required: watch::Sender::new(config.ping_required),
            paused: false,
            replay: Replay::new(Draw::new(config.seed, 1, now), config.interval, now),
            orders: Draw::new(config.seed, 2, now),
            numbers: Numbers::default(),
            queries: VecDeque::new(),
            query_count: 0,
            config,
        }
    }

    /// When the replay has something to send.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.replay.next_due()
    }

    /// Sends what the replay has due by now.
    pub(crate) fn publish_due(&mut self, now: Timestamp) {
        while let Some((due, what)) = self.replay.take(now) {
            match what {
                Due::Update(quake) => self.publish_report(&Action::Update, *quake, due),
                Due::Event(shock, story) => {
                    let origin =
                        to_hundredths(due - SignedDuration::try_from(story.reports[0].after).unwrap_or_default());
                    let id = self.new_id(origin, due);
                    let first = story.reports[0].quake(shock, id, origin, due, &self.config.catalog);
                    self.replay.expect(&first, due, shock, &story);
                    self.publish_report(&Action::Create, first, due)
                }
            };
        }
    }

    /// Sends the frame that was ordered.
    pub(crate) fn emit(&mut self, spec: &Spec, now: Timestamp) -> Result<Sent, Error> {
        let id = spec.id()?;
        let known = id.as_ref().and_then(|id| self.world.event(id));
        let (mut base, usual) = if let Some(event) = known {
            let mut base = Quake::clone(event.latest());
            base.updated = now.max(base.updated + SignedDuration::from_micros(1));
            (base, Action::Update)
        } else {
            (Quake { event_type: EventType::new("ke"), ..self.fresh(now, spec.time) }, Action::Create)
        };
        base.id = id.unwrap_or(base.id);
        let quake = spec.apply(base)?;
        check_new(&quake, self.world.event(&quake.id))?;
        let action = spec.action.as_deref().map_or(usual, Action::new);
        Ok(self.publish_report(&action, quake, now))
    }

    /// Sends frames about new events, of which those that `malformed` counts are spoilt, somewhere among the rest.
    pub(crate) fn burst(&mut self, count: usize, malformed: &mut usize, of: usize, now: Timestamp) -> Vec<Sent> {
        let frames = (0..count).map(|sent| {
            let quake = self.fresh(now, None);
            let left = of - sent;
            if self.orders.rng.usize(0..left) < *malformed {
                *malformed -= 1;
                let way = Malformation::ALL[*malformed % Malformation::ALL.len()];
                self.publish_spoilt(way, quake, now)
            } else {
                self.publish_report(&Action::Create, quake, now)
            }
        });
        frames.collect()
    }

    /// A new event of the week, as finally determined, not yet published.
    pub(crate) fn fresh(&mut self, now: Timestamp, origin: Option<Timestamp>) -> Quake {
        let shock = self.orders.shock();
        let ago = SignedDuration::from_millis(self.orders.rng.i64(20_000..300_000));
        let origin = origin.unwrap_or_else(|| to_hundredths(now - ago));
        let id = self.new_id(origin, now);
        Report::real(shock).quake(shock, id, origin, now, &self.config.catalog)
    }

    fn new_id(&mut self, origin: Timestamp, now: Timestamp) -> QuakeId {
        self.numbers.next(origin, now, |id| self.world.event(id).is_some())
    }

    /// Sends a good frame in the usual way.
    pub(crate) fn publish_report(&mut self, action: &Action, quake: Quake, at: Timestamp) -> Sent {
        let raw = emsc::frame(action, &quake);
        self.publish(Frame { quake, raw, well_formed: true, fault: None }, Payload::Text, at)
    }

    /// Sends a spoilt frame.
    pub(crate) fn publish_spoilt(&mut self, way: Malformation, quake: Quake, at: Timestamp) -> Sent {
        let raw = way.spoil(&emsc::frame(&Action::Create, &quake));
        self.publish(Frame { quake, raw, well_formed: false, fault: Some(way.as_str()) }, Payload::Text, at)
    }

    /// Sends a frame: to the world, to all who listen, and to the ledger.
    pub(crate) fn publish(&mut self, frame: Frame, pack: impl Fn(Arc<str>) -> Payload, at: Timestamp) -> Sent {
        let Frame { quake, raw, well_formed, fault } = frame;
        let (id, updated) = (quake.id.clone(), quake.updated);
        let merge = well_formed.then(|| self.world.record(quake, at + self.config.rest_lag));
        self.world.settle(at);
        let raw: Arc<str> = raw.into();
        let delivered_to = if self.paused { 0 } else { self.seats.send(pack(Arc::clone(&raw))) };
        let entry = self.ledger.write(Sent {
            sequence: 0,
            at,
            id,
            updated,
            well_formed,
            duplicate: merge == Some(Merge::Duplicate),
            stale: merge == Some(Merge::Older),
            in_fdsn: false,
            delivered_to,
            fault,
            raw,
        });
        self.looked_up(&entry)
    }

    /// The ledger after a sequence number, as of now.
    pub(crate) fn ledger(&mut self, after: u64, now: Timestamp) -> Vec<Sent> {
        self.world.settle(now);
        self.ledger.after(after).map(|entry| self.looked_up(entry)).collect()
    }

    fn looked_up(&self, entry: &Sent) -> Sent {
        let shown = self.world.visible_one(&entry.id).filter(|_| !self.outages.hidden.contains(&entry.id));
        let in_fdsn = entry.well_formed && shown.is_some_and(|shown| shown.updated == entry.updated);
        Sent { in_fdsn, ..entry.clone() }
    }

    /// Notes an FDSN query, as it came.
    pub(crate) fn note_query(&mut self, query: &str) {
        self.query_count += 1;
        if self.queries.len() == QUERIES_REMEMBERED {
            self.queries.pop_front();
        }
        self.queries.push_back(query.chars().take(2000).collect());
    }

    /// The FDSN queries remembered, oldest first.
    pub(crate) fn queries(&self) -> Vec<String> {
        self.queries.iter().cloned().collect()
    }

    pub(crate) fn status(&self, now: Timestamp) -> Status {
        Status {
            seed: self.config.seed,
            started: self.started,
            now,
            paused: self.paused,
            connections: self.seats.listening(),
            silent_connections: self.seats.silent(),
            accepted: self.seats.accepted,
            refused: self.gate.refused,
            frames: self.ledger.frames,
            well_formed: self.ledger.well_formed,
            forgotten: self.ledger.forgotten(),
            events: self.world.len(),
            waiting: self.replay.waiting(),
            fdsn_queries: self.query_count,
        }
    }

    pub(crate) fn ping_required_by_config(&self) -> Option<std::time::Duration> {
        self.config.ping_required
    }
}

/// Origin times have two digits of a second's fraction at most.
fn to_hundredths(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond() / 10 * 10).expect("a time in milliseconds is still a time")
}
