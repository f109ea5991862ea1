//! The controls over HTTP do what the methods do.

use simulator::{How, Simulator};

use crate::client::{Answer, Listener, get, post, quiet};

async fn done(simulator: &Simulator, target: &str, body: &str) -> Answer {
    let answer = post(simulator, target, body).await;
    assert!((200..300).contains(&answer.status), "{target}: {answer:?}");
    answer
}

#[tokio::test]
async fn a_frame_is_ordered_and_found_in_the_ledger() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    let sent = done(&simulator, "/sim/emit", r#"{"mag":7.1,"region":"TEST"}"#).await.json();
    assert_eq!(listener.text().await, sent["raw"].as_str().unwrap());
    assert!(sent["raw"].as_str().unwrap().contains(r#""mag":7.1"#));
    done(&simulator, "/sim/emit", "").await;
    let ledger = get(&simulator, "/sim/ledger").await;
    let lines: Vec<serde_json::Value> = ledger.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0], sent);
    for key in [
        "sequence",
        "at",
        "unid",
        "lastupdate",
        "well_formed",
        "duplicate",
        "stale",
        "in_fdsn",
        "delivered_to",
        "fault",
        "raw",
    ] {
        assert!(lines[0].get(key).is_some(), "{key}");
    }
    assert_eq!(get(&simulator, "/sim/ledger?after=1").await.body.lines().count(), 1);
}

#[tokio::test]
async fn bursts_and_faults_are_ordered_and_summed_up() {
    let simulator = quiet().await;
    let burst = done(&simulator, "/sim/burst?count=100&malformed=0.05", "").await.json();
    assert_eq!((&burst["sent"], &burst["well_formed"], &burst["malformed"]), (&100.into(), &95.into(), &5.into()));
    let fault = done(&simulator, "/sim/fault", r#"{"fault":"update_before_create"}"#).await.json();
    assert_eq!((fault[0]["stale"].clone(), fault[1]["stale"].clone()), (false.into(), true.into()));
    let status = get(&simulator, "/sim/status").await.json();
    assert_eq!((&status["frames"], &status["well_formed"]), (&102.into(), &97.into()));
}

#[tokio::test]
async fn pause_resume_and_drop_reach_the_connections() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    done(&simulator, "/sim/pause", "").await;
    let unheard = done(&simulator, "/sim/emit", "").await.json();
    assert_eq!(unheard["delivered_to"], 0);
    done(&simulator, "/sim/resume", "").await;
    let heard = done(&simulator, "/sim/emit", "").await.json();
    assert_eq!(listener.text().await, heard["raw"].as_str().unwrap());
    done(&simulator, "/sim/drop?how=close&code=1011", "").await;
    assert!(listener.next().await.unwrap().unwrap().is_close());
    done(&simulator, "/sim/drop?how=reset", "").await;
    simulator.drop_connections(How::Silence).unwrap();
}

#[tokio::test]
async fn senseless_orders_are_answered_with_400_and_a_reason() {
    let simulator = quiet().await;
    for (target, body, reason) in [
        ("/sim/emit", r#"{"mag":99}"#, "magnitude"),
        ("/sim/emit", r#"{"colour":"red"}"#, "colour"),
        ("/sim/emit", r#"{"id":"a/b"}"#, "id"),
        ("/sim/fault", r#"{"fault":"flood"}"#, "duplicate"),
        ("/sim/fault", "", "null"),
        ("/sim/drop?how=softly", "", "hangup"),
        ("/sim/drop?how=close&code=7", "", "code"),
        ("/sim/burst?count=10&malformed=2", "", "share"),
    ] {
        let answer = post(&simulator, target, body).await;
        assert!(answer.status == 400 && answer.body.contains(reason), "{target} {body}: {answer:?}");
    }
}
