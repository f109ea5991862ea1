//! Messages on their way to a receiver that listens on 127.0.0.1.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use quake::record::Source;
use quake::{Quake, RecordPosition};

use super::*;
use crate::Settings;
use crate::rule::tests::{of, report, rule};
use crate::secret::Secret;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(30);
/// Some hundred times less than the usual one.
const HASTE: Patience = Patience {
    first: Duration::from_millis(10),
    longest: Duration::from_millis(100),
    asked: Duration::from_secs(2),
    total: Duration::from_secs(5),
};

pub(crate) fn record(quake: Quake) -> Record {
    let position = RecordPosition { time_ms: 0, partition: 0, offset: 0 };
    Record { received: quake.updated, quake, position, source: Some(Source::Websocket), trace: None }
}

/// What a receiver does with a request.
#[derive(Clone)]
enum Does {
    Answers(u16, &'static [(&'static str, &'static str)]),
    HangsUp,
    NeverAnswers,
    AnswersWithoutEnd,
}

#[derive(Clone)]
struct Request {
    headers: HeaderMap,
    body: Bytes,
    at: Instant,
}

impl Request {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// A receiver: does one thing after the other, and answers 200 to all that follows.
struct Receiver {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Receiver {
    async fn start(does: impl IntoIterator<Item = Does>) -> Self {
        let does: Arc<Mutex<VecDeque<Does>>> = Arc::new(Mutex::new(does.into_iter().collect()));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let answer = async move |headers: HeaderMap, body: Bytes| {
            kept.lock().unwrap().push(Request { headers, body, at: Instant::now() });
            let next = does.lock().unwrap().pop_front().unwrap_or(Does::Answers(200, &[]));
            act(next).await
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
        Self { address, requests }
    }

    fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    fn rule(&self, name: &str) -> Arc<Rule> {
        let url = format!("http://{}/hook?key=1", self.address);
        Arc::new(rule(&format!("[[rule]]\nname = \"{name}\"\nurl = \"{url}\"\nsecret = \"{SECRET}\"")))
    }
}

async fn act(does: Does) -> Response {
    match does {
        Does::Answers(status, headers) => {
            let mut response = StatusCode::from_u16(status).unwrap().into_response();
            for (name, value) in headers {
                response.headers_mut().insert(*name, value.parse().unwrap());
            }
            response
        }
        // A handler that panics takes its connection with it.
        Does::HangsUp => panic!("this receiver hangs up"),
        Does::NeverAnswers => std::future::pending().await,
        Does::AnswersWithoutEnd => {
            let piece = || Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 1000]));
            Body::from_stream(futures_util::stream::repeat_with(piece)).into_response()
        }
    }
}

fn client(private: bool) -> Client {
    Client::new(&Settings { private, ..Settings::default() }).unwrap()
}

/// All that is around the queues.
struct Office {
    sender: Sender,
    tasks: TaskTracker,
    stop: CancellationToken,
    taken: i64,
}

impl Office {
    fn open() -> Self {
        Self::with(client(true))
    }

    fn with(client: Client) -> Self {
        let site = Some("https://quakes.example/".parse().unwrap());
        let sender = Sender { client, site, progress: Progress::default(), patience: HASTE };
        Self { sender, tasks: TaskTracker::new(), stop: CancellationToken::new(), taken: 0 }
    }

    fn queue(&self, rule: &Arc<Rule>) -> Queue {
        Queue::open(rule, &self.sender, &self.tasks, &self.stop)
    }

    /// Puts a report into a queue, as if it had just been read from Kafka.
    fn put(&mut self, queue: &Queue, quake: &Quake) {
        let ticket = self.sender.progress.take(0, self.taken);
        self.taken += 1;
        let occasion = Occasion { first: true, meets: true };
        queue.put(Job { record: Arc::new(record(quake.clone())), occasion, ticket, since: Instant::now() });
    }

    fn in_hand(&self) -> usize {
        self.sender.progress.in_hand()
    }

