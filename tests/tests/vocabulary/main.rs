//! The vocabulary of metrics and logs: what the code says, and nothing else, stands in `docs/telemetry.md` for people
//! and in `grafana/telemetry.json` for the tests of dashboards and alerts. So a metric renamed in the code fails here
//! first, and once these files are written anew, wherever the old name is used.
//!
//! `QUAKEWIRE_WRITE=1 cargo test -p e2e --test vocabulary` writes both files.

mod document;
mod listing;
mod sources;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use service::{BUCKETS, FIELDS, Meter, MeterKind};

/// Each part of the program that counts; the first is in every service, the second in all that know the table.
const METERS: [(&str, &[Meter]); 6] = [
    ("all", service::METERS),
    ("store", store::METERS),
    ("producer", producer::METERS),
    ("consumer", consumer::METERS),
    ("frontend", frontend::server::METERS),
    ("webhooks", webhooks::METERS),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the project").to_owned()
}

/// Compares a file with what it should be, or writes it where that was asked for.
fn hold(file: &str, wanted: &str) -> Result<()> {
    let path = root().join(file);
    if std::env::var_os("QUAKEWIRE_WRITE").is_some() {
        std::fs::write(&path, wanted)?;
    }
    let found = std::fs::read_to_string(&path).with_context(|| format!("{file} cannot be read"))?;
    ensure!(
        found == wanted,
        "{file} is not what the code says; `QUAKEWIRE_WRITE=1 cargo test -p e2e --test vocabulary` writes it anew"
    );
    Ok(())
}

#[test]
fn the_listing_that_dashboards_are_checked_against_is_what_the_code_says() -> Result<()> {
    let said = sources::said(&root())?;
    hold("grafana/telemetry.json", &(serde_json::to_string_pretty(&listing::of(&said))? + "\n"))
}

#[test]
fn the_document_is_what_the_code_says() -> Result<()> {
    let said = sources::said(&root())?;
    hold("docs/telemetry.md", &document::of(&said))
}

#[test]
fn every_field_of_a_log_line_is_in_the_vocabulary_and_every_word_of_it_is_used() -> Result<()> {
    let said = sources::said(&root())?;
    let used: BTreeSet<&str> = said.iter().flat_map(|line| line.fields.iter().map(String::as_str)).collect();
    let known: BTreeSet<&str> = FIELDS.iter().map(|(field, _)| *field).collect();
    let unknown: Vec<_> = used.difference(&known).collect();
    ensure!(unknown.is_empty(), "not in crates/service/src/fields.rs: {unknown:?}");
    // The one that no line says: it is added to all that go to Loki.
    let unused: Vec<_> = known.difference(&used).filter(|field| **field != "instance").collect();
    ensure!(unused.is_empty(), "in crates/service/src/fields.rs and on no line: {unused:?}");
    Ok(())
}

#[test]
fn metrics_are_named_by_prometheus_conventions() {
    let mut names = BTreeSet::new();
    for (service, meters) in METERS {
        for meter in meters {
            let name = meter.name;
            assert!(names.insert(name), "{name} is there twice");
            assert!(!meter.help.trim().is_empty(), "{name} has no help");
            let prefix = if service == "all" { "quakewire_".to_owned() } else { format!("quakewire_{service}_") };
            assert!(name.starts_with(&prefix), "{name} does not begin with {prefix}");
            assert_eq!(name.ends_with("_total"), meter.kind == MeterKind::Counter, "{name}");
            if meter.kind == MeterKind::Histogram {
                assert!(BUCKETS.iter().any(|(unit, _)| name.ends_with(unit)), "{name} ends in no unit with buckets");
            }
        }
    }
}
