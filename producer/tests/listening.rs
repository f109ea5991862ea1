//! The producer between the feed's double and the topics, on the embedded broker and on Apache Kafka.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod topic;

use std::time::Duration;

use backends::Ends;
use producer::Config;
use simulator::{Fault, How, Malformation, Simulator, Spec};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use topic::Topic;

/// Longer than any start of a client on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

async fn on_each_tier(test: impl AsyncFn(Simulator, Ends)) {
    let tiers = tokio::task::spawn_blocking(backends::tiers).await.unwrap().unwrap();
    for tier in tiers {
        let ends = Ends::of_a_test(*tier).await.unwrap();
        test(feed().await, ends).await;
    }
}

/// A feed that sends nothing but what the test says, and whose service knows it at once.
async fn feed() -> Simulator {
    feed_whose_service_lags(Duration::ZERO).await
}

async fn feed_whose_service_lags(rest_lag: Duration) -> Simulator {
    let config = simulator::Config { interval: None, history_days: 0, rest_lag, ..simulator::Config::default() };
    Simulator::start(config).await.unwrap()
}

/// Impatient settings: what takes minutes in earnest takes a second here.
fn config(feed: &Simulator, ends: &Ends) -> Config {
    let mut config = Config::new(&feed.websocket_url(), &feed.fdsn_url(), ends.kafka.clone()).unwrap();
    config.pace.ping = Duration::from_millis(500);
    config.pace.pause = Duration::from_millis(50);
    config.pace.longest_pause = Duration::from_millis(500);
    config.pace.between_requests = Duration::from_millis(5);
    config.pace.second_look = Duration::from_secs(1);
    config.pace.reconcile = Duration::from_secs(2);
    config
}

struct Running {
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

fn start(config: Config) -> Running {
    let stop = CancellationToken::new();
    Running { task: tokio::spawn(producer::run(config, stop.clone())), stop }
}

async fn listening(feed: &Simulator, ends: &Ends) -> Running {
    let running = start(config(feed, ends));
    assert!(feed.wait_for_connections(1, PATIENCE).await, "the producer connects");
    running
}

impl Running {
    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("the producer stops").unwrap().unwrap();
    }
}

