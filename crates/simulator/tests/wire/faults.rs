//! Each fault that concerns frames does what it says, on the wire and in the ledger.

use std::time::{Duration, Instant};

use quake::emsc::{Action, parse_frame};
use simulator::{Fault, Malformation, Sent, Simulator};
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Listener, ask, quiet};

/// Orders the fault; what was sent, and that the listener heard exactly this as text.
async fn staged(simulator: &Simulator, fault: Fault) -> Vec<Sent> {
    let mut listener = Listener::connect(simulator).await;
    let sent = simulator.fault(&fault).unwrap();
    for entry in &sent {
        assert_eq!(listener.text().await, *entry.raw, "{fault:?}");
        assert_eq!(parse_frame(entry.raw.as_bytes()).is_ok(), entry.well_formed, "{fault:?}");
    }
    sent
}

fn action(sent: &Sent) -> Action {
    parse_frame(sent.raw.as_bytes()).unwrap().0
}

#[tokio::test]
async fn a_duplicate_is_the_same_frame_again() {
    let sent = staged(&quiet().await, Fault::Duplicate).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].raw, sent[1].raw);
    assert!(!sent[0].duplicate && sent[1].duplicate);
}

#[tokio::test]
async fn an_update_may_come_before_its_create() {
    let sent = staged(&quiet().await, Fault::UpdateBeforeCreate).await;
    assert_eq!([action(&sent[0]), action(&sent[1])], [Action::Update, Action::Create]);
    assert!(sent[0].id == sent[1].id && sent[0].updated > sent[1].updated);
    assert!(!sent[0].stale && sent[1].stale);
}

#[tokio::test]
async fn a_stale_update_is_a_third_revision_between_the_other_two() {
    let simulator = quiet().await;
    let sent = staged(&simulator, Fault::StaleUpdate).await;
    assert!(sent[0].updated < sent[2].updated && sent[2].updated < sent[1].updated);
    assert_eq!([sent[0].stale, sent[1].stale, sent[2].stale], [false, false, true]);
    let shown: Vec<bool> = simulator.ledger().iter().map(|entry| entry.in_fdsn).collect();
    assert_eq!(shown, [false, true, false], "the FDSN service shows the latest only");
}

#[tokio::test]
async fn malformed_frames_are_in_the_ledger_and_nowhere_else() {
    let simulator = quiet().await;
    for how in Malformation::ALL {
        let sent = staged(&simulator, Fault::Malformed { how }).await;
        assert_eq!((sent[0].well_formed, sent[0].fault), (false, Some(how.as_str())));
        assert_eq!(ask(&simulator, &format!("&eventid={}", sent[0].id)).await.status, 204);
    }
}

#[tokio::test]
async fn odd_frames_are_reports_all_the_same() {
    let simulator = quiet().await;
    for fault in [
        Fault::MissingMagnitude,
        Fault::NullMagnitude,
        Fault::ExtraFields,
        Fault::UnknownAction,
        Fault::Fragmented { parts: 5 },
        Fault::Padded { bytes: 65_536 },
        Fault::PrettyPrinted,
        Fault::SurfaceDepth { negative: true },
        Fault::SurfaceDepth { negative: false },
        Fault::SlowDrip { over: Duration::from_millis(20) },
    ] {
        let sent = staged(&simulator, fault.clone()).await;
        let (_, quake) = parse_frame(sent[0].raw.as_bytes()).unwrap();
        assert_eq!((&quake.id, quake.updated), (&sent[0].id, sent[0].updated), "{fault:?}");
        assert!(sent[0].well_formed && sent[0].in_fdsn);
    }
}

#[tokio::test]
async fn odd_frames_have_the_oddity_they_were_ordered_with() {
    let simulator = quiet().await;
    let raw = async |fault| staged(&simulator, fault).await[0].raw.to_string();
    assert!(!raw(Fault::MissingMagnitude).await.contains("\"mag"));
    assert!(raw(Fault::NullMagnitude).await.contains("\"mag\":null"));
    assert!(raw(Fault::ExtraFields).await.contains("\"reports\""));
    assert!(raw(Fault::UnknownAction).await.contains("\"action\":\"delete\""));
    assert_eq!(raw(Fault::Padded { bytes: 65_536 }).await.len(), 65_536);
    assert!(raw(Fault::PrettyPrinted).await.lines().count() > 20);
    assert!(raw(Fault::SurfaceDepth { negative: true }).await.contains(",-0.0]"));
    assert!(raw(Fault::SurfaceDepth { negative: false }).await.contains(",0.0]"));
}

#[tokio::test]
async fn a_binary_message_carries_a_good_report() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    let sent = simulator.fault(&Fault::Binary).unwrap();
    match listener.next().await {
        Some(Ok(Message::Binary(bytes))) => assert_eq!(bytes, sent[0].raw.as_bytes()),
        other => panic!("not binary: {other:?}"),
    }
}

#[tokio::test]
async fn a_dripping_frame_takes_its_time_and_the_next_one_waits() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    let start = Instant::now();
    simulator.fault(&Fault::SlowDrip { over: Duration::from_millis(300) }).unwrap();
    simulator.fault(&Fault::Duplicate).unwrap();
    for entry in simulator.ledger() {
        assert_eq!(listener.text().await, *entry.raw);
    }
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_burst_has_exactly_the_share_of_malformed_frames_that_was_ordered() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    let read = tokio::spawn(async move {
        let mut good = 0;
        for _ in 0..10_000 {
            good += u32::from(parse_frame(listener.text().await.as_bytes()).is_ok());
        }
        good
    });
    let sent = simulator.burst(10_000, 0.05).await.unwrap();
    assert_eq!(sent.len(), 10_000);
    assert_eq!(sent.iter().filter(|entry| entry.well_formed).count(), 9_500);
    let unique: std::collections::HashSet<_> = sent.iter().map(|entry| &entry.id).collect();
    assert_eq!(unique.len(), 10_000);
    assert!(sent.iter().all(|entry| entry.delivered_to == 1));
    assert_eq!(read.await.unwrap(), 9_500);
    let ways: std::collections::HashSet<_> = sent.iter().filter_map(|entry| entry.fault).collect();
    assert_eq!(ways.len(), Malformation::ALL.len());
}

#[tokio::test]
async fn senseless_orders_are_refused() {
    let simulator = quiet().await;
    assert!(simulator.burst(10, 1.5).await.is_err());
    assert!(simulator.burst(1_000_000, 0.0).await.is_err());
    assert!(simulator.fault(&Fault::Padded { bytes: 1 << 30 }).is_err());
    assert!(simulator.fault(&Fault::Fragmented { parts: 1 }).is_err());
    assert!(simulator.fault(&Fault::FdsnStatus { status: 200, times: 1, retry_after: None }).is_err());
    assert!(simulator.ledger().is_empty());
}
