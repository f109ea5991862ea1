//! What meets a rule is posted, however many frontends there are.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use backends::tiers;
use e2e::{Rig, eventually};
use simulator::Spec;
use tokio::net::TcpListener;

const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_frontends_together_post_what_meets_a_rule_and_what_comes_again_has_the_same_id() -> Result<()> {
    let told: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let kept = Arc::clone(&told);
    let receive = async move |headers: HeaderMap, body: String| {
        let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
        let event: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
        let subject = event["subject"].as_str().unwrap_or_default().to_owned();
        kept.lock().expect("nobody panics").push((id, subject));
        StatusCode::NO_CONTENT
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let receiver = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(receive)).await });
    let folder = tempfile::tempdir()?;
    let rules = folder.path().join("rules.toml");
    std::fs::write(
        &rules,
        format!(
            "[[rule]]\nname = \"strong\"\nurl = \"http://{receiver}/\"\nmin_magnitude = 6.0\nsimulated = true\n\
             secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n"
        ),
    )?;

    let rig = Rig::start(tiers()?[0]).await?;
    let (producer, consumer) = (rig.producer().await?, rig.consumer());
    let frontends = [rig.frontend_that_posts(&rules).await?, rig.frontend_that_posts(&rules).await?];
    let mut strong = Vec::new();
    for _ in 0..5 {
        strong.push(rig.feed.emit(&Spec { mag: Some(6.5), ..Spec::default() })?.id.to_string());
        rig.feed.emit(&Spec { mag: Some(4.0), ..Spec::default() })?;
    }
    let subjects =
        || -> Vec<String> { told.lock().expect("nobody panics").iter().map(|(_, subject)| subject.clone()).collect() };
    eventually("all that is strong to be posted", PATIENCE, async || {
        let missing = strong.iter().filter(|id| !subjects().contains(id)).count();
        ensure!(missing == 0, "{missing} are missing");
        Ok(())
    })
    .await?;
    // One more, so that what would come twice had its time.
    let last = rig.feed.emit(&Spec { mag: Some(7.0), ..Spec::default() })?.id.to_string();
    eventually("the last", PATIENCE, async || {
        subjects().iter().find(|id| **id == last).map(drop).context("it has not come")
    })
    .await?;
    strong.push(last);
    // While the second frontend joins, a report may be posted by both.
    let posted: BTreeSet<(String, String)> = told.lock().expect("nobody panics").iter().cloned().collect();
    let subjects: Vec<&String> = posted.iter().map(|(_, subject)| subject).collect();
    ensure!(posted.len() == strong.len(), "posted are {posted:?}, and strong were {strong:?}");
    ensure!(strong.iter().all(|id| subjects.contains(&id)), "posted are {posted:?}, and strong were {strong:?}");
    ensure!(posted.iter().all(|(id, _)| !id.is_empty()), "each has an id");
    for frontend in frontends {
        frontend.stop().await?;
    }
    producer.stop().await?;
    consumer.stop().await
}
