//! The islands: wasm-bindgen makes the glue, wasm-opt makes the file small.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::npm::{Npm, argument};
use crate::workshop::Workshop;

/// What rustc's wasm32 target uses. Named one by one: `--all-features` lets wasm-opt write what browsers refuse.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes `frontend.js` and `frontend.wasm`.
pub(crate) fn bind(workshop: &Workshop, npm: &Npm, wasm: &Path) -> Result<PathBuf> {
    let raw = workshop.step("bindings", &[wasm.to_path_buf()], |product| {
        Bindgen::new()
            .input_path(wasm)
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            // boot.js names the hashed file.
            .omit_default_module_path(true)
            .out_name("frontend")
            .generate(product)
            .context("wasm-bindgen: is its version in Cargo.lock that of wasm-bindgen-cli-support?")
    })?;
    workshop.step("small wasm", std::slice::from_ref(&raw), |product| {
        let (input, output) = (raw.join("frontend_bg.wasm"), product.join("frontend.wasm"));
        let files = [argument(&input)?, "-o", argument(&output)?, "-Oz"];
        npm.tool("wasm-opt", &[files.as_slice(), &FEATURES].concat())?;
        let glue = raw.join("frontend.js");
        let outfile = format!("--outfile={}", argument(&product.join("frontend.js"))?);
        npm.tool("esbuild", &[argument(&glue)?, "--minify", "--format=esm", "--log-level=warning", &outfile])
    })
}
