//! Each way in which a connection ends, or does not begin.

use std::io::ErrorKind;
use std::time::Duration;

use simulator::{Fault, How, Simulator, Spec};
use tokio::time::sleep;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{Error, Message, error::ProtocolError};

use crate::client::{Listener, quiet};

#[tokio::test]
async fn a_close_frame_carries_the_code_that_was_ordered() {
    let simulator = quiet().await;
    for code in [1000, 1001, 1011] {
        let mut listener = Listener::connect(&simulator).await;
        let sent = simulator.emit(&Spec::default()).unwrap();
        simulator.drop_connections(How::Close { code }).unwrap();
        assert_eq!(listener.text().await, *sent.raw, "what was sent before still comes");
        match listener.next().await {
            Some(Ok(Message::Close(Some(frame)))) => assert_eq!(u16::from(frame.code), code),
            other => panic!("no close frame: {other:?}"),
        }
        assert!(listener.next().await.is_none());
    }
}

#[tokio::test]
async fn a_hangup_is_an_end_without_a_close_frame() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    simulator.drop_connections(How::Hangup).unwrap();
    match listener.next().await {
        Some(Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake))) => {}
        other => panic!("not a hangup: {other:?}"),
    }
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    simulator.drop_connections(How::Reset).unwrap();
    match listener.next().await {
        Some(Err(Error::Io(error))) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        other => panic!("not a reset: {other:?}"),
    }
}

#[tokio::test]
async fn a_silent_connection_stays_open_and_answers_nothing() {
    let simulator = quiet().await;
    let mut listener = Listener::connect(&simulator).await;
    simulator.drop_connections(How::Silence).unwrap();
    let sent = simulator.emit(&Spec::default()).unwrap();
    assert_eq!(sent.delivered_to, 0);
    for _ in 0..3 {
        listener.ping().await.unwrap();
        assert!(listener.hears_nothing().await);
    }
    let status = simulator.status();
    assert_eq!((status.connections, status.silent_connections), (0, 1));
    let mut another = Listener::connect(&simulator).await;
    let sent = simulator.emit(&Spec::default()).unwrap();
    assert_eq!((another.text().await, sent.delivered_to), (sent.raw.to_string(), 1));
}

#[tokio::test]
async fn connections_told_to_end_no_longer_count() {
    let simulator = quiet().await;
    let _listener = Listener::connect(&simulator).await;
    assert_eq!(simulator.connections(), 1);
    simulator.drop_connections(How::Reset).unwrap();
    assert_eq!(simulator.emit(&Spec::default()).unwrap().delivered_to, 0);
}

async fn refusal(simulator: &Simulator) -> (u16, Option<String>) {
    match connect_async(simulator.websocket_url()).await {
        Err(Error::Http(answer)) => {
            let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
            (answer.status().as_u16(), retry_after)
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn the_next_upgrades_are_refused_and_then_no_more() {
    let simulator = quiet().await;
    simulator.fault(&Fault::RefuseUpgrades { status: 502, attempts: 2, retry_after: None }).unwrap();
    assert_eq!(refusal(&simulator).await, (502, None));
    assert_eq!(refusal(&simulator).await, (502, None));
    Listener::connect(&simulator).await;
    simulator.fault(&Fault::RefuseUpgrades { status: 429, attempts: 9, retry_after: Some(7) }).unwrap();
    assert_eq!(refusal(&simulator).await, (429, Some("7".to_owned())));
    simulator.fault(&Fault::Clear).unwrap();
    Listener::connect(&simulator).await;
    assert_eq!((simulator.status().accepted, simulator.status().refused), (2, 3));
}

#[tokio::test]
async fn who_sends_no_ping_in_time_is_hung_up_on() {
    let simulator = quiet().await;
    let (mut lively, mut lazy) = (Listener::connect(&simulator).await, Listener::connect(&simulator).await);
    simulator.fault(&Fault::RequirePings { within: Duration::from_millis(400) }).unwrap();
    for _ in 0..12 {
        lively.ping().await.unwrap();
        sleep(Duration::from_millis(50)).await;
    }
    assert!(matches!(lazy.next().await, Some(Err(_)) | None));
    assert_eq!(simulator.connections(), 1);
    let sent = simulator.emit(&Spec::default()).unwrap();
    assert_eq!(lively.text().await, *sent.raw);
}
