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

fn line(text: &str) {
    // Nobody may be listening; then there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", text.replace('\n', " "));
}
