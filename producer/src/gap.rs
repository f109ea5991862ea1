//! Filling gaps: what was published while nobody listened, fetched from the FDSN-event service.
//!
//! Questions overlap what is known to be complete, because the service lags the socket by minutes. An answer that is
//! full is asked for again in two halves of time, never by a deep offset: EMSC's are known to lose events.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use quake::emsc;
use quake::record::Source;
use service::Backoff;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::completeness::Completeness;
use crate::fdsn::{Fdsn, FdsnError, LIMIT, Question};
use crate::publish::Publisher;
use crate::{Config, Pace, events};

/// How far before the last complete moment a question begins. The service has been seen 3 minutes behind the socket.
const OVERLAP: SignedDuration = SignedDuration::from_mins(15);
/// Windows are not split below this: more reports than an answer holds cannot have happened within it.
const SHORTEST_WINDOW: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Fetches what was missed.
pub(crate) struct Filler {
    fdsn: Fdsn,
    history_days: u16,
    pace: Pace,
    completeness: Arc<Completeness>,
    publisher: Publisher,
}

/// What a fetch brought.
#[derive(Debug, Default)]
struct Fetched {
    requests: usize,
    reports: usize,
    recovered: usize,
}

impl Filler {
    pub(crate) fn new(
        config: &Config,
        tls: &rustls::ClientConfig,
        completeness: Arc<Completeness>,
        publisher: Publisher,
    ) -> Self {
        Self {
            fdsn: Fdsn::new(config, tls),
            history_days: config.history_days,
            pace: config.pace.clone(),
            completeness,
            publisher,
        }
    }

    /// Fills the gap at the start, after every reconnection, once more some minutes later, and from time to time.
    pub(crate) async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.keep_filling() => {}
        }
    }

    async fn keep_filling(&self) {
        let mut backoff = Backoff::new(Duration::from_secs(2), Duration::from_mins(2));
        let mut second_look = None;
        loop {
            let next_look = match self.fill().await {
                Ok(()) => {
                    backoff.reset();
                    let second = second_look.take();
                    second.unwrap_or_else(|| Instant::now() + self.pace.reconcile)
                }
                Err(error) => {
                    events::gap_not_filled(&error);
                    Instant::now() + backoff.pause()
                }
            };
            tokio::select! {
                () = tokio::time::sleep_until(next_look) => {}
                () = self.completeness.reconnection() => second_look = Some(Instant::now() + self.pace.second_look),
            }
        }
    }

    /// Asks for all that was updated since the topic was complete, or for the history where that is not known.
    async fn fill(&self) -> Result<(), FdsnError> {
        let asked = Timestamp::now();
        let mut fetched = Fetched::default();
        match self.completeness.complete() {
            Some(complete) => {
                let question = Question {
                    start: first_of_all_catalogues(),
                    end: after(asked, DAY),
                    updated_after: Some(before(complete, OVERLAP)),
                };
                self.fetch(question, &mut fetched).await?;
            }
            None => self.fetch_history(asked, &mut fetched).await?,
        }
        self.completeness.filled(asked);
        events::gap_filled(fetched.reports, fetched.recovered, fetched.requests);
        Ok(())
    }

    /// Day by day, the newest first: a page that is open shows today before last month.
    async fn fetch_history(&self, now: Timestamp, fetched: &mut Fetched) -> Result<(), FdsnError> {
        for day in 0..i32::from(self.history_days) {
            // The first window reaches into the future, for a feed whose clock is ahead of ours.
            let end = if day == 0 { after(now, DAY) } else { before(now, DAY * day) };
            let start = before(now, DAY * (day + 1));
            self.fetch(Question { start, end, updated_after: None }, fetched).await?;
            events::fetching_history(day + 1, self.history_days, fetched.reports);
        }
        Ok(())
    }

    async fn fetch(&self, question: Question, fetched: &mut Fetched) -> Result<(), FdsnError> {
        let mut questions = vec![question];
        while let Some(question) = questions.pop() {
            let features = self.fdsn.ask(&question).await?;
            let received = Timestamp::now();
            fetched.requests += 1;
            fetched.reports += features.len();
            let full = features.len() >= LIMIT;
            let mut times = Vec::with_capacity(features.len());
            for feature in features {
                match emsc::parse_feature(&feature) {
                    Ok(quake) => {
                        times.push(quake.time);
                        fetched.recovered +=
                            usize::from(self.publisher.publish(quake, Source::Fdsn, None, received).await);
                    }
                    Err(rejection) => {
                        self.publisher.dead_letter(feature.as_bytes(), Source::Fdsn, &rejection).await;
                    }
                }
            }
            if full {
                match split(&question, times) {
                    Some((older, newer)) => questions.extend([older, newer]),
                    None => events::answer_full(LIMIT),
                }
            }
        }
        Ok(())
    }
}

/// Halves a window that holds more than an answer can: at the median of what came, which follows the density of
/// earthquakes, or in the middle where that would not halve it. `None` when it is too short.
fn split(question: &Question, mut times: Vec<Timestamp>) -> Option<(Question, Question)> {
    let (start, end) = (question.start, question.end);
    if end.duration_since(start) <= SHORTEST_WINDOW {
        return None;
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().filter(|time| *time > start && *time < end);
    let middle = median.unwrap_or_else(|| after(start, end.duration_since(start) / 2));
    Some((Question { end: middle, ..question.clone() }, Question { start: middle, ..question.clone() }))
}

/// EMSC's catalogue begins in 1998, others' with the instruments.
fn first_of_all_catalogues() -> Timestamp {
    Timestamp::from_second(-2_208_988_800).expect("1900 is a year")
}

fn before(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_sub(by).unwrap_or(Timestamp::MIN)
}

fn after(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn window(start: i64, end: i64) -> Question {
        Question { start: at(start), end: at(end), updated_after: None }
    }

    #[test]
    fn a_full_window_is_split_where_the_events_are() {
        let (older, newer) = split(&window(0, 1_000), vec![at(990), at(10), at(980), at(970), at(960)]).unwrap();
        assert_eq!((older, newer), (window(0, 970), window(970, 1_000)));
    }

    #[test]
    fn a_window_whose_events_all_lie_on_its_edge_is_halved() {
        let (older, newer) = split(&window(0, 1_000), vec![at(1_000); 5]).unwrap();
        assert_eq!((older, newer), (window(0, 500), window(500, 1_000)));
    }

    #[test]
    fn splitting_ends() {
        assert_eq!(split(&window(0, 1), vec![at(0), at(1)]), None);
        let mut question = window(0, 1_000_000_000);
        let mut splits = 0;
        while let Some((_, newer)) = split(&question, Vec::new()) {
            question = newer;
            splits += 1;
        }
        assert!(splits < 64, "{splits}");
    }
}
