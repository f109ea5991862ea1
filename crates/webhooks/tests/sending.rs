//! From a topic to a receiver: groups, offsets and restarts, on the embedded ends and on Apache Kafka.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use backends::{Ends, TlsFront};
use jiff::{SignedDuration, Timestamp};
use quake::Quake;
use quake::record::{self, Source};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::util::Timeout;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use webhooks::{Config, Settings, WebhooksError};

/// Longer than any rebalance of the embedded broker.
const PATIENCE: Duration = Duration::from_mins(1);
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn on_each_tier(test: impl AsyncFn(Ends)) {
    let tiers = tokio::task::spawn_blocking(backends::tiers).await.unwrap().unwrap();
    for tier in tiers {
        test(Ends::of_a_test(*tier).await.unwrap()).await;
    }
}

/// A receiver that remembers which earthquakes it was told of, in order, and answers as it is told to.
struct Receiver {
    address: SocketAddr,
    told: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<StatusCode>>,
}

impl Receiver {
    async fn start() -> Self {
        let (told, answer) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(StatusCode::OK)));
        let (kept, given) = (Arc::clone(&told), Arc::clone(&answer));
        let receive = async move |body: Bytes| {
            let event: serde_json::Value = serde_json::from_slice(&body).unwrap();
            kept.lock().unwrap().push(event["subject"].as_str().unwrap().to_owned());
            *given.lock().unwrap()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(receive)).await.unwrap() });
        Self { address, told, answer }
    }

    fn told(&self) -> Vec<String> {
        self.told.lock().unwrap().clone()
    }

    fn answers(&self, status: StatusCode) {
        *self.answer.lock().unwrap() = status;
    }

    async fn until_told(&self, of: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.told().iter().any(|told| told == of) {
            assert!(Instant::now() < deadline, "not told of {of}, only of {:?}", self.told());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn rule(&self, name: &str, more: &str) -> String {
        let url = format!("http://{}/", self.address);
        format!("[[rule]]\nname = \"{name}\"\nurl = \"{url}\"\nsecret = \"{SECRET}\"\n{more}\n")
    }
}

struct Running {
    stop: CancellationToken,
    task: JoinHandle<Result<(), WebhooksError>>,
    _folder: Option<TempDir>,
}

fn group(ends: &Ends) -> String {
    format!("webhooks-of-{}", ends.kafka.events_topic)
}

fn start(ends: &Ends, rules: &str) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.toml");
    std::fs::write(&file, rules).unwrap();
    Running { _folder: Some(folder), ..start_with(ends, Settings { file: Some(file), ..Settings::default() }) }
}

fn start_with(ends: &Ends, settings: Settings) -> Running {
    let settings = Settings { group: group(ends), private: true, ..settings };
    let stop = CancellationToken::new();
    let config = Config { settings, kafka: ends.kafka.clone(), public_url: None };
    Running { task: tokio::spawn(webhooks::run(config, stop.clone())), stop, _folder: None }
}

impl Running {
    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("webhooks stop").unwrap().unwrap();
    }
}

fn report(id: &str, magnitude: f64, ago: SignedDuration, catalog: &str) -> Quake {
    let time = Timestamp::now().saturating_sub(ago).unwrap();
    quake::emsc::parse_feature(&format!(
        r#"{{"id":"{id}","properties":{{"lastupdate":"{time}","time":"{time}","lat":1,"lon":2,"mag":{magnitude},"source_catalog":"{catalog}"}}}}"#
    ))
    .unwrap()
}

fn recent(id: &str, magnitude: f64) -> Quake {
    report(id, magnitude, SignedDuration::from_mins(10), "EMSC-RTS")
}

async fn publish_as(ends: &Ends, quake: &Quake, time: Timestamp, source: Source) {
    let producer: FutureProducer = ends.kafka.client(&[("linger.ms", "0")]).create().unwrap();
    let value = record::encode(quake);
    let headers = OwnedHeaders::new().insert(Header { key: record::SOURCE, value: Some(source.as_str()) });
    let record = FutureRecord::to(&ends.kafka.events_topic).key(quake.id.as_str()).payload(&value);
    producer.send(record.headers(headers).timestamp(time.as_millisecond()), Timeout::Never).await.unwrap();
}

