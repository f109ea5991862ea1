//! Random questions, part of whose answers is in memory and part in the table, against a naive filter.

use std::sync::Arc;

use backends::{Ends, Tier};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use quake::{
    BoundingBox, EventType, Filter, Kind, Magnitude, MagnitudeType, Order, Position, Quake, Query, RecordPosition, Ring,
};
use store::Store;

use super::{Catalogue, CatalogueError, MOST_BY_MAGNITUDE};
use crate::server::world::World;

/// Days of earthquakes, and how many of them are in memory.
const DAYS: i64 = 12;
const IN_MEMORY: u16 = 3;
const EVENTS: usize = 300;
const QUESTIONS: usize = 400;

fn some_quake(n: usize, now: Timestamp, random: &mut Rng) -> Quake {
    let back = SignedDuration::from_secs(random.i64(60..DAYS * 86_400));
    // Some of one moment.
    let back = if n.is_multiple_of(10) { SignedDuration::from_hours(back.as_hours()) } else { back };
    let time = now - back;
    let after = SignedDuration::from_secs(random.i64(0..back.as_secs().max(1)));
    let feature = format!(
        r#"{{"id":"event_{n}","properties":{{"time":"{time}","lastupdate":"{}","lon":{:.1},"lat":{:.1}}}}}"#,
        time + after,
        random.f64() * 360.0 - 180.0,
        random.f64() * 180.0 - 90.0,
    );
    let mut quake = quake::emsc::parse_feature(&feature).unwrap();
    quake.event_type = EventType::new(random.choice(["ke", "ke", "ke", "qb", "uk"]).unwrap());
    quake.catalog = random.choice(["EMSC-RTS", "SIMULATED"]).unwrap().to_owned();
    quake.depth = random.bool().then(|| quake::Depth::from_km(f64::from(random.u16(0..600))).unwrap());
    quake.magnitude = (!n.is_multiple_of(7)).then(|| Magnitude {
        value: f64::from(random.u8(0..70)) / 10.0,
        kind: MagnitudeType::new(random.choice(["ml", "mw"]).unwrap()),
    });
    quake
}

fn some_query(all: &[Quake], now: Timestamp, random: &mut Rng) -> Query {
    let one = |random: &mut Rng| random.choice(all).unwrap().clone();
    let mut filter = Filter::default();
    // Bounds are often those of an earthquake: they are inclusive.
    if random.bool() {
        let (one, other) = (one(random).time, one(random).time);
        filter.since = random.bool().then_some(one.min(other));
        filter.until = random.bool().then_some(one.max(other));
    }
    if random.u8(0..3) == 0 {
        filter.min_magnitude = one(random).magnitude_value();
    }
    if random.u8(0..4) == 0 {
        filter.max_depth_km = one(random).depth.map(quake::Depth::km);
    }
    if random.u8(0..5) == 0 {
        let (west, east) = (one(random).position.longitude(), one(random).position.longitude());
        filter.within = Some(BoundingBox { west, south: -60.0, east, north: 60.0 });
    }
    if random.u8(0..6) == 0 {
        let centre = Position::new(random.f64() * 360.0 - 180.0, 0.0).unwrap();
        filter.around = Some(Ring { centre, min_degrees: 10.05, max_degrees: 90.05 });
    }
    if random.u8(0..6) == 0 {
        filter.kinds = Some(vec![Kind::Earthquake, Kind::Other]);
    }
    if random.u8(0..6) == 0 {
        filter.magnitude_type = MagnitudeType::new("mw");
    }
    if random.u8(0..8) == 0 {
        filter.simulated = Some(random.bool());
    }
    if random.u8(0..5) == 0 {
        filter.updated_since = Some(now - SignedDuration::from_hours(random.i64(1..24 * DAYS)));
    }
    let ids = (random.u8(0..8) == 0).then(|| (0..5).map(|_| one(random).id).collect());
    let order = random.choice([Order::Newest, Order::Oldest, Order::Largest, Order::Smallest]).unwrap();
    let skip = if random.bool() { 0 } else { random.usize(0..40) };
    Query { filter, ids, order, skip, limit: random.bool().then(|| random.usize(1..60)) }
}

