//! The feed's and the topic's formats: EMSC's own samples, every known trap, and properties over made-up reports.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use quake::emsc::{self, Action, Rejection};
use quake::{Depth, EventType, Magnitude, MagnitudeType, Position, Quake, QuakeId, Region, Timestamp, record};

/// EMSC's published sample (usecase3.md), without the trailing comma that its text has and the wire has not.
const CREATE: &str = r#"{"action":"create","data":{"type":"Feature","geometry":{"type":"Point","coordinates":[28.5381,40.115,-7.0]},"id":"20250305_0000090","properties":{"source_id":"1779128","source_catalog":"EMSC-RTS","lastupdate":"2025-03-05T10:06:56.102425Z","time":"2025-03-05T09:45:07.0Z","flynn_region":"WESTERN TURKEY","lat":40.115,"lon":28.5381,"depth":7.0,"evtype":"ke","auth":"AFAD","mag":1.4,"magtype":"ml","unid":"20250305_0000090"}}}"#;

fn parsed(frame: &str) -> Quake {
    emsc::parse_frame(frame.as_bytes()).expect("a good frame").1
}

fn rejected(frame: &str) -> String {
    emsc::parse_frame(frame.as_bytes()).expect_err("a bad frame").to_string()
}

#[test]
fn the_published_sample_is_read() {
    let (action, quake) = emsc::parse_frame(CREATE.as_bytes()).unwrap();
    assert_eq!(action, Action::Create);
    assert_eq!(quake.id.as_str(), "20250305_0000090");
    assert_eq!(quake.updated.to_string(), "2025-03-05T10:06:56.102425Z");
    assert_eq!(quake.time.to_string(), "2025-03-05T09:45:07Z");
    assert_eq!(quake.depth.unwrap().km(), 7.0);
    assert_eq!((quake.position.longitude(), quake.position.latitude()), (28.5381, 40.115));
    assert_eq!(quake.region.readable(), "Western Turkey");
    assert_eq!(quake.agency, "AFAD");
}

#[test]
fn depth_comes_from_the_properties_and_is_positive_down() {
    let deep = CREATE.replace("\"depth\":7.0", "\"depth\":304").replace("-7.0]", "-304.0]");
    assert_eq!(parsed(&deep).depth.unwrap().km(), 304.0);
}

#[test]
fn an_integer_magnitude_is_a_magnitude() {
    assert_eq!(parsed(&CREATE.replace("\"mag\":1.4", "\"mag\":2")).magnitude_value(), Some(2.0));
}

#[test]
fn missing_and_null_magnitude_and_depth_are_unknown_and_not_zero() {
    for (from, to) in [("\"mag\":1.4,", ""), ("\"mag\":1.4", "\"mag\":null")] {
        assert_eq!(parsed(&CREATE.replace(from, to)).magnitude, None);
    }
    for (from, to) in [("\"depth\":7.0,", ""), ("\"depth\":7.0", "\"depth\":null")] {
        assert_eq!(parsed(&CREATE.replace(from, to)).depth, None);
    }
}

#[test]
fn an_unknown_action_or_event_type_or_field_does_not_lose_the_report() {
    let odd = CREATE
        .replace("\"create\"", "\"delete\"")
        .replace("\"ke\"", "\"vt\"")
        .replace("\"auth\"", "\"felt\":{\"reports\":[1,2]},\"auth\"");
    let (action, quake) = emsc::parse_frame(odd.as_bytes()).unwrap();
    assert_eq!(action, Action::Other("delete".into()));
    assert_eq!(quake.event_type.code(), "vt");
}

#[test]
fn a_frame_may_be_printed_over_many_lines() {
    let value: serde_json::Value = serde_json::from_str(CREATE).unwrap();
    assert_eq!(parsed(&serde_json::to_string_pretty(&value).unwrap()), parsed(CREATE));
}

#[test]
fn each_rejection_says_what_is_wrong() {
    assert!(rejected("PING").starts_with("not a feed message"));
    assert!(rejected(&CREATE[..200]).starts_with("not a feed message"));
    assert!(rejected("{}").contains("data"));
    assert_eq!(rejected(&CREATE.replace("unid", "was_unid").replace("\"id\"", "\"was_id\"")), "`unid` is missing");
    assert_eq!(rejected(&CREATE.replace("\"time\"", "\"was_time\"")), "`time` is missing");
    assert_eq!(rejected(&CREATE.replace("\"mag\":1.4", "\"mag\":99")), "`mag` is out of range: 99");
    assert_eq!(
        rejected(&CREATE.replace("\"lat\":40.115", "\"lat\":140.5")),
        "`lon, lat` is out of range: 28.5381, 140.5"
    );
    assert!(rejected(&CREATE.replace("2025-03-05T09:45:07.0Z", "soon")).starts_with("`time` is not a time"));
    assert!(rejected(&CREATE.replace("20250305_0000090", "a/b")).starts_with("`unid` is not an event id"));
}

