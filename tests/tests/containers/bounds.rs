//! What each container may do and use: rights, memory, processors, logs, health, and who can reach it.

use e2e::compose::deployment;
use e2e::compose::dockerfile::Dockerfile;
use e2e::compose::files::{Files, project};
use e2e::compose::stack::{Service, Stack};
use service::DRAIN_DEADLINE;

/// Whose root may be written to, and why.
const WRITABLE: [(&str, &str); 4] = [
    ("apache/kafka", "it writes its configuration beside its programs when it starts"),
    ("amazon/dynamodb-local", "its libraries unpack themselves"),
    ("grafana/grafana", "what it unpacks at its start could not be tried"),
    ("kafbat/kafka-ui", "Spring unpacks its libraries"),
];

fn complaints(files: &Files) -> Vec<String> {
    let dockerfile = Dockerfile::read(files);
    let mut complaints = Vec::new();
    for deployment in deployment::all(files) {
        let stack = Stack::read(files, &deployment);
        let local = deployment.file == "compose/compose.yaml";
        for (name, service) in &stack.services {
            let mut wrong = wrong_with(service, &dockerfile);
            wrong.extend(wrong_with_ports(service, if local { "127.0.0.1" } else { "10.0.1.7" }));
            wrong.extend(wrong_with_volumes(service, &stack, files));
            complaints.extend(wrong.into_iter().map(|what| format!("{}, {name}: {what}", deployment.name)));
        }
    }
    complaints
}

fn wrong_with(service: &Service, dockerfile: &Dockerfile) -> Vec<String> {
    let definition = &service.definition;
    let once = service.text("restart") == "on-failure";
    let image = service.text("image");
    let checked = !service.healthcheck().is_empty()
        || service.target().and_then(|target| dockerfile.last(target, "HEALTHCHECK")).is_some();
    let writable = WRITABLE.iter().any(|(name, _)| image.starts_with(name));
    let grace = service.text("stop_grace_period").trim_end_matches('s').parse().unwrap_or(10);
    let logs = service.definition["labels"]["org.quakewire.logs"].as_str();
    let pushes = definition["environment"]["QUAKEWIRE_LOKI_URL"].is_string() && service.target().is_some();
    [
        (!definition["mem_limit"].is_string(), "has no limit of memory"),
        (!definition["cpus"].is_number(), "has no limit of processors"),
        (service.list("cap_drop") != ["ALL"], "keeps capabilities"),
        (service.list("security_opt") != ["no-new-privileges:true"], "may gain privileges"),
        (!definition["privileged"].is_null() || !definition["cap_add"].is_null(), "has privileges"),
        (!definition["logging"]["options"]["max-size"].is_string(), "its log grows without end"),
        (!once && service.text("restart") != "unless-stopped", "is not started again"),
        (!once && !checked, "has no health check"),
        ((definition["read_only"] != true) != writable, "its root is not read-only, or is without need in the list"),
        (service.target().is_some() && grace <= DRAIN_DEADLINE.as_secs() + 2, "is killed before it has finished"),
        (logs != Some(if pushes { "pushed" } else { "collected" }), "its logs come twice, or not at all"),
    ]
    .into_iter()
    .filter(|(wrong, _)| *wrong)
    .map(|(_, what)| what.to_owned())
    .collect()
}

/// What is published is published on one address only.
fn wrong_with_ports(service: &Service, address: &str) -> Vec<String> {
    let ports = service.list("ports").into_iter().filter(|port| !port.starts_with(&format!("{address}:")));
    ports.map(|port| format!("{port} is published elsewhere than on {address}")).collect()
}

/// What is mounted exists, and what comes out of the project cannot be changed.
fn wrong_with_volumes(service: &Service, stack: &Stack, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    for volume in service.list("volumes") {
        let parts: Vec<&str> = volume.split(':').collect();
        let ours = parts[0].starts_with("compose/") || parts[0].starts_with("grafana/");
        let there = match parts[0] {
            source if source.starts_with('/') => true,
            // Made by the dashboards' build, which has tests of its own.
            source if source.starts_with("grafana/") => project().join(source).exists(),
            source if ours => files.below(source, "").next().is_some(),
            name => stack.volumes.iter().any(|volume| volume == name),
        };
        if !there {
            wrong.push(format!("{} is mounted, and is not there", parts[0]));
        }
        if ours && parts.get(2) != Some(&"ro") {
            wrong.push(format!("{} can be changed from within", parts[0]));
        }
    }
    wrong
}

#[test]
fn every_container_is_bounded_checked_and_reached_from_where_it_should_be() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn a_container_without_bounds_is_noticed() {
    let files = Files::of_the_project();
    for (file, from, to, noticed) in [
        ("compose/services.yaml", "    mem_limit: 768m\n", "", "no limit of memory"),
        ("compose/services.yaml", "  cap_drop: [ALL]\n", "", "keeps capabilities"),
        ("compose/services.yaml", "  security_opt: [\"no-new-privileges:true\"]\n", "", "may gain privileges"),
        ("compose/services.yaml", "stop_grace_period: 20s", "stop_grace_period: 10s", "killed before"),
        ("compose/services.yaml", "test: [\"CMD\", \"/usr/bin/loki\", \"-health\"]", "test: [NONE]", "no health check"),
        ("compose/services.yaml", "read_only: true", "read_only: false", "not read-only"),
        ("compose/services.yaml", "logs: pushed", "logs: collected", "come twice"),
        (
            "compose/services.yaml",
            "nginx.conf:/etc/nginx/nginx.conf:ro",
            "nginx.cfg:/etc/nginx/nginx.conf:ro",
            "not there",
        ),
        (
            "compose/services.yaml",
            "nginx.conf:/etc/nginx/nginx.conf:ro",
            "nginx.conf:/etc/nginx/nginx.conf",
            "changed from within",
        ),
        ("compose/compose.yaml", "${BIND_ADDRESS:-127.0.0.1}:", "", "published elsewhere"),
        ("compose/compose.yaml", "  dynamodb: {}\n", "", "dynamodb is mounted, and is not there"),
        ("compose/host/observability.yaml", "\"${PRIVATE_ADDRESS}:3000", "\"3000", "published elsewhere"),
        ("compose/host/broker.yaml", "- ${PRIVATE_ADDRESS}:9094", "- 0.0.0.0:9094", "published elsewhere"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}
