//! Who waits for whom: only for what is there, in a state it can reach.

use e2e::compose::deployment;
use e2e::compose::dockerfile::Dockerfile;
use e2e::compose::files::Files;
use e2e::compose::stack::Stack;

fn complaints(files: &Files) -> Vec<String> {
    let dockerfile = Dockerfile::read(files);
    let mut complaints = Vec::new();
    for deployment in deployment::all(files) {
        let stack = Stack::read(files, &deployment);
        for (name, service) in &stack.services {
            let mut wrong = |what: String| complaints.push(format!("{}, {name}: {what}", deployment.name));
            for (other, how) in service.definition["depends_on"].as_object().into_iter().flatten() {
                let Some(awaited) = stack.services.get(other) else {
                    wrong(format!("waits for {other}, which does not run"));
                    continue;
                };
                let once = awaited.text("restart") == "on-failure";
                let image = awaited.target().and_then(|target| dockerfile.last(target, "HEALTHCHECK"));
                let checked = image.is_some() || !awaited.healthcheck().is_empty();
                let reached = match how["condition"].as_str() {
                    Some("service_completed_successfully") => once,
                    Some("service_healthy") => checked && !once,
                    Some("service_started") => true,
                    _ => false,
                };
                if !reached {
                    wrong(format!("waits until {other} is {}, which it never is", how["condition"]));
                }
                // What only watches may be away.
                let watches = ["loki", "prometheus", "alloy", "grafana"];
                if watches.contains(&other.as_str()) && !watches.contains(&name.as_str()) {
                    wrong(format!("waits for {other}"));
                }
            }
        }
    }
    complaints
}

#[test]
fn nobody_waits_for_what_never_comes() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn waiting_for_ever_is_noticed() {
    let files = Files::of_the_project();
    let compose = "compose/compose.yaml";
    for (from, to, noticed) in [
        ("topics: {condition: service_completed_successfully}", "topics: {condition: service_healthy}", "never is"),
        ("kafka: {condition: service_healthy}", "kafka: {condition: service_completed_successfully}", "never is"),
        ("      kafka: {condition", "      kafka-2: {condition", "kafka-2, which does not run"),
        ("      frontend-2: {condition", "      loki: {condition", "waits for loki"),
    ] {
        let found = complaints(&files.with(compose, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}
