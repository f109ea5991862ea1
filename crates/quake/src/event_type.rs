//! What shook the ground: the event-type codes of IASPEI's seismic format, as EMSC sends them in `evtype`.

use serde::{Deserialize, Serialize};

/// An event type, with the code it came as.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct EventType {
    code: String,
}

/// What shook the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An earthquake, felt or damaging or neither.
    Earthquake,
    /// A rock burst in a mine.
    RockBurst,
    /// An earthquake that people caused, by a reservoir or an injection.
    Induced,
    /// An explosion in a mine.
    MineExplosion,
    /// A quarry blast.
    QuarryBlast,
    /// A chemical or experimental or controlled explosion.
    Explosion,
    /// A nuclear explosion.
    NuclearExplosion,
    /// A landslide.
    Landslide,
    /// A sonic boom.
    SonicBoom,
    /// The code says so, or this list does not have it; the raw code is kept.
    Other,
}

/// How sure the agency is of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Codes that begin with `k`, and those that name an observation (felt, damaging).
    Known,
    /// Codes that begin with `s`.
    Suspected,
    /// The code does not say.
    Unstated,
}

impl EventType {
    /// Takes any code; blank becomes `uk` (unknown). Kept to 16 characters: the list's longest has 3.
    pub fn new(code: &str) -> Self {
        let code: String = code.trim().chars().take(16).flat_map(char::to_lowercase).collect();
        Self { code: if code.is_empty() { "uk".to_owned() } else { code } }
    }

    /// The code as it came, in lower case.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What it stands for.
    pub fn kind(&self) -> Kind {
        match self.code.as_str() {
            "ke" | "se" | "de" | "fe" => Kind::Earthquake,
            "kr" | "sr" => Kind::RockBurst,
            "ki" | "si" => Kind::Induced,
            "km" | "sm" => Kind::MineExplosion,
            "qb" | "sqb" => Kind::QuarryBlast,
            "kh" | "sh" | "kx" | "sx" | "cb" | "scb" | "ex" => Kind::Explosion,
            "kn" | "sn" => Kind::NuclearExplosion,
            "ls" => Kind::Landslide,
            "sb" => Kind::SonicBoom,
            _ => Kind::Other,
        }
    }

    /// How sure the agency is.
    pub fn certainty(&self) -> Certainty {
        match (self.code.as_bytes().first(), self.kind()) {
            (_, Kind::Other) => Certainty::Unstated,
            (Some(b'k' | b'd' | b'f'), _) => Certainty::Known,
            (Some(b's'), kind) if kind != Kind::SonicBoom => Certainty::Suspected,
            _ => Certainty::Unstated,
        }
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Earthquake,
        Self::RockBurst,
        Self::Induced,
        Self::MineExplosion,
        Self::QuarryBlast,
        Self::Explosion,
        Self::NuclearExplosion,
        Self::Landslide,
        Self::SonicBoom,
        Self::Other,
    ];

    /// The word people read, lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Earthquake => "earthquake",
            Kind::RockBurst => "rock burst",
            Kind::Induced => "induced earthquake",
            Kind::MineExplosion => "mine explosion",
            Kind::QuarryBlast => "quarry blast",
            Kind::Explosion => "explosion",
            Kind::NuclearExplosion => "nuclear explosion",
            Kind::Landslide => "landslide",
            Kind::SonicBoom => "sonic boom",
            Kind::Other => "other event",
        }
    }
}

impl From<String> for EventType {
    fn from(code: String) -> Self {
        Self::new(&code)
    }
}

impl From<EventType> for String {
    fn from(event_type: EventType) -> Self {
        event_type.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_kind_and_certainty() {
        let of = |code| (EventType::new(code).kind(), EventType::new(code).certainty());
        assert_eq!(of("ke"), (Kind::Earthquake, Certainty::Known));
        assert_eq!(of("se"), (Kind::Earthquake, Certainty::Suspected));
        assert_eq!(of("KX"), (Kind::Explosion, Certainty::Known));
        assert_eq!(of("sb"), (Kind::SonicBoom, Certainty::Unstated));
    }

    #[test]
    fn an_unknown_code_is_other_and_kept() {
        let volcanic = EventType::new("vt");
        assert_eq!(volcanic.kind(), Kind::Other);
        assert_eq!(volcanic.code(), "vt");
        assert_eq!(EventType::new("").code(), "uk");
    }
}
