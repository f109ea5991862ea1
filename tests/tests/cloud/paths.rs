//! The site's paths that Terraform names are served: by whom is asked whether it is well, what is spared, kept or hidden.

use std::collections::BTreeSet;

use e2e::compose::files::Files;

use crate::hcl::{Module, attribute, inner, list, text};
use crate::sources;

/// What is asked of others' servers, and whose it is.
const OTHERS: [(&str, &str); 1] = [("/api/health", "Grafana's")];

fn complaints(files: &Files) -> Vec<String> {
    let served = sources::routes(files, &["crates/service/src/status.rs", "frontend/src/server"]);
    let mut complaints = Vec::new();
    for module in Module::all(files) {
        for path in named(&module) {
            let others = OTHERS.iter().any(|(other, _)| *other == path);
            if !others && !is_method(&path) && !is_served(&path, &served) {
                complaints.push(format!("{}: nobody serves {path}", module.folder));
            }
        }
    }
    let web = named(&Module::named(files, "web"));
    if !web.contains("/metrics") {
        complaints.push("terraform/modules/web: metrics would be public".to_owned());
    }
    if !named(&Module::named(files, "edge")).contains("/events") {
        complaints.push("terraform/modules/edge: who comes back to the stream would be counted".to_owned());
    }
    complaints
}

/// The paths that a module names, as a pattern of them has it: `/assets/*`.
fn named(module: &Module) -> BTreeSet<String> {
    let mut paths: Vec<String> = ["path", "resource_path", "RegexString"]
        .iter()
        .flat_map(|name| module.said(name))
        .filter_map(|value| text(module.resolved(&value)))
        .collect();
    let rules = module.blocks(&["resource", "aws_lb_listener_rule"]);
    let patterns = rules.flat_map(|rule| inner(&rule.body, "condition")).flat_map(|it| inner(it, "path_pattern"));
    paths.extend(patterns.filter_map(|pattern| attribute(pattern, "values")).flat_map(list));
    paths.extend(module.local("lasting").map(list).unwrap_or_default());
    let plain = paths.iter().map(|path| path.trim_start_matches('^').trim_end_matches('$'));
    plain.filter(|path| path.starts_with('/')).map(str::to_owned).collect()
}

/// One of gRPC, `/package.Service/Method`; `grpc.rs` looks at these.
fn is_method(path: &str) -> bool {
    path.split('/').nth(1).is_some_and(|service| service.contains('.')) && path.split('/').count() == 3
}

fn is_served(path: &str, served: &BTreeSet<String>) -> bool {
    match path.strip_suffix('*') {
        Some(folder) => served.iter().any(|route| format!("{route}/").starts_with(folder)),
        None => served.contains(path),
    }
}

#[test]
fn paths_that_are_named_are_served() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_path_that_nobody_serves_is_noticed() {
    let files = crate::files();
    for (module, from, to, noticed) in [
        ("web", "\"/readyz\"", "\"/ready\"", "nobody serves /ready"),
        ("dns", "\"/readyz\"", "\"/healthy\"", "nobody serves /healthy"),
        ("web", "[\"/metrics\"]", "[\"/healthz\"]", "metrics would be public"),
        ("edge", "^/events$", "^/stream$", "nobody serves /stream"),
        ("edge", "^/events$", "^/api/events$", "who comes back to the stream"),
        ("cdn", "/tiles/*", "/tile/*", "nobody serves /tile/*"),
    ] {
        let found = complaints(&crate::changed(&files, module, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
    let moved = files.with("frontend/src/server/routes.rs", "\"/assets\"", "\"/files\"");
    let found = complaints(&moved);
    assert!(found.iter().any(|what| what.contains("nobody serves /assets/*")), "{found:?}");
}
