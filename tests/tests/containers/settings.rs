//! Every setting, flag and program named in `compose/` exists in the code, and every value is understood.

use e2e::compose::deployment::{self, Deployment};
use e2e::compose::dockerfile::{Dockerfile, exec_form};
use e2e::compose::files::Files;
use e2e::compose::stack::{Service, Stack};
use e2e::programs;

/// Variables that are not settings of ours but are read by a library we use, and why they are set.
const LIBRARIES: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

fn complaints(files: &Files) -> Vec<String> {
    let dockerfile = Dockerfile::read(files);
    let mut complaints = Vec::new();
    for deployment in deployment::all(files) {
        for (name, service) in &Stack::read(files, &deployment).services {
            if service.target().is_some() {
                complaints.extend(wrong_with(&deployment, name, service, &dockerfile));
            }
        }
    }
    complaints
}

fn wrong_with(deployment: &Deployment, name: &str, service: &Service, dockerfile: &Dockerfile) -> Vec<String> {
    let target = service.target().unwrap_or_default();
    let entry = dockerfile.last(target, "ENTRYPOINT").and_then(exec_form).unwrap_or_default();
    let own = service.list("command").into_iter().map(str::to_owned);
    let words: Vec<String> = entry.into_iter().chain(own).collect();
    let probe = dockerfile.last(target, "HEALTHCHECK").and_then(|check| exec_form(check.split_once("CMD")?.1));

    let mut wrong: Vec<String> = programs::refusal(&words).into_iter().collect();
    wrong.extend(probe.and_then(|probe| programs::refusal(&probe)));
    let program = words.first().map_or("", String::as_str);
    for (variable, value) in service.environment(dockerfile) {
        if !LIBRARIES.contains(&variable.as_str()) {
            wrong.extend(programs::misunderstanding(program, &variable, value.as_deref()));
        }
    }
    wrong.into_iter().map(|what| format!("{}, {name}: {what}", deployment.name)).collect()
}

#[test]
fn every_setting_flag_and_program_exists_and_every_value_is_understood() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn what_the_code_does_not_know_is_noticed() {
    let files = Files::of_the_project();
    for (file, from, to, noticed) in [
        ("compose/services.yaml", "QUAKEWIRE_GROUP:", "QUAKEWIRE_CONSUMERS:", "no setting QUAKEWIRE_CONSUMERS"),
        ("compose/services.yaml", "command: [quakewire-table]", "command: [quakewire-tables]", "none of our programs"),
        ("compose/services.yaml", "_DAYS:-30}", "_DAYS:-a month}", "invalid value 'a month'"),
        ("compose/simulator.env", "UNENCRYPTED=true", "UNENCRYPTED=certainly", "invalid value 'certainly'"),
        ("compose/simulator.env", "ws://simulator:8190", "simulator", "invalid value"),
        ("compose/Dockerfile", "--healthcheck", "--health", "unexpected argument '--health'"),
        ("compose/Dockerfile", "QUAKEWIRE_SITE", "QUAKEWIRE_PAGES", "no setting QUAKEWIRE_PAGES"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}
