//! Every setting that Terraform names exists, has a value that is understood, and none is missing.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use e2e::compose::files::Files;
use e2e::compose::variables;
use e2e::programs;
use hcl_edit::expr::{Expression, ObjectKey, ObjectValue};
use hcl_edit::visit::{self, Visit};

use crate::hcl::{Module, Pairs, attribute, key_text, text};

/// Those who have to be told something on AWS, because the default is meant for one machine.
struct Told {
    module: &'static str,
    /// By what they are told: a local value, or what a module is given as `environment`.
    by: &'static str,
    /// Who they are.
    programs: &'static [&'static str],
    settings: &'static [&'static str],
}

const TOLD: [Told; 7] = [
    Told {
        module: "web",
        by: "local.environment",
        programs: &["quakewire-frontend"],
        settings: &[
            "QUAKEWIRE_LISTEN",
            "QUAKEWIRE_TABLE",
            "QUAKEWIRE_REGION",
            "QUAKEWIRE_CHANGES",
            "QUAKEWIRE_KAFKA",
            "QUAKEWIRE_LOKI_URL",
            "QUAKEWIRE_LOG_FORMAT",
            "QUAKEWIRE_ENVIRONMENT",
            "QUAKEWIRE_PUBLIC_URL",
            "QUAKEWIRE_PROXIES",
        ],
    },
    // By Secrets Manager, where somebody wants webhooks.
    Told {
        module: "web",
        by: "local.secrets",
        programs: &["quakewire-frontend"],
        settings: &["QUAKEWIRE_WEBHOOKS_RULES"],
    },
    // Compose hands it on to all that run there.
    Told {
        module: "pipeline",
        by: "module.host",
        programs: &["quakewire-producer", "quakewire-consumer", "quakewire-topics"],
        settings: &[
            "QUAKEWIRE_TABLE",
            "QUAKEWIRE_REGION",
            "QUAKEWIRE_LOKI_URL",
            "QUAKEWIRE_ENVIRONMENT",
            "QUAKEWIRE_PARTITIONS",
            "QUAKEWIRE_REPLICATION",
        ],
    },
    Told {
        module: "pipeline",
        by: "module.producer",
        programs: &["quakewire-producer"],
        settings: &["QUAKEWIRE_KAFKA", "QUAKEWIRE_LOKI_URL", "QUAKEWIRE_ENVIRONMENT"],
    },
    Told {
        module: "pipeline",
        by: "module.consumer",
        programs: &["quakewire-consumer"],
        settings: &[
            "QUAKEWIRE_KAFKA",
            "QUAKEWIRE_TABLE",
            "QUAKEWIRE_REGION",
            "QUAKEWIRE_LOKI_URL",
            "QUAKEWIRE_ENVIRONMENT",
        ],
    },
    Told {
        module: "pipeline",
        by: "local.setup",
        programs: &["quakewire-topics"],
        settings: &[
            "QUAKEWIRE_KAFKA",
            "QUAKEWIRE_PARTITIONS",
            "QUAKEWIRE_REPLICATION",
            "QUAKEWIRE_LOKI_URL",
            "QUAKEWIRE_ENVIRONMENT",
        ],
    },
    // Added to what it is told by the module above.
    Told {
        module: "worker",
        by: "local.environment",
        programs: &["quakewire-producer", "quakewire-consumer"],
        settings: &["QUAKEWIRE_PRODUCER_STATUS", "QUAKEWIRE_CONSUMER_STATUS"],
    },
];

