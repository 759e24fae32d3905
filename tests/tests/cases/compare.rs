//! An answer beside what was expected; each difference is a line.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use subcap_core::error::Error;
use subcap_core::report::JSON_SCHEMA;

use crate::expected::{Check, Expected, Kind};

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(JSON_SCHEMA).expect("the published schema is JSON");
    jsonschema::validator_for(&schema).expect("the published schema is a schema")
});

/// What differs in a report.
pub fn answer(json: &str, expected: &Expected, kind: Kind) -> Vec<String> {
    if let Some(error) = &expected.error {
        return vec![format!("error {} is due and there is an answer", error.code)];
    }
    let report: Value = serde_json::from_str(json).expect("the report is JSON");
    let mut wrong: Vec<String> =
        SCHEMA.iter_errors(&report).map(|e| format!("not of the published shape: {e}")).collect();
    wrong.extend(figures(&report, &expected.checks));
    let findings = findings(&report);
    if kind == Kind::Own && findings != expected.findings {
        wrong.push(format!("findings {:?} are due, there are {findings:?}", expected.findings));
    }
    wrong
}

/// Figures of a report that are not as expected.
pub fn figures(report: &Value, checks: &[Check]) -> Vec<String> {
    let mut wrong = Vec::new();
    for check in checks {
        match look(report, check) {
            Ok(found) if *found == check.value => {}
            Ok(found) => wrong.push(format!("{}: {} is due, there is {found}", place(check), check.value)),
            Err(missing) => wrong.push(format!("{}: there is no {missing}", place(check))),
        }
    }
    wrong
}

/// What differs in an error.
pub fn error(error: &Error, expected: &Expected) -> Vec<String> {
    let Some(due) = &expected.error else { return vec![format!("an answer is due, there is {error}")] };
    let mut wrong = Vec::new();
    if error.code.as_str() != due.code {
        wrong.push(format!("error {} is due, there is {error}", due.code));
    }
    if due.file.is_some() && error.file != due.file {
        wrong.push(format!("file {:?} is due, there is {:?}", due.file, error.file));
    }
    if due.row.is_some() && error.row != due.row {
        wrong.push(format!("row {:?} is due, there is {:?}", due.row, error.row));
    }
    wrong
}

/// The figure a check is about.
fn look<'a>(report: &'a Value, check: &Check) -> Result<&'a Value, String> {
    let levels = [
        ("readings", "reading", &check.reading),
        ("products", "product", &check.product),
        ("members", "product", &check.member),
        ("quarters", "quarter", &check.quarter),
    ];
    let mut here = report;
    for (list, key, name) in levels {
        let Some(name) = name else { continue };
        let items = here[list].as_array().map_or(&[][..], Vec::as_slice);
        here = items.iter().find(|item| item[key] == name.as_str()).ok_or_else(|| format!("{key} {name}"))?;
    }
    for step in check.field.split('.') {
        let next = step.parse::<usize>().map_or_else(|_| here.get(step), |index| here.get(index));
        here = next.ok_or_else(|| check.field.clone())?;
    }
    Ok(here)
}

fn place(check: &Check) -> String {
    let names = [&check.reading, &check.product, &check.member, &check.quarter];
    let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    format!("{} {}", names.join(" "), check.field)
}

/// Findings as `code file:row column`.
fn findings(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().map_or(&[][..], Vec::as_slice);
    findings
        .iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap_or("").to_owned();
            let row = f["row"].as_u64().map_or_else(String::new, |row| format!(":{row}"));
            format!("{} {}{row} {}", text("code"), text("file"), text("column")).trim_end().to_owned()
        })
        .collect()
}
