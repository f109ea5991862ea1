//! The whole way, before a Loki that answers as it is told.

use std::sync::Mutex;
use std::time::Instant;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use loki_api::logproto::PushRequest;
use loki_api::prost::Message;
use tracing::Dispatch;
use tracing::dispatcher::with_default;
use tracing_subscriber::layer::SubscriberExt;

use super::*;

/// A Loki that answers each push with the next status of the list, and with the last from then on; keeps the lines
/// of those it took.
struct Fake {
    address: Address,
    lines: Arc<Mutex<Vec<String>>>,
    pushes: Arc<Mutex<usize>>,
}

impl Fake {
    async fn that_answers(statuses: &'static [u16], pause: Duration) -> Self {
        let (lines, pushes) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(0)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let push = {
            let (lines, pushes) = (Arc::clone(&lines), Arc::clone(&pushes));
            post(move |body: Bytes| async move {
                tokio::time::sleep(pause).await;
                let status = {
                    let mut pushes = pushes.lock().unwrap();
                    *pushes += 1;
                    StatusCode::from_u16(statuses[(*pushes - 1).min(statuses.len() - 1)]).unwrap()
                };
                if status.is_success() {
                    let plain = snap::raw::Decoder::new().decompress_vec(&body).unwrap();
                    let request = PushRequest::decode(plain.as_slice()).unwrap();
                    let entries = request.streams.into_iter().flat_map(|stream| stream.entries);
                    lines.lock().unwrap().extend(entries.map(|entry| entry.line));
                }
                status
            })
        };
        let routes = axum::Router::new().route("/loki/api/v1/push", push);
        tokio::spawn(async { axum::serve(listener, routes.into_make_service()).await });
        Self { address, lines, pushes }
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn pushes(&self) -> usize {
        *self.pushes.lock().unwrap()
    }
}

/// The layer's subscriber, and the sending end.
fn start(loki: &Fake) -> (Dispatch, Loki) {
    let writer = Writer { service: "producer", environment: "test", instance: "here" };
    let (layer, sending) = Loki::start(writer, &loki.address).unwrap();
    (Dispatch::new(tracing_subscriber::registry().with(layer)), sending)
}

fn write(dispatch: &Dispatch, lines: usize) {
    with_default(dispatch, || (0..lines).for_each(|line| tracing::info!(line, "one of very many")));
}

fn read(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap()
}

async fn until(done: impl Fn() -> bool) {
    while !done() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn lines_reach_loki_with_the_fields_of_their_span() {
    let loki = Fake::that_answers(&[204], Duration::ZERO).await;
    let (dispatch, sending) = start(&loki);
    with_default(&dispatch, || {
        tracing::error_span!("report", unid = "20261120_0000001").in_scope(|| tracing::info!(offset = 7, "Published"));
    });
    sending.flush().await;
    let line = read(&loki.lines()[0]);
    assert_eq!((&line["message"], &line["unid"]), (&"Published".into(), &"20261120_0000001".into()));
    assert_eq!((&line["offset"], &line["instance"], &line["_spans"][0]), (&7.into(), &"here".into(), &"report".into()));
}

#[tokio::test]
async fn a_burst_reaches_a_loki_that_is_well_to_the_last_line() {
    let loki = Fake::that_answers(&[204], Duration::ZERO).await;
    let (dispatch, sending) = start(&loki);
    write(&dispatch, 20_000);
    sending.flush().await;
    assert_eq!(loki.lines().len(), 20_000);
}

#[tokio::test]
async fn a_loki_that_fails_and_comes_back_gets_every_line_in_order() {
    let loki = Fake::that_answers(&[500, 429, 204], Duration::ZERO).await;
    let (dispatch, sending) = start(&loki);
    write(&dispatch, 1_000);
    until(|| loki.lines().len() >= 1_000).await;
    sending.flush().await;
    let lines: Vec<_> = loki.lines().iter().map(|line| read(line)["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, (0..1_000).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_loki_that_accepts_and_never_answers_holds_up_neither_lines_nor_the_end() {
    let loki = Fake::that_answers(&[204], Duration::from_hours(1)).await;
    let (dispatch, sending) = start(&loki);
    write(&dispatch, 5_000);
    assert_eq!(sending.queue.lines(), 5_000, "all are kept");
    let before = Instant::now();
    sending.flush().await;
    assert!(before.elapsed() < FLUSH * 4, "the end of the process does not wait for Loki");
}

#[tokio::test]
async fn a_push_that_loki_refuses_is_given_up_and_the_next_one_goes() {
    let loki = Fake::that_answers(&[400, 204], Duration::ZERO).await;
    let (dispatch, sending) = start(&loki);
    write(&dispatch, 1);
    until(|| loki.pushes() > 0 && sending.queue.lines() == 0).await;
    write(&dispatch, 1);
    sending.flush().await;
    assert_eq!(loki.lines().len(), 1);
}

#[tokio::test]
async fn a_redirect_is_a_refusal_and_no_success() {
    let loki = Fake::that_answers(&[302], Duration::ZERO).await;
    let (dispatch, sending) = start(&loki);
    write(&dispatch, 3);
    until(|| sending.queue.lines() == 0).await;
    assert_eq!((loki.pushes(), sending.queue.told()), (1, 3));
}

/// Here what the sender itself says goes to Loki too, as it does in a service: that must not go on for ever.
#[test]
fn a_loki_that_refuses_everything_is_told_of_once() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (loki, dispatch, sending) = runtime.block_on(async {
        let loki = Fake::that_answers(&[400], Duration::ZERO).await;
        let (dispatch, sending) = start(&loki);
        (loki, dispatch, sending)
    });
    // On this thread the sender's task has the subscriber as well.
    with_default(&dispatch, || {
        runtime.block_on(async {
            write(&dispatch, 1);
            until(|| loki.pushes() >= 2).await;
            tokio::time::sleep(Duration::from_secs(2)).await;
            assert_eq!(loki.pushes(), 2, "the line, and the one that tells of it");
            sending.flush().await;
        });
    });
}
