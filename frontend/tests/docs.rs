//! What `/openapi.json` and `/docs` promise is asked of a running frontend: every address there is answered, and every
//! answer is what the document says.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use backends::Ends;
use frontend::page::{Assets, AssetsError};
use frontend::server::{self, Config};
use quake::{RecordPosition, Timestamp};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use store::Store;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

const PATIENCE: Duration = Duration::from_mins(1);

/// A frontend with an earthquake, and what it says of itself.
struct Told {
    address: SocketAddr,
    document: Value,
    _site: TempDir,
    _ends: Ends,
}

impl Told {
    async fn new() -> Self {
        let ends = Ends::of_a_test(backends::Tier::Embedded).await.unwrap();
        let time = Timestamp::now() - jiff::SignedDuration::from_mins(10);
        let feature = format!(
            r#"{{"id":"20261121_0000001","properties":{{"lastupdate":"{time}","time":"{time}","lat":38,"lon":23.7,"mag":6.4,"depth":10}}}}"#
        );
        let quake = quake::emsc::parse_feature(&feature).unwrap();
        let position = RecordPosition { time_ms: time.as_millisecond(), partition: 0, offset: 0 };
        Store::connect(&ends.store).await.record(&quake, position, time, None, None).await.unwrap();
        let site = site();
        let mut config = Config::new(ends.kafka.clone(), ends.store.clone(), site.path().to_owned());
        // More is asked here at once than one address may.
        config.requests_per_second = 0;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(server::serve(config, listener, CancellationToken::new()));
        let mut told = Self { address, document: Value::Null, _site: site, _ends: ends };
        let deadline = Instant::now() + PATIENCE;
        while told.get("/readyz").await.status() != StatusCode::OK {
            assert!(Instant::now() < deadline, "the frontend is ready in time");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let answer = told.get("/openapi.json").await;
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        told.document = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        told
    }

    async fn get(&self, address: &str) -> Response {
        reqwest::get(format!("http://{}{address}", self.address)).await.unwrap()
    }

    /// The operation that an address is answered by.
    fn operation(&self, address: &str) -> Option<(&str, &Value)> {
        let path = address.split('?').next().unwrap();
        let fits = |pattern: &str| {
            let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
            pattern.len() == path.len() && pattern.iter().zip(path).all(|(p, each)| p.starts_with('{') || *p == each)
        };
        let paths = self.document["paths"].as_object().unwrap();
        paths.iter().find(|(pattern, _)| fits(pattern)).map(|(pattern, item)| (pattern.as_str(), &item["get"]))
    }

    /// Asks, and holds the answer to the document. Whether it was JSON with a schema of its own.
    async fn ask(&self, address: &str) -> bool {
        if address.starts_with("/ogc/") {
            // Its own document tells of it.
            assert_eq!(self.get(address).await.status(), StatusCode::OK, "{address}");
            return false;
        }
        let (path, operation) = self.operation(address).unwrap_or_else(|| panic!("{address} is not told of"));
        if operation["responses"].get("101").is_some() {
            return false;
        }
        let answer = self.get(address).await;
        let status = answer.status();
        assert!(status.is_success(), "{address}: {status} {}", answer.text().await.unwrap());
        let told = &operation["responses"][status.as_str()];
        assert!(told.is_object(), "{path} does not tell of {status}");
        let Some(kind) = answer.headers().get("content-type") else {
            assert!(told.get("content").is_none(), "{address} has no content type");
            return false;
        };
        let kind = kind.to_str().unwrap().split(';').next().unwrap().to_owned();
        let content = &told["content"][&kind];
        assert!(content.is_object(), "{path} does not tell of {kind}");
        if !kind.ends_with("json") {
            return false;
        }
        let mut schema = content["schema"].clone();
        schema["components"] = self.document["components"].clone();
        let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let wrong = validator.iter_errors(&answer).next().map(|error| error.to_string());
        assert_eq!(wrong, None, "{address}");
        true
    }
}

/// A site of files that hold their names.
fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut files = serde_json::Map::new();
    loop {
        let manifest = json!({ "files": files }).to_string();
        std::fs::write(folder.path().join("manifest.json"), manifest).unwrap();
        match Assets::load(folder.path()) {
            Ok(_) => return folder,
            Err(AssetsError::Missing(name)) => drop(files.insert(name.clone(), json!({ "path": name }))),
            Err(error) => panic!("{error}"),
        }
    }
}

