//! The websocket when nothing is wrong.

use std::time::Duration;

use quake::Kind;
use quake::emsc::{Action, parse_frame};
use simulator::{Config, Fault, Simulator, Spec};
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Listener, SOON, ask, get, quiet};

#[tokio::test]
async fn a_frame_is_read_as_the_report_it_was_ordered_to_be() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    let order = Spec { mag: Some(6.4), lon: Some(28.5), lat: Some(40.1), depth: Some(7.0), ..Spec::default() };
    let sent = simulator.emit(&Spec { region: Some("WESTERN TURKEY".into()), ..order }).unwrap();
    assert_eq!(sent.delivered_to, 1);
    let text = listener.text().await;
    assert_eq!(text, *sent.raw);
    let (action, quake) = parse_frame(text.as_bytes()).unwrap();
    assert_eq!(action, Action::Create);
    assert_eq!((&quake.id, quake.updated), (&sent.id, sent.updated));
    assert_eq!((quake.magnitude_value(), quake.depth.unwrap().km()), (Some(6.4), 7.0));
    assert_eq!((quake.position.longitude(), quake.position.latitude()), (28.5, 40.1));
    assert_eq!(quake.region.raw(), "WESTERN TURKEY");
    assert!(quake.is_simulated());
    let age = Duration::try_from(quake.updated - quake.time).unwrap();
    assert!((20..=300).contains(&age.as_secs()), "{age:?}");
}

#[tokio::test]
async fn an_order_about_a_known_event_updates_it() {
    let simulator = quiet().await;
    let first = simulator.emit(&Spec::default()).unwrap();
    let again = Spec { id: Some(first.id.to_string()), mag: Some(5.5), ..Spec::default() };
    let second = simulator.emit(&again).unwrap();
    let (action, quake) = parse_frame(second.raw.as_bytes()).unwrap();
    assert_eq!((action, quake.magnitude_value()), (Action::Update, Some(5.5)));
    assert!(second.id == first.id && second.updated > first.updated && !second.stale);
    let stale = Spec { updated: Some(first.updated - Duration::from_secs(1)), ..again };
    assert!(simulator.emit(&stale).unwrap().stale);
}

#[tokio::test]
async fn an_order_is_an_earthquake_unless_it_says_otherwise() {
    let simulator = quiet().await;
    let kind = |spec: &Spec| parse_frame(simulator.emit(spec).unwrap().raw.as_bytes()).unwrap().1.event_type.kind();
    // As many as the week has, so that its quarry blasts had their turn.
    assert!((0..1800).all(|_| kind(&Spec::default()) == Kind::Earthquake));
    assert_eq!(kind(&Spec { evtype: Some("qb".into()), ..Spec::default() }), Kind::QuarryBlast);
}

#[tokio::test]
async fn one_revision_never_says_two_things() {
    let simulator = quiet().await;
    let sent = simulator.emit(&Spec::default()).unwrap();
    let same = Spec { id: Some(sent.id.to_string()), updated: Some(sent.updated), ..Spec::default() };
    assert!(simulator.emit(&same).unwrap().duplicate);
    let refusal = simulator.emit(&Spec { mag: Some(9.0), ..same }).unwrap_err();
    assert!(refusal.to_string().contains("another revision"), "{refusal}");
}

#[tokio::test]
async fn pings_are_answered() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    listener.ping().await.unwrap();
    let answer = futures_util::StreamExt::next(&mut listener.socket).await.unwrap().unwrap();
    assert_eq!(answer, Message::Pong("x".into()));
}

#[tokio::test]
async fn the_replay_sends_reports_of_its_own_accord() {
    let config = Config { interval: Some(Duration::from_millis(2)), history_days: 0, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    let mut listener = Listener::connect(&simulator).await;
    let mut updates = 0;
    for _ in 0..200 {
        let (action, quake) = parse_frame(listener.text().await.as_bytes()).unwrap();
        assert!(quake.is_simulated());
        updates += u32::from(action == Action::Update);
    }
    assert!(updates > 20, "{updates}");
    simulator.stop().await;
}

#[tokio::test]
async fn what_is_published_while_nobody_listens_or_while_paused_can_be_asked_for() {
    let simulator = quiet().await;
    let missed = simulator.emit(&Spec::default()).unwrap();
    let mut listener = Listener::connect(&simulator).await;
    simulator.pause();
    let unheard = simulator.emit(&Spec::default()).unwrap();
    simulator.resume();
    let heard = simulator.emit(&Spec::default()).unwrap();
    assert_eq!(listener.text().await, *heard.raw);
    for sent in [&missed, &unheard] {
        assert_eq!((sent.delivered_to, sent.in_fdsn), (0, true));
        assert_eq!(ask(&simulator, &format!("&eventid={}", sent.id)).await.status, 200);
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_is_dropped() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    for _ in 0..6 {
        // More than the kernel keeps for a reader.
        simulator.fault(&Fault::Padded { bytes: 4 << 20 }).unwrap();
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    for _ in 0..17_000 {
        simulator.emit(&Spec::default()).unwrap();
    }
    let mut read = 0;
    while let Some(Ok(_)) = listener.next().await {
        read += 1;
    }
    assert!(read < 17_000, "{read}");
    assert_eq!(simulator.connections(), 0);
}

#[tokio::test]
async fn what_is_no_websocket_request_is_told_so() {
    let simulator = quiet().await;
    assert_eq!(get(&simulator, "/standing_order/websocket").await.status, 426);
}

#[tokio::test]
async fn stopping_says_goodbye_and_frees_the_port() {
    let simulator = quiet().await;
    let address = simulator.address();
    let mut listener = Listener::connect(&simulator).await;
    assert!(simulator.wait_for_connections(1, SOON).await);
    let client = tokio::spawn(async move { listener.next().await });
    simulator.stop().await;
    match client.await.unwrap() {
        Some(Ok(Message::Close(Some(frame)))) => assert_eq!(u16::from(frame.code), 1001),
        other => panic!("no goodbye: {other:?}"),
    }
    let again = Config { listen: address, interval: None, history_days: 0, ..Config::default() };
    Simulator::start(again).await.unwrap();
}
