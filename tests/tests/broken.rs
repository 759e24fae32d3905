//! Bad input: every broken estate of `tests/broken` ends as its `case.toml` says, in the core and on
//! the command line, whole and in slices; and no row disappears.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use subcap_core::finding::Finding;
use support::estate::{InCore, assemble, in_core, list, name_of, toml};

#[test]
fn broken_estates_end_as_stated() {
    let folder = support::here().join("broken");
    let only = std::env::var("SUBCAP_CASE").unwrap_or_default();
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    cases.retain(|c| c.join("case.toml").exists() && name_of(c).contains(&only));
    cases.sort();
    let wrong: Vec<String> = cases.iter().flat_map(|case| check(case)).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(!cases.is_empty());
}

/// What is wrong with a case, each in a line.
fn check(case: &Path) -> Vec<String> {
    let (expected, name) = (toml(&case.join("case.toml")), name_of(case));
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join(&name);
    assemble(case, &folder);
    let here = folder.to_string_lossy().into_owned();
    let mut wrong = Vec::new();
    let mut differs = |what: &str, want: String, have: String| {
        if want != have {
            wrong.push(format!("{name}: {what}\n    want {want}\n    have {have}"));
        }
    };

    let args: Vec<String> = list(&expected, "args").iter().map(|a| a.replace("{0}", &here)).collect();
    let mut command = vec!["estimate", &here, "--format", "json"];
    command.extend(args.iter().map(String::as_str));
    let output = support::subcap(&command);
    let (stdout, stderr) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let exit = expected["exit"].as_integer().unwrap();
    differs(
        "exit code",
        exit.to_string(),
        format!("{:?}", output.status.code()).replace("Some(", "").replace(')', ""),
    );
    if stderr.contains("panicked") {
        differs("no panic", String::new(), stderr.clone());
    }

    let mut findings = list(&expected, "findings");
    findings.sort();
    match expected.get("error").map(|e| e.as_str().unwrap().replace("{0}", &here)) {
        Some(error) => {
            differs("stdout on an error", String::new(), stdout.chars().take(200).collect());
            let first = stderr.lines().next().unwrap_or("");
            let want = format!("error: {error}: ");
            differs("error", want.clone(), first.chars().take(want.chars().count()).collect());
            let advice = stderr.lines().nth(1).unwrap_or("").trim().len() > 10;
            differs("advice", "true".into(), advice.to_string());
        }
        None => {
            let report: Value = serde_json::from_str(&stdout).unwrap_or_default();
            let have: Vec<String> =
                report["findings"].as_array().into_iter().flatten().map(of_json).collect();
            let sorted: BTreeSet<&String> = have.iter().collect();
            differs(
                "findings",
                findings.join("\n         "),
                sorted.into_iter().cloned().collect::<Vec<_>>().join("\n         "),
            );
            let complete = expected["complete"].as_bool().unwrap();
            for reading in report["readings"].as_array().into_iter().flatten() {
                let what = format!("complete under {}", reading["reading"]);
                differs(&what, complete.to_string(), reading["complete"].to_string());
            }
        }
    }
    let said = format!("{stderr}{stdout}");
    for words in list(&expected, "says") {
        let said = if said.contains(&words) { words.clone() } else { said.chars().take(400).collect() };
        differs("is said", words, said);
    }
    if args.is_empty() && !folder.join("vms.csv").is_dir() {
        let [whole, cut] = [usize::MAX, 3].map(|slice| in_core(&folder, slice));
        differs("findings in the core", findings.join("\n         "), texts(&whole).join("\n         "));
        differs("in slices of 3 bytes", answer(&whole), answer(&cut));
        differs("findings in slices", format!("{:?}", whole.findings), format!("{:?}", cut.findings));
        differs("rows dropped", hangs(&expected), whole.dropped.into_iter().collect::<Vec<_>>().join(", "));
    }
    wrong
}

fn answer(of: &InCore) -> String {
    of.answer.clone().unwrap_or_else(|error| error.to_string())
}

/// Findings as cases write them: `file:row:column code severity left-out`.
fn texts(of: &InCore) -> Vec<String> {
    let all: BTreeSet<String> =
        of.findings.iter().map(|f: &Finding| of_json(&serde_json::to_value(f).unwrap())).collect();
    all.into_iter().collect()
}

fn of_json(finding: &Value) -> String {
    let text = |key: &str| match &finding[key] {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let out = if finding["left_out"] == Value::Bool(true) { " left-out" } else { "" };
    format!("{}:{}:{} {} {}{out}", text("file"), text("row"), text("column"), text("code"), text("severity"))
}

/// `vms.csv 6-7` says which lines hang in an open quote, or were merged into an equal row.
fn hangs(expected: &toml::Table) -> String {
    let lines = list(expected, "hangs").into_iter().flat_map(|text| {
        let (file, range) = text.split_once(' ').unwrap();
        let (from, to) = range.split_once('-').unwrap();
        let (from, to): (u32, u32) = (from.parse().unwrap(), to.parse().unwrap());
        (from..=to).map(|line| format!("{file} {line}")).collect::<Vec<_>>()
    });
    lines.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}
