//! How each fault is brought about.

use jiff::SignedDuration;
use quake::emsc::{self, Action};
use quake::{Depth, Magnitude, Quake, Timestamp};

use crate::feed::{Feed, Frame, Gate};
use crate::outages::{Outage, Outages};
use crate::seats::Payload;
use crate::{Error, Fault, How, Sent, oddity};

/// Bounds of orders; beyond them a slip of the pen would cost memory or time.
const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_FRAGMENTS: usize = 100;
const LONGEST_DRIP_SECONDS: u64 = 60;
const LONGEST_DELAY_SECONDS: u64 = 600;

impl Feed {
    /// Does what was ordered; the frames sent for it.
    pub(crate) fn stage(&mut self, fault: &Fault, now: Timestamp) -> Result<Vec<Sent>, Error> {
        check(fault)?;
        match fault {
            Fault::Drop(how) => self.seats.part(*how),
            Fault::RefuseUpgrades { status, attempts, retry_after } => {
                self.gate = Gate { status: *status, left: *attempts, retry_after: *retry_after, ..self.gate };
            }
            Fault::RequirePings { within } => {
                self.ping_required.send_replace(Some(*within));
            }
            Fault::FdsnStatus { status, times, retry_after } => {
                self.outages.order(Outage::Status { status: *status, retry_after: *retry_after }, *times);
            }
            Fault::FdsnSlow { delay, times } => self.outages.order(Outage::Slow(*delay), *times),
            Fault::FdsnTruncated { times } => self.outages.order(Outage::Truncated, *times),
            Fault::FdsnBroken { times } => self.outages.order(Outage::Broken, *times),
            Fault::FdsnWrongTotal { by, times } => self.outages.order(Outage::WrongTotal(*by), *times),
            Fault::HideEvent { unid } => {
                self.outages.hidden.insert(unid.clone());
            }
            Fault::Clear => {
                self.outages = Outages::default();
                self.gate.left = 0;
                self.ping_required.send_replace(self.ping_required_by_config());
            }
            frames => return Ok(self.stage_frames(frames, now)),
        }
        Ok(Vec::new())
    }

    fn stage_frames(&mut self, fault: &Fault, now: Timestamp) -> Vec<Sent> {
        let quake = self.fresh(now, None);
        let mut report = |action: Action, quake: &Quake, name| {
            let raw = emsc::frame(&action, quake);
            self.publish(Frame { quake: quake.clone(), raw, well_formed: true, fault: Some(name) }, Payload::Text, now)
        };
        match fault {
            Fault::Duplicate => {
                vec![report(Action::Create, &quake, "duplicate"), report(Action::Create, &quake, "duplicate")]
            }
            Fault::UpdateBeforeCreate => {
                let name = "update_before_create";
                vec![report(Action::Update, &quake, name), report(Action::Create, &earlier(&quake, 2), name)]
            }
            Fault::StaleUpdate => vec![
                report(Action::Create, &earlier(&quake, 4), "stale_update"),
                report(Action::Update, &quake, "stale_update"),
                report(Action::Update, &earlier(&quake, 2), "stale_update"),
            ],
            Fault::Malformed { how } => vec![self.publish_spoilt(*how, quake, now)],
            odd => vec![self.publish_odd(odd, quake, now)],
        }
    }

    /// Sends a frame that is good and odd.
    fn publish_odd(&mut self, fault: &Fault, mut quake: Quake, now: Timestamp) -> Sent {
        let mut action = Action::Create;
        match fault {
            Fault::MissingMagnitude | Fault::NullMagnitude => quake.magnitude = None,
            Fault::SurfaceDepth { .. } => quake.depth = Depth::from_km(0.0),
            Fault::UnknownAction => action = Action::Other("delete".to_owned()),
            _ => {}
        }
        let frame = emsc::frame(&action, &quake);
        let (name, raw) = match fault {
            Fault::MissingMagnitude => ("missing_magnitude", oddity::without_magnitude(&frame)),
            Fault::NullMagnitude => ("null_magnitude", frame),
            Fault::ExtraFields => ("extra_fields", oddity::with_extra_fields(&frame)),
            Fault::UnknownAction => ("unknown_action", frame),
            Fault::Padded { bytes } => ("padded", oddity::padded(&frame, *bytes)),
            Fault::PrettyPrinted => ("pretty_printed", oddity::pretty_printed(&frame)),
            Fault::SurfaceDepth { negative } => {
                ("surface_depth", oddity::with_elevation(&frame, if *negative { -0.0 } else { 0.0 }))
            }
            Fault::Binary => ("binary", frame),
            Fault::Fragmented { .. } => ("fragmented", frame),
            _ => ("slow_drip", frame),
        };
        let frame = Frame { quake, raw, well_formed: true, fault: Some(name) };
        match *fault {
            Fault::Binary => self.publish(frame, Payload::Binary, now),
            Fault::Fragmented { parts } => self.publish(frame, |raw| Payload::Fragments(raw, parts), now),
            Fault::SlowDrip { over } => self.publish(frame, |raw| Payload::Drip(raw, over), now),
            _ => self.publish(frame, Payload::Text, now),
        }
    }
}

/// What was said of the same event some seconds before: a little less.
fn earlier(quake: &Quake, seconds: i64) -> Quake {
    let less = |magnitude: Magnitude| Magnitude { value: magnitude.value - seconds as f64 / 10.0, ..magnitude };
    Quake {
        updated: quake.updated - SignedDuration::from_secs(seconds),
        magnitude: quake.magnitude.clone().map(less),
        ..quake.clone()
    }
}

fn check(fault: &Fault) -> Result<(), Error> {
    let bad = match fault {
        Fault::Drop(How::Close { code }) if !(1000..5000).contains(code) => "a close code is 1000 to 4999",
        Fault::RefuseUpgrades { status, .. } | Fault::FdsnStatus { status, .. } if !(400..600).contains(status) => {
            "an error's status is 400 to 599"
        }
        Fault::Padded { bytes } if *bytes > MOST_BYTES => "a frame has 4 MiB at most",
        Fault::Fragmented { parts } if !(2..=MOST_FRAGMENTS).contains(parts) => "a message has 2 to 100 fragments",
        Fault::SlowDrip { over } if over.as_secs() > LONGEST_DRIP_SECONDS => "a frame drips for a minute at most",
        Fault::FdsnSlow { delay, .. } if delay.as_secs() > LONGEST_DELAY_SECONDS => {
            "an answer is ten minutes late at most"
        }
        Fault::RequirePings { within } if within.is_zero() => "pings can be required every millisecond at most",
        _ => return Ok(()),
    };
    Err(Error::Setting(bad))
}
