//! Other people's programs as our clients: what seismology's tools make of what we serve.
//!
//! They are written in Python and lie in `tests/clients/`, one file for each client; `run` there installs them. Each
//! file is one test here. All ask the same server ([`server`]), filled with the week that the simulator replays, and
//! compare its answers with a ledger of what the table holds.

mod server;

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use server::Server;

/// A line of the runner that says so was no test.
const NOT_RUN: &str = "NOT RUN: ";

#[test]
fn every_interface_answers_a_thousand_questions_as_a_naive_filter_does() -> Result<()> {
    ask("test_filters.py")
}

#[test]
fn obspy_reads_us_like_any_data_centre() -> Result<()> {
    ask("test_obspy.py")
}

#[test]
fn every_earthquake_of_the_week_is_valid_quakeml() -> Result<()> {
    ask("test_quakeml.py")
}

#[test]
fn gdal_opens_feeds_and_collection_as_layers() -> Result<()> {
    ask("test_gdal.py")
}

#[test]
fn owslib_finds_its_way_through_the_collection() -> Result<()> {
    ask("test_owslib.py")
}

#[test]
fn home_assistant_reads_both_kinds_of_feed() -> Result<()> {
    ask("test_home_assistant.py")
}

#[test]
fn a_listener_written_for_emsc_hears_every_earthquake() -> Result<()> {
    ask("test_websockets.py")
}

#[test]
fn readers_of_server_sent_events_and_cloudevents_follow_the_stream() -> Result<()> {
    ask("test_streams.py")
}

#[test]
fn a_grpc_client_that_knows_only_the_address_watches_and_lists() -> Result<()> {
    ask("test_grpc.py")
}

#[test]
fn schemathesis_finds_nothing_that_the_openapi_document_does_not_say() -> Result<()> {
    ask("test_openapi.py")
}

/// Runs one file of `tests/clients/` against the server. Where its packages cannot be had it is said loudly.
fn ask(file: &str) -> Result<()> {
    let server = Server::shared()?;
    let folder = format!("{}/clients", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(format!("{folder}/run"))
        .arg(file)
        .envs(server.variables())
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {folder}/run"))?;
    let mut ran = 0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Some(reason) = line.strip_prefix(NOT_RUN) {
            return not_run(reason);
        }
        // The sums are told in other words: Cargo's own sum counts this file as one test.
        match line.strip_prefix("# ").and_then(|sum| sum.split_once(' ')) {
            Some(("pass", number)) => ran = number.parse()?,
            Some(("fail" | "skipped", _)) => {}
            _ => println!("{line}"),
        }
    }
    std::io::stdout().write_all(&output.stderr)?;
    if !output.status.success() {
        bail!("{file}: {}; see its output above", output.status);
    }
    e2e::figure(&format!("{file}: {ran} tests of a real client passed"));
    Ok(())
}

/// Where every test is asked for, one that could not run has failed.
fn not_run(reason: &str) -> Result<()> {
    if e2e::demanded() {
        bail!("not run: {reason}");
    }
    e2e::not_run(reason);
    Ok(())
}
