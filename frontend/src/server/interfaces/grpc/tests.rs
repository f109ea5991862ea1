//! The service over TCP, with a client as others have it.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use backends::{Ends, Tier};
use grpc::v1::earthquakes_client::EarthquakesClient;
use grpc::v1::reset::Reason;
use grpc::v1::watch_request::Start;
use grpc::v1::watch_response::Event;
use grpc::v1::{Box as Area, Filter, Order};
use grpc::{Code, Timestamp};
use jiff::SignedDuration;
use quake::{Quake, RecordPosition};
use store::Store;
use tokio::task::JoinHandle;
use tonic::Streaming;
use tonic::transport::{Channel, Endpoint};

use super::*;
use crate::server::changes::Change;
use crate::server::limit::Limits;
use crate::server::listener;
use crate::server::world::World;

const PATIENCE: Duration = Duration::from_secs(30);

struct Serving {
    address: SocketAddr,
    world: Arc<World>,
    readiness: Readiness,
    store: Store,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

async fn serving() -> Serving {
    let ends = Ends::of_a_test(Tier::Embedded).await.unwrap();
    let store = Store::connect(&ends.store).await;
    let world = Arc::new(World::new(30));
    let (readiness, stop) = (Readiness::default(), CancellationToken::new());
    let catalogue = Catalogue::new(Arc::clone(&world), store.clone());
    let routes = routes(catalogue, Limits::new(0, 0), readiness.clone(), stop.clone())
        .route("/", axum::routing::get(|| async { "here" }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(listener::serve(listener, routes, stop.clone()));
    Serving { address, world, readiness, store, stop, task }
}

impl Serving {
    fn loaded(&self) {
        self.world.loaded();
        self.readiness.ready();
    }

    async fn channel(&self) -> Channel {
        Endpoint::from_shared(format!("http://{}", self.address)).unwrap().connect().await.unwrap()
    }

    async fn client(&self) -> EarthquakesClient<Channel> {
        EarthquakesClient::new(self.channel().await)
    }

    async fn stop(self) {
        self.stop.cancel();
        self.world.hub().close();
        tokio::time::timeout(PATIENCE, self.task).await.expect("it ends").unwrap();
    }
}

/// A report; `second` says when the rupture began and when it was said.
fn quake(id: &str, second: i64, magnitude: Option<f64>) -> Quake {
    let time = quake::Timestamp::now() - SignedDuration::from_hours(1) + SignedDuration::from_secs(second);
    let magnitude = magnitude.map_or("null".to_owned(), |magnitude| magnitude.to_string());
    let feature = format!(
        r#"{{"id":"{id}","properties":{{"lastupdate":"{time}","time":"{time}","lat":1,"lon":2,"mag":{magnitude}}}}}"#
    );
    quake::emsc::parse_feature(&feature).unwrap()
}

/// When what is told in these tests was recorded: the second of an hour ago at which the first of them asked.
fn recorded_s() -> i64 {
    static RECORDED_S: LazyLock<i64> = LazyLock::new(|| quake::Timestamp::now().as_second() - 3_600);
    *RECORDED_S
}

fn change(id: &str, offset: i64, magnitude: f64) -> Change {
    let quake = quake(id, offset, Some(magnitude));
    let position = RecordPosition { time_ms: recorded_s() * 1_000 + offset, partition: 0, offset };
    Change { received: quake.updated, source: Some(quake::record::Source::Fdsn), trace: None, quake, position }
}

async fn heard(stream: &mut Streaming<WatchResponse>) -> Result<Event, Status> {
    let message = tokio::time::timeout(PATIENCE, stream.message()).await.expect("a message comes")?;
    Ok(message.expect("a stream ends with a reason").event.expect("a message says something"))
}

/// Which earthquake the next message tells of.
async fn told(stream: &mut Streaming<WatchResponse>) -> String {
    match heard(stream).await.unwrap() {
        Event::Change(change) => change.earthquake.unwrap().id,
        other => panic!("no change, but {other:?}"),
    }
}

fn from(token: &str) -> WatchRequest {
    WatchRequest { start: Some(Start::ResumeToken(token.to_owned())), ..WatchRequest::default() }
}

#[tokio::test]
async fn before_the_window_is_loaded_everything_is_unavailable_and_health_says_so() {
    let serving = serving().await;
    let mut client = serving.client().await;
    assert_eq!(client.watch(WatchRequest::default()).await.unwrap_err().code(), Code::Unavailable);
    assert_eq!(client.list(ListRequest::default()).await.unwrap_err().code(), Code::Unavailable);
    assert_eq!(client.get(GetRequest { id: "a".to_owned() }).await.unwrap_err().code(), Code::Unavailable);
    let mut health = grpc::health::HealthClient::new(serving.channel().await);
    let asked = |service: &str| grpc::health::HealthCheckRequest { service: service.to_owned() };
    let status = health.check(asked("")).await.unwrap().into_inner().status();
    assert_eq!(status, grpc::health::ServingStatus::NotServing);
    let mut watching = health.watch(asked(grpc::EARTHQUAKES)).await.unwrap().into_inner();
    serving.loaded();
    for expected in [grpc::health::ServingStatus::NotServing, grpc::health::ServingStatus::Serving] {
        assert_eq!(watching.message().await.unwrap().unwrap().status(), expected);
    }
    assert_eq!(health.check(asked("nobody")).await.unwrap_err().code(), Code::NotFound);
    serving.stop.cancel();
    assert_eq!(watching.message().await.unwrap().unwrap().status(), grpc::health::ServingStatus::NotServing);
    assert!(watching.message().await.unwrap().is_none());
    serving.stop().await;
}

#[tokio::test]
async fn one_watches_what_one_asked_for_comes_back_where_one_was_and_is_told_of_the_end() {
    let serving = serving().await;
    serving.loaded();
    let mut client = serving.client().await;
    let filter = Some(Filter { min_magnitude: Some(5.0), ..Filter::default() });
    let mut watching = client.watch(WatchRequest { filter, start: None }).await.unwrap().into_inner();
    let Event::Heartbeat(beginning) = heard(&mut watching).await.unwrap() else { panic!("a heartbeat comes first") };
    for (offset, (id, magnitude)) in [("small", 4.9), ("large", 5.0), ("larger", 6.0)].into_iter().enumerate() {
        serving.world.apply(&change(id, offset as i64, magnitude));
    }
    let Event::Change(large) = heard(&mut watching).await.unwrap() else { panic!("a change comes") };
    assert_eq!(large.earthquake.as_ref().unwrap().id, "large");
    assert_eq!((large.revision, large.recovered), (1, true));
    assert_eq!(told(&mut watching).await, "larger");

    let mut again = client.watch(from(&large.resume_token)).await.unwrap().into_inner();
    assert!(matches!(heard(&mut again).await, Ok(Event::Heartbeat(beat)) if beat.resume_token == large.resume_token));
    assert_eq!(told(&mut again).await, "larger");
    // With the very first token nothing is missed either.
    let mut all = client.watch(from(&beginning.resume_token)).await.unwrap().into_inner();
    heard(&mut all).await.unwrap();
    assert_eq!(told(&mut all).await, "small");

    let since = |seconds: i64| {
        let start = Some(Start::RecordedSince(Timestamp { seconds, nanos: 2_000_000 }));
        WatchRequest { start, filter: None }
    };
    let mut later = client.watch(since(recorded_s())).await.unwrap().into_inner();
    heard(&mut later).await.unwrap();
    assert_eq!(told(&mut later).await, "larger");
    assert_eq!(client.watch(since(1)).await.unwrap_err().code(), Code::InvalidArgument, "30 days are the most");

    let http = reqwest::get(format!("http://{}/", serving.address)).await.unwrap();
    assert_eq!(http.version(), reqwest::Version::HTTP_11);
    assert_eq!(http.text().await.unwrap(), "here");
    serving.stop().await;
    for stream in [&mut watching, &mut again, &mut later] {
        assert_eq!(heard(stream).await.unwrap_err().code(), Code::Unavailable);
    }
}

#[tokio::test]
async fn a_token_that_is_too_old_begins_with_a_reset_and_rubbish_with_an_error() {
    let serving = serving().await;
    serving.loaded();
    serving.world.hub().complete_since(100);
    let mut client = serving.client().await;
    let mut watching = client.watch(from("99-0")).await.unwrap().into_inner();
    let Event::Reset(reset) = heard(&mut watching).await.unwrap() else { panic!("a reset comes first") };
    assert_eq!(reset.reason(), Reason::TooOld);
    serving.world.apply(&change("a", 1, 5.0));
    assert!(matches!(heard(&mut watching).await, Ok(Event::Change(_))));
    assert_eq!(client.watch(from("yesterday")).await.unwrap_err().code(), Code::InvalidArgument);
    serving.stop().await;
}

#[tokio::test]
async fn a_quiet_stream_tells_where_it_stands() {
    let serving = serving().await;
    serving.loaded();
    let mut watching = serving.client().await.watch(WatchRequest::default()).await.unwrap().into_inner();
    heard(&mut watching).await.unwrap();
    serving.world.hub().beat();
    serving.world.hub().beat();
    assert!(matches!(heard(&mut watching).await, Ok(Event::Heartbeat(_))));
    serving.stop().await;
}

#[tokio::test]
async fn the_pages_of_every_order_have_each_earthquake_once_also_while_others_come() {
    let serving = serving().await;
    // The same moment for many, and no magnitude for some: only the id tells them apart.
    let moment = quake("x", 0, None);
    for number in 0..50 {
        let magnitude = (number % 5 > 0).then(|| f64::from(number % 5));
        let quake = Quake { time: moment.time, ..quake(&format!("q{number:02}"), 0, magnitude) };
        serving.world.load(quake, false);
    }
    serving.loaded();
    let mut client = serving.client().await;
    let since = Some(report::time(moment.time - SignedDuration::from_hours(1)));
    for order in [Order::Newest, Order::Oldest, Order::Largest, Order::Smallest] {
        let filter = Some(Filter { since, ..Filter::default() });
        let mut request = ListRequest { filter, order: order.into(), page_size: 7, ..ListRequest::default() };
        let mut ids = Vec::new();
        for page in 0.. {
            let answer = client.list(request.clone()).await.unwrap().into_inner();
            assert!(answer.earthquakes.len() <= 7);
            ids.extend(answer.earthquakes.into_iter().map(|earthquake| earthquake.id));
            // Comes before everything else in some orders.
            serving.world.load(quake(&format!("new-{order:?}-{page}"), page, Some(9.0)), false);
            request.page_token = answer.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        ids.retain(|id| id.starts_with('q'));
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!((ids.len(), distinct.len()), (50, 50), "{order:?}");
    }
    serving.stop().await;
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused_and_what_is_unknown_is_not_found() {
    let serving = serving().await;
    serving.loaded();
    let mut client = serving.client().await;
    let area = Some(Area { west: 0.0, south: 10.0, east: 1.0, north: -10.0 });
    for wrong in [
        ListRequest { page_size: 1_001, ..ListRequest::default() },
        ListRequest { order: 17, ..ListRequest::default() },
        ListRequest { page_token: "next".to_owned(), ..ListRequest::default() },
        ListRequest { filter: Some(Filter { r#box: area, ..Filter::default() }), ..ListRequest::default() },
    ] {
        assert_eq!(client.list(wrong.clone()).await.unwrap_err().code(), Code::InvalidArgument, "{wrong:?}");
    }
    let get = |id: &str| GetRequest { id: id.to_owned() };
    assert_eq!(client.get(get("a b")).await.unwrap_err().code(), Code::InvalidArgument);
    assert_eq!(client.get(get("20990101_0000001")).await.unwrap_err().code(), Code::NotFound);
    let long = client.list(ListRequest { page_token: "x".repeat(LONGEST), ..ListRequest::default() }).await;
    assert_eq!(long.unwrap_err().code(), Code::OutOfRange, "tonic's word for a message that is too long");
    serving.stop().await;
}

#[tokio::test]
async fn one_earthquake_comes_with_all_that_was_said_of_it() {
    let serving = serving().await;
    for (second, magnitude) in [(0, 5.1), (60, 5.4)] {
        let report = quake("twice", second, Some(magnitude));
        let position = RecordPosition { time_ms: second, partition: 0, offset: second };
        serving.store.record(&report, position, report.updated, None, None).await.unwrap();
    }
    let newest = quake("twice", 120, Some(5.5));
    serving.world.load(newest.clone(), false);
    serving.loaded();
    let answer = serving.client().await.get(GetRequest { id: "twice".to_owned() }).await.unwrap().into_inner();
    let magnitudes: Vec<_> = answer.revisions.iter().map(|report| report.magnitude.unwrap()).collect();
    assert_eq!(magnitudes, [5.1, 5.4, 5.5], "also what the table has not got yet");
    assert_eq!(answer.latest, Some(report::of(&newest)));
    serving.stop().await;
}
