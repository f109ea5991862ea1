//! The table: filled by the bench, and read as a floor for the answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use backends::Ends;
use jiff::{SignedDuration, Timestamp};
use quake::{Quake, RecordPosition};
use store::Store;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Writes on their way at once.
const WRITING: usize = 48;

/// Writes so many events, evenly over the last days.
pub(crate) async fn fill(ends: &Ends, events: usize, days: u32) -> Result<()> {
    let store = Store::connect(&ends.store).await;
    let span = SignedDuration::from_hours(24 * i64::from(days)).as_millis() as i64;
    let begin = Timestamp::now().as_millisecond() - span;
    let writing = Arc::new(Semaphore::new(WRITING));
    let mut tasks = JoinSet::new();
    for n in 0..events {
        let quake = quake(n, begin + span * n as i64 / events as i64)?;
        let permit = Arc::clone(&writing).acquire_owned().await?;
        let store = store.clone();
        tasks.spawn(async move {
            let position = RecordPosition { time_ms: quake.updated.as_millisecond(), partition: 0, offset: n as i64 };
            let recorded = store.record(&quake, position, quake.updated, None, None).await;
            drop(permit);
            recorded
        });
        while let Some(done) = tasks.try_join_next() {
            done??;
        }
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

fn quake(n: usize, time_ms: i64) -> Result<Quake> {
    let time = Timestamp::from_millisecond(time_ms)?;
    let updated = time + SignedDuration::from_mins(7);
    let (lon, lat) = ((n * 7 % 3_600) as f64 / 10.0 - 180.0, (n * 11 % 1_700) as f64 / 10.0 - 85.0);
    let (depth, mag) = ((n * 13 % 6_000) as f64 / 10.0, (n * 17 % 70) as f64 / 10.0);
    let feature = format!(
        r#"{{"id":"{}_{n:07}","properties":{{"source_id":"{n}","source_catalog":"EMSC-RTS","lastupdate":"{updated}",
        "time":"{time}","flynn_region":"OFF EAST COAST OF HONSHU, JAPAN","lat":{lat},"lon":{lon},"depth":{depth},
        "evtype":"ke","auth":"EMSC","mag":{mag},"magtype":"mb"}}}}"#,
        time.strftime("%Y%m%d"),
    );
    Ok(quake::emsc::parse_feature(&feature)?)
}

/// How long it takes to read all latest states, page after page.
pub(crate) async fn read(ends: &Ends, days: u32) -> Result<Duration> {
    let store = Store::connect(&ends.store).await;
    let began = Instant::now();
    let since = Timestamp::now() - SignedDuration::from_hours(24 * (i64::from(days) + 1));
    let mut count = 0;
    for day in store.days().await? {
        let mut pages = store.day(day, since, Timestamp::now(), true, false);
        while let Some(page) = pages.next().await? {
            count += page.len();
        }
    }
    ensure!(count > 0, "the table is empty");
    Ok(began.elapsed())
}