fn naive(all: &[Quake], query: &Query) -> Vec<String> {
    let asked = |quake: &&Quake| query.ids.as_ref().is_none_or(|ids| ids.contains(&quake.id));
    let mut found: Vec<_> = all.iter().filter(asked).filter(|quake| query.filter.admits(quake)).collect();
    found.sort_by(|one, other| query.order.compare(one, other));
    let part = found.into_iter().skip(query.skip).take(query.limit.unwrap_or(usize::MAX));
    part.map(|quake| quake.id.to_string()).collect()
}

async fn catalogue() -> (Catalogue, Store) {
    let ends = Ends::of_a_test(Tier::Embedded).await.unwrap();
    let store = Store::connect(&ends.store).await;
    (Catalogue::new(Arc::new(World::new(IN_MEMORY)), store.clone()), store)
}

async fn record(store: &Store, quake: &Quake, offset: usize) {
    let position = RecordPosition { time_ms: quake.updated.as_millisecond(), partition: 0, offset: offset as i64 };
    store.record(quake, position, quake.updated, None, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_questions_across_memory_and_table_are_answered_as_by_a_naive_filter() {
    let (mut random, now) = (Rng::with_seed(6), Timestamp::now());
    let (catalogue, store) = catalogue().await;
    let mut all: Vec<Quake> = (0..EVENTS).map(|n| some_quake(n, now, &mut random)).collect();
    let since = catalogue.world().since();
    for (n, quake) in all.iter_mut().enumerate() {
        record(&store, quake, n).await;
        let revised = n.is_multiple_of(20);
        if revised {
            // The frontend heard of a revision that the table has not got yet, perhaps of an old one.
            quake.updated = now;
            quake.magnitude = Some(Magnitude { value: 9.0, kind: None });
        }
        if revised || quake.time >= since {
            catalogue.world().load(quake.clone(), false);
        }
    }
    catalogue.world().loaded();
    for number in 0..QUESTIONS {
        let query = some_query(&all, now, &mut random);
        let found = catalogue.find(query.clone()).await.unwrap().all().await.unwrap();
        let found: Vec<_> = found.iter().map(|quake| quake.id.to_string()).collect();
        assert_eq!(found, naive(&all, &query), "question {number}: {query:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_answered_before_everything_is_known_and_no_more_than_can_be_read_at_once() {
    let (catalogue, store) = catalogue().await;
    assert!(matches!(catalogue.find(Query::default()).await, Err(CatalogueError::Later(_))));
    catalogue.world().loaded();
    let mut random = Rng::with_seed(1);
    let old = some_quake(1, Timestamp::now() - SignedDuration::from_hours(24 * 400), &mut random);
    record(&store, &old, 0).await;
    // Who asks for more than can be sorted gets all, if there are not so many.
    let query = Query { order: Order::Largest, limit: Some(MOST_BY_MAGNITUDE + 1), ..Query::default() };
    assert_eq!(catalogue.find(query).await.unwrap().all().await.unwrap().len(), 1);
    let held: Vec<_> = std::iter::from_fn(|| catalogue.reading().ok()).collect();
    assert!(matches!(catalogue.find(Query::default()).await, Err(CatalogueError::Later(_))));
    // What memory has needs nobody's leave.
    let recent = Filter { since: Some(Timestamp::now() - SignedDuration::from_hours(1)), ..Filter::default() };
    assert!(catalogue.find(Query { filter: recent, ..Query::default() }).await.unwrap().is_empty());
    drop(held);
    assert!(!catalogue.find(Query::default()).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_away_is_told_of_without_telling_where_it_is_and_memory_goes_on_answering() {
    let store = Store::connect(&store::Settings::at("http://127.0.0.1:1")).await;
    let catalogue = Catalogue::new(Arc::new(World::new(IN_MEMORY)), store);
    catalogue.world().loaded();
    let refused = catalogue.find(Query::default()).await.unwrap_err().to_string();
    assert!(refused.contains("table") && !refused.contains("127.0.0.1"), "{refused}");
    let recent = Filter { since: Some(Timestamp::now() - SignedDuration::from_hours(1)), ..Filter::default() };
    assert!(catalogue.find(Query { filter: recent, ..Query::default() }).await.unwrap().is_empty());
}
