//! The images: pinned, made of programs that exist, and labelled with what the code says.

use std::process::Command;
use std::sync::LazyLock;

use e2e::compose::deployment;
use e2e::compose::dockerfile::{self, Dockerfile, Stage, exec_form};
use e2e::compose::files::{Files, project};
use e2e::compose::stack::Stack;
use e2e::programs;
use serde_json::Value;

/// The images that are ours: the Dockerfile's targets.
const TARGETS: [&str; 5] = ["producer", "consumer", "frontend", "simulator", "setup"];

/// What each label says; what differs between builds is an argument.
const LABELS: [&str; 7] = ["version", "revision", "source", "licenses", "vendor", "title", "description"];

fn complaints(files: &Files) -> Vec<String> {
    let dockerfile = Dockerfile::read(files);
    let mut complaints = Vec::new();
    for (name, base) in dockerfile.arguments.iter().filter(|(name, _)| *name != "BINARIES") {
        let digest = base.split_once("@sha256:").map_or("", |(_, digest)| digest);
        if digest.len() != 64 || !digest.bytes().all(|c| c.is_ascii_hexdigit()) {
            complaints.push(format!("the base {name} is not pinned by digest: {base}"));
        }
    }
    complaints.extend(dockerfile.stages.iter().flat_map(|stage| wrong_with_stage(stage, &dockerfile, files)));
    complaints.extend(TARGETS.iter().flat_map(|target| wrong_with_target(target, &dockerfile, files)));
    complaints.extend(wrong_with_programs(&dockerfile));
    complaints.extend(wrong_with_stacks(&dockerfile, files));
    complaints
}

/// What a stage begins with and copies has to be there.
fn wrong_with_stage(stage: &Stage, dockerfile: &Dockerfile, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let base = stage.base.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let known = match base {
        Some(argument) => dockerfile.arguments.contains_key(argument),
        None => stage.base == "scratch" || dockerfile.stage(&stage.base).is_some(),
    };
    if !known {
        wrong.push(format!("{} begins with {}, which is not in the Dockerfile", stage.name, stage.base));
    }
    for copy in stage.all("COPY") {
        let words: Vec<&str> = copy.split_whitespace().collect();
        let (from, paths) = match words[0].strip_prefix("--from=") {
            Some(from) => (Some(from), &words[1..]),
            None => (None, &words[..]),
        };
        for source in &paths[..paths.len() - 1] {
            match from {
                Some(from) if dockerfile.stage(from).is_none() => wrong.push(format!("there is no stage {from}")),
                None if !project().join(source).exists() => wrong.push(format!("there is no {source} to copy")),
                None if *source != "." && !admitted(files, source) => {
                    wrong.push(format!(".dockerignore keeps {source} out"));
                }
                _ => {}
            }
        }
    }
    wrong
}

/// Whether `.dockerignore`, which keeps out all but what it names, lets this in.
fn admitted(files: &Files, path: &str) -> bool {
    let top = path.trim_end_matches('/').split('/').next().unwrap_or_default();
    files.text(".dockerignore").lines().any(|line| line.strip_prefix('!') == Some(top))
}

/// How an image runs.
fn wrong_with_target(target: &str, dockerfile: &Dockerfile, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut complain = |what: String| wrong.push(format!("{target}: {what}"));
    if dockerfile.stage(target).is_none() {
        complain("is no target of the Dockerfile".to_owned());
    }
    let user = dockerfile.last(target, "USER").unwrap_or("root");
    if !user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)) {
        complain(format!("its user is {user}, and not a number above 0"));
    }
    if dockerfile.last(target, "STOPSIGNAL") != Some("SIGTERM") {
        complain("is not stopped by SIGTERM, which the programs listen to".to_owned());
    }
    if target != "setup" {
        let entry = dockerfile.last(target, "ENTRYPOINT").and_then(exec_form);
        if entry != Some(vec![format!("quakewire-{target}")]) {
            complain(format!("its entry point is {entry:?}"));
        }
        let health = dockerfile.last(target, "HEALTHCHECK").and_then(|check| exec_form(check.split_once("CMD")?.1));
        if health.is_none() {
            complain("has no health check that runs without a shell".to_owned());
        }
    }
    let labels = dockerfile.labels(target);
    for label in LABELS {
        if labels.get(&format!("org.opencontainers.image.{label}")).is_none_or(String::is_empty) {
            complain(format!("has no label {label}"));
        }
    }
    let package = &manifest(files)["package"];
    if labels.get("org.opencontainers.image.licenses").map(String::as_str) != package["license"].as_str() {
        complain("its licence is not the code's".to_owned());
    }
    let arguments = dockerfile.line(target).into_iter().flat_map(|stage| stage.all("ARG"));
    let version = arguments.filter_map(|argument| argument.strip_prefix("VERSION=")).last();
    if version != package["version"].as_str() {
        complain(format!("its version is {version:?}, and the code's is {}", package["version"]));
    }
    wrong
}

/// `[workspace.package]` of the manifest: plain lines of `key = "value"`.
fn manifest(files: &Files) -> Value {
    let text = files.text("Cargo.toml");
    let (_, section) = text.split_once("[workspace.package]").expect("the workspace has a package section");
    let lines = section.lines().skip(1).take_while(|line| !line.starts_with('['));
    let pairs = lines.filter_map(|line| line.split_once(" = "));
    let values = pairs.map(|(key, value)| (key.to_owned(), Value::from(value.trim_matches('"'))));
    Value::from_iter([("package".to_owned(), values.collect::<Value>())])
}

