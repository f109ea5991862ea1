//! Times that have to fit each other: the balancer's patience and the stream's signs of life, the end of a task and of its
//! connections.

use std::time::Duration;

use e2e::compose::files::Files;
use hcl_edit::expr::BinaryOperator;
use hcl_edit::visit::{self, Visit};
use service::DRAIN_DEADLINE;

use crate::hcl::{Module, attribute, number, written};
use crate::sources;

/// How long a service's last log lines may take to be sent when it ends.
const FLUSHING: Duration = Duration::from_secs(2);

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = wrong_with_idle_timeout(files);
    complaints.extend(wrong_with_streams_per_task(files));
    complaints.extend(wrong_with_ends(files));
    complaints.extend(wrong_with_cloudfront(files));
    complaints
}

/// Two beats of the hub lie between two signs of life, and one of those may be late.
fn needed(files: &Files) -> f64 {
    let beat = sources::duration(files, "frontend/src/server/stream.rs", "BEAT");
    4.0 * beat.as_secs_f64()
}

/// A balancer gives up after two missing signs of life, and before the frontend does.
fn wrong_with_idle_timeout(files: &Files) -> Vec<String> {
    let needed = needed(files);
    let frontend = sources::duration(files, "frontend/src/server/listener.rs", "HEAD").as_secs_f64();
    let mut wrong = Vec::new();
    for module in [Module::read(files, "terraform"), Module::named(files, "web")] {
        let mut complain = |what: String| wrong.push(format!("{}: idle_timeout {what}", module.folder));
        let Some((default, lowest, highest)) = bounds(&module, "idle_timeout") else {
            complain("has no default and no bounds".to_owned());
            continue;
        };
        if lowest <= needed {
            complain(format!("may be {lowest} s, and a quiet stream needs more than {needed}"));
        }
        if highest >= frontend {
            complain(format!("may be {highest} s, and the frontend closes after {frontend}"));
        }
        if default < lowest || default > highest {
            complain(format!("is {default} s, and has to be {lowest} to {highest}"));
        }
    }
    let web = Module::named(files, "web");
    let used = web
        .blocks(&["resource", "aws_lb"])
        .any(|balancer| attribute(&balancer.body, "idle_timeout").map(written).as_deref() == Some("var.idle_timeout"));
    if !used {
        wrong.push(format!("{}: the balancer's idle_timeout is not the variable's", web.folder));
    }
    wrong
}

/// A task that carries what it should does not refuse anybody.
fn wrong_with_streams_per_task(files: &Files) -> Vec<String> {
    let most = f64::from(sources::number(files, "frontend/src/server/stream.rs", "STREAMS"));
    let bounds = bounds(&Module::named(files, "web"), "streams_per_task");
    let fits = bounds.is_some_and(|(_, _, highest)| highest < most);
    let what =
        || format!("terraform/modules/web: streams_per_task may be {bounds:?}, and a frontend refuses the {most}th");
    if fits { Vec::new() } else { vec![what()] }
}

/// Who ends finishes what is in hand and sends its last lines, and nobody cuts that short.
fn wrong_with_ends(files: &Files) -> Vec<String> {
    let needed = (DRAIN_DEADLINE + FLUSHING).as_secs_f64();
    let mut wrong = Vec::new();
    let web = Module::named(files, "web");
    let stop: Vec<f64> = web.said("stopTimeout").iter().filter_map(number).collect();
    if stop.is_empty() || stop.iter().any(|stop| *stop <= needed) {
        wrong.push(format!("{}: a task is killed after {stop:?} s, and needs {needed}", web.folder));
    }
    let worker = Module::named(files, "worker");
    let kill = bounds(&worker, "kill_after");
    if kill.is_none_or(|(default, lowest, _)| lowest <= needed || default < lowest) {
        wrong.push(format!("{}: kill_after may be {kill:?} s, and a task needs {needed}", worker.folder));
    }
    if worker.said("stopTimeout").iter().any(|value| written(value) != "var.kill_after") {
        wrong.push(format!("{}: tasks are not killed after kill_after", worker.folder));
    }
    let delays: Vec<f64> = web.said("deregistration_delay").iter().filter_map(number).collect();
    let longest = stop.iter().copied().fold(0.0, f64::max);
    if delays.is_empty() || delays.iter().any(|delay| *delay < longest) {
        let what = "the balancer cuts off what a task may still finish";
        wrong.push(format!("{}: deregistration_delay is {delays:?} s, and a task has {longest}: {what}", web.folder));
    }
    wrong
}

