//! What the real tools say: compose itself, in both versions; hadolint, promtool and nginx. What is not here is told.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use e2e::balancer::{self, NGINX};
use e2e::compose::deployment::{self, Deployment};
use e2e::compose::files::{Files, project};
use e2e::compose::stack::{Service, Stack};
use serde_json::{Value, json};

/// The first executable of that name on the `PATH`.
fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A tool, or a line that says it is not here.
fn tool(program: &str, purpose: &str) -> Option<PathBuf> {
    let found = on_path(program);
    if found.is_none() {
        e2e::not_run(&format!("{purpose}: there is no {program}"));
    }
    found
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// The versions of compose that are here: the old one, the new one as a program or as a part of Docker.
fn composes() -> Vec<Vec<PathBuf>> {
    let mut found: Vec<Vec<PathBuf>> = on_path("docker-compose").into_iter().map(|program| vec![program]).collect();
    let plugin = on_path("docker").map(|docker| vec![docker, "compose".into()]);
    found.extend(plugin.filter(|words| run(Command::new(&words[0]).args(["compose", "version"])).status.success()));
    found
}

#[test]
fn compose_takes_every_profile_and_reads_it_as_these_checks_do() {
    let files = Files::of_the_project();
    let composes = composes();
    if composes.is_empty() {
        e2e::not_run("the compose files as compose reads them: there is neither docker-compose nor docker compose");
    }
    for words in composes {
        for deployment in deployment::all(&files) {
            let document = config(&words, &deployment);
            let stack = Stack::read(&files, &deployment);
            let theirs: Vec<&String> = document["services"].as_object().expect("services").keys().collect();
            // The old version also lists what the profiles leave out.
            for (name, service) in &stack.services {
                assert!(theirs.contains(&name), "{words:?}, {}: {name} is missing", deployment.name);
                let other = Service { definition: document["services"][name].clone() };
                assert_eq!(alike(service), alike(&other), "{words:?}, {}: {name}", deployment.name);
            }
        }
    }
}

/// What compose makes of a deployment.
fn config(words: &[PathBuf], deployment: &Deployment) -> Value {
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg("-f").arg(project().join(deployment.file));
    // Nothing from an `.env` file of whoever runs this.
    let nothing = tempfile::NamedTempFile::new().expect("an empty file can be made");
    command.arg("--env-file").arg(nothing.path()).arg("config");
    for (name, _) in env::vars_os().filter(|(name, _)| !["PATH", "HOME"].iter().any(|kept| name == kept)) {
        command.env_remove(name);
    }
    let output = run(command.envs(&deployment.variables).current_dir(project().join("compose")));
    assert!(output.status.success(), "{words:?}, {}: {}", deployment.name, said(&output));
    serde_saphyr::from_slice(&output.stdout).expect("compose writes YAML")
}

/// What both have to agree on: image, command, settings, health check, and who is waited for.
fn alike(service: &Service) -> Value {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // Both versions double the dollar signs of what they write.
    let whole = |value: &Value| plain(value).replace("$$", "$");
    let environment = service.definition["environment"].as_object().into_iter().flatten();
    let settings = environment.filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, whole(value)));
    let awaited = service.definition["depends_on"].as_object().into_iter().flatten();
    json!({
        "image": service.text("image"),
        "command": service.list("command"),
        "settings": settings.collect::<BTreeMap<_, _>>(),
        "health": service.healthcheck(),
        "waits": awaited.map(|(name, how)| (name, &how["condition"])).collect::<BTreeMap<_, _>>(),
    })
}

#[test]
fn hadolint_finds_nothing_in_the_dockerfile() {
    let given = env::var_os("QUAKEWIRE_HADOLINT").map(PathBuf::from);
    let Some(hadolint) = given.or_else(|| tool("hadolint", "the Dockerfile's lint")) else { return };
    let lint = |file: &Path| run(Command::new(&hadolint).arg("--no-color").arg(file));
    let output = lint(&project().join("compose/Dockerfile"));
    assert!(output.status.success(), "{}", said(&output));

    let folder = tempfile::tempdir().unwrap();
    Files::of_the_project().with("compose/Dockerfile", "USER 10001:10001", "USER root").write(folder.path());
    let output = lint(&folder.path().join("compose/Dockerfile"));
    assert!(!output.status.success(), "an image that runs as root was let pass");
}

#[test]
fn promtool_understands_what_prometheus_is_given() {
    let Some(promtool) = tool("promtool", "Prometheus' configuration") else { return };
    let folder = tempfile::tempdir().unwrap();
    let check = |files: &Files| {
        files.write(folder.path());
        let config = folder.path().join("compose/config/prometheus.yaml");
        let rules = project().join("grafana/prometheus/rules.yaml");
        // In the container these two are elsewhere.
        let targets = folder.path().join("compose/config/targets");
        let text = files.text("compose/config/prometheus.yaml");
        let text = text.replace("/etc/prometheus/targets", targets.to_str().unwrap());
        std::fs::write(&config, text.replace("/etc/prometheus/rules.yaml", rules.to_str().unwrap())).unwrap();
        run(Command::new(&promtool).args(["check", "config"]).arg(config))
    };
    let files = Files::of_the_project();
    let output = check(&files);
    assert!(output.status.success(), "{}", said(&output));
    let broken = files.with("compose/config/targets/producer.yaml", "targets:", "target:");
    assert!(!check(&broken).status.success(), "a target file that names no targets was let pass");
}

#[test]
fn nginx_understands_its_configuration() {
    let Some(nginx) = balancer::nginx("the balancer's configuration as nginx reads it") else { return };
    let folder = tempfile::tempdir().unwrap();
    let check = |files: &Files| {
        balancer::moved(files, folder.path()).write(folder.path());
        let config = folder.path().join(NGINX);
        run(Command::new(&nginx).args(["-e", "stderr", "-t", "-p"]).arg(folder.path()).arg("-c").arg(config))
    };
    let files = Files::of_the_project();
    let output = check(&files);
    assert!(output.status.success(), "{}", said(&output));
    for (from, to) in
        [("proxy_buffering off", "proxy_buffers off"), ("grpc_next_upstream error", "grpc_next_upstream errors")]
    {
        assert!(!check(&files.with(NGINX, from, to)).status.success(), "`{to}` was let pass");
    }
}
