//! What compose makes of a file: `extends` resolved, variables filled in, and only what the profiles choose.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde_json::{Map, Value};

use super::deployment::{Deployment, Variables};
use super::dockerfile::Dockerfile;
use super::files::Files;
use super::variables;

/// A compose file as it will run.
pub struct Stack {
    /// The services that run.
    pub services: BTreeMap<String, Service>,
    /// The volumes that have names.
    pub volumes: Vec<String>,
}

/// A service, all of its definition in one.
pub struct Service {
    /// Its definition.
    pub definition: Value,
}

impl Stack {
    /// Reads a deployment's file.
    pub fn read(files: &Files, deployment: &Deployment) -> Self {
        let document = files.yaml(deployment.file);
        let names = object(&document["services"]).keys();
        let resolved = names.map(|name| (name.clone(), resolve(files, deployment.file, name, &deployment.variables)));
        let services = resolved.filter(|(_, service)| {
            let profiles: Vec<&str> = texts(&service["profiles"]).collect();
            deployment.runs(&profiles)
        });
        Self {
            services: services.map(|(name, definition)| (name, Service { definition })).collect(),
            volumes: document["volumes"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default(),
        }
    }
}

impl Service {
    /// The Dockerfile's target it is built from; others' images have none.
    pub fn target(&self) -> Option<&str> {
        self.definition["build"]["target"].as_str()
    }

    /// A part of the definition that is a text.
    pub fn text(&self, key: &str) -> &str {
        self.definition[key].as_str().unwrap_or_default()
    }

    /// A part of the definition that is a list of texts.
    pub fn list(&self, key: &str) -> Vec<&str> {
        texts(&self.definition[key]).collect()
    }

    /// The health check's command, without `CMD`.
    pub fn healthcheck(&self) -> Vec<&str> {
        texts(&self.definition["healthcheck"]["test"]).skip(1).collect()
    }

    /// The variables it is started with: the image's, then its own. What is only passed on has no value.
    pub fn environment(&self, dockerfile: &Dockerfile) -> BTreeMap<String, Option<String>> {
        let image = self.target().map(|target| dockerfile.environment(target)).unwrap_or_default();
        let mut all: BTreeMap<_, _> = image.into_iter().map(|(name, value)| (name, Some(value))).collect();
        if let Some(own) = self.definition["environment"].as_object() {
            all.extend(own.iter().map(|(name, value)| (name.clone(), plain(value))));
        }
        all
    }
}

/// The texts of a list; nothing where there is none.
pub fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// A value as the process will see it.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn resolve(files: &Files, file: &str, name: &str, set: &Variables) -> Value {
    let document = files.yaml(file);
    let mut service = document["services"][name].clone();
    assert!(service.is_object(), "{file} has no service {name}");
    fill(&mut service, set);
    let folder = Path::new(file).parent().expect("a file is in a folder");
    place(&mut service, folder);
    let Some(Value::Object(base)) = object_mut(&mut service).remove("extends") else {
        return service;
    };
    let path = normal(&folder.join(base["file"].as_str().expect("another file is extended")));
    let mut whole = resolve(files, &path, base["service"].as_str().expect("a service is extended"), set);
    merge(&mut whole, &service);
    whole
}

/// Puts a definition over another: what is named in both is the second's, but volumes and ports add up.
fn merge(below: &mut Value, above: &Value) {
    for (key, value) in object(above) {
        let under = object_mut(below).entry(key.clone()).or_insert(Value::Null);
        match (under, value) {
            (Value::Array(list), Value::Array(more)) if key == "volumes" || key == "ports" => {
                list.extend(more.iter().cloned());
            }
            (under @ Value::Object(_), value @ Value::Object(_)) => merge(under, value),
            (under, value) => *under = value.clone(),
        }
    }
}

fn fill(value: &mut Value, set: &Variables) {
    match value {
        Value::String(text) => *text = variables::fill(text, set),
        Value::Array(list) => list.iter_mut().for_each(|value| fill(value, set)),
        Value::Object(map) => map.values_mut().for_each(|value| fill(value, set)),
        _ => {}
    }
}

/// Paths are meant from the file they stand in; here they are from the project.
fn place(service: &mut Value, folder: &Path) {
    let here = |path: &str| normal(&folder.join(path));
    if let Some(Value::String(context)) = service.pointer_mut("/build/context") {
        *context = here(context);
    }
    let volumes = service.get_mut("volumes").and_then(Value::as_array_mut);
    for volume in volumes.into_iter().flatten() {
        let text = volume.as_str().expect("volumes are written in one line");
        let (source, rest) = text.split_once(':').expect("a volume has two ends");
        if source.starts_with('.') {
            *volume = Value::String(format!("{}:{rest}", here(source)));
        }
    }
}

fn normal(path: &Path) -> String {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(part) => parts.push(part.to_str().expect("names are plain")),
            _ => {}
        }
    }
    parts.join("/")
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("a mapping")
}

fn object_mut(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().expect("a mapping")
}