/// A setting where it is named: its name, with `*` for what is put in later, and its value where it is plain.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    name: String,
    value: Option<String>,
}

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    let of_compose = of_compose(files);
    let texts = files.below("terraform/", "").filter(|(path, _)| !path.starts_with("terraform/check/"));
    for (path, text) in texts {
        for Named { name, value } in named(text) {
            let known = programs_with(&name, &programs::NAMES).next().is_some();
            if !known && !of_compose.iter().any(|variable| fits(&name, variable)) {
                complaints.push(format!("{path}: {name} is no setting of anything"));
            }
            if let Some(value) = value {
                complaints.extend(misunderstandings(&name, &value).map(|what| format!("{path}: {what}")));
            }
        }
    }
    for module in Module::all(files) {
        module.visit(&mut Pairs(&mut |name: &str, value: &Expression| {
            let values = if name.starts_with("QUAKEWIRE_") { plain(&module, value) } else { Vec::new() };
            for what in values.iter().flat_map(|value| misunderstandings(name, value)) {
                complaints.push(format!("{}: {what}", module.folder));
            }
        }));
    }
    complaints.extend(wrong_with_told(files));
    complaints.extend(wrong_with_hosts(files, &of_compose));
    complaints
}

/// What somebody is not told, or is told and does not know.
fn wrong_with_told(files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    for Told { module, by, programs, settings } in TOLD {
        let module = Module::named(files, module);
        let said = match by.split_once('.') {
            Some(("module", name)) => {
                module.blocks(&["module", name]).next().and_then(|block| attribute(&block.body, "environment"))
            }
            Some(("local", name)) => module.local(name),
            _ => None,
        };
        let mut complain = |what: String| wrong.push(format!("{}, {by}: {what}", module.folder));
        let Some(said) = said else {
            complain("is not there, and told somebody something".to_owned());
            continue;
        };
        let said = names(&module, said);
        for setting in settings {
            if programs_with(setting, programs).next().is_none() {
                complain(format!("{setting} is to be said, which none of {programs:?} knows"));
            }
            if !said.iter().any(|name| fits(name, setting)) {
                complain(format!("does not say {setting}"));
            }
        }
        for name in said.iter().filter(|name| name.starts_with("QUAKEWIRE_")) {
            if programs_with(name, programs).next().is_none() {
                complain(format!("says {name}, which none of {programs:?} knows"));
            }
        }
    }
    wrong
}

/// What a host is told is asked for by its compose file, and what that has to be told is.
fn wrong_with_hosts(files: &Files, of_compose: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    let host = set_by(&Module::named(files, "host"), files);
    for module in Module::all(files) {
        for file in module.said("compose_file").iter().filter_map(|value| text(module.resolved(value))) {
            let path = format!("compose/{file}");
            if files.below(&path, "").next().is_none() {
                continue;
            }
            let own = set_by(&module, files);
            let lines = files.text(&path).lines().filter(|line| !line.trim_start().starts_with('#'));
            for needed in lines.flat_map(variables::uses).filter(|used| used.required) {
                if !own.contains(&needed.name) && !host.contains(&needed.name) {
                    wrong.push(format!("{}: {path} has to be told {}", module.folder, needed.name));
                }
            }
        }
        for block in module.blocks(&["module"]) {
            let to_host = attribute(&block.body, "source").and_then(text);
            let environment = attribute(&block.body, "environment");
            let (Some("../host"), Some(environment)) = (to_host.as_deref(), environment) else { continue };
            for name in names(&module, environment) {
                if !of_compose.contains(&name) {
                    let who = block.labels[0].as_str();
                    wrong.push(format!("{}: {who} is told {name}, and no compose file asks for it", module.folder));
                }
            }
        }
    }
    wrong
}

/// The variables that a value sets, and those that local values in it do.
fn names(module: &Module, value: &Expression) -> BTreeSet<String> {
    let mut names = Names { module, found: BTreeSet::new() };
    names.visit_expr(value);
    names.found
}

struct Names<'a> {
    module: &'a Module,
    found: BTreeSet<String>,
}

impl Visit for Names<'_> {
    fn visit_object_item(&mut self, key: &ObjectKey, value: &ObjectValue) {
        let variable = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || b"_*".contains(&c);
        self.found.extend(key_text(key).filter(|name| name.bytes().all(variable)));
        visit::visit_object_item(self, key, value);
    }

    fn visit_expr(&mut self, value: &Expression) {
        let meant = self.module.resolved(value);
        if std::ptr::eq(meant, value) {
            visit::visit_expr(self, value);
        } else {
            self.visit_expr(meant);
        }
    }
}

