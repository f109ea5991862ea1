//! The table that Terraform makes is the one that the code reads and writes.

use e2e::compose::files::Files;
use serde_json::{Value, json};
use store::{Keys, SHAPE, Shape};

use crate::hcl::{Module, attribute, inner, text, written};

const DEFINITION: &str = "terraform/modules/event-store/table.json";

fn complaints(files: &Files, shape: &Shape) -> Vec<String> {
    let mut complaints = Vec::new();
    let said: Value = serde_json::from_str(files.text(DEFINITION)).expect("the table's definition is JSON");
    let keys = |keys: &Keys| json!({ "hash": keys.partition, "range": keys.sort });
    let indexes: serde_json::Map<_, _> =
        shape.indexes.iter().map(|(name, index)| ((*name).to_owned(), keys(index))).collect();
    let meant = json!({ "key": keys(&shape.keys), "indexes": indexes });
    if said != meant {
        complaints.push(format!("the code wants {meant}, and {DEFINITION} says {said}"));
    }

    let module = Module::named(files, "event-store");
    let mut wrong = |what: &str| complaints.push(format!("{}: {what}", module.folder));
    let tables: Vec<_> = module.blocks(&["resource", "aws_dynamodb_table"]).collect();
    if tables.len() != 1 {
        wrong("makes more than one table, or none");
    }
    let definition = module.local("definition").map(written).unwrap_or_default();
    if !definition.contains("table.json") {
        wrong("does not read table.json");
    }
    for table in tables.into_iter().map(|table| &table.body) {
        let says = |name, meant| attribute(table, name).map(written).as_deref() == Some(meant);
        if !says("hash_key", "local.definition.key.hash") || !says("range_key", "local.definition.key.range") {
            wrong("its keys are not those of table.json");
        }
        let attributes = inner(table, "attribute");
        if attributes.is_empty() || attributes.iter().any(|it| value(it, "type").as_deref() != Some("S")) {
            wrong("a key is not a text");
        }
        let indexes = inner(table, "global_secondary_index");
        if indexes.is_empty() || indexes.iter().any(|it| value(it, "projection_type").as_deref() != Some("ALL")) {
            wrong("an index does not have whole items");
        }
    }
    complaints
}

fn value(body: &hcl_edit::structure::Body, name: &str) -> Option<String> {
    attribute(body, name).and_then(text)
}

#[test]
fn the_table_is_the_one_that_the_code_uses() {
    assert_eq!(complaints(&crate::files(), &SHAPE), crate::NOTHING);
}

#[test]
fn a_table_that_the_code_does_not_know_is_noticed() {
    let files = crate::files();
    let main = "terraform/modules/event-store/main.tf";
    for (file, from, to, noticed) in [
        (DEFINITION, "\"rev\"", "\"revision\"", "the code wants"),
        (DEFINITION, "by-change", "by-changes", "the code wants"),
        (DEFINITION, "origin_day", "origin_month", "the code wants"),
        (main, "/table.json", "/tables.json", "does not read table.json"),
        (main, "local.definition.key.hash", "\"id\"", "keys are not those"),
        (main, "type = \"S\"", "type = \"N\"", "not a text"),
        (main, "projection_type = \"ALL\"", "projection_type = \"KEYS_ONLY\"", "whole items"),
    ] {
        let found = complaints(&files.with(file, from, to), &SHAPE);
        assert!(found.iter().any(|what| what.contains(noticed)), "{to}: {found:?}");
    }
}

#[test]
fn a_key_that_was_renamed_in_the_code_only_is_noticed() {
    let files = crate::files();
    let key = Shape { keys: Keys { sort: "revision", ..SHAPE.keys }, ..SHAPE };
    let index = Shape { indexes: [SHAPE.indexes[0], ("by-time", SHAPE.indexes[1].1)], ..SHAPE };
    for shape in [key, index] {
        let found = complaints(&files, &shape);
        assert!(found.iter().any(|what| what.contains("the code wants")), "{shape:?}: {found:?}");
    }
}
