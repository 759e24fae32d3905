//! The schema of scenarios knows what the parser knows, and the answers about scenarios hold their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod random;
mod reference;
mod scenarios;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use subcap_core::whatif::{BECOMES, Overlay, READING_KEYS};

/// What `subcap schema` prints.
fn schema(of: &str) -> Value {
    let output = support::subcap(&["schema", of]);
    assert!(output.status.success(), "{of}");
    serde_json::from_slice(&output.stdout).expect("a schema is JSON")
}

fn validator(of: &str) -> Validator {
    jsonschema::validator_for(&schema(of)).expect("a schema")
}

/// What a validator says against a document; nothing if it is valid.
fn against(validator: &Validator, document: &Value) -> Option<String> {
    validator.iter_errors(document).next().map(|e| format!("{} at {}", e, e.instance_path()))
}

#[test]
fn schema_prints_the_one_asked_for() {
    let ids = ["report", "whatif", "evidence", "odds", "comparison", "explanation", "sensitivity"];
    for id in ids {
        assert_eq!(schema(id)["properties"]["schema"]["const"], format!("subcap.{id}/1"));
    }
    assert_eq!(schema("scenario")["additionalProperties"], false);
    let usual = support::subcap(&["schema"]);
    assert_eq!(usual.stdout, support::subcap(&["schema", "report"]).stdout);
    let slip = support::subcap(&["schema", "scenarios"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(String::from_utf8(slip.stderr).unwrap().contains("'scenario'"));
}

/// The keys a schema has for a table of the document.
fn keys(schema: &Value, name: &str) -> BTreeSet<String> {
    let of = if name.is_empty() { schema } else { &schema["$defs"][name] };
    assert_eq!(of["additionalProperties"], false, "{name}");
    of["properties"].as_object().expect("properties").keys().cloned().collect()
}

/// The keys the parser has for a table: it lists them where one is far from all of them.
fn known(document: &Value) -> BTreeSet<String> {
    let error = Overlay::parse("slip.json", document.to_string().as_bytes()).expect_err("an unknown key");
    let advice = error.advice().to_owned();
    let list = advice.strip_prefix("Known here are ").and_then(|list| list.strip_suffix('.'));
    list.unwrap_or_else(|| panic!("{advice}")).split(", ").map(str::to_owned).collect()
}

#[test]
fn every_key_of_the_parser_is_in_the_schema_and_none_besides() {
    let schema = schema("scenario");
    let slip = json!({"qqqqqqqqqqqq": 1});
    assert_eq!(keys(&schema, ""), known(&slip));
    for (table, name) in [("products", "ProductCells"), ("hosts", "HostCells"), ("vms", "VmCells")] {
        assert_eq!(keys(&schema, name), known(&json!({table: {"one": slip}})), "{table}");
    }
    let lists =
        [("evidence_where", "EvidenceWhere"), ("evidence_add", "EvidenceAdd"), ("leave_out", "LeftOut")];
    for (table, name) in lists {
        assert_eq!(keys(&schema, name), known(&json!({table: [slip]})), "{table}");
    }
    let entitled = json!({"entitlements": [{"product": "one", "qqqqqqqqqqqq": 1}]});
    assert_eq!(keys(&schema, "Entitled"), known(&entitled));
    assert_eq!(keys(&schema, "ReadingKeys"), READING_KEYS.iter().map(|key| (*key).to_owned()).collect());
    assert_eq!(schema["$defs"]["Becomes"]["enum"], json!(BECOMES.map(|(word, _)| word)));
    // A table that is not compared above would be one that this test forgot.
    let tables = schema["$defs"].as_object().unwrap().values().filter(|def| def.get("properties").is_some());
    assert_eq!(tables.count(), 8);
}

/// The folders of all cases that give documents of their own.
fn cases() -> Vec<PathBuf> {
    let inner = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let groups = inner(support::here().join("cases")).filter(|path| path.is_dir());
    let mut cases: Vec<PathBuf> = groups.flat_map(inner).filter(|path| path.join("given").is_dir()).collect();
    cases.sort();
    cases
}

fn documents(case: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(case.join("given")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.file_name().is_some_and(|name| name != "readings.toml")).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "json") {
        return serde_json::from_str(&text).unwrap();
    }
    scenarios::from_toml(&text).unwrap()
}

#[test]
fn scenarios_of_the_cases_hold_the_schema() {
    let validator = validator("scenario");
    let files: Vec<PathBuf> = cases().iter().flat_map(|case| documents(case)).collect();
    assert!(files.len() > 40, "{} documents", files.len());
    for file in files {
        assert_eq!(against(&validator, &read(&file)), None, "{}", file.display());
    }
}

/// Random ones too: what the parser takes, the schema takes.
#[test]
fn random_scenarios_hold_the_schema() {
    let validator = validator("scenario");
    for seed in 0..300 {
        let texts = random::random_estate(seed % 30);
        let document = random::random_overlay(&texts, seed);
        assert!(Overlay::parse("random.json", document.to_string().as_bytes()).is_ok(), "{document}");
        assert_eq!(against(&validator, &document), None, "{document}");
    }
}

#[test]
fn what_the_parser_refuses_the_schema_refuses() {
    let validator = validator("scenario");
    for document in [
        json!({"evidense": {}}),
        json!({"evidence": {"R": "found"}}),
        json!({"evidence_where": [{"becomes": "held"}]}),
        json!({"evidence_where": [{"kind": "reports", "becomes": "held"}]}),
        json!({"evidence_where": [{"kind": "report"}]}),
        json!({"evidence_add": [{"id": "R", "kind": "report"}]}),
        json!({"evidence_add": [{"id": "R", "kind": "report", "scope": "*", "quarter": "Q3"}]}),
        json!({"products": {"P": {}}}),
        json!({"hosts": {"H": {"core": 4}}}),
        json!({"vms": {"V": {"cores": [4]}}}),
        json!({"vms": {"V": 4}}),
        json!({"entitlements": [{"quantity": 4}]}),
        json!({"leave_out": [{"product": "P"}]}),
        json!({"leave_out": [{"reason": "gone"}]}),
        json!({"discount_bp": 10_001}),
        json!({"as_of": "31.12.2025"}),
        json!({"reading": 1}),
    ] {
        assert!(Overlay::parse("slip.json", document.to_string().as_bytes()).is_err(), "{document}");
        assert!(against(&validator, &document).is_some(), "{document}");
    }
    // Of a reading's keys the parser speaks once it has the reading.
    for keys in [
        json!({"scope": "rack"}),
        json!({"scope": null}),
        json!({"grace_day": 1}),
        json!({"grace_days": "1"}),
        json!({"lookback_quarters": 0}),
        json!({"report_owed_quarters": "any"}),
        json!({"late_report_days": -1}),
        json!({"credit_later_purchases": "yes"}),
    ] {
        assert!(against(&validator, &json!({"reading": keys})).is_some(), "{keys}");
        assert!(against(&validator, &json!({"readings": {"agreement": keys}})).is_some(), "{keys}");
    }
    for keys in [json!({"report_owed_quarters": "all"}), json!({"late_report_days": null, "scope": "host"})] {
        assert_eq!(against(&validator, &json!({"reading": keys})), None, "{keys}");
    }
}

fn answer(args: &[&str]) -> Value {
    let output = support::subcap(&[args, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{args:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn answers_about_scenarios_hold_their_schema() {
    let case = support::here().join("cases/whatif/evidence-by-period-and-standing");
    let folder = case.to_str().unwrap();
    let files: Vec<String> = documents(&case).iter().map(|path| path.display().to_string()).collect();
    let mut args = vec!["whatif", folder, "--scenario"];
    args.extend(files.iter().map(String::as_str));
    let mut scenarios = answer(&args);
    let whatif = validator("whatif");
    assert_eq!(against(&whatif, &scenarios), None);
    assert!(!scenarios["scenarios"][0]["causes"].as_array().unwrap().is_empty());
    scenarios["scenarios"][0]["causes"][0]["amount"] = json!("-1,000.00");
    assert!(against(&whatif, &scenarios).is_some(), "an amount is exact");

    let gaps = support::here().join("cases/whatif/cliff-of-five-quarters");
    let mut worth = answer(&["evidence", gaps.to_str().unwrap(), "--target", "100000"]);
    let evidence = validator("evidence");
    assert_eq!(against(&evidence, &worth), None);
    assert!(worth["smallest"].is_object() && worth["gaps"][0]["cure"][0]["id"].is_string());
    worth["later"] = json!(1);
    assert_eq!(against(&evidence, &worth), None, "a field may be added");
    worth["gaps"][0]["kind"] = json!("lost");
    assert!(against(&evidence, &worth).is_some(), "kinds are known");

    let mut odds = answer(&["odds", folder]);
    let schema = validator("odds");
    assert_eq!(against(&schema, &odds), None);
    odds["readings"][0]["p50"] = json!(1.5);
    assert!(against(&schema, &odds).is_some(), "money is no number");
}
