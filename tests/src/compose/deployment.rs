//! The ways the compose files are used: each is checked, and given to the real tools.

use std::collections::BTreeMap;

use super::files::Files;

/// The variables that are set when a compose file is read.
pub type Variables = BTreeMap<String, String>;

/// One way of using a compose file.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// How it is called here.
    pub name: &'static str,
    /// The compose file.
    pub file: &'static str,
    /// What the environment or an `.env` file says.
    pub variables: Variables,
}

/// What a host's environment says, for instance.
const HOST: [(&str, &str); 7] = [
    ("PRIVATE_ADDRESS", "10.0.1.7"),
    ("DATA", "/data"),
    ("IMAGE_PREFIX", "registry.example/quakewire"),
    ("PROMETHEUS_TARGETS", "/etc/quakewire/targets"),
    ("QUAKEWIRE_LOKI_URL", "http://10.0.1.8:3100"),
    ("QUAKEWIRE_REGION", "eu-central-1"),
    ("GRAFANA_ADMIN_PASSWORD", "for-instance"),
];

/// What one of three brokers' hosts says beside that.
const BROKER: [(&str, &str); 2] = [
    ("KAFKA_NODE_ID", "2"),
    ("KAFKA_VOTERS", "1@broker-1.internal:9093,2@broker-2.internal:9093,3@broker-3.internal:9093"),
];

impl Deployment {
    fn new(name: &'static str, file: &'static str, variables: Variables) -> Self {
        Self { name, file, variables }
    }

    /// Whether a service with these profiles runs in it.
    pub fn runs(&self, profiles: &[&str]) -> bool {
        let chosen = self.variables.get("COMPOSE_PROFILES").map_or("", String::as_str);
        profiles.is_empty() || chosen.split(',').any(|profile| profiles.contains(&profile))
    }
}

/// All of them.
pub fn all(files: &Files) -> Vec<Deployment> {
    let local = "compose/compose.yaml";
    let profiles = |names: &str| Variables::from([("COMPOSE_PROFILES".to_owned(), names.to_owned())]);
    let mut both = variables(files, "compose/three-brokers.env");
    both.extend(variables(files, "compose/simulator.env"));
    both.extend(profiles("three-brokers,simulator,tools"));
    let named = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let host: Variables = HOST.iter().map(named).collect();
    let broker: Variables = HOST.iter().chain(&BROKER).map(named).collect();
    vec![
        Deployment::new("as it is", local, Variables::new()),
        Deployment::new("with the stand-in", local, variables(files, "compose/simulator.env")),
        Deployment::new("with three brokers", local, variables(files, "compose/three-brokers.env")),
        Deployment::new("with tools", local, profiles("tools")),
        Deployment::new("with everything", local, both),
        Deployment::new("pipeline host", "compose/host/pipeline.yaml", host.clone()),
        Deployment::new("broker host", "compose/host/broker.yaml", broker),
        Deployment::new("observability host", "compose/host/observability.yaml", host),
    ]
}

/// What an `.env` file sets.
pub fn variables(files: &Files, file: &str) -> Variables {
    let lines = files.text(file).lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{file}: `{line}` sets nothing"));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}
