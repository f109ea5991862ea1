//! kill -9 of whatever there is, at any moment, on Apache Kafka and DynamoDB Local: nothing is lost for good.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backends::{DynamoDbLocal, DynamoDbOptions, KafkaOptions, KafkaServer, Tier, jars, tiers};
use e2e::{
    Child, Revision, Turn, eventually, figure, latest_sent, latest_stored, records, revisions_sent, revisions_stored,
    turn,
};
use quake::Timestamp;
use simulator::{Fault, Sent, Simulator, Spec};
use store::Store;
use tokio_util::sync::CancellationToken;

use crate::{LOGS, SERVICE};

/// Each of the four is killed this often, in an order of chance.
const KILLS_EACH: usize = 2;
/// Kafka's way back, a consumer's way into a group that still waits for its dead member, pauses between tries.
const PATIENCE: Duration = Duration::from_mins(2);
/// In this time a living producer brings a frame to a living Kafka, also one that it has just found again.
const HANDED_OVER: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy)]
enum Victim {
    Producer,
    Consumer,
    Kafka,
    DynamoDb,
}

/// When the producer was killed, and when Kafka was away.
#[derive(Default)]
struct Diary {
    producer_killed: Vec<Timestamp>,
    kafka_away: Vec<(Timestamp, Timestamp)>,
}

/// What is promised, as strictly as it can be kept.
///
/// 1. Nothing is invented and nothing is there twice: what the table has, the feed has sent.
/// 2. The latest state of every event is there: of events of one revision, that is every revision of the ledger.
/// 3. Every record that Kafka has confirmed is in the table, superseded or not.
/// 4. Every superseded revision is there too, but for those that no one could ever give back: EMSC's service offers
///    only the latest revision, so one that was superseded while no producer listened, or in the hands of a producer
///    that was killed before a living Kafka had confirmed it, has left the world.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_kill_9_of_anything_at_any_moment_every_revision_that_can_be_had_is_stored_once() -> Result<()> {
    if !tiers()?.contains(&Tier::Real) {
        return Ok(());
    }
    let mut machine = Machine::start().await?;
    let ending = CancellationToken::new();
    let sending = tokio::spawn(send(Arc::clone(&machine.feed), ending.clone()));
    let began = Instant::now();
    let outcome = machine.suffer().await;
    let (suffered, recovering) = (began.elapsed(), Instant::now());
    ending.cancel();
    sending.await??;
    let diary = outcome?;

    let ledger = machine.feed.ledger();
    let (sent, latest) = (revisions_sent(&ledger), latest_sent(&ledger));
    let table = Store::connect(&machine.store).await;
    eventually("the latest state of every event", PATIENCE, async || {
        machine.producer.expect_running()?;
        machine.consumer.expect_running()?;
        let stored = latest_stored(&table).await?;
        let wrong = latest.iter().filter(|(id, updated)| stored.get(*id) != Some(*updated)).count();
        ensure!(wrong == 0, "{wrong} of {} are not right", latest.len());
        Ok(())
    })
    .await?;
    let kafka = machine.kafka_settings.clone();
    eventually("the consumer to have committed everything", PATIENCE, async || {
        let kafka = kafka.clone();
        let lag = tokio::task::spawn_blocking(move || topics::lag(&kafka, consumer::Config::GROUP)).await??;
        ensure!(lag == 0, "{lag} records behind");
        Ok(())
    })
    .await?;

    let recovered = recovering.elapsed();
    let stored = revisions_stored(&table).await?;
    let invented: Vec<_> = stored.difference(&sent).collect();
    assert!(invented.is_empty(), "nobody sent {invented:?}");
    assert_eq!(latest_stored(&table).await?, latest);
    let confirmed: BTreeSet<Revision> = records(&machine.kafka_settings).await?.into_iter().collect();
    assert_eq!(stored, confirmed, "the table has what the topic has");
    let lost: Vec<&Sent> = ledger
        .iter()
        .filter(|sent| sent.well_formed && !stored.contains(&(sent.id.clone(), sent.updated)))
        .filter(|sent| !diary.excuses(sent))
        .collect();
    assert!(lost.is_empty(), "lost without an excuse: {lost:#?}");
    figure(&format!(
        "{} kills in {:.0} s: {} frames of {} events sent, all latest states stored {:.0} s later, {} superseded \
         revisions left the world",
        4 * KILLS_EACH,
        suffered.as_secs_f64(),
        ledger.len(),
        latest.len(),
        recovered.as_secs_f64(),
        sent.len() - stored.len()
    ));
    Ok(())
}

/// Four processes that can be killed, and the feed.
struct Machine {
    feed: Arc<Simulator>,
    kafka: KafkaServer,
    dynamodb: DynamoDbLocal,
    producer: Child,
    consumer: Child,
    kafka_settings: topics::Settings,
    store: store::Settings,
    starts: usize,
    _turn: Turn,
}

