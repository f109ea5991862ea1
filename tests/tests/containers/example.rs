//! `.env.example` names every variable of the compose files, and no other, with the value that is taken without it.

use std::collections::{BTreeMap, BTreeSet};

use clap::ArgAction;
use e2e::compose::deployment;
use e2e::compose::files::Files;
use e2e::compose::variables;
use e2e::programs;
use serde_json::Value;

const EXAMPLE: &str = "compose/.env.example";
const TEMPLATES: [&str; 2] = ["compose/simulator.env", "compose/three-brokers.env"];

/// Read by compose itself.
const OF_COMPOSE: [&str; 2] = ["COMPOSE_PROJECT_NAME", "COMPOSE_PROFILES"];

/// Settings that have another default here than in the code, and why.
const DIFFERENT: [(&str, &str); 5] = [
    ("QUAKEWIRE_LOG_FORMAT", "machines read it"),
    ("QUAKEWIRE_KAFKA", "the broker is another container"),
    ("QUAKEWIRE_LOKI_URL", "there is a Loki"),
    ("QUAKEWIRE_REGION", "DynamoDB Local wants one, whichever"),
    ("QUAKEWIRE_PROXIES", "the balancer stands in front"),
];

/// Settings that cannot be set from outside, and why.
const FIXED: [(&str, &str); 12] = [
    ("QUAKEWIRE_PRODUCER_STATUS", "others know the port"),
    ("QUAKEWIRE_CONSUMER_STATUS", "others know the port"),
    ("QUAKEWIRE_LISTEN", "others know the port"),
    ("QUAKEWIRE_SITE", "it is in the image"),
    ("QUAKEWIRE_OVERLAYS", "they are in the image"),
    ("QUAKEWIRE_DYNAMODB", "there is one, or it is AWS"),
    ("QUAKEWIRE_FEED_CA", "no feed under a private authority is known"),
    ("QUAKEWIRE_WEBHOOKS", "the rules are a file that has to be brought in: docs/webhooks.md"),
    ("QUAKEWIRE_WEBHOOKS_CA", "the rules are a file that has to be brought in: docs/webhooks.md"),
    ("QUAKEWIRE_WEBHOOKS_RULES", "the rules are a file that has to be brought in: docs/webhooks.md"),
    ("QUAKEWIRE_WEBHOOKS_GROUP", "the rules are a file that has to be brought in: docs/webhooks.md"),
    ("QUAKEWIRE_WEBHOOKS_PRIVATE", "the rules are a file that has to be brought in: docs/webhooks.md"),
];

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    let used = used(files);
    let shown = shown(files.text(EXAMPLE));
    for (name, defaults) in &used {
        match shown.get(name) {
            None => complaints.push(format!("{name} is used and not explained")),
            Some(value) => complaints.extend(
                defaults
                    .iter()
                    .filter(|default| *default != value)
                    .map(|default| format!("{name} is shown as `{value}`, and without it `{default}` is taken")),
            ),
        }
    }
    for name in shown.keys().filter(|name| !OF_COMPOSE.contains(&name.as_str())) {
        if !used.contains_key(name) {
            complaints.push(format!("{name} is explained and not used"));
        }
    }
    for name in settings_in_code().filter(|name| !FIXED.iter().any(|(fixed, _)| fixed == name)) {
        if !used.contains_key(&name) {
            complaints.push(format!("{name} is a setting, and cannot be set"));
        }
    }
    for template in TEMPLATES {
        let set = deployment::variables(files, template);
        let unknown = set.into_keys().filter(|name| !shown.contains_key(name));
        complaints.extend(unknown.map(|name| format!("{template} sets {name}, which is not explained")));
    }
    for (name, value) in shown.iter().filter(|(name, _)| name.starts_with("QUAKEWIRE_")) {
        let defaults = defaults_in_code(name);
        if defaults.is_empty() && !in_grafana(files, name) {
            complaints.push(format!("{name} is no setting of any program"));
        }
        let other = defaults.iter().any(|default| default != value) && !value.is_empty();
        if other && !DIFFERENT.iter().any(|(different, _)| different == name) {
            complaints.push(format!("{name} is `{value}`, and in the code {defaults:?}"));
        }
    }
    complaints
}

