//! What was sent and what is stored, in the same words.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use quake::{QuakeId, Timestamp};
use simulator::Sent;
use store::Store;

/// One revision of one earthquake: its `unid` and `lastupdate`.
pub type Revision = (QuakeId, Timestamp);

/// The revisions that belong in the store.
pub fn revisions_sent(ledger: &[Sent]) -> BTreeSet<Revision> {
    ledger.iter().filter(|sent| sent.well_formed).map(|sent| (sent.id.clone(), sent.updated)).collect()
}

/// The newest revision of each event.
pub fn latest_sent(ledger: &[Sent]) -> BTreeMap<QuakeId, Timestamp> {
    // Ordered by id and then by time: of each event the last one stays.
    revisions_sent(ledger).into_iter().collect()
}

/// All revisions in the table, each counted as often as the table tells of it.
///
/// # Errors
/// When the table does not answer, or tells of one twice.
pub async fn revisions_stored(table: &Store) -> Result<BTreeSet<Revision>> {
    let (since, until) = around_now()?;
    let told = table.changes(since, until).await?;
    let revisions: BTreeSet<Revision> =
        told.iter().map(|revision| (revision.quake.id.clone(), revision.quake.updated)).collect();
    ensure!(told.len() == revisions.len(), "{} items tell of {} revisions", told.len(), revisions.len());
    Ok(revisions)
}

/// The latest state of each event, as the table's window has it.
///
/// # Errors
/// When the table does not answer, or tells of one twice.
pub async fn latest_stored(table: &Store) -> Result<BTreeMap<QuakeId, Timestamp>> {
    let (since, until) = around_now()?;
    let told = table.window(since, until).await?;
    let states = told.iter().map(|latest| (latest.quake.id.clone(), latest.quake.updated));
    let latest: BTreeMap<QuakeId, Timestamp> = states.collect();
    ensure!(told.len() == latest.len(), "{} items tell of {} events", told.len(), latest.len());
    Ok(latest)
}

/// A day back and an hour ahead: what a test sends is minutes old.
fn around_now() -> Result<(Timestamp, Timestamp)> {
    let now = Timestamp::now().as_second();
    Ok((Timestamp::from_second(now - 86_400)?, Timestamp::from_second(now + 3_600)?))
}
