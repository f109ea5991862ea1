//! What is scaled by, and whatever else names a metric of ours, is counted by that name.

use e2e::compose::files::Files;
use service::{Meter, MeterKind};

use crate::hcl::{Module, attribute, inner, text};

/// Every metric of ours.
const METERS: [&[Meter]; 6] =
    [service::METERS, store::METERS, producer::METERS, consumer::METERS, frontend::server::METERS, webhooks::METERS];

fn complaints(files: &Files) -> Vec<String> {
    let mut complaints = Vec::new();
    for module in Module::all(files) {
        for text in module.texts() {
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            for word in words.filter(|word| word.starts_with("quakewire_")) {
                if !METERS.into_iter().flatten().any(|meter| meter.name == word) {
                    complaints.push(format!("{}: there is no metric {word}", module.folder));
                }
            }
        }
    }
    let web = Module::named(files, "web");
    let policies = web.blocks(&["resource", "aws_appautoscaling_policy"]);
    let tracking = policies.flat_map(|policy| inner(&policy.body, "target_tracking_scaling_policy_configuration"));
    let own: Vec<_> = tracking.flat_map(|tracking| inner(tracking, "customized_metric_specification")).collect();
    if own.is_empty() {
        complaints.push(format!("{}: is not scaled by a metric of ours", web.folder));
    }
    for metric in own {
        let name = attribute(metric, "metric_name").and_then(|value| text(web.resolved(value))).unwrap_or_default();
        let meter = frontend::server::METERS.iter().find(|meter| meter.name == name);
        if meter.is_none_or(|meter| meter.kind != MeterKind::Gauge) {
            complaints.push(format!("{}: is scaled by {name:?}, which is no gauge of the frontend's", web.folder));
        }
        // The task's share is what is aimed at, not the sum.
        if attribute(metric, "statistic").and_then(text).as_deref() != Some("Average") {
            complaints.push(format!("{}: what one task carries is an average", web.folder));
        }
    }
    complaints
}

#[test]
fn metrics_that_are_named_are_counted() {
    assert_eq!(complaints(&crate::files()), crate::NOTHING);
}

#[test]
fn a_metric_that_nobody_counts_is_noticed() {
    let files = crate::files();
    for (from, to, noticed) in [
        ("\"quakewire_frontend_streams\"", "\"quakewire_frontend_open_streams\"", "no metric quakewire_frontend_open"),
        ("\"quakewire_frontend_streams\"", "\"quakewire_frontend_streams_opened_total\"", "no gauge"),
        ("\"quakewire_frontend_streams\"", "var.gauge", "no gauge"),
        ("statistic   = \"Average\"", "statistic   = \"Sum\"", "is an average"),
        ("customized_metric_specification", "predefined_metric_specification", "not scaled by a metric of ours"),
    ] {
        let found = complaints(&crate::changed(&files, "web", from, to));
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}
