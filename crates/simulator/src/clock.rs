//! Where the simulator takes its time from: the machine, or a test's hand.

use std::sync::Arc;
use std::time::Duration;

use quake::Timestamp;
use tokio::sync::watch;

/// A source of "now". Clones share one time.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Manual(Arc<watch::Sender<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until [`Clock::advance`] moves it: for tests that need the same frames again.
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(watch::Sender::new(to_microseconds(start)))))
    }

    /// Now, in whole microseconds: `lastupdate` has six digits.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => to_microseconds(Timestamp::now()),
            Source::Manual(time) => *time.borrow(),
        }
    }

    /// Moves a manual clock forward; the machine's clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(time) = &self.0 {
            time.send_modify(|now| *now = to_microseconds(*now + by));
        }
    }

    /// Returns when this clock shows `due` or later.
    pub(crate) async fn wait_until(&self, due: Timestamp) {
        match &self.0 {
            Source::System => tokio::time::sleep(Duration::try_from(due - self.now()).unwrap_or_default()).await,
            Source::Manual(time) => {
                // An error means that the clock is gone, and `self` holds it.
                let _ = time.subscribe().wait_for(|now| *now >= due).await;
            }
        }
    }
}

fn to_microseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).expect("a time in microseconds is still a time")
}
