//! How the reports of one event come in: a first guess after some minutes, then corrections that end at what was
//! really determined. The delays and the guesses are invented, the end is real.

use std::time::Duration;

use fastrand::Rng;
use quake::{Depth, Magnitude, Position, Quake, QuakeId, Timestamp};

use crate::catalogue::Shock;

/// How often an event has 0, 1, 2, 3 updates, in percent.
const UPDATES_PERCENT: [u8; 4] = [35, 35, 20, 10];
/// Mean number of frames per event: the create and 0.35 + 2 × 0.2 + 3 × 0.1 updates.
pub(crate) const FRAMES_PER_EVENT: f64 = 2.05;
/// One create in this many comes late: the event was found by a second look.
const LATE_ONE_IN: u32 = 30;
/// The latest create, after the origin. With this, a `unid`'s number stays within 7 digits (see `numbers`).
pub(crate) const LATEST: Duration = Duration::from_hours(3);

/// The reports of one event, the create first; never empty.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) reports: Vec<Report>,
}

/// What was known at one moment.
#[derive(Debug)]
pub(crate) struct Report {
    /// After the report before; after the origin for the first one.
    pub(crate) after: Duration,
    position: Position,
    depth: Option<Depth>,
    magnitude: Option<Magnitude>,
}

impl Story {
    /// Invents how the reports of `shock` came.
    pub(crate) fn tell(shock: &Shock, rng: &mut Rng) -> Self {
        let mut dice = rng.u8(0..100);
        let mut updates = 0;
        while dice >= UPDATES_PERCENT[updates] {
            dice -= UPDATES_PERCENT[updates];
            updates += 1;
        }
        let reports = (0..=updates)
            .map(|turn| {
                let after = if turn == 0 { first_delay(rng) } else { quadratic(rng, 8.0, 240.0) };
                // The error shrinks with every report; the last has none.
                let error = (updates - turn) as f64 / updates.max(1) as f64;
                report(shock, after, error, rng)
            })
            .collect();
        Self { reports }
    }
}

impl Report {
    /// What was really determined, at once.
    pub(crate) fn real(shock: &Shock) -> Self {
        let Shock { position, depth, magnitude, .. } = shock;
        Self { after: Duration::ZERO, position: *position, depth: *depth, magnitude: magnitude.clone() }
    }

    /// The report as the feed words it.
    pub(crate) fn quake(
        &self,
        shock: &Shock,
        id: QuakeId,
        time: Timestamp,
        updated: Timestamp,
        catalog: &str,
    ) -> Quake {
        Quake {
            source_id: id.as_str().rsplit('_').next().unwrap_or_default().trim_start_matches('0').to_owned(),
            id,
            updated,
            time,
            position: self.position,
            depth: self.depth,
            magnitude: self.magnitude.clone(),
            region: shock.region.clone(),
            event_type: shock.event_type.clone(),
            agency: shock.agency.clone(),
            catalog: catalog.to_owned(),
        }
    }
}

fn report(shock: &Shock, after: Duration, error: f64, rng: &mut Rng) -> Report {
    let mut report = Report { after, ..Report::real(shock) };
    if error == 0.0 {
        return report;
    }
    let mut off = |most: f64| (rng.f64() * 2.0 - 1.0) * most * error;
    let (longitude, latitude) = (shock.position.longitude() + off(0.1), shock.position.latitude() + off(0.1));
    report.position = Position::new(rounded(longitude, 4), rounded(latitude, 4)).unwrap_or(shock.position);
    report.depth = shock.depth.and_then(|depth| Depth::from_km(rounded(depth.km() + off(4.0), 1)));
    report.magnitude =
        shock.magnitude.clone().map(|real| Magnitude { value: rounded(real.value + off(0.4), 1), ..real });
    report
}

fn first_delay(rng: &mut Rng) -> Duration {
    if rng.u32(0..LATE_ONE_IN) == 0 { quadratic(rng, 600.0, LATEST.as_secs_f64()) } else { quadratic(rng, 20.0, 300.0) }
}

/// A delay between two numbers of seconds, short ones more often, to the microsecond.
fn quadratic(rng: &mut Rng, least: f64, most: f64) -> Duration {
    let share = rng.f64();
    Duration::from_micros(((least + (most - least) * share * share) * 1e6) as u64)
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::shocks;

    #[test]
    fn every_story_ends_at_what_was_determined() {
        let mut rng = Rng::with_seed(3);
        for shock in shocks() {
            let story = Story::tell(shock, &mut rng);
            let last = story.reports.last().unwrap();
            assert_eq!((last.position, last.depth, &last.magnitude), (shock.position, shock.depth, &shock.magnitude));
            assert!((1..=4).contains(&story.reports.len()));
            assert!(story.reports[0].after >= Duration::from_secs(20) && story.reports[0].after <= LATEST);
            assert!(story.reports[1..].iter().all(|update| update.after >= Duration::from_secs(8)));
        }
    }

    #[test]
    fn the_mean_number_of_frames_is_as_stated() {
        let mut rng = Rng::with_seed(4);
        let frames: usize = shocks().iter().map(|shock| Story::tell(shock, &mut rng).reports.len()).sum();
        assert!((frames as f64 / shocks().len() as f64 - FRAMES_PER_EVENT).abs() < 0.1);
    }
}