    async fn until_done(&self) {
        let waiting = async {
            while self.in_hand() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(LONG, waiting).await.expect("all is done with in time");
    }
}

/// What becomes of one message at a receiver that does this.
async fn sent_to(does: impl IntoIterator<Item = Does>) -> (Receiver, Office, Queue) {
    let receiver = Receiver::start(does).await;
    let mut office = Office::open();
    let queue = office.queue(&receiver.rule("one"));
    office.put(&queue, &report("a", 0, 5.4));
    office.until_done().await;
    (receiver, office, queue)
}

#[tokio::test]
async fn a_webhook_is_signed_over_its_id_its_moment_and_its_body() {
    let (receiver, ..) = sent_to([]).await;
    let [request] = &receiver.requests()[..] else { panic!("not one request") };
    let (id, timestamp) = (request.header("webhook-id"), request.header("webhook-timestamp").parse::<i64>().unwrap());
    assert!((Timestamp::now().as_second() - timestamp).abs() < 60);
    let signature = Secret::read(SECRET).unwrap().signature(id, timestamp, &request.body);
    assert_eq!(request.header("webhook-signature"), signature);
    assert_eq!(request.header("content-type"), "application/cloudevents+json; charset=utf-8");
    assert!(request.header("user-agent").starts_with("quakewire-webhooks/"));
    let event: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!((&event["id"], &event["data"]["link"]), (&id.into(), &"https://quakes.example/event/a".into()));
}

/// The snippet is given to people; so it must be true to the letter.
#[tokio::test]
async fn the_snippet_of_the_manual_accepts_what_we_sign_and_nothing_else() {
    let manual = include_str!("../../../../docs/webhooks.md");
    let (_, snippet) = manual.split_once("```python\n").unwrap();
    let (snippet, _) = snippet.split_once("```").unwrap();
    let (receiver, ..) = sent_to([]).await;
    let request = receiver.requests().remove(0);
    let check = "
import sys
secret, body, moment = sys.argv[1], sys.argv[2].encode(), sys.argv[4]
headers = {'Webhook-Id': sys.argv[3], 'Webhook-Timestamp': moment, 'Webhook-Signature': sys.argv[5]}
assert verify(secret, headers, body)['subject'] == 'a'
headers['Webhook-Signature'] = 'v1,AAAA ' + sys.argv[5]
assert verify(secret, headers, body)['subject'] == 'a'
def refuses(secret, headers, body):
    try:
        verify(secret, headers, body)
    except ValueError:
        return True
assert refuses(secret, headers, body + b' ')
assert refuses('whsec_' + 'A' * 32, headers, body)
assert refuses(secret, {**headers, 'Webhook-Id': 'msg_other'}, body)
assert refuses(secret, {**headers, 'Webhook-Timestamp': str(int(moment) - 301)}, body)
assert refuses(secret, {**headers, 'Webhook-Signature': 'v1,AAAA'}, body)
";
    let body = std::str::from_utf8(&request.body).unwrap();
    let sent = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| request.header(name));
    let python = std::process::Command::new("python3")
        .args(["-c", &format!("{snippet}{check}"), SECRET, body])
        .args(sent)
        .output();
    match python {
        Ok(ran) => assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr)),
        Err(error) => eprintln!("NOT RUN in Python: {error}"),
    }
}

#[tokio::test]
async fn what_a_receiver_could_not_take_comes_again_under_the_same_id() {
    let does = [Does::Answers(500, &[]), Does::HangsUp, Does::Answers(503, &[]), Does::Answers(408, &[])];
    let (receiver, ..) = sent_to(does).await;
    let requests = receiver.requests();
    assert_eq!(requests.len(), 5);
    assert!(requests.iter().all(|request| request.header("webhook-id") == requests[0].header("webhook-id")));
    assert!(requests.iter().all(|request| request.body == requests[0].body));
}

#[tokio::test]
async fn a_receiver_that_asks_for_a_pause_gets_it_and_no_longer_one_than_is_good() {
    let (receiver, ..) = sent_to([Does::Answers(429, &[("retry-after", "1")])]).await;
    let [first, second] = &receiver.requests()[..] else { panic!("not two requests") };
    assert!(second.at - first.at >= Duration::from_secs(1));
    let (receiver, ..) = sent_to([Does::Answers(503, &[("retry-after", "86400")])]).await;
    let [first, second] = &receiver.requests()[..] else { panic!("not two requests") };
    assert!((Duration::from_secs(2)..LONG).contains(&(second.at - first.at)));
}