/// The plain values that a value can have: itself, or either of two.
fn plain(module: &Module, value: &Expression) -> Vec<String> {
    match module.resolved(value) {
        Expression::Conditional(choice) => {
            [&choice.true_expr, &choice.false_expr].into_iter().flat_map(|value| plain(module, value)).collect()
        }
        value => text(value).filter(|text| !text.contains('*')).into_iter().collect(),
    }
}

/// What the programs that have this setting say to this value.
fn misunderstandings(name: &str, value: &str) -> impl Iterator<Item = String> {
    programs_with(name, &programs::NAMES).filter_map(move |(program, setting)| {
        programs::misunderstanding(program, setting, Some(value)).map(|what| format!("{program}: {what}"))
    })
}

/// The settings of each program. They are asked for a thousand times.
static SETTINGS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let all = programs::NAMES.into_iter().flat_map(|program| {
        let command = programs::command(program).expect("one of ours");
        let names = command.get_arguments().filter_map(|argument| argument.get_env()?.to_str());
        names.map(|name| (program, name.to_owned())).collect::<Vec<_>>()
    });
    all.collect()
});

/// Who of these has such a setting, and what it is called in full.
fn programs_with<'a>(name: &'a str, among: &'a [&str]) -> impl Iterator<Item = (&'static str, &'static str)> + 'a {
    let all = SETTINGS.iter().map(|(program, setting)| (*program, setting.as_str()));
    all.filter(move |(program, setting)| among.contains(program) && fits(name, setting))
}

/// The variables of the compose files.
fn of_compose(files: &Files) -> BTreeSet<String> {
    let files = files.below("compose/", ".yaml").filter(|(path, _)| !path.starts_with("compose/config/"));
    let lines = files.flat_map(|(_, text)| text.lines()).filter(|line| !line.trim_start().starts_with('#'));
    let mut names: BTreeSet<String> = BTreeSet::new();
    for line in lines {
        names.extend(variables::uses(line).into_iter().map(|used| used.name));
        // Without a value it is passed on.
        let passed_on = line.trim().strip_suffix(':').filter(|name| {
            !name.is_empty() && name.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_')
        });
        names.extend(passed_on.map(str::to_owned));
    }
    names
}

/// The variables that a module sets, in itself or in what it runs on a host.
fn set_by(module: &Module, files: &Files) -> BTreeSet<String> {
    let mut set = BTreeSet::new();
    module.visit(&mut Pairs(&mut |name: &str, _: &Expression| {
        set.insert(name.to_owned());
    }));
    let folder = format!("{}/", module.folder);
    let lines = files.below(&folder, ".tftpl").flat_map(|(_, text)| text.lines());
    for line in lines.filter(|line| !line.trim_start().starts_with('#')) {
        let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        set.extend(words.map(str::to_owned));
    }
    set
}

