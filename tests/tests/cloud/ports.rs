//! Whoever is asked at a port listens there, as `compose/` has it.

use std::collections::BTreeMap;

use e2e::compose::deployment;
use e2e::compose::dockerfile::Dockerfile;
use e2e::compose::files::Files;
use e2e::compose::stack::Stack;
use hcl_edit::expr::{Expression, Object};
use hcl_edit::visit::Visit;

use crate::hcl::{Module, Objects, Pairs, attribute, item, number, text, texts_in, written};

/// Where Kafka listens that is Amazon's: without TLS, and with it.
const MSK: [u16; 2] = [9092, 9094];
/// Between brokers: clients of their own listener, and controllers.
const BROKERS: [u16; 2] = [9092, 9093];
/// Nobody of ours: the web, Terraform's names for all ports.
const OTHERS: [u16; 4] = [80, 443, 1024, 65535];

/// The attributes that say a port.
const NAMES: [&str; 7] =
    ["port", "from_port", "to_port", "containerPort", "hostPort", "container_port", "grafana_port"];

fn complaints(files: &Files) -> Vec<String> {
    let listening = listening(files);
    let mut complaints = wrong_with_access(files, &listening);
    complaints.extend(wrong_with_names(files, &listening));
    for module in Module::all(files) {
        let mut wrong = |what: String| complaints.push(format!("{}: {what}", module.folder));
        let known = |port: u16| {
            let all = listening.values().copied().chain(MSK).chain(BROKERS).chain(OTHERS);
            all.into_iter().any(|known| known == port)
        };
        module.visit(&mut Pairs(&mut |name: &str, value: &Expression| {
            if let Some(port) = number(value).filter(|_| NAMES.contains(&name))
                && !known(port as u16)
            {
                wrong(format!("{name} is {port}, where nobody listens"));
            }
        }));
        for text in module.texts() {
            for (host, port) in addresses(&text) {
                let asked = listening.iter().find(|(service, _)| host.split('.').next() == Some(service.as_str()));
                match asked {
                    Some((service, listens)) if *listens != port => {
                        wrong(format!("{text} asks {service} at {port}, and it listens at {listens}"));
                    }
                    None if !known(port) => wrong(format!("{text} asks at {port}, where nobody listens")),
                    _ => {}
                }
            }
        }
    }
    complaints
}

/// Where each of them can be reached from other machines, by its name in compose files.
fn listening(files: &Files) -> BTreeMap<String, u16> {
    let dockerfile = Dockerfile::read(files);
    let port = |text: &str| text.rsplit(':').next().and_then(|port| port.parse().ok());
    let mut listening = BTreeMap::new();
    for service in ["producer", "consumer", "frontend"] {
        let environment = dockerfile.environment(service);
        let address = environment.iter().find(|(name, _)| name.ends_with("_STATUS") || name.ends_with("_LISTEN"));
        listening.insert(service.to_owned(), address.and_then(|(_, value)| port(value)).expect("an image says where"));
    }
    let hosts = ["compose/host/pipeline.yaml", "compose/host/observability.yaml"];
    for deployment in deployment::all(files).iter().filter(|deployment| hosts.contains(&deployment.file)) {
        for (name, service) in Stack::read(files, deployment).services {
            if let Some(published) = service.list("ports").into_iter().find_map(port) {
                listening.insert(name, published);
            }
        }
    }
    listening
}

/// Who may talk to whom: at the port where that one listens.
fn wrong_with_access(files: &Files, listening: &BTreeMap<String, u16>) -> Vec<String> {
    let root = Module::read(files, "terraform");
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut look = |object: &Object| {
        let said = |name| item(object, name);
        let (Some(_), Some(to), Some(port)) = (said("from"), said("to"), said("port")) else { return };
        seen += 1;
        let (to, said) = (written(to), written(port));
        let port = number(port);
        let meant = |service: &str| Some(f64::from(listening[service]));
        let right = match to.as_str() {
            "local.pipeline.producer" => port == meant("producer"),
            "local.pipeline.consumer" => port == meant("consumer"),
            "local.pipeline.kafka" => said == "local.kafka_port",
            "local.home.tasks" => port == meant("frontend"),
            "local.logs" => port == meant("loki") || said == "module.observability.grafana_port",
            _ => false,
        };
        if !right {
            wrong.push(format!("terraform/access.tf lets somebody to {to} at {said}, where that does not listen"));
        }
    };
    if let Some(access) = root.local("access") {
        Objects(&mut look).visit_expr(access);
    }
    if seen == 0 {
        wrong.push("terraform/access.tf lets nobody to anybody".to_owned());
    }
    wrong
}

