//! The consumer between a topic and a table, on the embedded ends and on Apache Kafka with DynamoDB Local.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::time::{Duration, Instant};

use backends::Ends;
use consumer::Config;
use quake::{Quake, QuakeId, record};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Headers, Message};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::util::Timeout;
use store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Longer than any rebalance of the embedded broker.
const PATIENCE: Duration = Duration::from_mins(1);

async fn on_each_tier(test: impl AsyncFn(Ends)) {
    let tiers = tokio::task::spawn_blocking(backends::tiers).await.unwrap().unwrap();
    for tier in tiers {
        test(Ends::of_a_test(*tier).await.unwrap()).await;
    }
}

struct Running {
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

fn start(ends: &Ends) -> Running {
    let mut config = Config::new(ends.kafka.clone(), ends.store.clone());
    config.group = format!("group-of-{}", ends.kafka.events_topic);
    let stop = CancellationToken::new();
    Running { task: tokio::spawn(consumer::run(config, stop.clone())), stop }
}

impl Running {
    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("the consumer stops").unwrap().unwrap();
    }
}

fn report(id: &str, second: u32) -> Quake {
    let feature = format!(
        r#"{{"id":"{id}","properties":{{"lastupdate":"2026-11-20T10:00:{second:02}Z","time":"2026-11-20T09:59:00Z","lat":1,"lon":2,"mag":{second}e-1}}}}"#
    );
    quake::emsc::parse_feature(&feature).unwrap()
}

async fn send(ends: &Ends, key: &str, value: &[u8]) {
    let producer: FutureProducer = ends.kafka.client(&[("linger.ms", "0")]).create().unwrap();
    send_with(&producer, ends, key, value).await;
}

async fn send_with(producer: &FutureProducer, ends: &Ends, key: &str, value: &[u8]) {
    let record = FutureRecord::to(&ends.kafka.events_topic).key(key).payload(value);
    producer.send(record, Timeout::Never).await.unwrap();
}

async fn publish(ends: &Ends, quake: &Quake) {
    send(ends, quake.id.as_str(), record::encode(quake).as_bytes()).await;
}

