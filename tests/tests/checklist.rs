//! The checklist of `subcap evidence`: what is due, on file and missing in each quarter of a small estate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fs;

use serde_json::{Value, json};

const TABLES: [(&str, &str); 7] = [
    ("estate.toml", "as_of = 2025-11-15\n"),
    ("hosts.csv", "host,cores,pvu_per_core\nrack-7,32,120\n"),
    ("vms.csv", "vm,host,cores,from\nqueue-1,rack-7,4,2019-01-01\n"),
    ("installs.csv", "product,vm,from\nMessaging,queue-1,2019-01-01\n"),
    ("products.csv", "product,metric,list_price\nMessaging,PVU,73.25\n"),
    ("entitlements.csv", "product,quantity\nMessaging,480\n"),
    (
        "evidence.csv",
        "id,kind,scope,from,to,made,state\n\
         tool,measured,*,2019-01-01,2025-08-31,,\n\
         early,report,*,2019-01-01,2024-12-31,2025-01-15,\n\
         R1,report,*,2025-01-01,2025-03-31,2025-04-10,contestable\n\
         R2,report,*,2025-04-01,2025-06-30,2025-07-31,\n\
         R3,report,*,2025-07-01,2025-09-30,2025-10-01,lost\n\
         logs,rebuilt,host:rack-7,2025-09-10,2025-09-12,,\n",
    ),
];

/// Four quarters, the last of them unfinished; a report made on the 31st day is late.
const READING: &str = r#"
[[reading]]
name = "four"
title = "Four quarters"
like = "agreement"
lookback_quarters = 4
late_report_days = 30
"#;

fn answer() -> Value {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("estate");
    fs::create_dir(&folder).unwrap();
    for (name, text) in TABLES {
        fs::write(folder.join(name), text).unwrap();
    }
    let readings = temp.path().join("readings.toml");
    fs::write(&readings, READING).unwrap();
    let (folder, readings) = (folder.display().to_string(), readings.display().to_string());
    let args = ["evidence", &folder, "--readings", &readings, "--reading", "four", "--format", "json"];
    let output = support::subcap(&args);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// What is missing in a quarter: kind and days of each gap that the checklist names.
fn missing(answer: &Value, checked: &Value) -> Vec<[String; 3]> {
    let gaps = answer["gaps"].as_array().unwrap();
    let ids = checked["missing"].as_array().unwrap().iter();
    let gap = |id: &Value| gaps.iter().find(|gap| gap["id"] == *id).expect("the checklist names gaps");
    let mut found: Vec<_> =
        ids.map(|id| ["from", "to", "kind"].map(|key| gap(id)[key].as_str().unwrap().to_owned())).collect();
    found.sort();
    found
}

fn what(checked: &Value) -> Vec<&str> {
    checked["look_for"].as_array().unwrap().iter().map(|h| h["what"].as_str().unwrap()).collect()
}

#[test]
fn each_quarter_says_what_is_due_on_file_and_missing() {
    let answer = answer();
    let on_file = |kind: &str, standing: &str, id: &str| json!({"kind": kind, "standing": standing, "items": 1, "first": [id]});
    let tool = on_file("measured", "taken as true", "tool");
    let report = "the quarter's audit snapshot or report";
    let measured = "proof that the tool measured there";
    let rebuilt = "the period's figures rebuilt";
    let due = [
        (
            "2025-Q1",
            true,
            json!([tool, on_file("report", "contestable", "R1")]),
            vec![["2025-01-01", "2025-03-31", "not-reported"]],
            vec![report, rebuilt],
        ),
        (
            "2025-Q2",
            true,
            json!([tool, on_file("report", "late", "R2")]),
            vec![["2025-04-01", "2025-06-30", "not-reported"]],
            vec![report, rebuilt],
        ),
        (
            "2025-Q3",
            true,
            json!([tool, on_file("rebuilt", "taken as true", "logs"), on_file("report", "lost", "R3")]),
            vec![
                ["2025-07-01", "2025-08-31", "not-reported"],
                ["2025-09-01", "2025-09-09", "neither"],
                ["2025-09-13", "2025-09-30", "neither"],
            ],
            vec![report, rebuilt, measured],
        ),
        // No report is due yet for a quarter that is not over.
        (
            "2025-Q4",
            false,
            json!([]),
            vec![["2025-10-01", "2025-11-15", "not-measured"]],
            vec![measured, rebuilt],
        ),
    ];
    let checklist = answer["checklist"].as_array().unwrap();
    assert_eq!(checklist.len(), due.len());
    for ((quarter, report_due, on_file, gaps, look_for), checked) in due.into_iter().zip(checklist) {
        assert_eq!(checked["quarter"], quarter);
        assert_eq!(checked["report_due"], report_due, "{quarter}");
        assert_eq!(checked["on_file"], on_file, "{quarter}");
        assert_eq!(missing(&answer, checked), gaps, "{quarter}");
        assert_eq!(what(checked), look_for, "{quarter}");
    }
    // Every gap stands in its quarter.
    assert_eq!(answer["gaps"].as_array().unwrap().len(), 6);
}

/// Every hint cites sources that `subcap sources` knows.
#[test]
fn hints_cite_known_sources() {
    for checked in answer()["checklist"].as_array().unwrap() {
        for hint in checked["look_for"].as_array().unwrap() {
            let ids = hint["sources"].as_array().unwrap();
            assert!(!ids.is_empty());
            for id in ids {
                assert!(support::subcap(&["sources", id.as_str().unwrap()]).status.success(), "{id}");
            }
        }
    }
}
