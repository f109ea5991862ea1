//! Whether `terraform/` says what the code and `compose/` say: the table, rights, settings, ports, paths, times, limits
//! and images.
//!
//! Each check reads the files as they are and tells what is wrong with them; beside it stand tests that break a file on
//! purpose and see it noticed. [`hcl`] reads Terraform's files, [`e2e::compose`] those of `compose/`, [`sources`] our own;
//! [`e2e::programs`] are the command lines as the code defines them.
//!
//! What Terraform itself makes of these files, and whether AWS would take it, is asked in `terraform/check`.

mod grpc;
mod hcl;
mod health;
mod images;
mod limits;
mod paths;
mod ports;
mod rights;
mod scaling;
mod settings;
mod sources;
mod streams;
mod table;
mod uploads;

use e2e::compose::files::Files;

/// What a check says when all is well.
const NOTHING: [String; 0] = [];

/// All files that the checks read.
fn files() -> Files {
    Files::of(&[
        "terraform",
        "compose",
        "grafana/provisioning",
        "grafana/prometheus",
        "crates/service/src",
        "crates/store/src",
        "consumer/src",
        "producer/src",
        "frontend/src",
        "proto",
    ])
}

/// With one text replaced in a module, wherever in it that stands.
fn changed(files: &Files, module: &str, from: &str, to: &str) -> Files {
    let folder = format!("terraform/modules/{module}/");
    let own = files.below(&folder, "").map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
    let found: Vec<String> = own.into_iter().filter(|path| files.text(path).contains(from)).collect();
    assert!(!found.is_empty(), "{folder} does not contain `{from}`");
    found.iter().fold(files.clone(), |files, path| files.with(path, from, to))
}