/// The variables of the compose files, and what stands for each where it is not set.
fn used(files: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in files.below("compose/", ".yaml").filter(|(path, _)| !path.starts_with("compose/config/")) {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        for found in lines.flat_map(variables::uses) {
            used.entry(found.name).or_default().extend(found.default);
        }
        for name in passed_on(files.yaml(path)) {
            used.entry(name).or_default();
        }
    }
    used
}

/// Variables without a value, which compose takes from where it runs.
fn passed_on(value: &Value) -> Vec<String> {
    let Value::Object(map) = value else { return Vec::new() };
    let inner = map.values().flat_map(passed_on);
    let environment = map.get("environment").and_then(Value::as_object).into_iter().flatten();
    let without = environment.filter(|(_, value)| value.is_null()).map(|(name, _)| name.clone());
    inner.chain(without).collect()
}

/// The variables in the example, set or commented out, and the values shown.
fn shown(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(|line| line.strip_prefix('#').unwrap_or(line));
    let pairs = lines.filter_map(|line| line.split_once('='));
    let variable = |name: &str| name.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_');
    pairs.filter(|(name, _)| variable(name)).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The variables that the programs in the images read.
fn settings_in_code() -> impl Iterator<Item = String> {
    let programs = programs::NAMES.into_iter().filter_map(programs::command);
    let variables = programs.flat_map(|program| {
        let names = program.get_arguments().filter_map(|argument| argument.get_env()?.to_str());
        names.map(str::to_owned).collect::<Vec<_>>()
    });
    // The stand-in's faults are ordered while it runs.
    variables.filter(|name| name.starts_with("QUAKEWIRE_"))
}

/// Whether Grafana's provisioning asks for it.
fn in_grafana(files: &Files, variable: &str) -> bool {
    files.below("grafana/provisioning/", ".yaml").any(|(_, text)| text.contains(&format!("${variable}")))
}

/// What the programs that have this setting take without it; nothing is an empty text.
fn defaults_in_code(variable: &str) -> Vec<String> {
    let programs = programs::NAMES.into_iter().filter_map(programs::command);
    let mut defaults = Vec::new();
    for program in programs {
        let setting = program.get_arguments().find(|argument| argument.get_env() == Some(variable.as_ref()));
        defaults.extend(setting.map(|setting| {
            if matches!(setting.get_action(), ArgAction::SetTrue) {
                return "false".to_owned();
            }
            let values = setting.get_default_values().iter();
            values.map(|value| value.to_string_lossy()).collect::<Vec<_>>().join(",")
        }));
    }
    defaults
}

#[test]
fn every_variable_is_explained_with_the_value_that_is_taken_without_it() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn a_variable_that_is_unknown_to_one_side_is_noticed() {
    let files = Files::of_the_project();
    for (file, from, to, noticed) in [
        (EXAMPLE, "#PAGE_PORT=8080\n", "", "PAGE_PORT is used and not explained"),
        (EXAMPLE, "#PAGE_PORT=8080", "#PAGE_PORT=8088", "shown as `8088`, and without it `8080`"),
        (EXAMPLE, "#PAGE_PORT=8080", "#PAGE_PORT=8080\n#PAGE_COLOUR=red", "PAGE_COLOUR is explained and not used"),
        (EXAMPLE, "QUAKEWIRE_INSTANCE", "QUAKEWIRE_INSTANT", "QUAKEWIRE_INSTANCE is used and not explained"),
        (EXAMPLE, "QUAKEWIRE_INSTANCE", "QUAKEWIRE_INSTANT", "QUAKEWIRE_INSTANT is no setting"),
        ("compose/services.yaml", "_DAYS:-90}", "_DAYS:-91}", "without it `91` is taken"),
        (
            "compose/services.yaml",
            "${QUAKEWIRE_CHANGES:-auto}",
            "auto",
            "QUAKEWIRE_CHANGES is a setting, and cannot be",
        ),
        (TEMPLATES[0], "COMPOSE_PROFILES", "COMPOSE_PROFILE", "which is not explained"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
    let both = files.with(EXAMPLE, "_DAYS=90", "_DAYS=91").with("compose/services.yaml", "_DAYS:-90}", "_DAYS:-91}");
    let found = complaints(&both);
    assert!(found.iter().any(|what| what.contains("is `91`, and in the code [\"90\"]")), "{found:?}");
}