/// The places where a port is somebody's.
fn wrong_with_names(files: &Files, listening: &BTreeMap<String, u16>) -> Vec<String> {
    let mut wrong = wrong_with_pipeline(files, listening);
    let root = Module::read(files, "terraform");
    let kafka = match root.local("kafka_port") {
        Some(Expression::Conditional(choice)) => [number(&choice.true_expr), number(&choice.false_expr)],
        _ => [None, None],
    };
    if kafka != [Some(f64::from(MSK[0])), Some(f64::from(listening["kafka"]))] {
        wrong.push(format!("terraform: kafka_port is {kafka:?}: Amazon's, and that of compose/host"));
    }
    let web = Module::named(files, "web");
    let port = web.local("port").and_then(number);
    if port != Some(f64::from(listening["frontend"])) {
        wrong.push(format!("{}: frontends are asked at {port:?}, and listen at {}", web.folder, listening["frontend"]));
    }
    let observability = Module::named(files, "observability");
    for (output, service) in [("loki_url", "loki"), ("grafana_port", "grafana")] {
        let value = observability.output(output).map(|value| with_numbers(&observability, value)).unwrap_or_default();
        if !value.ends_with(&listening[service].to_string()) {
            wrong.push(format!(
                "{}: {output} is {value}, and {service} listens at {}",
                observability.folder, listening[service]
            ));
        }
    }
    wrong
}

fn wrong_with_pipeline(files: &Files, listening: &BTreeMap<String, u16>) -> Vec<String> {
    let mut wrong = Vec::new();
    let pipeline = Module::named(files, "pipeline");
    let mut complain = |what: String| wrong.push(format!("{}: {what}", pipeline.folder));
    for service in ["producer", "consumer"] {
        let block = pipeline.blocks(&["module", service]).next();
        let port = block.and_then(|block| attribute(&block.body, "port")).and_then(number);
        if port != Some(f64::from(listening[service])) {
            complain(format!("{service} is to listen at {port:?}, and its image says {}", listening[service]));
        }
    }
    let mut targets = 0;
    let mut look = |name: &str, value: &Expression| {
        let Some(listens) = listening.get(name) else { return };
        for (_, port) in text(value).iter().flat_map(|text| addresses(text)) {
            targets += 1;
            if port != *listens {
                complain(format!("Prometheus asks {name} at {port}, and it listens at {listens}"));
            }
        }
    };
    if let Some(value) = pipeline.output("targets") {
        Pairs(&mut look).visit_expr(value);
    }
    if targets == 0 {
        complain("Prometheus is not told where producer and consumer are".to_owned());
    }
    let kafka = listening["kafka"];
    let bootstrap = pipeline.local("bootstrap").map(texts_in).unwrap_or_default();
    let asked: Vec<u16> = bootstrap.iter().flat_map(|text| addresses(text)).map(|(_, port)| port).collect();
    if asked.is_empty() || asked.iter().any(|port| *port != kafka) {
        complain(format!("Kafka is looked for at {asked:?}, and listens at {kafka}"));
    }
    for deployment in deployment::all(files).iter().filter(|it| it.file == "compose/host/broker.yaml") {
        let ports = Stack::read(files, deployment).services["kafka"].list("ports").concat();
        if !ports.ends_with(&format!(":{kafka}")) && !ports.contains(&format!(":{kafka}:{kafka}")) {
            complain(format!("one broker listens at {kafka}, and one of three at {ports}"));
        }
    }
    for (path, text) in files.below("terraform/", ".tftpl") {
        for tried in text.split("/dev/tcp/").skip(1) {
            let port = tried.split('/').nth(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
            if port.flatten() != Some(kafka.to_string().as_str()) {
                complain(format!("{path} tries {port:?}, and Kafka listens at {kafka}"));
            }
        }
    }
    wrong
}

/// A text with the numbers that are local values in it.
fn with_numbers(module: &Module, value: &Expression) -> String {
    if let Expression::StringTemplate(template) = value {
        let parts = template.iter().map(|element| match element {
            hcl_edit::template::Element::Literal(literal) => literal.as_str().to_owned(),
            hcl_edit::template::Element::Interpolation(inner) => {
                text(module.resolved(&inner.expr)).unwrap_or_else(|| "*".to_owned())
            }
            hcl_edit::template::Element::Directive(_) => "*".to_owned(),
        });
        return parts.collect();
    }
    text(module.resolved(value)).unwrap_or_default()
}

/// `host:port` wherever it stands in a text; the host may be put in later, or a part of it.
fn addresses(text: &str) -> Vec<(String, u16)> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || ".:-*".contains(c)));
    let address = |word: &str| {
        let (host, port) = word.rsplit_once(':')?;
        // Users have a colon too: 10001:10001.
        let named = host.contains(|c: char| c.is_ascii_alphabetic() || c == '*') && !host.contains(':');
        (named && port.len() >= 4).then(|| Some((host.to_owned(), port.parse().ok()?)))?
    };
    words.filter_map(address).collect()
}

