//! The published JSON Schema is what the report's types derive, and it holds what it promises.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod support;

use std::fs;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use subcap_core::compare::Comparison;
use subcap_core::explain::Explanation;
use subcap_core::report::Report;
use subcap_core::whatif::{ScenarioDocument, Sensitivity, WhatIf};
use subcap_core::worth::{OddsAnswer, Worth};

/// `SUBCAP_BLESS=1 cargo test --test schema` writes the schema anew.
#[test]
fn the_published_schema_is_what_the_types_derive() {
    derived::<Report>("subcap.report-1.schema.json");
}

#[test]
fn the_published_schema_of_comparisons_is_what_the_types_derive() {
    derived::<Comparison>("subcap.comparison-1.schema.json");
}

#[test]
fn the_published_schema_of_explanations_is_what_the_types_derive() {
    derived::<Explanation>("subcap.explanation-1.schema.json");
}

#[test]
fn the_published_schema_of_sensitivity_is_what_the_types_derive() {
    derived::<Sensitivity>("subcap.sensitivity-1.schema.json");
}

#[test]
fn the_published_schema_of_whatif_is_what_the_types_derive() {
    derived::<WhatIf>("subcap.whatif-1.schema.json");
}

#[test]
fn the_published_schema_of_evidence_is_what_the_types_derive() {
    derived::<Worth>("subcap.evidence-1.schema.json");
}

#[test]
fn the_published_schema_of_odds_is_what_the_types_derive() {
    derived::<OddsAnswer>("subcap.odds-1.schema.json");
}

/// The one document that is read, not written.
#[test]
fn the_published_schema_of_scenarios_is_what_the_types_derive() {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    published::<ScenarioDocument>("subcap.scenario-1.schema.json", settings);
}

/// What the page asks beyond the commands; its TypeScript types are made from this.
#[test]
fn the_schema_of_the_pages_answers_is_what_the_types_derive() {
    derived::<subcap_wasm::answers::Answers<'_>>("../../wasm/schema/subcap.page-1.schema.json");
}

fn derived<T: JsonSchema>(file: &str) {
    published::<T>(file, SchemaSettings::draft2020_12().for_serialize());
}

fn published<T: JsonSchema>(file: &str, settings: SchemaSettings) {
    let path = support::here().join("../core/schema").join(file);
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let derived = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("SUBCAP_BLESS").is_some() {
        fs::write(&path, &derived).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap();
    assert!(published == derived, "the types differ from core/schema; SUBCAP_BLESS=1 writes it anew");
}

/// A good estate beside one that lost its evidence.
#[test]
fn a_comparison_is_as_its_schema_says() {
    let temp = tempfile::tempdir().unwrap();
    let folders = ["base", "missing_evidence"].map(|name| {
        let folder = temp.path().join(name);
        support::estate::assemble(&support::here().join("broken").join(name), &folder);
        folder.display().to_string()
    });
    let output = support::subcap(&["compare", &folders[0], &folders[1], "--format", "json"]);
    let mut comparison: Value = serde_json::from_slice(&output.stdout).expect("the binary prints JSON");
    let schema = serde_json::from_str(subcap_core::compare::JSON_SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(schema.is_valid(&comparison), "{:?}", schema.iter_errors(&comparison).next());
    comparison["later"] = json!(1);
    assert!(schema.is_valid(&comparison));
    comparison["readings"][0]["difference"] = json!("+1.00");
    assert!(!schema.is_valid(&comparison));
}

/// Every question's answer; fields may be added, amounts stay exact.
#[test]
fn explanations_hold_their_schema() {
    let schema = serde_json::from_str(subcap_core::explain::JSON_SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let case = support::here().join("cases/whole/eight-readings-of-one-lost-report");
    let report = report();
    let product = report["products"][0]["product"].as_str().unwrap();
    let quarter = report["products"][0]["quarters"][0]["quarter"].as_str().unwrap();
    for question in [vec![], vec![product], vec![product, quarter]] {
        let args = [&["explain", case.to_str().unwrap(), "--format", "json"][..], &question].concat();
        let output = support::subcap(&args);
        let mut explanation: Value = serde_json::from_slice(&output.stdout).expect("the binary prints JSON");
        assert!(schema.is_valid(&explanation), "{question:?}");
        explanation["steps"][0]["later"] = json!(1);
        assert!(schema.is_valid(&explanation), "a field may be added");
        explanation["steps"][0]["amount"] = json!("1,5");
        assert!(!schema.is_valid(&explanation), "an amount is exact");
    }
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
