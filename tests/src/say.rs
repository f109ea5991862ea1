//! Lines for people, past the test harness, which swallows the output of tests that pass.

use std::io::Write;

/// A measured figure.
pub fn figure(text: &str) {
    line(&format!("FIGURE {text}"));
}

/// What could not be tested, and why.
pub fn not_run(text: &str) {
    line(&format!("NOT RUN {text}"));
}

/// Whether every test there is was asked for, by `CI` or `QUAKEWIRE_TEST_TIERS=both`: then one that cannot run has failed.
pub fn demanded() -> bool {
    std::env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false")
        || std::env::var("QUAKEWIRE_TEST_TIERS").is_ok_and(|tiers| tiers == "both")
}

fn line(text: &str) {
    // Nobody may be listening; then there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", text.replace('\n', " "));
}
