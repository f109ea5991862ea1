//! Whether our containers are alive is asked by our programs themselves, as in `compose/Dockerfile`.

use e2e::compose::dockerfile::{Dockerfile, exec_form};
use e2e::compose::files::Files;
use e2e::programs;
use hcl_edit::expr::Expression;

use crate::hcl::{Module, Objects, item, list};

/// The modules that define tasks, and whose.
const MODULES: [(&str, &[&str]); 2] = [("web", &["frontend"]), ("worker", &["producer", "consumer"])];

fn complaints(files: &Files) -> Vec<String> {
    let dockerfile = Dockerfile::read(files);
    let mut complaints = Vec::new();
    for (name, services) in MODULES {
        let module = Module::named(files, name);
        let checks = checks(&module);
        let mut wrong = |what: String| complaints.push(format!("{}: {what}", module.folder));
        if checks.is_empty() {
            wrong("has no health check".to_owned());
        }
        for (check, service) in checks.iter().flat_map(|check| services.iter().map(move |service| (check, service))) {
            let command: Vec<String> = check.command.iter().map(|word| word.replace('*', service)).collect();
            let Some((how, words)) = command.split_first() else {
                wrong("a health check has no command".to_owned());
                continue;
            };
            if how != "CMD" {
                wrong(format!("the health check wants {how}, and the image has nothing but the program"));
            }
            if !words.iter().any(|word| word == "--healthcheck") {
                wrong(format!("{words:?} does not ask whether it is alive"));
            }
            if let Some(refusal) = programs::refusal(words) {
                wrong(format!("{words:?}: {refusal}"));
            }
            // Who knows better when to worry than the image? Both are ours.
            let image = dockerfile.last(service, "HEALTHCHECK").unwrap_or_default();
            let asked = image.split_once("CMD").and_then(|(_, command)| exec_form(command));
            if asked.as_deref() != Some(words) {
                wrong(format!("{words:?} is not what the image asks: {asked:?}"));
            }
            for (ours, theirs) in &check.times {
                if !image.contains(&format!("{theirs} ")) {
                    wrong(format!("{ours} is not the image's: {image}"));
                }
            }
        }
    }
    complaints
}

/// A health check as ECS is told.
struct Check {
    command: Vec<String>,
    /// How it is written here, and how in a Dockerfile.
    times: Vec<(String, String)>,
}

fn checks(module: &Module) -> Vec<Check> {
    let mut checks = Vec::new();
    module.visit(&mut Objects(&mut |object| {
        let Some(Expression::Object(check)) = item(object, "healthCheck") else { return };
        let said = |name| item(check, name).and_then(crate::hcl::text);
        let times = [
            ("interval", "--interval=*s"),
            ("timeout", "--timeout=*s"),
            ("retries", "--retries=*"),
            ("startPeriod", "--start-period=*s"),
        ];
        checks.push(Check {
            command: item(check, "command").map(list).unwrap_or_default(),
            times: times
                .into_iter()
                .filter_map(|(name, theirs)| {
                    let value = said(name)?;
                    Some((format!("{name} = {value}"), theirs.replace('*', &value)))
                })
                .collect(),
        });
    }));
    checks
}

#[test]
fn every_task_is_asked_whether_it_is_alive() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_health_check_that_asks_nothing_is_noticed() {
    let files = crate::files();
    for (module, from, to, noticed) in [
        ("web", "healthCheck", "healthChecks", "has no health check"),
        ("web", "\"--healthcheck\"", "\"--health\"", "unexpected argument"),
        ("web", "\"--healthcheck\"", "\"--version\"", "does not ask"),
        ("web", "\"CMD\"", "\"CMD-SHELL\"", "wants CMD-SHELL"),
        ("web", "interval = 5", "interval = 30", "interval = 30 is not the image's"),
        ("worker", "quakewire-${var.service}", "${var.service}", "none of our programs"),
    ] {
        let found = complaints(&crate::changed(&files, module, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
    let image = files.with("compose/Dockerfile", "--retries=3", "--retries=5");
    let found = complaints(&image);
    assert!(found.iter().any(|what| what.contains("retries = 3 is not the image's")), "{found:?}");
}