/// What stands between two texts, each time.
fn between<'a>(text: &'a str, begin: &'a str, end: &'a [char]) -> impl Iterator<Item = &'a str> {
    text.split(begin).skip(1).map(move |rest| rest.split(end).next().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_parameter_of_the_document_may_be_asked_with_its_example() {
    let told = Told::new().await;
    let mut asked = 0;
    for (path, item) in told.document["paths"].as_object().unwrap() {
        let parameters = item["get"]["parameters"].as_array().unwrap();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let filled =
            parameters.iter().filter(|parameter| parameter["in"] == "path").fold(path.clone(), |path, each| {
                path.replace(&format!("{{{}}}", each["name"].as_str().unwrap()), &text(&each["example"]))
            });
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
            let example = text(&parameter["example"]);
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair(parameter["name"].as_str().unwrap(), &example)
                .finish();
            told.ask(&format!("{filled}?{query}")).await;
            asked += 1;
        }
    }
    assert!(asked > 40, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_on_the_page_is_answered_as_the_document_says() {
    let told = Told::new().await;
    let page = told.get("/docs").await;
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    let html = page.text().await.unwrap();
    assert!(html.contains("<html lang=\"en\"") && !html.contains("<script") && !html.contains(" style="));
    let plain = html.replace("&amp;", "&").replace("&quot;", "\"").replace("&#x27;", "'").replace("&gt;", ">");
    let links = between(&html, "href=\"/", &['"']).map(|rest| format!("/{}", rest.replace("&amp;", "&")));
    let site = format!("http://{}/", told.address);
    let hour_ago = format!("{:.0}", Timestamp::now() - jiff::SignedDuration::from_hours(1));
    // What a shell would put in is put in here.
    let plain = plain.split("$(date").enumerate().map(|(n, part)| match part.split_once(')') {
        Some((_, rest)) if n > 0 => format!("{hour_ago}{rest}"),
        _ => part.to_owned(),
    });
    let plain: String = plain.collect();
    let copied = between(&plain, &site, &['"', '\'', '<', ' ', '\n', '\\', ']']).map(|rest| format!("/{rest}"));
    let addresses: BTreeSet<_> = links.chain(copied).collect();
    let (mut asked, mut validated) = (0, 0);
    for address in &addresses {
        // The map and its files are no part of the API.
        if address == "/" || address.starts_with("/assets/") {
            continue;
        }
        asked += 1;
        validated += usize::from(told.ask(address).await);
    }
    assert!(asked > 15 && validated > 5, "{asked} asked, {validated} validated: {addresses:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_within_the_page_lead_somewhere() {
    let told = Told::new().await;
    let html = told.get("/docs").await.text().await.unwrap();
    let ids: Vec<_> = between(&html, " id=\"", &['"']).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id is there once: {ids:?}");
    for anchor in between(&html, "href=\"#", &['"']) {
        assert!(ids.contains(&anchor), "#{anchor} is nowhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_what_the_document_says() {
    let told = Told::new().await;
    let refused = [
        ("/api/events?limit=x", 400),
        ("/events?after=rubbish", 400),
        ("/standing_order/websocket", 400),
        ("/fdsnws/event/1/query?limit=0", 400),
        ("/fdsnws/event/1/query?minmagnitude=11.9&nodata=404", 404),
        ("/fdsnws/event/1/query?includeallorigins=true", 413),
        ("/event/nobody", 404),
        ("/event/a%20b", 400),
        ("/event/nobody/preview.png", 404),
        ("/overlays/plates.000000000000.geojson", 404),
    ];
    let long = format!("/fdsnws/event/1/query?eventid={}", "a".repeat(2_000));
    for (address, status) in refused.into_iter().chain([(long.as_str(), 414)]) {
        let answer = told.get(address).await;
        assert_eq!(answer.status().as_u16(), status, "{address}");
        let (path, operation) = told.operation(address).unwrap();
        let told = &operation["responses"][status.to_string()];
        assert!(told.is_object(), "{path} does not tell of {status}");
        if let Some(kind) = answer.headers().get("content-type") {
            let kind = kind.to_str().unwrap().split(';').next().unwrap();
            assert!(told["content"][kind].is_object(), "{path} does not tell of {kind} with {status}");
        }
    }
}