fn named(id: &str) -> Spec {
    Spec { id: Some(id.to_owned()), ..Spec::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_feed_sends_is_in_the_topic_under_its_unid_with_its_headers() {
    on_each_tier(async |_, ends| {
        // Else the gap that is being filled at the start may bring it first.
        let feed = feed_whose_service_lags(Duration::from_mins(1)).await;
        let producer = listening(&feed, &ends).await;
        let sent = feed.emit(&named("20261120_0000001")).unwrap();
        let mut topic = Topic::events(&ends.kafka);
        let record = topic.next().await;
        assert_eq!(record.key.as_deref(), Some("20261120_0000001"));
        assert_eq!(record.quake().updated, sent.updated);
        assert_eq!(record.header("source").as_deref(), Some("websocket"));
        assert_eq!(record.header("action").as_deref(), Some("create"));
        assert!(quake::parse_utc(&record.header("received").unwrap()).is_ok());
        producer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_kept_as_it_came_with_the_reason_and_the_stream_goes_on() {
    on_each_tier(async |feed, ends| {
        let producer = listening(&feed, &ends).await;
        let mut letters = Topic::dead_letters(&ends.kafka);
        for how in Malformation::ALL {
            let sent = feed.fault(&Fault::Malformed { how }).unwrap();
            let letter = letters.next().await;
            assert_eq!(letter.value, sent[0].raw.as_bytes(), "{how:?}");
            assert!(letter.header("reason").is_some_and(|reason| !reason.is_empty()), "{how:?}");
        }
        feed.emit(&named("after")).unwrap();
        Topic::events(&ends.kafka).until("after").await;
        producer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_frames_that_can_be_read_are_read() {
    on_each_tier(async |feed, ends| {
        let producer = listening(&feed, &ends).await;
        let odd = [
            Fault::MissingMagnitude,
            Fault::NullMagnitude,
            Fault::ExtraFields,
            Fault::UnknownAction,
            Fault::Binary,
            Fault::Fragmented { parts: 7 },
            Fault::Padded { bytes: 65_536 },
            Fault::PrettyPrinted,
            Fault::SurfaceDepth { negative: true },
            Fault::StaleUpdate,
            Fault::UpdateBeforeCreate,
            Fault::SlowDrip { over: Duration::from_secs(1) },
        ];
        let mut topic = Topic::events(&ends.kafka);
        for fault in odd {
            for sent in feed.fault(&fault).unwrap() {
                topic.until_revision(sent.id.as_str(), sent.updated).await;
            }
        }
        producer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_ends_the_connection_the_gap_is_filled() {
    on_each_tier(async |feed, ends| {
        let producer = listening(&feed, &ends).await;
        let mut topic = Topic::events(&ends.kafka);
        let ends_of_connections =
            [How::Close { code: 1000 }, How::Close { code: 1011 }, How::Hangup, How::Reset, How::Silence];
        for (n, how) in ends_of_connections.into_iter().enumerate() {
            feed.pause();
            feed.drop_connections(how).unwrap();
            let missed = format!("missed-{n}");
            assert_eq!(feed.emit(&named(&missed)).unwrap().delivered_to, 0, "nobody hears this one");
            feed.resume();
            topic.until(&missed).await;
        }
        feed.fault(&Fault::RefuseUpgrades { status: 502, attempts: 3, retry_after: None }).unwrap();
        feed.drop_connections(How::Reset).unwrap();
        feed.emit(&named("while-refused")).unwrap();
        topic.until("while-refused").await;
        producer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_in_trouble_is_asked_again_until_the_gap_is_filled() {
    on_each_tier(async |feed, ends| {
        let producer = listening(&feed, &ends).await;
        let mut topic = Topic::events(&ends.kafka);
        feed.pause();
        for fault in [
            Fault::FdsnStatus { status: 503, times: 2, retry_after: None },
            Fault::FdsnStatus { status: 429, times: 1, retry_after: Some(1) },
            Fault::FdsnTruncated { times: 1 },
            Fault::FdsnBroken { times: 1 },
        ] {
            feed.fault(&fault).unwrap();
        }
        feed.drop_connections(How::Hangup).unwrap();
        feed.emit(&named("missed")).unwrap();
        topic.until("missed").await;
        producer.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_goes_on_where_the_topic_ends() {
    on_each_tier(async |feed, ends| {
        let first = listening(&feed, &ends).await;
        let mut topic = Topic::events(&ends.kafka);
        // The mark that a record carries is set by the fetch before it.
        tokio::time::sleep(Duration::from_secs(3)).await;
        feed.emit(&named("before")).unwrap();
        assert!(topic.until("before").await.header("complete").is_some());
        first.stop().await;

        feed.emit(&named("between")).unwrap();
        let asked_before = feed.fdsn_queries().len();
        let second = listening(&feed, &ends).await;
        topic.until("between").await;
        let queries = feed.fdsn_queries();
        assert!(queries[asked_before].contains("updatedafter="), "not the whole history: {}", queries[asked_before]);
        second.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_full_are_asked_for_in_parts_until_nothing_is_missing() {
    let tier = backends::Tier::Embedded;
    let ends = Ends::of_a_test(tier).await.unwrap();
    let feed = feed().await;
    // Nobody is connected, so all of these must come out of the service, a thousand at a time.
    let sent = feed.burst(3_500, 0.0).await.unwrap();
    let producer = start(config(&feed, &ends));
    let mut topic = Topic::events(&ends.kafka);
    let mut missing: std::collections::HashSet<String> = sent.iter().map(|sent| sent.id.to_string()).collect();
    while !missing.is_empty() {
        let record = topic.next().await;
        assert!(missing.remove(&record.key.unwrap()), "an answer's overlap is not published twice");
    }
    assert!(feed.fdsn_queries().iter().all(|query| !query.contains("offset=")), "never by offset");
    producer.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_whose_certificate_nobody_vouches_for_is_refused_and_one_under_a_named_authority_is_heard() {
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let feed = feed().await;
    let tls = backends::TlsFront::before(feed.address()).await.unwrap();
    let websocket = format!("wss://localhost:{}/standing_order/websocket", tls.port());
    let fdsn = format!("https://localhost:{}/fdsnws/event/1/query", tls.port());

    let suspicious = Config::new(&websocket, &fdsn, ends.kafka.clone()).unwrap();
    let refusal = producer::reach(&suspicious).await.unwrap_err();
    assert!(refusal.contains("certificate"), "{refusal}");

    let mut trusting = config(&feed, &ends);
    trusting.feed_websocket = websocket.parse().unwrap();
    trusting.feed_fdsn = fdsn.parse().unwrap();
    trusting.feed_ca = Some(tls.authority().to_owned());
    feed.emit(&named("fetched")).unwrap();
    let producer = start(trusting);
    let mut topic = Topic::events(&ends.kafka);
    topic.until("fetched").await;
    assert!(feed.wait_for_connections(1, PATIENCE).await);
    feed.emit(&named("heard")).unwrap();
    topic.until("heard").await;
    producer.stop().await;
}