/// Who stands before the balancer waits as patiently, and asks no more where the balancer is about to close.
fn wrong_with_cloudfront(files: &Files) -> Vec<String> {
    let needed = needed(files);
    let cdn = Module::named(files, "cdn");
    let mut wrong = Vec::new();
    let patience: Vec<f64> = cdn.said("origin_read_timeout").iter().filter_map(number).collect();
    if patience.is_empty() || patience.iter().any(|patience| *patience <= needed) {
        wrong.push(format!("{}: origin_read_timeout is {patience:?} s, and has to be above {needed}", cdn.folder));
    }
    let kept: Vec<f64> = cdn.said("origin_keepalive_timeout").iter().filter_map(number).collect();
    let lowest = bounds(&Module::named(files, "web"), "idle_timeout").map(|(_, lowest, _)| lowest);
    if kept.is_empty() || kept.iter().any(|kept| lowest.is_none_or(|lowest| *kept >= lowest)) {
        let what = "the balancer may close first";
        wrong.push(format!("{}: origin_keepalive_timeout is {kept:?} s: {what}, after {lowest:?}", cdn.folder));
    }
    wrong
}

/// A variable's default, and the numbers between which its validations let it be.
fn bounds(module: &Module, name: &str) -> Option<(f64, f64, f64)> {
    let variable = module.blocks(&["variable", name]).next()?;
    let default = attribute(&variable.body, "default").and_then(number)?;
    let mut compared = Compared { name: format!("var.{name}"), lowest: None, highest: None };
    for validation in variable.body.get_blocks("validation") {
        compared.visit_expr(attribute(&validation.body, "condition")?);
    }
    Some((default, compared.lowest?, compared.highest?))
}

/// `var.name >= 1` and `var.name <= 2`.
struct Compared {
    name: String,
    lowest: Option<f64>,
    highest: Option<f64>,
}

impl Visit for Compared {
    fn visit_binary_op(&mut self, operation: &hcl_edit::expr::BinaryOp) {
        if written(&operation.lhs_expr) == self.name {
            let limit = number(&operation.rhs_expr);
            match operation.operator.value() {
                BinaryOperator::GreaterEq => self.lowest = self.lowest.or(limit),
                BinaryOperator::LessEq => self.highest = self.highest.or(limit),
                _ => {}
            }
        }
        visit::visit_binary_op(self, operation);
    }
}

#[test]
fn nobody_gives_up_on_a_stream_that_is_only_quiet() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn times_that_do_not_fit_are_noticed() {
    let files = crate::files();
    let web = |from: &str, to: &str| crate::changed(&files, "web", from, to);
    for (files, noticed) in [
        (web("var.idle_timeout >= 31", "var.idle_timeout >= 30"), "may be 30 s"),
        (web("var.idle_timeout <= 119", "var.idle_timeout <= 120"), "may be 120 s"),
        (web("var.idle_timeout >= 31 && ", ""), "has no default and no bounds"),
        (web("= var.idle_timeout\n", "= 60\n"), "is not the variable's"),
        (files.with("terraform/variables-site.tf", "var.idle_timeout >= 31", "var.idle_timeout >= 20"), "may be 20 s"),
        (web("<= 15000", "<= 20000"), "streams_per_task may be"),
        (web("stopTimeout    = 20", "stopTimeout    = 12"), "killed after [12.0]"),
        (web("deregistration_delay = 30", "deregistration_delay = 10"), "cuts off"),
        (crate::changed(&files, "worker", "var.kill_after >= 15", "var.kill_after >= 5"), "kill_after may be"),
        (
            crate::changed(&files, "worker", "stopTimeout            = var.kill_after", "stopTimeout = 5"),
            "not killed after",
        ),
        (crate::changed(&files, "cdn", "origin_read_timeout = 60", "origin_read_timeout = 30"), "has to be above 30"),
        (crate::changed(&files, "cdn", "keepalive_timeout = 30", "keepalive_timeout = 60"), "may close first"),
        // The other way about: the code changes.
        (
            files.with("frontend/src/server/stream.rs", "from_millis(7_500)", "from_millis(15_000)"),
            "a quiet stream needs more than 60",
        ),
        (
            files.with(
                "frontend/src/server/listener.rs",
                "HEAD: Duration = Duration::from_mins(2)",
                "HEAD: Duration = Duration::from_secs(60)",
            ),
            "the frontend closes after 60",
        ),
    ] {
        let found = complaints(&files);
        assert!(found.iter().any(|what| what.contains(noticed)), "{noticed}: {found:?}");
    }
}
