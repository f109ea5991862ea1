//! axe-core, which checks a page against the rules of accessibility, as far as a program can.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;

/// Where `npm ci` puts it, under the project's root.
const PROGRAM: &str = "frontend/map/node_modules/axe-core/axe.min.js";
/// WCAG 2.2, levels A and AA, and what everybody agrees on besides.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// The calls that come back when axe is done; `arguments` are its options and the driver's callback.
const RUN: &str = "const [options, done] = arguments;
    axe.run(document, options).then(({ violations, passes }) => done([violations, passes.length]), (reason) => done(String(reason)));";
/// A page of which fewer rules hold is none that was looked at.
const FEWEST: u64 = 10;

/// What the page does wrong, each with the elements that do it; nothing when all is well.
///
/// # Errors
/// When axe is not there or did not run.
pub async fn violations(browser: &Browser) -> Result<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the project has a root")?;
    let program = std::fs::read_to_string(root.join(PROGRAM)).with_context(|| format!("no {PROGRAM}: run `npm ci`"))?;
    // The driver's scripts are not the page's: no policy of the page holds for them.
    browser.ask(&program).await?;
    let options = json!({ "runOnly": { "type": "tag", "values": RULES }, "resultTypes": ["violations"] });
    let answer = browser.page.execute_async(RUN, vec![options]).await?;
    let found = answer[0].as_array().with_context(|| format!("axe did not run: {answer}"))?;
    let passed = answer[1].as_u64().unwrap_or_default();
    ensure!(passed >= FEWEST, "axe found {passed} rules to apply: what did it look at?");
    Ok(found.iter().flat_map(told).collect())
}

/// A line for each element that breaks a rule.
fn told(violation: &Value) -> Vec<String> {
    let rule = violation["id"].as_str().unwrap_or_default();
    let nodes = violation["nodes"].as_array().map_or(&[][..], Vec::as_slice);
    let element = |node: &Value| {
        let (html, why) =
            (node["html"].as_str().unwrap_or_default(), node["failureSummary"].as_str().unwrap_or_default());
        format!("{rule}: {html}\n    {}", why.replace('\n', "\n    "))
    };
    nodes.iter().map(element).collect()
}
