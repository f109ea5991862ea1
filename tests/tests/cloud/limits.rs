//! How often one address may ask is the frontend's to say: the firewall before it is looser, so that its answer comes
//! first.

use e2e::compose::files::Files;
use e2e::programs;
use hcl_edit::expr::Expression;
use hcl_edit::structure::Body;

use crate::hcl::{Module, attribute, item, number, text, written};
use crate::sources;

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    let edge = Module::named(files, "edge");
    let window = edge.said("EvaluationWindowSec").iter().find_map(|value| number(edge.resolved(value)));
    let Some(window) = window else {
        return vec![format!("{}: does not say in how many seconds requests are counted", edge.folder)];
    };
    // What each frontend lets one address have: so many in a second, and some seconds' worth at once.
    let burst = f64::from(sources::number(files, "frontend/src/server/limit.rs", "BURST"));
    let frontends = frontends(files);
    let admitted = frontends * rate() * (window + burst);
    for (module, name) in [(Module::read(files, "terraform"), "requests_per_address"), (edge, "rate_limit")] {
        let variable = module.blocks(&["variable", name]).next();
        let default = variable.and_then(|block| number(attribute(&block.body, "default")?));
        if default.is_none_or(|default| default <= admitted) {
            complaints.push(format!(
                "{}: {name} is {default:?}, and {frontends} frontends admit {admitted} in {window} s",
                module.folder
            ));
        }
        complaints.extend(wrong_with_answer(&module, window));
    }
    let root = Module::read(files, "terraform");
    let given = root.blocks(&["module", "edge"]).find_map(|block| attribute(&block.body, "rate_limit").map(written));
    if given.as_deref() != Some("var.requests_per_address") {
        complaints.push(format!("terraform: the firewall is given {given:?}"));
    }
    complaints
}

/// Who is turned away is told when to come back: when nothing of what he asked is counted any more.
fn wrong_with_answer(module: &Module, window: f64) -> Option<String> {
    // The root has none.
    module.said("CustomResponse").first()?;
    let headers = module.said("ResponseHeaders");
    let header = headers.iter().find_map(|value| value.as_array()?.get(0)?.as_object());
    let name = header.and_then(|header| text(item(header, "Name")?));
    let value = header.and_then(|header| {
        let value = item(header, "Value")?;
        let plain = if let Expression::FuncCall(call) = value { call.args.iter().next()? } else { value };
        number(module.resolved(plain))
    });
    let right = name.as_deref() == Some("Retry-After") && value == Some(window);
    (!right).then(|| format!("{}: says {name:?} {value:?}, and counts for {window} s", module.folder))
}

/// As many as the largest profile runs when it is quiet: each counts for itself.
fn frontends(files: &Files) -> f64 {
    let fewest = files.below("terraform/profiles/", ".tfvars").filter_map(|(path, text)| {
        let body: Body = text.parse().unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
        number(item(attribute(&body, "web")?.as_object()?, "min")?)
    });
    fewest.fold(1.0, f64::max)
}

/// How often in a second, unless somebody says otherwise.
fn rate() -> f64 {
    let frontend = programs::command("quakewire-frontend").expect("one of ours");
    let mut settings = frontend.get_arguments();
    let rate = settings.find(|setting| setting.get_env() == Some("QUAKEWIRE_REQUESTS_PER_SECOND".as_ref()));
    let default = rate.and_then(|rate| rate.get_default_values().first()?.to_str()?.parse().ok());
    default.expect("the frontend says how often one address may ask")
}

#[test]
fn the_frontend_says_no_before_the_firewall_does() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_firewall_that_says_no_first_is_noticed() {
    let files = crate::files();
    let edge = |from: &str, to: &str| crate::changed(&files, "edge", from, to);
    for (files, noticed) in [
        (edge("default  = 20000", "default  = 2000"), "rate_limit is Some(2000.0), and 3 frontends admit 18300"),
        (files.with("terraform/variables-site.tf", "= 20000", "= 18300"), "requests_per_address is Some(18300.0)"),
        (files.with("terraform/profiles/ha.tfvars", "min = 3", "min = 4"), "4 frontends admit 24400"),
        (edge("window = 300", "window = 600"), "admit 36300"),
        (edge("EvaluationWindowSec = ", "Window = "), "in how many seconds"),
        (edge("\"Retry-After\"", "\"Wait\""), "says Some(\"Wait\")"),
        (edge("tostring(local.window)", "\"30\""), "counts for 300 s"),
        (edge("ResponseHeaders = ", "Headers = "), "says None None"),
        (files.with("terraform/main.tf", "= var.requests_per_address", "= 2000"), "is given Some(\"2000\")"),
        // The other way about: the code changes.
        (files.with("frontend/src/server/limit.rs", "BURST: u32 = 5", "BURST: u32 = 60"), "admit 21600"),
    ] {
        let found = complaints(&files);
        assert!(found.iter().any(|what| what.contains(noticed)), "{noticed}: {found:?}");
    }
}
