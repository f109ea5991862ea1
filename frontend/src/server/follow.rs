//! Following changes: load the window, then Kafka while it answers and the table otherwise.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use service::{Backoff, Readiness};
use store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

use super::changes::{Change, Changes, KafkaTail, Start, TableTail};
use super::world::World;
use super::{Config, Source, events};

/// Changes recalled from the table, so that readers of an earlier replica can go on here: hours of the busiest day.
const RECALLED: usize = 2_000;
/// How often Kafka is asked whether it is back.
const KAFKA_AGAIN: Duration = Duration::from_secs(10);
/// How often old earthquakes are let go.
const PRUNE: Duration = Duration::from_mins(10);
/// How far back the table is read again when one source gives way to another, and how lately an event must have been
/// written for its change to be possibly unseen: more than any index lags.
const CATCH_UP: SignedDuration = SignedDuration::from_mins(2);

/// Until `stop`.
pub(crate) async fn follow(
    config: Config,
    store: Store,
    world: Arc<World>,
    readiness: Readiness,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    tokio::select! {
        () = stop.cancelled() => Ok(()),
        outcome = keep_following(&config, &store, &world, &readiness) => outcome,
    }
}

async fn keep_following(config: &Config, store: &Store, world: &World, readiness: &Readiness) -> anyhow::Result<()> {
    let start = ask_kafka(config).await;
    let mut kafka = match &start {
        Some(from) => Some(KafkaTail::open(&config.kafka, &config.group, from)?),
        None => None,
    };
    let (mut seen, mut past) = load_until_loaded(store, world, readiness).await;
    if let (Some(tail), Some(from)) = (&mut kafka, &start) {
        // The table has some of what came since, but perhaps not all: the tail brings all of it, in order.
        past.retain(|change| from.covers(change.position));
        past.extend(tail.catch_up(from).await);
    }
    recall(past, world);
    world.loaded();
    readiness.ready();
    loop {
        if let Some(mut tail) = kafka.take() {
            let () = go_on(&mut tail, world, std::future::pending()).await;
        } else {
            let mut tail = TableTail::open(store.clone(), seen);
            if let Some(from) = go_on(&mut tail, world, kafka_is_back(config)).await {
                kafka = Some(KafkaTail::open(&config.kafka, &config.group, &from)?);
            }
        }
        // Whatever was missed while one gave way to the other is in the table, or after `start` in Kafka.
        let since = seen.saturating_sub(CATCH_UP).unwrap_or(Timestamp::MIN);
        seen = Timestamp::now();
        match store.changes(since, seen).await {
            Ok(changes) => changes.into_iter().for_each(|change| world.apply(&change.into())),
            Err(error) => events::interrupted("table", &error),
        }
    }
}

/// Applies what comes until it is interrupted, or until something better offers itself.
async fn go_on<C: Changes, T: Default>(changes: &mut C, world: &World, better: impl Future<Output = T>) -> T {
    events::following(C::NAME);
    world.hub().ordered(C::ORDERED);
    let mut prune = tokio::time::interval(PRUNE);
    tokio::pin!(better);
    loop {
        tokio::select! {
            better = &mut better => return better,
            _ = prune.tick() => world.prune(),
            next = changes.next() => match next {
                Ok(changes) => changes.into_iter().for_each(|change| world.apply(&change)),
                Err(error) => {
                    events::interrupted(C::NAME, &error);
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    return T::default();
                }
            }
        }
    }
}

async fn ask_kafka(config: &Config) -> Option<Start> {
    match config.changes {
        Source::Table => None,
        Source::Auto => match Start::ask(&config.kafka, &config.group).await {
            Ok(start) => Some(start),
            Err(error) => {
                events::interrupted("kafka", &error);
                None
            }
        },
    }
}

async fn kafka_is_back(config: &Config) -> Option<Start> {
    loop {
        tokio::time::sleep(KAFKA_AGAIN).await;
        if config.changes == Source::Auto
            && let Ok(start) = Start::ask(&config.kafka, &config.group).await
        {
            return Some(start);
        }
    }
}

/// Makes the stream's past of what was recalled from the table and read on from Kafka: each revision once, and in the
/// topic's order. In any other a reader's place would claim more than it has had, and resumed there it would miss it.
fn recall(mut past: Vec<Change>, world: &World) {
    past.sort_by_key(|change| change.position);
    let mut recalled = HashSet::with_capacity(past.len());
    for change in past {
        if recalled.insert((change.quake.id.clone(), change.quake.updated)) {
            world.recall(&change);
        }
    }
}

async fn load_until_loaded(store: &Store, world: &World, readiness: &Readiness) -> (Timestamp, Vec<Change>) {
    let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(10));
    loop {
        let began = Timestamp::now();
        match load(store, world).await {
            Ok(past) => return (began, past),
            Err(error) => {
                let pause = backoff.pause();
                readiness.not_ready(error.to_string());
                events::not_loaded(&error, pause);
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// The window by origin time; then the newest changes.
async fn load(store: &Store, world: &World) -> Result<Vec<Change>, StoreError> {
    let began = Instant::now();
    let since = world.since();
    // Origin times a little ahead of us exist: clocks, and feeds that round.
    let until = Timestamp::now().saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
    let fresh = Timestamp::now().saturating_sub(CATCH_UP).unwrap_or(Timestamp::MIN);
    let window = store.window(since, until).await?;
    let changes = store.newest_changes(since, RECALLED).await?;
    for latest in window {
        world.load(latest.quake, latest.stored >= fresh);
    }
    // With fewer than were asked for, these are all changes since the window begins; with none, all there ever were.
    let complete_since = match changes.first() {
        Some(first) if changes.len() == RECALLED => first.stored.as_millisecond(),
        Some(_) => since.as_millisecond(),
        None => 0,
    };
    world.hub().complete_since(complete_since);
    events::loaded(world.len(), changes.len(), began.elapsed());
    Ok(changes.into_iter().map(Change::from).collect())
}