/// What Cargo knows about the packages.
static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(project())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo speaks JSON")
});

/// The programs that are built, copied and known to the checks are those that Cargo knows.
fn wrong_with_programs(dockerfile: &Dockerfile) -> Vec<String> {
    let mut built = Vec::new();
    let packages = METADATA["packages"].as_array().into_iter().flatten();
    let run: Vec<&str> = dockerfile.stages.iter().flat_map(|stage| stage.all("RUN")).collect();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let asked = run.iter().any(|run| run.contains(&format!("-p {name} ")));
        for target in package["targets"].as_array().into_iter().flatten().filter(|target| target["kind"][0] == "bin") {
            if asked {
                built.push(target["name"].as_str().unwrap_or_default().to_owned());
            }
        }
    }
    let mut wrong = Vec::new();
    for text in run.into_iter().chain(dockerfile.stages.iter().flat_map(|stage| stage.all("COPY"))) {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        for program in words.filter(|word| word.starts_with("quakewire-")) {
            if !built.iter().any(|built| built == program) {
                wrong.push(format!("{program} is taken into an image, and Cargo does not build it"));
            }
        }
    }
    let unknown = built.iter().filter(|built| !programs::NAMES.contains(&built.as_str()));
    wrong.extend(unknown.map(|name| format!("{name} is built, and these checks do not know it")));
    wrong
}

/// What compose files name: our targets, and others' images by a whole version.
fn wrong_with_stacks(dockerfile: &Dockerfile, files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    for deployment in deployment::all(files) {
        for (name, service) in &Stack::read(files, &deployment).services {
            let mut complain = |what: String| wrong.push(format!("{}, {name}: {what}", deployment.name));
            let image = service.text("image");
            let (_, tag) = image.rsplit_once(':').unwrap_or((image, ""));
            if let Some(target) = service.target() {
                let build = &service.definition["build"];
                if build["context"] != "" || build["dockerfile"] != dockerfile::PATH {
                    complain(format!("is built from {build}, and not from the project by {}", dockerfile::PATH));
                }
                if dockerfile.stage(target).is_none() || !image.ends_with(&format!("/{target}:{tag}")) {
                    complain(format!("the image {image} is not the target {target}"));
                }
            } else if tag.trim_start_matches('v').split(['.', '-']).filter(|part| part.parse::<u32>().is_ok()).count()
                < 3
            {
                complain(format!("{image} does not name a whole version"));
            }
        }
    }
    for (image, pom, artefact) in
        [("apache/kafka:", "kafka", "kafka_2.13"), ("amazon/dynamodb-local:", "dynamodb-local", "DynamoDBLocal")]
    {
        let pom = project().join("crates/backends/jars").join(pom).join("pom.xml");
        let text = std::fs::read_to_string(pom).expect("the jars' list is there");
        let after = text.split_once(&format!("<artifactId>{artefact}</artifactId>")).expect("the server's jar").1;
        let version = after.split_once("<version>").and_then(|(_, rest)| rest.split_once('<')).expect("a version").0;
        if !files.text("compose/services.yaml").contains(&format!("image: {image}{version}\n")) {
            wrong.push(format!("{image} is not {version}, with which everything else is tested"));
        }
    }
    wrong
}

#[test]
fn images_are_pinned_and_made_of_programs_that_exist() {
    assert_eq!(complaints(&Files::of_the_project()), crate::NOTHING);
}

#[test]
fn an_image_that_is_not_what_it_should_be_is_noticed() {
    let files = Files::of_the_project();
    for (file, from, to, noticed) in [
        ("compose/Dockerfile", "rust:1.95-bookworm@sha256:6258", "rust:1.95-bookworm@sha256:", "not pinned"),
        ("compose/Dockerfile", "AS binaries", "AS programmes", "no stage binaries"),
        ("compose/Dockerfile", "/bin/quakewire-topics", "/bin/quakewire-topic", "Cargo does not build it"),
        ("compose/Dockerfile", "-p simulator ", "", "quakewire-simulator is taken into an image"),
        ("compose/Dockerfile", "USER 10001:10001", "USER quakewire", "not a number above 0"),
        ("compose/Dockerfile", "ARG VERSION=0.1.0", "ARG VERSION=9.9.9", "its version is"),
        (
            "compose/Dockerfile",
            "CMD [\"quakewire-producer\", \"--healthcheck\"]",
            "CMD quakewire-producer",
            "without a shell",
        ),
        ("compose/Dockerfile", "AS frontend", "AS web", "frontend: is no target"),
        ("compose/Dockerfile", "COPY overlays/", "COPY layers/", "no layers/ to copy"),
        (".dockerignore", "!overlays\n", "", "keeps overlays/ out"),
        ("compose/services.yaml", "loki:3.7.8", "loki:latest", "not name a whole version"),
        ("compose/services.yaml", "apache/kafka:4.3.1", "apache/kafka:4.3.0", "apache/kafka: is not 4.3.1"),
        ("compose/services.yaml", "target: consumer", "target: consumers", "is not the target consumers"),
    ] {
        let found = complaints(&files.with(file, from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}
