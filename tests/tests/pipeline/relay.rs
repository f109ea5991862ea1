//! We are a feed ourselves: whoever listens to EMSC, our own producer first of all, can listen to us.

use std::time::Duration;

use anyhow::{Result, ensure};
use backends::{Tier, tiers};
use e2e::{Rig, eventually, latest_sent, latest_stored, revisions_sent, revisions_stored};
use simulator::Spec;

const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_pipeline_behind_the_first_has_every_revision_and_what_happened_while_the_first_was_away() -> Result<()>
{
    let first = Rig::start(tiers()?[0]).await?;
    let (producer, consumer, frontend) = (first.producer().await?, first.consumer(), first.frontend().await?);
    let second = Rig::start_beside(Tier::Embedded).await?;
    let followers = [second.producer_behind(frontend.address)?, second.consumer()];
    // Until the relay is heard, what is sent comes by the other way only, where revisions that were revised are gone.
    eventually("the second producer to listen", PATIENCE, async || {
        let sent = first.feed.emit(&Spec::default())?;
        tokio::time::sleep(Duration::from_millis(200)).await;
        first.feed.emit(&Spec { id: Some(sent.id.to_string()), ..Spec::default() })?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let heard = revisions_stored(&second.table).await?;
        ensure!(heard.iter().filter(|(id, _)| *id == sent.id).count() == 2, "not yet");
        Ok(())
    })
    .await?;
    let before = revisions_sent(&first.feed.ledger());
    for _ in 0..30 {
        let sent = first.feed.emit(&Spec::default())?;
        first.feed.emit(&Spec { id: Some(sent.id.to_string()), mag: Some(5.0), ..Spec::default() })?;
    }
    eventually("every revision behind the relay", PATIENCE, async || {
        let stored = revisions_stored(&second.table).await?;
        let sent = revisions_sent(&first.feed.ledger());
        let missing = sent.difference(&before).filter(|revision| !stored.contains(*revision)).count();
        ensure!(missing == 0, "{missing} are missing");
        Ok(())
    })
    .await?;

    let address = frontend.address;
    frontend.stop().await?;
    for _ in 0..20 {
        first.feed.emit(&Spec::default())?;
    }
    first.all_stored(PATIENCE).await?;
    let frontend = first.frontend_at(address).await?;
    eventually("the latest of every event behind the relay", PATIENCE, async || {
        let (sent, stored) = (latest_sent(&first.feed.ledger()), latest_stored(&second.table).await?);
        let wrong = sent.iter().filter(|(id, updated)| stored.get(*id) != Some(updated)).count();
        ensure!(wrong == 0, "{wrong} are missing or stale");
        Ok(())
    })
    .await?;
    for service in followers {
        service.stop().await?;
    }
    frontend.stop().await?;
    producer.stop().await?;
    consumer.stop().await
}
