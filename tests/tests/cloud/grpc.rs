//! gRPC at the balancer: each service of the frontend passes, nothing else does, and who is asked whether it is well says
//! so by a number.

use std::collections::BTreeSet;

use e2e::compose::files::Files;

use crate::hcl::{Module, attribute, inner, list, text, texts_in, written};
use crate::sources;

/// What the services are called in the code, and by clients.
const SERVICES: [(&str, &str); 4] = [
    ("EARTHQUAKES", grpc::EARTHQUAKES),
    ("HEALTH", grpc::HEALTH),
    ("V1", grpc::reflection::V1),
    ("V1ALPHA", grpc::reflection::V1ALPHA),
];
/// Of AWS: values in all conditions of a rule.
const VALUES: usize = 5;

fn complaints(files: &Files) -> Vec<String> {
    let web = Module::named(files, "web");
    let mut complaints = Vec::new();
    let mut wrong = |what: String| complaints.push(format!("{}: {what}", web.folder));
    let served = served(files);
    let passing: BTreeSet<String> = web.local("grpc_services").map(list).unwrap_or_default().into_iter().collect();
    for service in passing.difference(&served) {
        wrong(format!("{service} passes, and nobody serves it"));
    }
    for service in served.difference(&passing) {
        wrong(format!("{service} is served, and does not pass"));
    }
    if passing.len() > VALUES {
        wrong(format!("a rule has room for {VALUES} values, and there are {}", passing.len()));
    }
    let rules = web.blocks(&["resource", "aws_lb_listener_rule", "grpc"]);
    let patterns = rules.flat_map(|rule| inner(&rule.body, "condition")).flat_map(|it| inner(it, "path_pattern"));
    let patterns: Vec<_> = patterns.filter_map(|pattern| attribute(pattern, "values")).collect();
    let each = |values: &&hcl_edit::expr::Expression| {
        written(values).contains("local.grpc_services") && texts_in(values) == ["/*/*"]
    };
    if patterns.len() != 1 || !patterns.iter().all(each) {
        wrong("the rule's paths are not those of the services".to_owned());
    }
    let groups: Vec<_> = web.blocks(&["resource", "aws_lb_target_group", "grpc"]).map(|group| &group.body).collect();
    if groups.is_empty() {
        wrong("nobody is spoken to by gRPC".to_owned());
    }
    for group in groups {
        if attribute(group, "protocol_version").and_then(text).as_deref() != Some("GRPC") {
            wrong("tasks are not spoken to by gRPC".to_owned());
        }
        let asked = inner(group, "health_check").into_iter().find_map(|check| text(attribute(check, "path")?));
        wrong_with_health(files, &served, &asked.unwrap_or_default()).into_iter().for_each(&mut wrong);
    }
    complaints
}

/// The balancer reads the status of the answer, and not the answer.
fn wrong_with_health(files: &Files, served: &BTreeSet<String>, asked: &str) -> Option<String> {
    let (service, method) = asked.trim_start_matches('/').split_once('/').unwrap_or_default();
    let proto = files.text("proto/quakewire/v1/earthquakes.proto");
    let answered = |method: &str| {
        let mut methods = proto.lines().filter_map(|line| line.trim().strip_prefix("rpc "));
        // One that streams would not come to an end.
        methods.any(|rpc| rpc.starts_with(&format!("{method}(")) && !rpc.contains("(stream "))
    };
    if !served.contains(service) {
        Some(format!("tasks are asked whether they are well at {asked}, which nobody serves"))
    } else if service == grpc::HEALTH {
        Some(format!("{asked} says 0 also where a task is not ready: that is in its message, which is not read"))
    } else if service != grpc::EARTHQUAKES || !answered(method) {
        Some(format!("{asked} is no method that answers once"))
    } else {
        None
    }
}

/// The services of the frontend, as clients call them.
fn served(files: &Files) -> BTreeSet<String> {
    let names = sources::grpc_services(files, "frontend/src/server/interfaces/grpc.rs");
    assert!(!names.is_empty(), "the frontend serves no gRPC any more");
    let called = |name: &String| match SERVICES.iter().find(|(known, _)| known == name) {
        Some((_, called)) => (*called).to_owned(),
        None => format!("{name} (which has to be told to tests/tests/cloud/grpc.rs)"),
    };
    names.iter().map(called).collect()
}

#[test]
fn each_service_passes_the_balancer_and_nothing_else() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_service_that_does_not_pass_is_noticed() {
    let files = crate::files();
    let web = |from: &str, to: &str| crate::changed(&files, "web", from, to);
    for (files, noticed) in [
        (web("\"quakewire.v1.Earthquakes\",", ""), "quakewire.v1.Earthquakes is served, and does not pass"),
        (web("\"quakewire.v1.Earthquakes\",", "\"quakewire.v2.Earthquakes\","), "nobody serves it"),
        (web("\"grpc.health.v1.Health\",", "\"a.B\", \"c.D\", \"grpc.health.v1.Health\","), "room for 5 values"),
        (web(": \"/${service}/*\"]", ": \"/${service}\"]"), "not those of the services"),
        (web("in local.grpc_services : ", "in local.others : "), "not those of the services"),
        (web("protocol_version = \"GRPC\"", "protocol_version = \"HTTP2\""), "not spoken to by gRPC"),
        (web("v1.Earthquakes/List", "v1.Earthquakes/Lists"), "no method that answers once"),
        (web("v1.Earthquakes/List", "v1.Earthquakes/Watch"), "no method that answers once"),
        (web("quakewire.v1.Earthquakes/List", "grpc.health.v1.Health/Check"), "says 0 also where"),
        (web("quakewire.v1.Earthquakes/List", "AWS.ALB/healthcheck"), "which nobody serves"),
        // The other way about: the code changes.
        (
            files.with("frontend/src/server/interfaces/grpc.rs", "&at(reflection::V1ALPHA)", "&at(reflection::V2)"),
            "grpc.reflection.v1alpha.ServerReflection passes, and nobody",
        ),
        (
            files.with("proto/quakewire/v1/earthquakes.proto", "rpc List(", "rpc ListEarthquakes("),
            "no method that answers once",
        ),
    ] {
        let found = complaints(&files);
        assert!(found.iter().any(|what| what.contains(noticed)), "{noticed}: {found:?}");
    }
}