async fn publish(ends: &Ends, quake: &Quake) {
    publish_as(ends, quake, Timestamp::now(), Source::Websocket).await;
}

async fn lag(ends: &Ends) -> i64 {
    let (kafka, group) = (ends.kafka.clone(), group(ends));
    tokio::task::spawn_blocking(move || topics::lag(&kafka, &group)).await.unwrap().unwrap()
}

async fn until_nothing_is_left(ends: &Ends) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let left = lag(ends).await;
        if left == 0 {
            return;
        }
        assert!(Instant::now() < deadline, "{left} records are left");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_tells_what_came_meanwhile_and_nothing_again() {
    on_each_tier(async |ends| {
        let receiver = Receiver::start().await;
        let rules = receiver.rule("large", "min_magnitude = 5");
        let first = start(&ends, &rules);
        publish(&ends, &recent("before", 6.0)).await;
        publish(&ends, &recent("small", 4.0)).await;
        receiver.until_told("before").await;
        until_nothing_is_left(&ends).await;
        first.stop().await;

        publish(&ends, &recent("meanwhile", 6.0)).await;
        let second = start(&ends, &rules);
        receiver.until_told("meanwhile").await;
        publish(&ends, &recent("after", 6.0)).await;
        receiver.until_told("after").await;
        second.stop().await;
        assert_eq!(receiver.told(), ["before", "meanwhile", "after"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_rule_may_tell_is_not_posted_and_does_not_stay() {
    on_each_tier(async |ends| {
        let (receiver, player) = (Receiver::start().await, Receiver::start().await);
        let running = start(&ends, &(receiver.rule("real", "") + &player.rule("all", "simulated = true")));
        publish(&ends, &report("old", 7.0, SignedDuration::from_hours(25), "EMSC-RTS")).await;
        publish(&ends, &report("played", 7.0, SignedDuration::ZERO, quake::SIMULATED_CATALOG)).await;
        publish(&ends, &recent("real", 7.0)).await;
        publish(&ends, &recent("real", 7.0)).await;
        player.until_told("played").await;
        player.until_told("real").await;
        receiver.until_told("real").await;
        until_nothing_is_left(&ends).await;
        running.stop().await;
        assert_eq!(receiver.told(), ["real"]);
        assert_eq!(
            player.told().into_iter().collect::<BTreeSet<_>>(),
            BTreeSet::from(["played".into(), "real".into()])
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_group_begins_with_itself_and_not_with_what_was_before() {
    on_each_tier(async |ends| {
        let receiver = Receiver::start().await;
        let hour_ago = Timestamp::now().saturating_sub(SignedDuration::from_hours(1)).unwrap();
        for n in 0..10 {
            publish_as(&ends, &recent(&format!("history-{n}"), 6.0), hour_ago, Source::Websocket).await;
        }
        let running = start(&ends, &receiver.rule("any", ""));
        for n in 0..10 {
            // What a new pipeline fetches of the days before it.
            publish_as(&ends, &recent(&format!("fetched-{n}"), 6.0), Timestamp::now(), Source::Fdsn).await;
            publish(&ends, &recent(&format!("news-{n}"), 6.0)).await;
        }
        for n in 0..10 {
            receiver.until_told(&format!("news-{n}")).await;
        }
        until_nothing_is_left(&ends).await;
        running.stop().await;
        assert_eq!(receiver.told().len(), 10, "{:?}", receiver.told());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offset_waits_for_every_rule_and_a_stop_meanwhile_loses_nothing() {
    on_each_tier(async |ends| {
        let (well, away) = (Receiver::start().await, Receiver::start().await);
        away.answers(StatusCode::SERVICE_UNAVAILABLE);
        let rules = well.rule("well", "") + &away.rule("away", "");
        let first = start(&ends, &rules);
        publish(&ends, &recent("both", 6.0)).await;
        well.until_told("both").await;
        away.until_told("both").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(lag(&ends).await, 1, "one of two rules is not done with it");
        first.stop().await;
        assert_eq!(lag(&ends).await, 1);

        away.answers(StatusCode::OK);
        let tries = away.told().len();
        let second = start(&ends, &rules);
        until_nothing_is_left(&ends).await;
        second.stop().await;
        assert_eq!(away.told().len(), tries + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_the_work_and_tell_each_earthquake_once() {
    on_each_tier(async |ends| {
        let receiver = Receiver::start().await;
        let rules = receiver.rule("any", "");
        let (one, other) = (start(&ends, &rules), start(&ends, &rules));
        for n in 0..20 {
            publish(&ends, &recent(&format!("shared-{n}"), 6.0)).await;
        }
        for n in 0..20 {
            receiver.until_told(&format!("shared-{n}")).await;
        }
        until_nothing_is_left(&ends).await;
        one.stop().await;
        publish(&ends, &recent("after-one-left", 6.0)).await;
        receiver.until_told("after-one-left").await;
        other.stop().await;
        let told = receiver.told();
        assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), 21);
        // While the second joins, a partition may move with a record that was sent and not committed yet.
        assert!(told.len() <= 23, "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_under_a_private_authority_is_told_when_its_certificate_is_trusted_and_not_before() {
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let receiver = Receiver::start().await;
    let tls = TlsFront::before(receiver.address).await.unwrap();
    let url = format!("https://localhost:{}/", tls.port());
    let rules = format!("[[rule]]\nname = \"private\"\nurl = \"{url}\"\nsecret = \"{SECRET}\"");
    let settings = Settings { text: Some(rules.parse().unwrap()), ..Settings::default() };

    let suspicious = start_with(&ends, settings.clone());
    publish(&ends, &recent("one", 6.0)).await;
    let deadline = Instant::now() + PATIENCE;
    while tls.refused() < 2 {
        assert!(Instant::now() < deadline, "it is not tried again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    suspicious.stop().await;
    assert_eq!((receiver.told().len(), lag(&ends).await), (0, 1));

    let trusting = start_with(&ends, Settings { ca: Some(tls.authority().to_owned()), ..settings });
    receiver.until_told("one").await;
    until_nothing_is_left(&ends).await;
    trusting.stop().await;
    assert_eq!(receiver.told(), ["one"]);
}

#[tokio::test]
async fn without_rules_nothing_runs_and_wrong_settings_are_told_at_once() {
    let kafka = topics::Settings::at("127.0.0.1:1");
    let off = Config { settings: Settings::default(), kafka: kafka.clone(), public_url: None };
    assert_eq!(webhooks::check(&off.settings).unwrap(), 0);
    webhooks::run(off, CancellationToken::new()).await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.toml");
    std::fs::write(&file, "[[rule]]\nname = \"x\"\nurl = \"http://127.0.0.1:8080/\"\n").unwrap();
    let wrong = Config { settings: Settings { file: Some(file), ..Settings::default() }, kafka, public_url: None };
    let error = webhooks::check(&wrong.settings).unwrap_err().to_string();
    assert_eq!(error, "webhook rule \"x\": url leads to an address that is loopback; --webhooks-private allows that");
    assert_eq!(webhooks::run(wrong, CancellationToken::new()).await.unwrap_err().to_string(), error);

    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let error = webhooks::check(&Settings { ca: Some(empty), ..Settings::default() }).unwrap_err().to_string();
    assert!(error.starts_with("--webhooks-ca ") && error.ends_with("holds no PEM certificate"), "{error}");
    let broken = folder.path().join("broken.pem");
    std::fs::write(&broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    let error = webhooks::check(&Settings { ca: Some(broken), ..Settings::default() }).unwrap_err().to_string();
    assert!(error.starts_with("--webhooks-ca ") && error.contains("broken.pem"), "{error}");
}