impl Machine {
    async fn start() -> Result<Self> {
        let turn = turn().await;
        let jars = jars::available()?;
        let config = simulator::Config { interval: None, history_days: 0, ..simulator::Config::default() };
        let feed = Arc::new(Simulator::start(config).await?);
        let (kafka, dynamodb) = tokio::try_join!(
            KafkaServer::start(&jars, KafkaOptions::default()),
            DynamoDbLocal::start(&jars, DynamoDbOptions::default())
        )?;
        let kafka_settings = topics::Settings::at(kafka.bootstrap_servers());
        topics::ensure(&kafka_settings, &topics::Plan::default()).await?;
        let store = store::Settings::at(dynamodb.endpoint());
        Store::connect(&store).await.ensure_table().await?;
        let producer = producer(&feed, &kafka, 0)?;
        let consumer = consumer(&kafka, &dynamodb, 0)?;
        ensure!(feed.wait_for_connections(1, PATIENCE).await, "the producer did not come to the feed");
        Ok(Self { feed, kafka, dynamodb, producer, consumer, kafka_settings, store, starts: 0, _turn: turn })
    }

    /// Kills one after the other at moments of chance, each brought back after a while of chance.
    async fn suffer(&mut self) -> Result<Diary> {
        let mut random = fastrand::Rng::with_seed(20_261_120);
        let mut victims = [Victim::Producer, Victim::Consumer, Victim::Kafka, Victim::DynamoDb].repeat(KILLS_EACH);
        random.shuffle(&mut victims);
        let mut diary = Diary::default();
        for victim in victims {
            tokio::time::sleep(Duration::from_millis(random.u64(500..3_000))).await;
            let away = Duration::from_millis(random.u64(0..2_000));
            self.kill(victim, away, &mut diary).await.with_context(|| format!("killing the {victim:?}"))?;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(diary)
    }

    async fn kill(&mut self, victim: Victim, away: Duration, diary: &mut Diary) -> Result<()> {
        self.starts += 1;
        match victim {
            Victim::Producer => {
                self.producer.kill_9()?;
                diary.producer_killed.push(Timestamp::now());
                tokio::time::sleep(away).await;
                self.producer = producer(&self.feed, &self.kafka, self.starts)?;
            }
            Victim::Consumer => {
                self.consumer.kill_9()?;
                tokio::time::sleep(away).await;
                self.consumer = consumer(&self.kafka, &self.dynamodb, self.starts)?;
            }
            Victim::Kafka => {
                let since = Timestamp::now();
                self.kafka.kill_9();
                tokio::time::sleep(away).await;
                self.kafka.restart().await?;
                diary.kafka_away.push((since, Timestamp::now()));
            }
            Victim::DynamoDb => {
                self.dynamodb.kill_9();
                tokio::time::sleep(away).await;
                self.dynamodb.restart().await?;
            }
        }
        Ok(())
    }
}

impl Diary {
    /// Whether nobody can be blamed for a superseded revision that is not there.
    fn excuses(&self, sent: &Sent) -> bool {
        let nobody_listened = sent.delivered_to == 0;
        // A connection of a process that has just died still takes a frame or two.
        let dying = Duration::from_secs(1);
        let in_dead_hands = self.producer_killed.iter().any(|killed| {
            let mut needed = HANDED_OVER;
            for (since, until) in &self.kafka_away {
                if *until >= sent.at && since <= killed {
                    needed += Duration::try_from(until.duration_since(*since)).unwrap_or_default() + HANDED_OVER;
                }
            }
            *killed + dying >= sent.at && sent.at + needed >= *killed
        });
        !sent.in_fdsn && (nobody_listened || in_dead_hands)
    }
}

/// Some thirty frames a second: new events, of which half stay at one revision, revisions of others, and now and then
/// what a feed does wrong.
async fn send(feed: Arc<Simulator>, ending: CancellationToken) -> Result<()> {
    let mut random = fastrand::Rng::with_seed(1_120);
    let mut revised = Vec::new();
    while !ending.is_cancelled() {
        match random.u32(0..100) {
            0 => drop(feed.fault(&Fault::StaleUpdate)?),
            1 => drop(feed.fault(&Fault::Duplicate)?),
            2 => drop(feed.fault(&Fault::Malformed { how: simulator::Malformation::default() })?),
            3..40 => drop(feed.emit(&Spec::default())?),
            40..60 => revised.push(feed.emit(&Spec::default())?.id.to_string()),
            _ => drop(feed.emit(&Spec { id: random.choice(&revised).cloned(), ..Spec::default() })?),
        }
        tokio::time::sleep(Duration::from_millis(random.u64(10..60))).await;
    }
    Ok(())
}

fn producer(feed: &Simulator, kafka: &KafkaServer, start: usize) -> Result<Child> {
    let (websocket, fdsn) = (feed.websocket_url(), feed.fdsn_url());
    let addresses = ["producer", "--feed-websocket", &websocket, "--feed-fdsn", &fdsn];
    let rest = ["--kafka", kafka.bootstrap_servers(), "--history-days", "1"];
    Child::start(SERVICE, Path::new(LOGS), &format!("producer-{start}"), &[&addresses[..], &rest].concat())
}

fn consumer(kafka: &KafkaServer, dynamodb: &DynamoDbLocal, start: usize) -> Result<Child> {
    let arguments = ["consumer", "--kafka", kafka.bootstrap_servers(), "--dynamodb", dynamodb.endpoint()];
    // The group waits this long for its dead member. Kafka allows no less.
    let sooner = ["--kafka-setting", "session.timeout.ms=6000"];
    Child::start(SERVICE, Path::new(LOGS), &format!("consumer-{start}"), &[&arguments[..], &sooner].concat())
}
