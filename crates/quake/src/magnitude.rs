//! How strong an earthquake was.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A magnitude and the scale it was measured on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Magnitude {
    /// The value, [`Magnitude::RANGE`]; small events are below zero.
    pub value: f64,
    /// The scale; `None` when the agency names none.
    #[serde(rename = "type")]
    pub kind: Option<MagnitudeType>,
}

impl Magnitude {
    /// What a magnitude can be: induced micro-events reach −4, and the Earth is too small for 11.
    pub const RANGE: std::ops::RangeInclusive<f64> = -5.0..=11.0;
}

/// A magnitude type in lower case, as agencies write it: `ml`, `mw`, `mb`, `md`, `m` (unspecified) …
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MagnitudeType(String);

impl MagnitudeType {
    /// Reads a type in any case; `None` for blank text. Kept to 16 characters: QuakeML's longest known is 5.
    pub fn new(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().take(16).flat_map(char::to_lowercase).collect();
        (!text.is_empty()).then_some(Self(text))
    }

    /// The type in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MagnitudeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
