//! What shook the ground, in the words of QuakeML's `EventType`, which FDSN's text and USGS use as well.

use quake::{EventType, Kind};

/// QuakeML's word; `None` where the agency does not say, or says what our list of codes does not have.
pub fn event_type(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Earthquake => Some("earthquake"),
        Kind::RockBurst => Some("rock burst"),
        Kind::Induced => Some("induced or triggered event"),
        Kind::MineExplosion => Some("mining explosion"),
        Kind::QuarryBlast => Some("quarry blast"),
        Kind::Explosion => Some("explosion"),
        Kind::NuclearExplosion => Some("nuclear explosion"),
        Kind::Landslide => Some("landslide"),
        Kind::SonicBoom => Some("sonic boom"),
        Kind::Other => None,
    }
}

/// USGS's word: its `type` is never null, so what is not known is an `other event`, which is QuakeML's word too.
pub(crate) fn usgs(event_type: &EventType) -> &'static str {
    self::event_type(event_type.kind()).unwrap_or("other event")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_the_feed_becomes_a_word_of_quakeml() {
        for (code, word) in [
            ("ke", Some("earthquake")),
            ("se", Some("earthquake")),
            ("km", Some("mining explosion")),
            ("si", Some("induced or triggered event")),
            ("qb", Some("quarry blast")),
            ("uk", None),
            ("", None),
        ] {
            assert_eq!(event_type(EventType::new(code).kind()), word, "{code}");
        }
        assert_eq!(usgs(&EventType::new("uk")), "other event");
    }
}