/// The moments of an event's revisions in the table, once there are as many as expected.
async fn revisions(store: &Store, id: &QuakeId, expected: usize) -> Vec<String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let event = store.event(id).await.unwrap();
        let revisions = event.map(|event| event.revisions).unwrap_or_default();
        if revisions.len() >= expected {
            return revisions.iter().map(|revision| revision.quake.updated.to_string()).collect();
        }
        assert!(Instant::now() < deadline, "{id} has {} revisions, not {expected}", revisions.len());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn until_nothing_is_left(ends: &Ends) {
    let deadline = Instant::now() + PATIENCE;
    let group = format!("group-of-{}", ends.kafka.events_topic);
    loop {
        let (kafka, group) = (ends.kafka.clone(), group.clone());
        let lag = tokio::task::spawn_blocking(move || topics::lag(&kafka, &group)).await.unwrap().unwrap();
        if lag == 0 {
            return;
        }
        assert!(Instant::now() < deadline, "{lag} records are left");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[tokio::test(flavor = "multi_thread")]
async fn how_a_report_was_had_is_stored_with_it() {
    on_each_tier(async |ends| {
        let store = Store::connect(&ends.store).await;
        let producer: FutureProducer = ends.kafka.client(&[("linger.ms", "0")]).create().unwrap();
        let recovered = report("recovered", 1);
        let outgoing = topics::Outgoing {
            quake: recovered.clone(),
            source: record::Source::Fdsn,
            action: None,
            received: recovered.updated,
            complete: None,
            trace: TRACE.parse().unwrap(),
        };
        let value = record::encode(&recovered);
        let record = FutureRecord::to(&ends.kafka.events_topic).key("recovered").payload(&value);
        producer.send(record.headers(outgoing.headers()), Timeout::Never).await.unwrap();
        let consumer = start(&ends);
        revisions(&store, &recovered.id, 1).await;
        let stored = store.event(&recovered.id).await.unwrap().unwrap();
        assert_eq!(stored.revisions[0].source, Some(record::Source::Fdsn));
        assert_eq!(stored.revisions[0].received, recovered.updated);
        assert_eq!(stored.revisions[0].trace, TRACE.parse().ok());
        consumer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_order_and_however_often_each_revision_is_stored_once() {
    on_each_tier(async |ends| {
        let store = Store::connect(&ends.store).await;
        let quakes: Vec<Quake> = (0..20).flat_map(|n| [3, 1, 2, 3].map(|s| report(&format!("event-{n}"), s))).collect();
        for quake in &quakes {
            publish(&ends, quake).await;
        }
        let consumer = start(&ends);
        for n in 0..20 {
            let id: QuakeId = format!("event-{n}").parse().unwrap();
            let stored = revisions(&store, &id, 3).await;
            assert_eq!(stored, [1, 2, 3].map(|s| format!("2026-11-20T10:00:{s:02}Z")));
            assert_eq!(store.latest(&id).await.unwrap().unwrap(), report(id.as_str(), 3));
        }
        until_nothing_is_left(&ends).await;
        consumer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_from_the_beginning_changes_nothing() {
    on_each_tier(async |ends| {
        let store = Store::connect(&ends.store).await;
        for second in [1, 2] {
            publish(&ends, &report("again", second)).await;
        }
        let first = start(&ends);
        let id: QuakeId = "again".parse().unwrap();
        revisions(&store, &id, 2).await;
        first.stop().await;
        let before = store.event(&id).await.unwrap();

        let mut config = Config::new(ends.kafka.clone(), ends.store.clone());
        config.group = "from-offset-0".to_owned();
        let stop = CancellationToken::new();
        let replay = tokio::spawn(consumer::run(config, stop.clone()));
        publish(&ends, &report("marker", 1)).await;
        revisions(&store, &"marker".parse().unwrap(), 1).await;
        stop.cancel();
        replay.await.unwrap().unwrap();
        assert_eq!(store.event(&id).await.unwrap(), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_record_of_ours_goes_to_the_dead_letters_and_the_stream_goes_on() {
    on_each_tier(async |ends| {
        let store = Store::connect(&ends.store).await;
        send(&ends, "x", b"\xff\x00 not json").await;
        send(&ends, "x", br#"{"v":99,"quake":{}}"#).await;
        publish(&ends, &report("after", 1)).await;
        let consumer = start(&ends);
        revisions(&store, &"after".parse().unwrap(), 1).await;
        until_nothing_is_left(&ends).await;
        consumer.stop().await;

        let kafka = ends.kafka.clone();
        let letters = tokio::task::spawn_blocking(move || dead_letters(&kafka, 2)).await.unwrap();
        let by_bytes =
            |bytes: &[u8]| letters.iter().find(|(value, _)| value == bytes).map(|(_, reason)| reason.clone());
        assert!(by_bytes(b"\xff\x00 not json").unwrap().contains("not a record of this topic"));
        assert!(by_bytes(br#"{"v":99,"quake":{}}"#).unwrap().contains("version 99 is unknown"));
    })
    .await;
}

/// Value and reason of the first letters of the topic.
fn dead_letters(kafka: &topics::Settings, count: usize) -> Vec<(Vec<u8>, String)> {
    let reader: BaseConsumer = kafka.reader("reader-of-letters", &[]).create().unwrap();
    let mut all = rdkafka::TopicPartitionList::new();
    all.add_partition_offset(&kafka.dead_letters_topic, 0, rdkafka::Offset::Beginning).unwrap();
    reader.assign(&all).unwrap();
    let letters = (0..count).map(|_| {
        let letter = reader.poll(PATIENCE).expect("a letter within a minute").unwrap();
        let reason = letter.headers().unwrap().iter().find(|header| header.key == record::REASON).unwrap();
        (letter.payload().unwrap().to_vec(), String::from_utf8(reason.value.unwrap().to_vec()).unwrap())
    });
    letters.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_away_stops_the_partition_and_loses_nothing() {
    // More than all lanes can hold, so that the partitions are paused.
    const MEANWHILE: i64 = 3_000;
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = Some(folder.path().to_owned());
    let away = backends::EmbeddedDynamoDb::start(path.clone(), None).unwrap();
    let port = away.port();
    let ends = Ends { store: store::Settings::at(away.endpoint()), ..ends };
    let store = Store::connect(&ends.store).await;
    store.ensure_table().await.unwrap();

    let consumer = start(&ends);
    publish(&ends, &report("before", 1)).await;
    revisions(&store, &"before".parse().unwrap(), 1).await;
    tokio::task::spawn_blocking(|| away.stop()).await.unwrap();
    let producer: FutureProducer = ends.kafka.client(&[("linger.ms", "0")]).create().unwrap();
    for n in 0..MEANWHILE {
        let quake = report(&format!("meanwhile-{n}"), 1);
        send_with(&producer, &ends, quake.id.as_str(), record::encode(&quake).as_bytes()).await;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let kafka = ends.kafka.clone();
    let group = format!("group-of-{}", kafka.events_topic);
    let lag = tokio::task::spawn_blocking(move || topics::lag(&kafka, &group)).await.unwrap().unwrap();
    assert_eq!(lag, MEANWHILE, "nothing is committed that is not stored");

    let back = tokio::task::spawn_blocking(move || backends::EmbeddedDynamoDb::start(path, Some(port))).await.unwrap();
    let _back = back.unwrap();
    for n in 0..MEANWHILE {
        revisions(&store, &format!("meanwhile-{n}").parse().unwrap(), 1).await;
    }
    until_nothing_is_left(&ends).await;
    consumer.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_consumers_share_the_work_and_store_each_revision_once() {
    on_each_tier(async |ends| {
        let store = Store::connect(&ends.store).await;
        let (one, other) = (start(&ends), start(&ends));
        for n in 0..50 {
            publish(&ends, &report(&format!("shared-{n}"), 1)).await;
        }
        for n in 0..50 {
            let id: QuakeId = format!("shared-{n}").parse().unwrap();
            assert_eq!(revisions(&store, &id, 1).await.len(), 1);
        }
        one.stop().await;
        publish(&ends, &report("after-one-left", 1)).await;
        revisions(&store, &"after-one-left".parse().unwrap(), 1).await;
        other.stop().await;
    })
    .await;
}
