//! The table, on the embedded store and on Amazon's DynamoDB Local: what is written once is there once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use backends::Ends;
use quake::record::Source;
use quake::{Quake, RecordPosition, Timestamp};
use store::{Recorded, Store};

/// Runs a test on each tier, on a table of its own.
async fn on_each_tier(test: impl AsyncFn(Store)) {
    let tiers = tokio::task::spawn_blocking(backends::tiers).await.unwrap().unwrap();
    for tier in tiers {
        let ends = Ends::of_a_test(*tier).await.unwrap();
        test(Store::connect(&ends.store).await).await;
    }
}

/// A report; `origin` and `updated` are seconds past the given day's midnight.
fn report(id: &str, day: &str, origin: u32, updated: u32) -> Quake {
    let at = |seconds: u32| format!("{day}T{:02}:{:02}:{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let feature = format!(
        r#"{{"id":"{id}","properties":{{"lastupdate":"{}","time":"{}","lat":1,"lon":2,"mag":3.5}}}}"#,
        at(updated),
        at(origin)
    );
    quake::emsc::parse_feature(&feature).unwrap()
}

fn position(offset: i64) -> RecordPosition {
    RecordPosition { time_ms: 1_000 + offset, partition: 0, offset }
}

async fn record(store: &Store, quake: &Quake, offset: i64) -> Recorded {
    store.record(quake, position(offset), Timestamp::now(), Some(Source::Websocket), None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_and_stale_revisions_change_nothing_and_every_revision_is_kept() {
    on_each_tier(async |store| {
        let [first, second, third] = [10, 20, 30].map(|updated| report("a", "2026-11-20", 5, updated));
        assert_eq!(record(&store, &second, 1).await, Recorded::Newest);
        assert_eq!(record(&store, &second, 2).await, Recorded::Duplicate);
        assert_eq!(record(&store, &first, 3).await, Recorded::Older);
        assert_eq!(record(&store, &third, 4).await, Recorded::Newest);
        assert_eq!(record(&store, &second, 1).await, Recorded::Duplicate, "a replay");

        let event = store.event(&first.id).await.unwrap().unwrap();
        assert_eq!(event.latest, third);
        let kept: Vec<_> = event.revisions.iter().map(|revision| (revision.quake.clone(), revision.position)).collect();
        assert_eq!(kept, [(first, position(3)), (second, position(1)), (third, position(4))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_nobody_wrote_is_not_there() {
    on_each_tier(async |store| assert_eq!(store.event(&"nobody".parse().unwrap()).await.unwrap(), None)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_remembers_how_it_was_had() {
    on_each_tier(async |store| {
        let ways = [Some(Source::Websocket), Some(Source::Fdsn), None];
        for (offset, source) in ways.into_iter().enumerate() {
            let quake = report("a", "2026-11-20", 5, 10 + offset as u32);
            store.record(&quake, position(offset as i64), quake.updated, source, None).await.unwrap();
        }
        let event = store.event(&"a".parse().unwrap()).await.unwrap().unwrap();
        let kept: Vec<_> = event.revisions.iter().map(|revision| revision.source).collect();
        assert_eq!(kept, ways);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_has_the_latest_states_newest_first_over_midnight() {
    on_each_tier(async |store| {
        let late = report("late", "2026-11-19", 86_390, 86_395);
        let early = report("early", "2026-11-20", 10, 40);
        let outside = report("outside", "2026-11-20", 4_000, 4_010);
        for (offset, quake) in [&late, &early, &outside, &report("early", "2026-11-20", 12, 30)].into_iter().enumerate()
        {
            record(&store, quake, offset as i64).await;
        }
        let at = |text| quake::parse_utc(text).unwrap();
        let window = store.window(at("2026-11-19T12:00:00Z"), at("2026-11-20T00:00:10Z")).await.unwrap();
        let quakes: Vec<_> = window.into_iter().map(|latest| latest.quake).collect();
        assert_eq!(quakes, [early, late]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_come_in_the_order_of_writing_and_once_each() {
    on_each_tier(async |store| {
        let began = Timestamp::now();
        let reports = ["x", "y", "z"].map(|id| report(id, "2026-11-20", 5, 10));
        for (offset, quake) in reports.iter().enumerate() {
            record(&store, quake, offset as i64).await;
            record(&store, quake, 100 + offset as i64).await;
        }
        let changes = store.changes(began, Timestamp::now()).await.unwrap();
        let seen: Vec<_> = changes.iter().map(|change| change.quake.clone()).collect();
        assert_eq!(seen, reports);
        assert!(changes.iter().all(|change| change.stored >= began));

        let newest = store.newest_changes(began, 2).await.unwrap();
        assert_eq!(newest, changes[1..]);
        let after = changes[2].stored;
        assert_eq!(store.changes(after, Timestamp::now()).await.unwrap(), changes[2..]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_pages_are_one_answer() {
    on_each_tier(async |store| {
        let began = Timestamp::now();
        // Each has about 4 kB, so that 400 of them are more than the megabyte a page holds.
        let region = "X".repeat(200);
        let write = async |n: u32| {
            let mut quake = report(&format!("e{n}"), "2026-11-20", n, n + 60);
            quake.region = quake::Region::new(&region);
            quake.agency = "A".repeat(3_000);
            assert_eq!(record(&store, &quake, i64::from(n)).await, Recorded::Newest);
        };
        for n in (0..400).step_by(4) {
            let four = (0..4).map(|k| Box::pin(write(n + k)));
            futures_util::future::join_all(four).await;
        }
        let at = |text| quake::parse_utc(text).unwrap();
        let window = store.window(at("2026-11-20T00:00:00Z"), at("2026-11-20T23:00:00Z")).await.unwrap();
        assert_eq!(window.len(), 400);
        assert!(window.windows(2).all(|pair| pair[0].quake.time > pair[1].quake.time), "newest first across pages");
        assert_eq!(store.newest_changes(began, 1_000).await.unwrap().len(), 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_up_twice_is_harmless_and_a_missing_table_says_what_to_do() {
    on_each_tier(async |store| {
        store.ensure_table().await.unwrap();
        assert!(store.is_active().await.unwrap());
    })
    .await;
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let missing = store::Settings { table: "missing".to_owned(), ..ends.store };
    let error = Store::connect(&missing).await.event(&"a".parse().unwrap()).await.unwrap_err().to_string();
    assert!(error.contains("create it first"), "{error}");
}
