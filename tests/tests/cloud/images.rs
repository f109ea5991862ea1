//! Every image that is asked for is one that `compose/images` builds, and others' are named by a whole version.

use std::collections::BTreeSet;

use e2e::compose::deployment;
use e2e::compose::dockerfile::Dockerfile;
use e2e::compose::files::Files;
use e2e::compose::stack::Stack;

use crate::hcl::{Module, attribute, list, texts_in};

const PUSHING: &str = "terraform/push-images";
const BUILDING: &str = "compose/images";

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    let root = Module::read(files, "terraform");
    let built = array(files, BUILDING, "targets");
    let dockerfile = Dockerfile::read(files);
    for name in built.iter().filter(|name| dockerfile.stage(name).is_none()) {
        complaints.push(format!("{BUILDING}: {name} is no target of the Dockerfile"));
    }
    let registry = root.blocks(&["module", "registry"]).next();
    let kept = registry.and_then(|block| attribute(&block.body, "repositories")).map(list).unwrap_or_default();
    let kept: BTreeSet<String> = kept.into_iter().collect();
    for name in kept.difference(&built) {
        complaints.push(format!("a repository is made for {name}, which nobody builds"));
    }
    let pushed = array(files, PUSHING, "names");
    if pushed != kept {
        complaints.push(format!("{PUSHING} pushes {pushed:?}, and there are repositories for {kept:?}"));
    }
    for name in needed(files, &root).difference(&kept) {
        complaints.push(format!("{name} is run, and there is no repository for it"));
    }
    for module in Module::all(files) {
        for image in module.texts().iter().filter(|text| is_image(text)) {
            if !is_pinned(image) {
                complaints.push(format!("{}: {image} does not name a whole version", module.folder));
            }
        }
    }
    // What is run on hosts before compose is.
    for (path, text) in files.below("terraform/", ".tftpl") {
        let words = text.split(|c: char| c.is_whitespace() || "=\"'".contains(c));
        for image in words.filter(|word| is_image(word) && !is_pinned(word)) {
            complaints.push(format!("{path}: {image} does not name a whole version"));
        }
    }
    complaints
}

/// What runs somewhere: what the root hands on by name, and what the hosts' compose files build.
fn needed(files: &Files, root: &Module) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    let variable = root.blocks(&["variable", "images"]).next().expect("images are given");
    for validation in variable.body.get_blocks("validation") {
        let condition = attribute(&validation.body, "condition").expect("a validation has a condition");
        let mut texts = texts_in(condition);
        texts.retain(|name| !name.is_empty() && name.bytes().all(|c| c.is_ascii_lowercase()));
        needed.extend(texts);
    }
    for module in root.blocks(&["module"]) {
        for name in ["image", "images", "repositories", "repository_arn"] {
            let value = attribute(&module.body, name);
            needed.extend(value.map(texts_in).unwrap_or_default());
        }
    }
    let hosts = deployment::all(files).into_iter().filter(|deployment| deployment.file.starts_with("compose/host/"));
    for deployment in hosts {
        let stack = Stack::read(files, &deployment);
        needed.extend(stack.services.values().filter_map(|service| service.target()).map(str::to_owned));
    }
    needed
}

/// An array of a shell script that stands on one line: `names=(a b)`. An empty one is only a beginning.
fn array(files: &Files, file: &str, name: &str) -> BTreeSet<String> {
    let begin = format!("{name}=(");
    let found = files.text(file).lines().find_map(|line| {
        let words = line.split_once(&begin)?.1.strip_suffix(')')?;
        (!words.is_empty()).then_some(words)
    });
    let words = found.unwrap_or_else(|| panic!("{file} has no list {name}"));
    words.split_whitespace().map(str::to_owned).collect()
}

/// Whether this names an image of somebody else's: a registry's host, a path and a tag.
fn is_image(text: &str) -> bool {
    let Some((host, rest)) = text.split_once('/') else { return false };
    ["docker.io", "public.ecr.aws", "ghcr.io", "quay.io"].contains(&host) && !rest.contains(' ')
}

fn is_pinned(image: &str) -> bool {
    let tag = image.rsplit_once(':').map_or("", |(_, tag)| tag);
    let numbers = tag.trim_start_matches('v').split(['.', '-']).filter(|part| part.parse::<u32>().is_ok()).count();
    image.contains("@sha256:") || numbers >= 3
}

#[test]
fn every_image_that_is_asked_for_is_built() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn an_image_that_nobody_builds_is_noticed() {
    let files = crate::files();
    for (file, from, to, noticed) in [
        (BUILDING, "targets=(producer ", "targets=(", "a repository is made for producer"),
        (BUILDING, "targets=(producer ", "targets=(maker ", "maker is no target"),
        (PUSHING, "names=(producer consumer frontend setup)", "names=(producer consumer frontend)", "pushes"),
        (
            "terraform/main.tf",
            "[\"producer\", \"consumer\", \"frontend\", \"setup\"]",
            "[\"producer\"]",
            "frontend is run",
        ),
        ("terraform/main.tf", "var.images[\"frontend\"]", "var.images[\"page\"]", "page is run"),
        ("compose/host/pipeline.yaml", "service: consumer", "service: simulator", "simulator is run"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
    for (module, from, to) in [
        ("web", "collector:v0.48.0", "collector:latest"),
        ("host", "docker.io/library/docker:28.5.2-cli", "docker.io/library/docker:cli"),
    ] {
        let found = complaints(&crate::changed(&files, module, from, to));
        assert!(found.iter().any(|what| what.contains("does not name a whole version")), "{to}: {found:?}");
    }
}