#[tokio::test]
async fn a_receiver_that_is_gone_hears_nothing_more() {
    let (receiver, mut office, queue) = sent_to([Does::Answers(410, &[])]).await;
    office.put(&queue, &report("b", 0, 5.4));
    office.until_done().await;
    assert_eq!(receiver.requests().len(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_sent_again_and_redirects_are_not_followed() {
    let elsewhere = Receiver::start([]).await;
    for status in [400, 401, 404, 413] {
        let (receiver, mut office, queue) = sent_to([Does::Answers(status, &[])]).await;
        assert_eq!(receiver.requests().len(), 1, "{status}");
        office.put(&queue, &report("b", 0, 5.4));
        office.until_done().await;
        assert_eq!(receiver.requests().len(), 2, "the next message is sent, after {status}");
    }
    for status in [301, 302, 303, 307, 308] {
        let location: &'static str = format!("http://{}/", elsewhere.address).leak();
        let headers: &'static [_] = vec![("location", location)].leak();
        let (receiver, ..) = sent_to([Does::Answers(status, headers)]).await;
        assert_eq!(receiver.requests().len(), 1, "{status}");
    }
    assert_eq!(elsewhere.requests().len(), 0);
}

#[tokio::test]
async fn a_slow_receiver_holds_up_nobody_else_and_the_record_waits_for_it() {
    let (slow, quick) = (Receiver::start([Does::NeverAnswers]).await, Receiver::start([]).await);
    let mut office = Office::open();
    let (slow_queue, quick_queue) = (office.queue(&slow.rule("slow")), office.queue(&quick.rule("quick")));
    let since = Instant::now();
    for id in ["a", "b", "c"] {
        office.put(&slow_queue, &report(id, 0, 5.4));
        office.put(&quick_queue, &report(id, 0, 5.4));
    }
    while quick.requests().len() < 3 {
        assert!(since.elapsed() < Duration::from_secs(5), "the quick one has to wait");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(office.in_hand() >= 3, "what the slow one has not taken is still in hand");
    assert_eq!(slow.requests().len(), 1);
}

#[tokio::test]
async fn a_revision_that_comes_twice_is_posted_once_and_its_next_one_again() {
    let receiver = Receiver::start([]).await;
    let mut office = Office::open();
    let queue = office.queue(&receiver.rule("one"));
    let (first, second) = (report("a", 1, 5.4), report("a", 2, 5.4));
    for quake in [&first, &first, &second, &first] {
        office.put(&queue, quake);
    }
    office.until_done().await;
    let requests = receiver.requests();
    assert_eq!(requests.len(), 2);
    assert_ne!(requests[0].header("webhook-id"), requests[1].header("webhook-id"));
}

#[tokio::test]
async fn a_receiver_that_stays_away_is_given_up_and_what_waited_has_one_try() {
    let receiver = Receiver::start(std::iter::repeat_n(Does::Answers(500, &[]), 10_000)).await;
    let mut office = Office::open();
    office.sender.patience.total = Duration::from_millis(300);
    let queue = office.queue(&receiver.rule("one"));
    office.put(&queue, &report("a", 0, 5.4));
    office.put(&queue, &report("b", 0, 5.4));
    office.until_done().await;
    let subjects: Vec<_> = receiver
        .requests()
        .iter()
        .map(|request| serde_json::from_slice::<serde_json::Value>(&request.body).unwrap()["subject"].to_string())
        .collect();
    let tries = |subject: &str| subjects.iter().filter(|found| *found == subject).count();
    assert!(tries("\"a\"") > 1 && tries("\"b\"") >= 1, "{subjects:?}");
}

#[tokio::test]
async fn more_than_a_queue_holds_is_given_up_at_once() {
    let receiver = Receiver::start([Does::NeverAnswers]).await;
    let mut office = Office::open();
    let queue = office.queue(&receiver.rule("one"));
    for n in 0..WAITING + 100 {
        office.put(&queue, &report(&format!("event-{n}"), 0, 5.4));
    }
    assert!((WAITING..=WAITING + 1).contains(&office.in_hand()));
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let since = Instant::now();
    let (receiver, ..) = sent_to([Does::AnswersWithoutEnd]).await;
    assert_eq!(receiver.requests().len(), 1);
    assert!(since.elapsed() < Duration::from_secs(5), "a try ends after 10 s, and this one before");
}

#[tokio::test]
async fn what_a_stop_interrupts_is_not_done_with() {
    let receiver = Receiver::start(std::iter::repeat_n(Does::Answers(500, &[]), 10_000)).await;
    let mut office = Office::open();
    let queue = office.queue(&receiver.rule("one"));
    office.put(&queue, &report("a", 0, 5.4));
    while receiver.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    office.stop.cancel();
    drop(queue);
    office.tasks.close();
    tokio::time::timeout(LONG, office.tasks.wait()).await.expect("the task ends");
    assert_eq!(office.in_hand(), 1);
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_posted_to() {
    let receiver = Receiver::start([]).await;
    let mut office = Office::with(client(false));
    let url = format!("http://localhost:{}/", receiver.address.port());
    let rule = rule(&format!("[[rule]]\nname = \"one\"\nurl = \"{url}\"\nsecret = \"{SECRET}\""));
    let queue = office.queue(&Arc::new(rule));
    office.put(&queue, &report("a", 0, 5.4));
    office.until_done().await;
    assert_eq!(receiver.requests().len(), 0);
    assert!(office.in_hand() == 0, "it is refused at once and not tried for ten minutes");
}

#[tokio::test]
async fn ntfy_gets_a_text_with_headers_and_the_topics_token() {
    let receiver = Receiver::start([]).await;
    let mut office = Office::open();
    let url = format!("http://{}/quakes", receiver.address);
    let rule = rule(&format!("[[rule]]\nname = \"phone\"\nkind = \"ntfy\"\nurl = \"{url}\"\ntoken = \"tk_1\""));
    let queue = office.queue(&Arc::new(rule));
    office.put(&queue, &of("a", 0, 6.6, "EMSC-RTS"));
    office.until_done().await;
    let request = receiver.requests().remove(0);
    for (name, value) in [
        ("title", "M 6.6 Fiji Region"),
        ("priority", "5"),
        ("tags", "warning"),
        ("click", "https://quakes.example/event/a"),
        ("authorization", "Bearer tk_1"),
    ] {
        assert_eq!(request.header(name), value);
    }
    assert!(!request.headers.contains_key("webhook-signature"));
    assert!(String::from_utf8_lossy(&request.body).contains("18.00° S 179.50° E, 10 km deep"));
}
