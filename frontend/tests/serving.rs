//! The frontend's server over HTTP, on the embedded ends and on Apache Kafka with DynamoDB Local.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use backends::Ends;
use frontend::page::{Assets, AssetsError};
use frontend::server::{self, Config};
use quake::{RecordPosition, Timestamp};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use store::Store;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_mins(1);

/// A site of files that hold their names: what is tested here is the server, not what browsers run.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("assets")).unwrap();
    let mut files = serde_json::Map::new();
    loop {
        let manifest = serde_json::json!({ "files": files }).to_string();
        std::fs::write(folder.path().join("manifest.json"), manifest).unwrap();
        match Assets::load(folder.path()) {
            Ok(_) => return folder,
            Err(AssetsError::Missing(name)) => {
                let (stem, end) = name.rsplit_once('.').unwrap();
                let path = format!("{stem}.0123456789ab.{end}");
                std::fs::write(folder.path().join("assets").join(&path), &name).unwrap();
                let last = files.insert(name, serde_json::json!({ "path": path }));
                assert!(last.is_none(), "what is there is not missing");
            }
            Err(error) => panic!("{error}"),
        }
    }
}

struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
    _site: TempDir,
}

async fn start(ends: &Ends) -> Running {
    start_with(ends, |_| ()).await
}

async fn start_with(ends: &Ends, change: impl FnOnce(&mut Config)) -> Running {
    let site = site();
    let mut config = Config::new(ends.kafka.clone(), ends.store.clone(), site.path().to_owned());
    change(&mut config);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    Running { address, task: tokio::spawn(server::serve(config, listener, stop.clone())), stop, _site: site }
}

impl Running {
    async fn get(&self, path: &str) -> Response {
        reqwest::get(format!("http://{}{path}", self.address)).await.unwrap()
    }

