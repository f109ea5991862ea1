//! One report as a message.

use grpc::Timestamp;
use grpc::v1::{Earthquake, EventType};
use quake::{Depth, Kind, Quake};

/// Nanoseconds of a second.
const NANOS: i128 = 1_000_000_000;

/// A report.
pub(super) fn of(quake: &Quake) -> Earthquake {
    Earthquake {
        id: quake.id.to_string(),
        updated: Some(time(quake.updated)),
        time: Some(time(quake.time)),
        longitude: quake.position.longitude(),
        latitude: quake.position.latitude(),
        depth_km: quake.depth.map(Depth::km),
        magnitude: quake.magnitude_value(),
        magnitude_type: quake.magnitude_type().map(ToString::to_string),
        region: quake.region.raw().to_owned(),
        event_type: event_type(quake.event_type.kind()).into(),
        event_type_code: quake.event_type.code().to_owned(),
        agency: quake.agency.clone(),
        source_id: quake.source_id.clone(),
        catalog: quake.catalog.clone(),
        simulated: quake.is_simulated(),
    }
}

/// A moment; also before 1970 the fraction counts forwards.
pub(super) fn time(time: quake::Timestamp) -> Timestamp {
    let nanoseconds = time.as_nanosecond();
    Timestamp { seconds: nanoseconds.div_euclid(NANOS) as i64, nanos: nanoseconds.rem_euclid(NANOS) as i32 }
}

/// The name of a kind.
pub(super) fn event_type(kind: Kind) -> EventType {
    match kind {
        Kind::Earthquake => EventType::Earthquake,
        Kind::RockBurst => EventType::RockBurst,
        Kind::Induced => EventType::Induced,
        Kind::MineExplosion => EventType::MineExplosion,
        Kind::QuarryBlast => EventType::QuarryBlast,
        Kind::Explosion => EventType::Explosion,
        Kind::NuclearExplosion => EventType::NuclearExplosion,
        Kind::Landslide => EventType::Landslide,
        Kind::SonicBoom => EventType::SonicBoom,
        Kind::Other => EventType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_unset_and_not_zero() {
        let feature = r#"{"id":"a","properties":{"lastupdate":"2026-11-20T10:00:00.5Z","time":"1969-12-31T23:59:59.25Z","lat":1,"lon":2,"evtype":"sx"}}"#;
        let earthquake = of(&quake::emsc::parse_feature(feature).unwrap());
        assert_eq!((earthquake.depth_km, earthquake.magnitude, earthquake.magnitude_type.as_ref()), (None, None, None));
        assert_eq!(earthquake.time, Some(Timestamp { seconds: -1, nanos: 250_000_000 }));
        assert_eq!(earthquake.updated.unwrap().nanos, 500_000_000);
        assert_eq!(earthquake.event_type(), EventType::Explosion);
        assert_eq!(earthquake.event_type_code, "sx");
    }

    #[test]
    fn every_kind_has_its_own_name() {
        let names: std::collections::BTreeSet<i32> = Kind::ALL.iter().map(|kind| event_type(*kind).into()).collect();
        assert_eq!(names, (1..=10).collect());
    }
}
