//! How a Loki feels, and what that means for a push.

use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How it treats pushes. Being dead is no mood: see [`super::FakeLoki::die`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes them.
    Healthy,
    /// Answers 429 and asks for so many seconds of peace.
    Throttling(u64),
    /// Answers 500.
    Failing,
    /// Takes them, and answers only after this long. Who did not wait has pushed all the same.
    Slow(Duration),
    /// Reads them and never answers.
    Silent,
    /// Answers 400 to everything.
    Refusing,
}

/// The names for command lines and control: `healthy`, `throttling`, `failing`, `slow` (3 s), `silent`, `refusing`.
impl FromStr for Mood {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Ok(match name {
            "healthy" => Self::Healthy,
            "throttling" => Self::Throttling(1),
            "failing" => Self::Failing,
            "slow" => Self::Slow(Duration::from_secs(3)),
            "silent" => Self::Silent,
            "refusing" => Self::Refusing,
            _ => return Err(format!("`{name}` is no mood of a Loki")),
        })
    }
}

/// The mood of the moment.
#[derive(Debug)]
pub(super) struct Gate(Mutex<Mood>);

impl Gate {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Mood::Healthy))
    }

    pub(super) fn set(&self, mood: Mood) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    pub(super) fn mood(&self) -> Mood {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