    async fn ready(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.get("/readyz").await.status() != StatusCode::OK {
            assert!(Instant::now() < deadline, "the frontend is ready in time");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Tells what a page claims to have measured.
    async fn tell(&self, vitals: &str, kind: &str) -> StatusCode {
        let request = reqwest::Client::new().post(format!("http://{}/api/vitals", self.address));
        request.header("content-type", kind).body(vitals.to_owned()).send().await.unwrap().status()
    }

    /// The value of a metric, 0 before there is one. Other frontends in this process count into the same.
    async fn metric(&self, name: &str) -> u64 {
        let metrics = self.get("/metrics").await.text().await.unwrap();
        let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map_or(0, |value| value.parse().unwrap())
    }

    /// The ids that `/api/events` answers.
    async fn ids(&self, query: &str) -> Vec<String> {
        let answer: Value =
            serde_json::from_str(&self.get(&format!("/api/events{query}")).await.text().await.unwrap()).unwrap();
        let features = answer["features"].as_array().unwrap();
        features.iter().map(|feature| feature["id"].as_str().unwrap().to_owned()).collect()
    }

    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("the frontend stops").unwrap().unwrap();
    }
}

/// Three earthquakes of the last hours: near Fiji on both sides of the date line, and deep under Bolivia.
async fn filled(ends: &Ends) {
    let store = Store::connect(&ends.store).await;
    let places = [
        ("east", 1, 179.5, -18.0, 4.4, "550"),
        ("west", 2, -179.5, -18.0, 5.5, "10"),
        ("deep", 3, -65.0, -20.0, 6.5, "null"),
    ];
    for (offset, (id, hours, lon, lat, mag, depth)) in places.into_iter().enumerate() {
        let time = Timestamp::now() - jiff::SignedDuration::from_hours(hours);
        let feature = format!(
            r#"{{"id":"{id}","properties":{{"lastupdate":"{time}","time":"{time}","lat":{lat},"lon":{lon},"mag":{mag},"depth":{depth},"flynn_region":"REGION <{id}> & CO","auth":"T"}}}}"#
        );
        let quake = quake::emsc::parse_feature(&feature).unwrap();
        let position = RecordPosition { time_ms: time.as_millisecond(), partition: 0, offset: offset as i64 };
        store.record(&quake, position, time, None, None).await.unwrap();
    }
}

async fn on_each_tier(test: impl AsyncFn(Running)) {
    let tiers = tokio::task::spawn_blocking(backends::tiers).await.unwrap().unwrap();
    for tier in tiers {
        let ends = Ends::of_a_test(*tier).await.unwrap();
        filled(&ends).await;
        let frontend = start(&ends).await;
        frontend.ready().await;
        test(frontend).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_arrives_holds_the_earthquakes_and_trusts_nobody() {
    on_each_tier(async |frontend| {
        let page = frontend.get("/").await;
        assert_eq!(page.status(), StatusCode::OK);
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
        let html = page.text().await.unwrap();
        for part in ["REGION &lt;east&gt; &amp; CO", "<svg", "6.5", "/assets/style.0123456789ab.css"] {
            assert!(html.contains(part), "{part} is missing");
        }
        assert!(!html.contains("<east>"), "what the feed sends is text, never markup");
        let asset = frontend.get("/assets/style.0123456789ab.css").await;
        assert!(asset.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        let missing = frontend.get("/assets/style.of-yesterday.css").await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
        assert_eq!(missing.headers().get("cache-control"), None, "it may be there after the next deployment");
        assert_eq!(frontend.get("/nowhere").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(frontend.get("/assets/../manifest.json").await.status(), StatusCode::NOT_FOUND);
        frontend.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_browsers_know_by_its_address_keeps_it_and_is_asked_for_anew() {
    on_each_tier(async |frontend| {
        let files = [("/sw.js", "text/javascript"), ("/icon.svg", "image/svg+xml"), ("/icon-512.png", "image/png")];
        for (path, kind) in files {
            let file = frontend.get(path).await;
            assert_eq!(file.status(), StatusCode::OK, "{path}");
            assert_eq!(file.headers()["content-type"], kind, "{path}");
            assert_eq!(file.headers()["cache-control"], "no-cache", "{path}");
        }
        frontend.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_earthquake_has_a_page_of_its_own_and_what_is_none_is_told_kindly() {
    on_each_tier(async |frontend| {
        let page = frontend.get("/event/west").await;
        assert_eq!(page.status(), StatusCode::OK);
        assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
        let html = page.text().await.unwrap();
        let picture = format!("content=\"http://{}/event/west/preview.png\"", frontend.address);
        for part in ["REGION &lt;west&gt; &amp; CO", "Revision 1", "5.5", "No other event within 100 km", &picture] {
            assert!(html.contains(part), "{part} is missing");
        }
        assert!(!html.contains("<west>") && !html.contains("<script"));
        for (path, status) in [("/event/nobody", StatusCode::NOT_FOUND), ("/event/a%20b", StatusCode::BAD_REQUEST)] {
            let answer = frontend.get(path).await;
            assert_eq!(answer.status(), status, "{path}");
            assert!(answer.text().await.unwrap().contains("href=\"/\""), "{path} leads back to the map");
            assert_eq!(frontend.get(&format!("{path}/preview.png")).await.status(), status, "{path}'s picture");
        }
        frontend.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_are_pictures_that_need_not_be_fetched_twice() {
    on_each_tier(async |frontend| {
        for path in ["/event/deep/preview.png", "/preview.png"] {
            let answer = frontend.get(path).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            assert_eq!(answer.headers()["content-type"], "image/png");
            assert!(answer.headers()["cache-control"].to_str().unwrap().starts_with("public, max-age="));
            let tag = answer.headers()["etag"].clone();
            let bytes = answer.bytes().await.unwrap();
            // A PNG's header has its width and height in the third and fourth word after the signature.
            assert_eq!(&bytes[16..24], [0, 0, 0x04, 0xb0, 0, 0, 0x02, 0x76], "{path} is 1200 by 630");
            let client = reqwest::Client::new();
            let again = client.get(format!("http://{}{path}", frontend.address)).header("if-none-match", tag);
            let again = again.send().await.unwrap();
            let minute_passed = path == "/preview.png" && again.status() == StatusCode::OK;
            assert!(again.status() == StatusCode::NOT_MODIFIED || minute_passed, "{path}: {}", again.status());
        }
        frontend.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_answers_what_was_asked_for_and_says_what_it_does_not_understand() {
    on_each_tier(async |frontend| {
        assert_eq!(frontend.ids("").await, ["east", "west", "deep"], "newest first");
        assert_eq!(frontend.ids("?minmagnitude=5.5").await, ["west", "deep"], "bounds are inclusive");
        assert_eq!(frontend.ids("?mindepth=0&maxdepth=100").await, ["west"], "an unknown depth meets no bound");
        assert_eq!(frontend.ids("?bbox=170,-30,-170,-10").await, ["east", "west"], "across the date line");
        assert_eq!(frontend.ids("?limit=1").await, ["east"]);
        assert_eq!(frontend.ids("?days=0.1").await, ["east", "west"]);
        for (query, word) in [
            ("?magnitude=4", "magnitude"),
            ("?limit=x", "limit"),
            ("?since=then", "since"),
            ("?bbox=1,2,3", "bbox"),
            ("?minmagnitude=5&maxmagnitude=4", "maxmagnitude"),
            ("?limit=1&limit=2", "limit"),
        ] {
            let answer = frontend.get(&format!("/api/events{query}")).await;
            assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{query}");
            let text = answer.text().await.unwrap();
            assert!(text.contains(word), "{query}: {text}");
        }
        assert_eq!(frontend.get("/events?after=rubbish").await.status(), StatusCode::BAD_REQUEST);
        frontend.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_begins_with_its_position_and_is_left_as_it_is_by_every_proxy() {
    on_each_tier(async |frontend| {
        let mut stream = frontend.get("/events").await;
        let headers = stream.headers();
        assert_eq!(headers["content-type"], "text/event-stream");
        assert_eq!(headers["cache-control"], "no-store");
        assert!(!headers.contains_key("content-encoding"));
        let first = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
        assert!(first.starts_with("retry: ") && first.contains("\nid: "), "{first}");
        assert!(frontend.get("/metrics").await.text().await.unwrap().contains("quakewire_frontend_streams 1"));
        frontend.stop().await;
        assert_eq!(stream.chunk().await.unwrap(), None, "the stop ends it, so that the browser goes elsewhere");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_window_is_loaded_nobody_is_told_that_there_are_no_earthquakes() {
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let nowhere = Ends { store: store::Settings { table: "missing".to_owned(), ..ends.store.clone() }, ..ends };
    let frontend = start(&nowhere).await;
    let deadline = Instant::now() + PATIENCE;
    while !frontend.get("/readyz").await.text().await.unwrap().contains("no such table") {
        assert!(Instant::now() < deadline, "the reason is told in time");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(frontend.get("/healthz").await.status(), StatusCode::OK);
    let paths = ["/", "/events", "/api/events", "/event/a", "/event/a/preview.png", "/preview.png"];
    for path in paths {
        let answer = frontend.get(path).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.headers().contains_key("retry-after"), "{path}");
    }
    frontend.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_counted_by_its_route_and_nobody_makes_more_routes_by_asking() {
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    filled(&ends).await;
    let frontend = start(&ends).await;
    frontend.ready().await;
    let asked = [
        ("/", "page", "2xx"),
        ("/embed", "embed", "2xx"),
        ("/event/deep", "event", "2xx"),
        ("/event/nobody", "event", "4xx"),
        ("/event/deep/preview.png", "preview", "2xx"),
        ("/preview.png", "preview", "2xx"),
        ("/events", "stream", "2xx"),
        ("/api/events", "api", "2xx"),
        ("/api/clock", "api", "2xx"),
        ("/assets/style.0123456789ab.css", "asset", "2xx"),
        ("/assets/style.of-yesterday.css", "asset", "4xx"),
        ("/overlays", "asset", "2xx"),
        ("/sw.js", "asset", "2xx"),
        ("/icon.svg", "asset", "2xx"),
        ("/healthz", "other", "2xx"),
        ("/nowhere", "other", "4xx"),
        ("/event/a/b/c", "other", "4xx"),
    ];
    for (path, route, class) in asked {
        let name = format!("quakewire_frontend_responses_total{{route=\"{route}\",class=\"{class}\"}}");
        let before = frontend.metric(&name).await;
        let answer = frontend.get(path).await;
        assert_eq!(answer.status().as_u16() / 100, class[..1].parse::<u16>().unwrap(), "{path}");
        assert!(frontend.metric(&name).await > before, "{path} is counted as {route}, {class}");
    }
    let metrics = frontend.get("/metrics").await.text().await.unwrap();
    let routes = metrics.lines().filter_map(|line| line.strip_prefix("quakewire_frontend_responses_total{route=\""));
    let known = [
        "page", "embed", "event", "preview", "stream", "api", "fdsn", "feed", "relay", "ogc", "grpc", "docs", "asset",
        "other",
    ];
    for route in routes.filter_map(|rest| rest.split('"').next()) {
        assert!(known.contains(&route), "{route}");
    }
    frontend.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_measured_only_where_the_operator_asks_and_only_what_can_be_true_is_believed() {
    const TTFB: &str = "quakewire_frontend_web_vital_seconds_count{vital=\"ttfb\"}";
    const REFUSED: &str = "quakewire_frontend_vitals_refused_total";
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let silent = start(&ends).await;
    silent.ready().await;
    assert_eq!(silent.tell(r#"{"ttfb":12}"#, "application/json").await, StatusCode::NOT_FOUND);
    assert!(!silent.get("/").await.text().await.unwrap().contains("whole measured\""));
    silent.stop().await;

    let frontend = start_with(&ends, |config| config.measure_pages = true).await;
    frontend.ready().await;
    assert!(frontend.get("/").await.text().await.unwrap().contains("whole measured\""));
    let (measured, refused) = (frontend.metric(TTFB).await, frontend.metric(REFUSED).await);
    let told = frontend.tell(r#"{"ttfb":12,"fcp":150,"cls":0.012}"#, "application/json").await;
    assert_eq!(told, StatusCode::NO_CONTENT);
    assert_eq!(frontend.metric(TTFB).await, measured + 1);
    assert!(frontend.metric("quakewire_frontend_layout_shift_bucket{le=\"0.025\"}").await >= 1);
    let lies = [
        (r#"{"ttfb":-1}"#, "application/json"),
        (r#"{"ttfb":1,"who":"me"}"#, "application/json"),
        ("rubbish", "application/json"),
        // A form or a beacon of another site's page.
        (r#"{"ttfb":12}"#, "text/plain"),
        (&format!(r#"{{"ttfb":12{}}}"#, " ".repeat(1024)), "application/json"),
    ];
    for (lie, kind) in lies {
        assert_eq!(frontend.tell(lie, kind).await, StatusCode::BAD_REQUEST, "{lie} as {kind}");
    }
    assert_eq!(frontend.metric(REFUSED).await, refused + lies.len() as u64);
    assert_eq!(frontend.metric(TTFB).await, measured + 1);
    frontend.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_is_told_when_to_come_back_in_each_interface_s_own_words() {
    let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
    let frontend = start_with(&ends, |config| config.requests_per_second = 1).await;
    frontend.ready().await;
    for (path, said) in [
        ("/fdsnws/event/1/query?format=text", "error 429: too many requests\n\n"),
        ("/api/events", "too many requests"),
        ("/ogc/collections/earthquakes/items", "too many requests"),
        ("/earthquakes/feed/v1.0/summary/all_hour.geojson", "too many requests"),
    ] {
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(frontend.get(path).await);
        }
        let refused = answers.into_iter().find(|answer| answer.status() == StatusCode::TOO_MANY_REQUESTS);
        let refused = refused.unwrap_or_else(|| panic!("{path} may be asked eight times at once"));
        let seconds: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=3).contains(&seconds), "{seconds}");
        let text = refused.text().await.unwrap();
        assert!(text.to_lowercase().contains(said), "{path}: {text}");
    }
    // The page and its files are not limited.
    for _ in 0..20 {
        assert_eq!(frontend.get("/").await.status(), StatusCode::OK);
    }
    frontend.stop().await;
}
