//! The published JSON Schema is what the report's types derive, and it holds what it promises.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod support;

use std::fs;

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use subcap_core::report::Report;

/// `SUBCAP_BLESS=1 cargo test --test schema` writes the schema anew.
#[test]
fn the_published_schema_is_what_the_types_derive() {
    let path = support::here().join("../core/schema/subcap.report-1.schema.json");
    let schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Report>();
    let derived = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("SUBCAP_BLESS").is_some() {
        fs::write(&path, &derived).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap();
    assert!(published == derived, "the types differ from core/schema; SUBCAP_BLESS=1 writes it anew");
}

fn report() -> Value {
    let case = support::here().join("cases/whole/eight-readings-of-one-lost-report");
    let output = support::subcap(&["estimate", case.to_str().unwrap(), "--format", "json"]);
    serde_json::from_slice(&output.stdout).expect("the binary prints JSON")
}

fn valid(report: &Value) -> bool {
    let schema = serde_json::from_str(subcap_core::report::JSON_SCHEMA).unwrap();
    jsonschema::validator_for(&schema).unwrap().is_valid(report)
}

/// Fields and finding codes may be added within `subcap.report/1`; who validates must not break.
#[test]
fn later_fields_and_codes_are_tolerated() {
    let mut report = report();
    assert!(valid(&report));
    report["readings"][0]["products"][0]["later"] = json!(1);
    report["findings"] = json!([{"code": "thought-of-later", "severity": "note", "file": "hosts.csv", "row": null,
        "column": null, "value": null, "message": "", "advice": "", "left_out": false}]);
    assert!(valid(&report));
}

#[test]
fn a_field_that_is_missing_or_of_another_form_is_refused() {
    let with = |pointer: &str, value: Value| {
        let mut report = report();
        *report.pointer_mut(pointer).unwrap() = value;
        valid(&report)
    };
    assert!(with("/readings/0/products/0/total", json!(null)));
    assert!(!with("/readings/0/products/0/total", json!(344_568.0)), "money is no number");
    assert!(!with("/readings/0/products/0/total", json!("344,568.00")), "money has no separators");
    assert!(!with("/readings/0/window/from", json!("2024-01")), "a quarter is no month");
    assert!(!with("/as_of", json!("31.12.2025")));
    assert!(!with("/products/0/metric", json!("PVUs")));
    assert!(!with("/schema", json!("subcap.report/2")));
    assert!(!with("/products/0/quarters/0/sub", json!(480.5)));
    let mut report = report();
    report["readings"][0]["products"][0].as_object_mut().unwrap().remove("use");
    assert!(!valid(&report));
}
