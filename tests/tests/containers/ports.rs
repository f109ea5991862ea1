//! Whoever is asked at a port listens there: in settings, health checks, the balancer, Prometheus' targets, Alloy.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use e2e::balancer::NGINX;
use e2e::compose::deployment;
use e2e::compose::dockerfile::Dockerfile;
use e2e::compose::files::Files;
use e2e::compose::stack::{Service, Stack, texts};
use serde_json::Value;

/// Where others' programs listen unless they are told otherwise.
const USUAL: [(&str, u16); 4] =
    [("amazon/dynamodb-local", 8000), ("prom/prometheus", 9090), ("grafana/grafana", 3000), ("kafbat/kafka-ui", 8080)];

fn complaints(files: &Files) -> Vec<String> {
    let dockerfile = Dockerfile::read(files);
    let mut complaints = Vec::new();
    for deployment in deployment::all(files) {
        let stack = Stack::read(files, &deployment);
        let hosts = hosts(&stack, files, &dockerfile);
        for (name, service) in &stack.services {
            let own = &hosts[name];
            let mut wrong = |what: String| complaints.push(format!("{}, {name}: {what}", deployment.name));
            if own.is_empty() && service.target() != Some("setup") {
                wrong("it is not known where it listens".to_owned());
            }
            for (host, port) in mentioned(service, files, &dockerfile) {
                let here = ["127.0.0.1", "0.0.0.0", "localhost", ""].contains(&host.as_str());
                match if here { Some(own) } else { hosts.get(&host) } {
                    Some(ports) if ports.contains(&port) => {}
                    Some(ports) => wrong(format!("{host}:{port} is named; listened to is {ports:?}")),
                    None if host.contains('.') => {}
                    None => wrong(format!("{host}:{port} is named, and there is no {host}")),
                }
            }
            for published in service.list("ports") {
                let inside = published.rsplit(':').next().and_then(|port| port.parse().ok());
                if !inside.is_some_and(|port| own.contains(&port)) {
                    wrong(format!("{published} is published, and it listens on {own:?}"));
                }
            }
            let exposed = service.target().and_then(|target| dockerfile.last(target, "EXPOSE"));
            if let Some(port) = exposed.filter(|port| !own.iter().any(|own| own.to_string() == **port)) {
                wrong(format!("its image exposes {port}, and it listens on {own:?}"));
            }
        }
    }
    complaints
}

/// Who can be reached by which name, and at which ports.
fn hosts(stack: &Stack, files: &Files, dockerfile: &Dockerfile) -> BTreeMap<String, Vec<u16>> {
    let mut hosts = BTreeMap::new();
    for (name, service) in &stack.services {
        let ports = listens(service, files, dockerfile);
        for alias in texts(&service.definition["networks"]["default"]["aliases"]) {
            hosts.insert(alias.to_owned(), ports.clone());
        }
        hosts.insert(name.clone(), ports);
    }
    hosts
}

/// Where a service listens, as its settings or its configuration say.
fn listens(service: &Service, files: &Files, dockerfile: &Dockerfile) -> Vec<u16> {
    let environment = service.environment(dockerfile);
    if service.target().is_some() {
        let values = environment.iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        return values
            .filter_map(|(name, value)| match value.parse::<SocketAddr>() {
                Ok(address) if address.ip().is_unspecified() => Some(address.port()),
                _ if name.ends_with("_PORT") => value.parse().ok(),
                _ => None,
            })
            .collect();
    }
    if let Some(Some(listeners)) = environment.get("KAFKA_LISTENERS") {
        return addresses(listeners).into_iter().map(|(_, port)| port).collect();
    }
    let image = service.text("image");
    if image.starts_with("nginxinc/nginx-unprivileged:") {
        let lines = files.text(NGINX).lines();
        let ports = lines.filter_map(|line| line.trim().strip_prefix("listen ")?.split([' ', ';']).next());
        return ports.filter_map(|port| port.parse().ok()).collect();
    }
    let usual = USUAL.iter().find(|(name, _)| image.starts_with(name)).map(|(_, port)| *port);
    let configured = || match image.split(':').next()? {
        "grafana/loki" => files.yaml("compose/config/loki.yaml")["server"]["http_listen_port"].as_u64(),
        "grafana/alloy" => service
            .list("command")
            .iter()
            .find_map(|word| word.strip_prefix("--server.http.listen-addr=")?.parse::<SocketAddr>().ok())
            .map(|address| address.port().into()),
        _ => None,
    };
    usual.or_else(|| configured().and_then(|port| port.try_into().ok())).into_iter().collect()
}