#[test]
fn a_place_missing_from_the_properties_is_taken_from_the_geometry() {
    let quake = parsed(&CREATE.replace("\"lat\":40.115,\"lon\":28.5381,", ""));
    assert_eq!((quake.position.longitude(), quake.position.latitude()), (28.5381, 40.115));
}

#[test]
fn one_bad_feature_does_not_spoil_the_answer_it_came_in() {
    let good = emsc::feature(&parsed(CREATE));
    let body =
        format!(r#"{{"type":"FeatureCollection","metadata":{{"totalCount":9}},"features":[{good},{{"x":1}},{good}]}}"#);
    let features = emsc::features(&body).unwrap();
    let read: Vec<_> = features.iter().map(|feature| emsc::parse_feature(feature.get())).collect();
    assert_eq!(read.len(), 3);
    assert!(read[0].is_ok() && read[2].is_ok());
    assert!(matches!(read[1], Err(Rejection::Shape(_))));
    assert_eq!(emsc::features(&good).unwrap().len(), 1, "a bare feature is an answer of one");
}

#[test]
fn a_record_of_another_version_is_refused_with_advice() {
    let newer = record::encode(&parsed(CREATE)).replace("\"v\":1", "\"v\":2");
    let message = record::decode(newer.as_bytes()).unwrap_err().to_string();
    assert!(message.contains("version 2") && message.contains("upgrade"), "{message}");
}

/// Any report the feed could send. Times have whole microseconds, as the feed's do.
fn quakes() -> impl Strategy<Value = Quake> {
    let magnitude =
        proptest::option::of((-50..=110i32, proptest::option::of("[a-z]{1,4}")).prop_map(|(tenths, kind)| Magnitude {
            value: f64::from(tenths) / 10.0,
            kind: kind.as_deref().and_then(MagnitudeType::new),
        }));
    let depth =
        proptest::option::of((-150..=10_000i32).prop_map(|tenths| Depth::from_km(f64::from(tenths) / 10.0).unwrap()));
    let place = (-18_000..=18_000i32, -9_000..=9_000i32)
        .prop_map(|(lon, lat)| Position::new(f64::from(lon) / 100.0, f64::from(lat) / 100.0).unwrap());
    let instant = || (0..4_000_000_000_000_000i64).prop_map(|us| Timestamp::from_microsecond(us).unwrap());
    let words = ("[A-Z ,.'-]{0,40}", "[A-Z]{0,5}", "[a-z]{2,3}");
    ("[0-9]{8}_[0-9]{7}", instant(), instant(), place, depth, magnitude, words).prop_map(
        |(id, updated, time, position, depth, magnitude, (region, agency, code))| Quake {
            id: QuakeId::try_from(id).unwrap(),
            updated,
            time,
            position,
            depth,
            magnitude,
            region: Region::new(&region),
            event_type: EventType::new(&code),
            agency,
            source_id: "1".into(),
            catalog: "EMSC-RTS".into(),
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_as_a_frame_is_read_back_the_same(quake in quakes()) {
        let (action, back) = emsc::parse_frame(emsc::frame(&Action::Update, &quake).as_bytes()).unwrap();
        prop_assert_eq!(action, Action::Update);
        prop_assert_eq!(back, quake);
    }

    #[test]
    fn what_is_written_as_a_record_is_read_back_the_same(quake in quakes()) {
        prop_assert_eq!(record::decode(record::encode(&quake).as_bytes()).unwrap(), quake);
    }

    #[test]
    fn no_bytes_whatever_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = emsc::parse_frame(&bytes);
        let _ = record::decode(&bytes);
    }

    #[test]
    fn a_frame_cut_or_overwritten_anywhere_is_read_or_refused_but_never_panics(at in 0..CREATE.len(), byte in any::<u8>()) {
        let _ = emsc::parse_frame(&CREATE.as_bytes()[..at]);
        let mut bytes = CREATE.as_bytes().to_vec();
        bytes[at] = byte;
        let _ = emsc::parse_frame(&bytes);
    }
}
