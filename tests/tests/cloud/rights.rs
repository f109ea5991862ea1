//! Who may ask the table for what: exactly what the code asks it for. And who may read secrets: who gives them to a task.

use std::collections::BTreeSet;

use e2e::compose::files::Files;

use crate::hcl::Module;
use crate::sources;

/// The modules whose tasks and hosts reach the table, and the service in them that does.
const USERS: [(&str, &str); 2] = [("web", "frontend"), ("pipeline", "consumer")];

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    for module in Module::all(files) {
        let texts = module.texts();
        let allowed: BTreeSet<String> =
            texts.iter().filter_map(|text| text.strip_prefix("dynamodb:")).map(str::to_owned).collect();
        let user = USERS.iter().find(|(name, _)| module.folder == format!("terraform/modules/{name}"));
        let asked = user.map(|(_, service)| sources::asked(files, service)).unwrap_or_default();
        // A door for all of them, which opens nothing by itself.
        if module.folder.ends_with("/network") {
            continue;
        }
        let mut wrong = |what: String| complaints.push(format!("{}: {what}", module.folder));
        for action in asked.difference(&allowed) {
            wrong(format!("{action} is asked for, and not allowed"));
        }
        for action in allowed.difference(&asked) {
            wrong(format!("{action} is allowed, and nobody asks for it"));
        }
        // A right on a table is none on its indexes.
        if asked.contains("Query") && !texts.iter().any(|text| text.contains("/index/")) {
            wrong("queries are allowed on the table, and not on its indexes".to_owned());
        }
    }
    complaints.extend(wrong_with_secrets(files));
    complaints
}

/// ECS reads a secret with the rights of the role that starts the task.
fn wrong_with_secrets(files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in ["web", "worker"] {
        let module = Module::named(files, name);
        let given = !module.said("valueFrom").is_empty();
        let allowed: Vec<String> =
            module.texts().into_iter().filter(|text| text.starts_with("secretsmanager:")).collect();
        let needed = if given { vec!["secretsmanager:GetSecretValue".to_owned()] } else { Vec::new() };
        if allowed != needed {
            wrong.push(format!("{}: may do {allowed:?} with secrets, and needs {needed:?}", module.folder));
        }
    }
    wrong
}

#[test]
fn each_may_do_with_the_table_what_it_does() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_right_too_few_or_too_many_is_noticed() {
    let files = crate::files();
    let changed = |module, from, to| crate::changed(&files, module, from, to);
    for (files, noticed) in [
        (changed("web", "\"dynamodb:Query\"", "\"dynamodb:Scan\""), "Query is asked for"),
        (changed("web", "\"dynamodb:Query\"", "\"dynamodb:Query\", \"dynamodb:PutItem\""), "PutItem is allowed"),
        (changed("web", "/index/", "/"), "not on its indexes"),
        (changed("pipeline", "\"dynamodb:PutItem\"", "\"dynamodb:*\""), "PutItem is asked for"),
        (changed("pipeline", "\"dynamodb:PutItem\"", "\"dynamodb:*\""), "* is allowed"),
        (
            changed("web", "\"secretsmanager:GetSecretValue\"", "\"secretsmanager:DescribeSecret\""),
            "and needs [\"secrets",
        ),
        (changed("web", "valueFrom = arn", "value = arn"), "with secrets, and needs []"),
        // The other way about: the code asks for something new.
        (files.with("crates/store/src/write.rs", ".put_item()", ".update_item()"), "UpdateItem is asked for"),
        (files.with("crates/store/src/read.rs", ".get_item()", ".batch_get_item()"), "BatchGetItem is asked for"),
        (
            files.with("frontend/src/server/event.rs", "store.latest(id)", "store.is_active()"),
            "DescribeTable is asked for",
        ),
    ] {
        let found = complaints(&files);
        assert!(found.iter().any(|what| what.contains(noticed)), "{noticed}: {found:?}");
    }
}