/// Every address in a service's settings, command, health check, and in the files that are mounted into it.
fn mentioned(service: &Service, files: &Files, dockerfile: &Dockerfile) -> Vec<(String, u16)> {
    let settings = service.environment(dockerfile).into_values().flatten();
    let words = ["command", "healthcheck"].map(|key| all_texts(&service.definition[key])).concat();
    let mounted =
        service.list("volumes").into_iter().filter_map(|volume| volume.split_once(':')).flat_map(|(from, _)| {
            let lines = files.below(from, "").flat_map(|(_, text)| text.lines());
            lines.filter(|line| !line.trim_start().starts_with(['#', '/'])).map(str::to_owned)
        });
    let mut found: Vec<_> = settings.chain(words).chain(mounted).flat_map(|text| addresses(&text)).collect();
    // Numbers are hosts of somewhere else.
    found.retain(|(host, _)| host.parse::<IpAddr>().map_or(true, |ip| ip.is_loopback() || ip.is_unspecified()));
    found
}

fn all_texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(all_texts).collect(),
        Value::Object(map) => map.values().flat_map(all_texts).collect(),
        _ => Vec::new(),
    }
}

/// `host:port` wherever it stands in a text, and bash's `/dev/tcp/host/port`.
fn addresses(text: &str) -> Vec<(String, u16)> {
    let text = text.replace("/dev/tcp/127.0.0.1/", " 127.0.0.1:");
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || ".:-".contains(c)));
    let address = |word: &str| {
        let (host, port) = word.rsplit_once(':')?;
        let named = host.is_empty() || host.starts_with(|c: char| c.is_ascii_alphanumeric());
        // Times have a colon too, and fewer digits after it.
        (named && port.len() >= 4).then(|| Some((host.to_owned(), port.parse().ok()?)))?
    };
    words.filter_map(address).collect()
}

#[test]
fn whoever_is_asked_at_a_port_listens_there() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn a_port_that_was_changed_in_one_place_only_is_noticed() {
    let files = Files::of_the_project();
    for (file, from, to, noticed) in [
        ("compose/services.yaml", "STATUS: 0.0.0.0:9101", "STATUS: 0.0.0.0:9111", "producer:9101 is named"),
        ("compose/Dockerfile", "EXPOSE 9102", "EXPOSE 9112", "exposes 9112"),
        ("compose/config/targets/frontend.yaml", "frontend-2:8080", "frontend-2:8081", "frontend-2:8081 is named"),
        ("compose/config/targets/frontend.yaml", "frontend-2", "frontend-3", "there is no frontend-3"),
        (NGINX, "frontend:8080", "frontend:8088", "frontend:8088 is named"),
        (NGINX, "listen 8080", "listen 8081", "127.0.0.1:8080 is named"),
        (NGINX, "listen 8082", "listen 8083", "8082 is published"),
        ("compose/config/loki.yaml", "http_listen_port: 3100", "http_listen_port: 3101", "loki:3100 is named"),
        ("compose/services.yaml", "/dev/tcp/127.0.0.1/9092", "/dev/tcp/127.0.0.1/9099", "127.0.0.1:9099 is named"),
        ("compose/compose.yaml", "http://dynamodb:8000", "http://dynamodb:8080", "dynamodb:8080 is named"),
        ("compose/compose.yaml", "-9090}:9090", "-9090}:9091", "is published"),
        (
            "grafana/provisioning/datasources/quakewire.yaml",
            "http://loki:3100",
            "http://loki:3110",
            "loki:3110 is named",
        ),
        ("compose/simulator.env", "ws://simulator:8190", "ws://simulator:8191", "simulator:8191 is named"),
        ("compose/three-brokers.env", "kafka-3:9092", "kafka-4:9092", "there is no kafka-4"),
        ("compose/host/broker.yaml", "HOSTS://:9094", "HOSTS://:9095", "127.0.0.1:9094 is named"),
        ("compose/host/broker.yaml", ":9093:9093", ":9093:9092", "9093:9092 is published"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}

#[test]
fn addresses_are_found_in_what_surrounds_them() {
    let found = addresses("1@kafka:9093,PLAINTEXT://:9092 http://loki:3100/x : </dev/tcp/127.0.0.1/8000 at 12:30");
    let expected = [("kafka", 9093), ("", 9092), ("loki", 3100), ("127.0.0.1", 8000)];
    assert_eq!(found, expected.map(|(host, port)| (host.to_owned(), port)));
}
