//! The balancer lets streams be streams, and asks another frontend when one does not answer. What a real nginx makes of
//! it is tried in `tests/pipeline/balancer.rs`.

use e2e::balancer::NGINX;
use e2e::compose::deployment;
use e2e::compose::files::{Files, project};
use e2e::compose::stack::{Stack, texts};

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    let text = files.text(NGINX);
    for (line, why) in [
        ("proxy_buffering off;", "messages of a stream would wait for others"),
        ("proxy_http_version 1.1;", "HTTP/1.0 knows no streams"),
        ("proxy_set_header Upgrade $http_upgrade;", "the relay is a websocket"),
        ("proxy_set_header Connection $connection_upgrade;", "the relay is a websocket"),
        ("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", "all readers would be one address"),
        ("proxy_set_header Host $http_host;", "addresses in previews would name the frontend"),
        ("proxy_set_header X-Forwarded-Proto $scheme;", "they would not be https"),
        ("proxy_next_upstream error timeout http_502 http_503;", "a frontend that dies would be seen"),
        ("location = /metrics {", "metrics would be public"),
        ("grpc_pass grpc://$frontends;", "gRPC would not be passed on"),
        ("grpc_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", "all clients would be one address"),
        ("grpc_next_upstream error timeout;", "a frontend that has died would be seen"),
        ("error_page 500 502 503 504 = @unavailable;", "gRPC clients would have to guess what a page of HTML means"),
    ] {
        if !text.lines().any(|found| found.trim() == line) {
            complaints.push(format!("`{line}` is missing: {why}"));
        }
    }
    if ["ip_hash", "sticky", "hash $"].iter().any(|word| text.contains(word)) {
        complaints.push("a client would be bound to one frontend".to_owned());
    }
    let silence = longest_silence();
    // Of a stream of gRPC that says nothing the connection is pinged.
    for (name, silence) in [("proxy_read_timeout", silence), ("grpc_read_timeout", silence.max(ping()))] {
        let patience = setting(text, name).and_then(|value| value.strip_suffix('s')?.parse::<f64>().ok());
        if patience.is_none_or(|patience| patience < 2.0 * silence) {
            complaints.push(format!("{name}: a stream that is quiet for {silence} s is cut off after {patience:?} s"));
        }
    }
    complaints.extend(wrong_with_names(files, text));
    complaints
}

/// The name that stands for all frontends is shared by them, and the health check asks for what is there.
fn wrong_with_names(files: &Files, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let frontends = text.split_once("$frontends {").and_then(|(_, map)| setting(map, "default"));
    let frontends = frontends.and_then(|value| value.split(':').next()).unwrap_or_default();
    for deployment in deployment::all(files) {
        let stack = Stack::read(files, &deployment);
        let Some(balancer) = stack.services.get("balancer") else { continue };
        let named = stack.services.values().filter(|service| {
            texts(&service.definition["networks"]["default"]["aliases"]).any(|alias| alias == frontends)
        });
        if named.filter(|service| service.target() == Some("frontend")).count() < 2 {
            wrong.push(format!("{}: fewer than two frontends are called `{frontends}`", deployment.name));
        }
        let asked = balancer.healthcheck().last().and_then(|address| address.splitn(4, '/').nth(3)).unwrap_or_default();
        if !text.contains(&format!("location = /{asked} {{")) {
            wrong.push(format!("{}: the health check asks for /{asked}, which is not served", deployment.name));
        }
    }
    wrong
}

fn setting<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.trim().strip_prefix(name)?.trim().strip_suffix(';'))
}

/// Two beats of the frontend's hub, in seconds.
fn longest_silence() -> f64 {
    2.0 * number_in("frontend/src/server/stream.rs", "const BEAT: Duration = Duration::from_millis(") / 1000.0
}

/// After how many seconds of silence a frontend asks for a sign of life over HTTP/2.
fn ping() -> f64 {
    number_in("frontend/src/server/listener.rs", "const PING: Duration = Duration::from_secs(")
}

/// A constant that is nobody's business outside the frontend, so it is read in its source.
fn number_in(file: &str, before: &str) -> f64 {
    let source = std::fs::read_to_string(project().join(file)).expect("a source file can be read");
    let (_, rest) = source.split_once(before).unwrap_or_else(|| panic!("{file} has no `{before}`"));
    rest.split(')').next().expect("a number").replace('_', "").parse().expect("a number")
}

#[test]
fn the_balancer_lets_streams_be_streams() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn a_balancer_that_would_hold_streams_up_is_noticed() {
    let files = Files::of_the_project();
    for (file, from, to, noticed) in [
        (NGINX, "proxy_buffering off;", "proxy_buffering on;", "proxy_buffering off"),
        (NGINX, "proxy_read_timeout 60s;", "proxy_read_timeout 15s;", "proxy_read_timeout: a stream that is quiet"),
        (NGINX, "grpc_read_timeout 60s;", "grpc_read_timeout 45s;", "grpc_read_timeout: a stream that is quiet"),
        (NGINX, "grpc_set_header X-Forwarded-For", "grpc_set_header X-Forwarded", "all clients would be one address"),
        (NGINX, "frontend:8080;", "frontends:8080;", "fewer than two frontends are called `frontends`"),
        (NGINX, "/balancer/healthz", "/balancer/health", "which is not served"),
        (NGINX, "location = /metrics", "location = /metric", "metrics would be public"),
        ("compose/compose.yaml", "aliases: [frontend]", "aliases: [page]", "fewer than two frontends"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}
