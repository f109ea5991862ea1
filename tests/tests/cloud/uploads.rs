//! What hosts run is there: the compose files they are told to run exist, and everything these need is uploaded.

use std::collections::BTreeSet;
use std::path::Path;

use e2e::compose::deployment::{self, Deployment};
use e2e::compose::files::{Files, project};
use e2e::compose::stack::Stack;

use crate::hcl::{Module, list, text};

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut told = BTreeSet::new();
    for module in Module::all(files) {
        for value in module.said("compose_file") {
            let Some(name) = text(module.resolved(&value)) else { continue };
            let path = format!("compose/{name}");
            if files.below(&path, "").next().is_none() {
                complaints.push(format!("{}: there is no {path}", module.folder));
            }
            told.insert(path);
        }
    }
    let known = deployment::all(files);
    for path in &told {
        // Their settings, ports and bounds are looked at in tests/containers.
        if !known.iter().any(|deployment| deployment.file == path) {
            complaints.push(format!("{path} is run, and no test of compose/ looks at it"));
        }
    }
    for (path, _) in files.below("compose/host/", ".yaml").filter(|(path, _)| !told.contains(*path)) {
        complaints.push(format!("{path} is there, and no module runs it"));
    }

    let module = Module::named(files, "files");
    let patterns = module.local("patterns").map(list).unwrap_or_default();
    for pattern in &patterns {
        let begin = pattern.trim_end_matches("**");
        if !project().join(begin).exists() && files.below(begin, "").next().is_none() {
            complaints.push(format!("{}: there is no {pattern}", module.folder));
        }
    }
    let uploaded = |path: &str| {
        patterns.iter().any(|pattern| match pattern.strip_suffix("**") {
            Some(folder) => path.starts_with(folder) || format!("{path}/") == folder,
            None => path == pattern,
        })
    };
    for deployment in known.iter().filter(|deployment| told.contains(deployment.file)) {
        for path in needed(deployment, files).into_iter().filter(|path| !uploaded(path)) {
            complaints.push(format!("{} needs {path}, which is not uploaded", deployment.file));
        }
    }
    complaints
}

/// The files of the project that a deployment needs: itself, what it extends, and what it mounts.
fn needed(deployment: &Deployment, files: &Files) -> BTreeSet<String> {
    let mut needed = BTreeSet::from([deployment.file.to_owned(), "compose/services.yaml".to_owned()]);
    for service in Stack::read(files, deployment).services.into_values() {
        let sources = service.list("volumes").into_iter().filter_map(|volume| volume.split(':').next());
        let ours = sources.filter(|source| !source.starts_with('/') && source.contains('/'));
        needed.extend(ours.map(str::to_owned));
    }
    needed.retain(|path| Path::new(path).is_relative());
    needed
}

#[test]
fn what_hosts_run_is_there() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn what_a_host_would_miss_is_noticed() {
    let files = crate::files();
    for (module, from, to, noticed) in [
        ("observability", "\"host/observability.yaml\"", "\"host/observe.yaml\"", "there is no compose/host/observe"),
        ("observability", "\"host/observability.yaml\"", "\"host/pipeline.yaml\"", "and no module runs it"),
        ("files", "    \"compose/services.yaml\",\n", "", "needs compose/services.yaml"),
        ("files", "compose/host/**", "compose/hosts/**", "there is no compose/hosts/**"),
        ("files", "    \"compose/config/**\",\n", "", "needs compose/config/"),
        ("files", "    \"grafana/dashboards/**\",\n", "", "needs grafana/dashboards"),
        ("files", "    \"grafana/prometheus/**\",\n", "", "needs grafana/prometheus/rules.yaml"),
    ] {
        let found = complaints(&crate::changed(&files, module, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
    let mounted = files.with("compose/services.yaml", "./config/loki.yaml:", "./loki.yaml:");
    let found = complaints(&mounted);
    assert!(found.iter().any(|what| what.contains("needs compose/loki.yaml")), "{found:?}");
}