#[test]
fn whoever_is_asked_at_a_port_listens_there() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_port_that_was_changed_in_one_place_only_is_noticed() {
    let files = crate::files();
    let access = "terraform/access.tf";
    for (files, noticed) in [
        (
            files.with(access, "local.pipeline.producer, port = 9101", "local.pipeline.producer, port = 9102"),
            "producer at 9102",
        ),
        (files.with(access, "port = 3100", "port = 3000"), "local.logs at 3000"),
        (files.with(access, "local.home.tasks, port = 8080", "local.home.tasks, port = 8081"), "tasks at 8081"),
        (files.with("terraform/locals.tf", "9092 : 9094", "9092 : 9095"), "kafka_port is"),
        (files.with("terraform/locals.tf", "9092 : 9094", "9098 : 9094"), "kafka_port is"),
        (crate::changed(&files, "web", "port      = 8080", "port      = 8081"), "asked at Some(8081"),
        (crate::changed(&files, "observability", "loki = 3100", "loki = 3101"), "loki_url is"),
        (crate::changed(&files, "observability", "grafana = 3000", "grafana = 3001"), "grafana_port is 3001"),
        (crate::changed(&files, "pipeline", "= 9101", "= 9102"), "producer is to listen at Some(9102"),
        (crate::changed(&files, "pipeline", "}:9102", "}:9101"), "asks consumer at 9101"),
        (crate::changed(&files, "pipeline", "host.name}:9094", "host.name}:9092"), "looked for at"),
        (crate::changed(&files, "pipeline", "/dev/tcp/$broker/9094", "/dev/tcp/$broker/9092"), "tries"),
        // The other way about: compose changes.
        (files.with("compose/host/observability.yaml", "}:3100:3100", "}:3101:3101"), "loki_url is http://*.*:3100"),
        (files.with("compose/host/pipeline.yaml", ":9094:9094", ":9095:9095"), "kafka_port is"),
        (files.with("compose/host/broker.yaml", "}:9094:9094", "}:9095:9095"), "one of three at"),
        (files.with("compose/Dockerfile", "_LISTEN=0.0.0.0:8080", "_LISTEN=0.0.0.0:8088"), "and listen at 8088"),
    ] {
        let found = complaints(&files);
        assert!(found.iter().any(|what| what.contains(noticed)), "{noticed}: {found:?}");
    }
}

#[test]
fn addresses_are_found_with_what_is_put_in_later() {
    let found = addresses("http://*:3100 producer.*:9101 0.0.0.0:* 10001:10001 logs:CreateLogStream arn:*:ecs:*:*:*");
    let expected = [("*", 3100), ("producer.*", 9101)];
    assert_eq!(found, expected.map(|(host, port)| (host.to_owned(), port)));
}