/// The settings that a text names, and the values of those that are set as a shell does.
fn named(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("QUAKEWIRE_") {
        let begins = !rest[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        rest = &rest[at..];
        let mut name = String::new();
        loop {
            let end = rest.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            name.push_str(word);
            rest = after;
            let Some((_, after)) = rest.strip_prefix("${").and_then(|inside| inside.split_once('}')) else { break };
            name.push('*');
            rest = after;
        }
        let value = rest.strip_prefix('=').map(|after| {
            let quote = after.chars().next().filter(|c| "'\"".contains(*c));
            match quote {
                Some(quote) => after[1..].split(quote).next().unwrap_or_default(),
                None => after.split(|c: char| c.is_whitespace() || "\"'`),;".contains(c)).next().unwrap_or_default(),
            }
        });
        // What begins so is no name: QUAKEWIRE_….
        if begins && name != "QUAKEWIRE_" {
            let plain = value.filter(|value| !value.contains(['$', '%', '…']) && !value.is_empty());
            found.push(Named { name, value: plain.map(str::to_owned) });
        }
    }
    found
}

/// Whether a name with a `*` for something can be this one.
fn fits(name: &str, whole: &str) -> bool {
    match name.split_once('*') {
        Some((begin, end)) => {
            whole.len() >= begin.len() + end.len() && whole.starts_with(begin) && whole.ends_with(end)
        }
        None => name == whole,
    }
}

#[test]
fn every_setting_exists_and_none_is_missing() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_setting_that_is_not_understood_or_missing_is_noticed() {
    let files = crate::files();
    for (module, from, to, noticed) in [
        ("web", "QUAKEWIRE_TABLE  ", "QUAKEWIRE_TABLES ", "QUAKEWIRE_TABLES is no setting of anything"),
        ("web", "QUAKEWIRE_TABLE  ", "QUAKEWIRE_TABLES ", "does not say QUAKEWIRE_TABLE"),
        ("web", "QUAKEWIRE_PUBLIC_URL = ", "QUAKEWIRE_FEED_FDSN = ", "says QUAKEWIRE_FEED_FDSN, which none"),
        ("web", "\"table\" : \"auto\"", "\"dynamodb\" : \"auto\"", "invalid value 'dynamodb'"),
        ("web", "= \"json\"", "= \"lines\"", "invalid value 'lines'"),
        ("web", "QUAKEWIRE_WEBHOOKS_RULES = ", "QUAKEWIRE_RULES = ", "QUAKEWIRE_RULES is no setting of anything"),
        ("web", "QUAKEWIRE_WEBHOOKS_RULES = ", "QUAKEWIRE_RULES = ", "does not say QUAKEWIRE_WEBHOOKS_RULES"),
        ("worker", "_STATUS\"", "_PORT\"", "QUAKEWIRE_*_PORT is no setting"),
        ("worker", "_STATUS\"", "_PORT\"", "does not say QUAKEWIRE_PRODUCER_STATUS"),
        ("pipeline", "merge(local.settings, local.table)", "local.settings", "does not say QUAKEWIRE_TABLE"),
        ("pipeline", "QUAKEWIRE_LOKI_URL ", "QUAKEWIRE_LOKI ", "local.setup: does not say QUAKEWIRE_LOKI_URL"),
        ("pipeline", "tostring(var.partitions)", "\"0\"", "0 is not in 1..=256"),
        ("pipeline", "KAFKA_NODE_ID = ", "KAFKA_ID = ", "broker is told KAFKA_ID, and no compose file"),
        ("observability", "PROMETHEUS_TARGETS ", "PROMETHEUS_FILES ", "has to be told PROMETHEUS_TARGETS"),
        ("observability", "PROMETHEUS_TARGETS ", "PROMETHEUS_FILES ", "is told PROMETHEUS_FILES, and no compose"),
        ("host", "PRIVATE_ADDRESS = ", "ADDRESS = ", "has to be told PRIVATE_ADDRESS"),
    ] {
        let found = complaints(&crate::changed(&files, module, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}

#[test]
fn settings_are_found_in_whatever_surrounds_them() {
    let found = named(
        "A=1 QUAKEWIRE_LOG=info \"QUAKEWIRE_${upper(x)}_STATUS\" QUAKEWIRE_… MY_QUAKEWIRE_X QUAKEWIRE_TABLE='a b'",
    );
    let expected = [("QUAKEWIRE_LOG", Some("info")), ("QUAKEWIRE_*_STATUS", None), ("QUAKEWIRE_TABLE", Some("a b"))];
    let expected = expected.map(|(name, value)| Named { name: name.to_owned(), value: value.map(str::to_owned) });
    assert_eq!(found, expected);
    assert!(fits("QUAKEWIRE_*_STATUS", "QUAKEWIRE_PRODUCER_STATUS"));
    assert!(!fits("QUAKEWIRE_*_STATUS", "QUAKEWIRE_STATUS"));
}
