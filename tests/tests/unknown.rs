//! Unknown is not zero, in every answer and every form: a small estate with a product whose price nobody gave,
//! and others of which something else is unknown, by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

const NOTICE: &str = "vendor-accepted evidence and not legal advice";

/// 4 of 32 cores at 120, 480 held; the report of the last quarter is contestable. Under `opening` N = 3,840 − 480 =
/// 3,360, and with a price of 73.25 and two years of support at 20 percent 3,360 × 73.25 × 1.4 = 344,568.00.
const TABLES: [(&str, &str); 7] = [
    ("estate.toml", "as_of = 2025-12-31\nfirst_deployment = 2025-01-01\n"),
    ("hosts.csv", "host,cores,pvu_per_core\nh,32,120\n"),
    ("vms.csv", "vm,host,cores\nv,h,4\n"),
    ("installs.csv", "product,vm\nMQ,v\n"),
    ("products.csv", "product,metric\nMQ,PVU\n"),
    ("entitlements.csv", "product,quantity\nMQ,480\n"),
    (
        "evidence.csv",
        "id,kind,scope,from,to,state,weight\nm,measured,*,,,held,\nr1,report,*,2025-01-01,2025-09-30,held,\nr2,report,*,2025-10-01,2025-12-31,contestable,0.5\n",
    ),
];
const PRICED: (&str, &str) = ("products.csv", "product,metric,list_price\nMQ,PVU,73.25\n");
/// A row that nothing can be made of.
const LEFT_OUT: [(&str, &str); 2] =
    [("vms.csv", "vm,host,cores\nv,h,4\nw,h,-4\n"), ("installs.csv", "product,vm\nMQ,v\nMQ,w\n")];
/// A second vm on a host that has a row until May only.
const NO_ROW: [(&str, &str); 2] = [
    ("hosts.csv", "host,cores,pvu_per_core,to\nh,32,120,\ng,8,120,2025-05-31\n"),
    ("vms.csv", "vm,host,cores,from\nv,h,4,\nu,g,2,2025-04-01\n"),
];
/// A vm without a host: what is lost there is at least its 4 cores × 120, 480 more than held.
const NO_HOST: [(&str, &str); 3] = [
    ("vms.csv", "vm,host,cores\nv,h,4\nw,,4\n"),
    ("installs.csv", "product,vm\nMQ,v\nMQ,w\n"),
    ("entitlements.csv", "product,quantity\nMQ,960\n"),
];

/// The estate with some of its tables replaced.
fn estate(changes: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in TABLES.iter().chain(changes) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn said(folder: &Path, command: &str, more: &[&str]) -> String {
    let mut args = vec![command, folder.to_str().unwrap(), "--reading", "opening"];
    args.extend(more);
    let output = support::subcap(&args);
    assert!(output.status.code().unwrap() < 2, "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn answer(folder: &Path, command: &str, more: &[&str]) -> Value {
    serde_json::from_str(&said(folder, command, &[more, &["--format", "json"]].concat())).unwrap()
}

/// The first row of a CSV that begins like this, cell by cell under the heading.
fn row(csv: &str, begins: &str) -> Value {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let found = rows.iter().find(|row| row.iter().collect::<Vec<_>>().join(",").starts_with(begins));
    let found = found.unwrap_or_else(|| panic!("no row {begins} in\n{csv}"));
    header.iter().zip(found).map(|(name, cell)| (name.to_owned(), json!(cell))).collect()
}

/// Without the second report, in the scenario, with it: 3,360 without a price, or nothing.
#[test]
fn odds_of_an_unknown_price() {
    let folder = estate(&[]);
    let opening = &answer(folder.path(), "odds", &[])["readings"][0];
    let marks = ["complete", "total_complete", "lowest_complete", "highest_complete"].map(|m| &opening[m]);
    assert_eq!(marks, [&json!(false), &json!(false), &json!(true), &json!(false)], "{opening}");
    let csv = row(&said(folder.path(), "odds", &["--format", "csv"]), "opening");
    assert_eq!(csv["why"], "at least: total, expected, p10, p50, p90, highest");
    for format in ["table", "markdown"] {
        let text = said(folder.path(), "odds", &["--format", format]);
        let line = text.lines().find(|line| line.contains("opening")).unwrap().to_owned();
        assert_eq!((line.matches("≥ 0.00").count(), line.matches("0.00").count()), (6, 7), "{text}");
    }
    let exact = &answer(estate(&[PRICED]).path(), "odds", &[])["readings"][0];
    assert_eq!((&exact["expected"], &exact["complete"]), (&json!("172284.00"), &json!(true)));
}

/// A day lost on a made-up host, and a product without a price beside one with it.
#[test]
fn odds_of_other_unknowns() {
    let unseen = estate(&[&NO_HOST[..], &[PRICED]].concat());
    let two = [
        ("products.csv", "product,metric,list_price\nMQ,PVU,73.25\nDb,PVU,\n"),
        ("installs.csv", "product,vm\nMQ,v\nDb,v\n"),
    ];
    for folder in [unseen, estate(&two), estate(&[&LEFT_OUT[..], &[PRICED]].concat())] {
        let opening = &answer(folder.path(), "odds", &[])["readings"][0];
        assert_eq!((&opening["complete"], &opening["total_complete"]), (&json!(false), &json!(false)));
    }
}

#[test]
fn a_target_is_not_reached_by_an_at_least() {
    // The one gap closed, nothing is owed, whatever the price.
    let folder = estate(&[]);
    let worth = answer(folder.path(), "evidence", &["--target", "1000000"]);
    let smallest = &worth["smallest"];
    assert_eq!((&smallest["reachable"], smallest["gaps"].as_array().unwrap().len()), (&json!(true), 1));
    assert_eq!((&smallest["total"], &smallest["complete"]), (&json!("0.00"), &json!(true)));
    assert_eq!((&worth["complete"], &worth["total_all_closed_complete"]), (&json!(false), &json!(true)));
    let text = said(folder.path(), "evidence", &["--target", "1000000"]);
    assert!(text.contains("≥ 0.00 as it is, 0.00 with every gap closed"), "{text}");
    assert!(text.contains("close 1 gap, which leaves 0.00") && !text.contains("already"), "{text}");
    // Not everything was counted: no total is known, the target is neither reached nor out of reach.
    for changes in [&LEFT_OUT[..], &NO_ROW[..]] {
        let folder =
            estate(&[changes, &[PRICED, ("installs.csv", "product,vm\nMQ,v\nMQ,w\nMQ,u\n")]].concat());
        let smallest = answer(folder.path(), "evidence", &["--target", "1000000"])["smallest"].clone();
        let marks = ["reachable", "complete", "proven"].map(|mark| &smallest[mark]);
        assert_eq!(marks, [&json!(false); 3], "{smallest}");
        let text = said(folder.path(), "evidence", &["--target", "1000000"]);
        assert!(text.contains("cannot be told: with every gap closed ≥"), "{text}");
    }
    // A lost day on a made-up host: only with it closed the total is known.
    let folder = estate(&[&NO_HOST[..], &[PRICED]].concat());
    let smallest = answer(folder.path(), "evidence", &["--target", "1000000"])["smallest"].clone();
    assert_eq!((&smallest["reachable"], smallest["gaps"].as_array().unwrap().len()), (&json!(true), 1));
}

#[test]
fn worths_causes_and_levers_of_an_unknown_price() {
    let (folder, priced) = (estate(&[]), estate(&[PRICED]));
    let gap = |folder: &TempDir| answer(folder.path(), "evidence", &[])["gaps"][0].clone();
    assert_eq!((&gap(&priced)["alone"], &gap(&priced)["complete"]), (&json!("344568.00"), &json!(true)));
    assert_eq!((&gap(&folder)["complete"], &gap(&folder)["last_complete"]), (&json!(false), &json!(false)));
    let text = said(folder.path(), "evidence", &[]);
    assert!(text.lines().any(|l| l.contains("2025-Q4") && l.matches("? 0.00").count() == 3), "{text}");
    let csv = row(&said(folder.path(), "evidence", &["--format", "csv"]), "2025-Q4");
    assert_eq!(csv["why"], "of what is known: a total it lies between is at least");

    let scenario = folder.path().join("held.toml.given");
    fs::write(&scenario, "name = \"held\"\n[evidence]\nr2 = \"held\"\n").unwrap();
    let more = ["--scenario", scenario.to_str().unwrap()];
    let whatif = answer(folder.path(), "whatif", &more)["scenarios"][0].clone();
    assert_eq!(
        (&whatif["causes"][0]["amount"], &whatif["causes"][0]["complete"]),
        (&json!("0.00"), &json!(false))
    );
    assert_eq!(whatif["report"]["readings"][0]["complete"], true);
    let exact = answer(priced.path(), "whatif", &more)["scenarios"][0]["causes"][0].clone();
    assert_eq!((&exact["amount"], &exact["complete"]), (&json!("-344568.00"), &json!(true)));
    let csv = said(folder.path(), "whatif", &[&more[..], &["--format", "csv"]].concat());
    assert_eq!(row(&csv, "held,opening,total,as it is")["why"], "at least: a price is missing");
    assert_eq!(row(&csv, "held,opening,time window")["why"], AS_KNOWN);
    assert_eq!(row(&csv, "held,opening,total,held")["why"], "");

    let levers = answer(folder.path(), "sensitivity", &[])["tornado"][0]["levers"].clone();
    assert!(levers.as_array().unwrap().iter().all(|lever| lever["complete"] == false), "{levers}");
    let text = said(folder.path(), "sensitivity", &["--quarters", "1"]);
    assert!(
        !text.contains("No effect") && text.contains("Effect unknown, for a total is at least: "),
        "{text}"
    );
    let csv = said(folder.path(), "sensitivity", &["--quarters", "1", "--format", "csv"]);
    assert_eq!(row(&csv, "total,opening,as it is")["why"], "at least");
    assert_eq!(row(&csv, "low,opening,contestable")["why"], AS_KNOWN);
    assert_eq!(row(&csv, "cost-of-delay,opening,1")["why"], AS_KNOWN);

    // From without a price to with one: the product's line is unknown, and so is the step.
    let args =
        ["compare", folder.path().to_str().unwrap(), priced.path().to_str().unwrap(), "--reading", "opening"];
    let output = support::subcap(&[&args[..], &["--format", "json"]].concat());
    let compared: Value = serde_json::from_slice(&output.stdout).unwrap();
    let reading = &compared["readings"][0];
    assert_eq!(reading["products"][0]["difference"], Value::Null);
    assert_eq!(reading["products"][0]["before"]["complete"], false);
    assert_eq!(reading["products"][0]["after"]["complete"], true);
    assert_eq!(
        (&reading["causes"][0]["amount"], &reading["causes"][0]["complete"]),
        (&json!("344568.00"), &json!(false))
    );
    let table = String::from_utf8(support::subcap(&args).stdout).unwrap();
    assert!(table.contains("? +344,568.00"), "{table}");
}

const AS_KNOWN: &str = "of what is known: a total it lies between is at least";

#[test]
fn what_is_owed_anyway_is_at_least_what_was_counted() {
    let folder = estate(&[&LEFT_OUT[..], &[PRICED]].concat());
    let reading = &answer(folder.path(), "estimate", &[])["readings"][0];
    let product = &reading["products"][0];
    assert_eq!((&reading["total"], &product["total"]), (&json!("344568.00"), &json!("344568.00")));
    for of in [reading, product] {
        assert_eq!((&of["complete"], &of["without_gaps_complete"]), (&json!(false), &json!(false)));
    }
    let text = said(folder.path(), "estimate", &[]);
    assert_eq!(text.matches("≥ 344,568.00").count(), 4, "{text}");
    assert!(text.contains("≥ 0.00"), "{text}");
    let csv = said(folder.path(), "estimate", &["--format", "csv"]);
    assert_eq!(row(&csv, "product,opening,MQ")["why"], "at least");
    assert_eq!(row(&csv, "total,opening")["why"], "at least: a row was left out of the count");
    let text = said(folder.path(), "explain", &["MQ", "2025-Q4"]);
    assert!(text.contains("Total of MQ: at least 344568.00"), "{text}");
    assert!(text.contains("(highest shortfall 0): at least 0.00"), "{text}");
    assert!(text.contains("At least, because a row was left out of the count"), "{text}");
    // Without a price alone nothing but the total is unknown.
    let reading = answer(estate(&[]).path(), "estimate", &[])["readings"][0].clone();
    assert_eq!((&reading["complete"], &reading["without_gaps_complete"]), (&json!(false), &json!(true)));
    let csv = said(estate(&[]).path(), "estimate", &["--format", "csv"]);
    assert_eq!(row(&csv, "total,opening")["why"], "at least: a price is missing; without_gaps is exact");
    // On a day without its host's row something is not counted.
    let folder = estate(&[&NO_ROW[..], &[PRICED, ("installs.csv", "product,vm\nMQ,v\nMQ,u\n")]].concat());
    let text = said(folder.path(), "explain", &["MQ", "2025-Q4"]);
    assert!(
        text.contains("Total of MQ: at least ") && text.contains("At least, because something stood"),
        "{text}"
    );
}

#[test]
fn a_rate_of_use_that_nobody_named_is_unknown() {
    let folder = estate(&[PRICED]);
    let scenario = folder.path().join("use.toml.given");
    fs::write(&scenario, "name = \"use\"\n[reading]\ncharge = \"use\"\n").unwrap();
    let more = ["--scenario", scenario.to_str().unwrap()];
    let whatif = answer(folder.path(), "whatif", &more)["scenarios"][0].clone();
    let reading = &whatif["report"]["readings"][0];
    assert_eq!((&reading["complete"], &reading["products"][0]["total"]), (&json!(false), &Value::Null));
    assert_eq!(whatif["causes"][0]["complete"], false);
}

/// A row X on a day: the delay curve says what a remediation on that day comes to.
#[test]
fn the_delay_curve_and_remediation_are_one() {
    let dated = "id,kind,scope,from,to,state\nr1,report,*,2025-01-01,2026-12-31,held\nm,measured,*,,2025-09-30,held\n";
    let folder = estate(&[PRICED, ("evidence.csv", dated)]);
    let scenario = folder.path().join("later.toml.given");
    fs::write(&scenario, "name = \"later\"\nremediation = 2026-03-31\n").unwrap();
    let args = |command, more: &[&str]| {
        let folder = folder.path().to_str().unwrap();
        let base = [command, folder, "--reading", "graduated", "--format", "json"];
        let output = support::subcap(&[&base[..], more].concat());
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let whatif = args("whatif", &["--scenario", scenario.to_str().unwrap()]);
    let delay = args("sensitivity", &["--quarters", "1"]);
    let point = &delay["delay"][0]["points"][1];
    assert_eq!(point["as_of"], "2026-03-31");
    assert_eq!(point["open"], whatif["scenarios"][0]["report"]["readings"][0]["total"]);
}

#[test]
fn a_weight_on_what_is_not_contestable_is_said() {
    let rows = "id,kind,scope,from,to,state,weight\nm,measured,*,,,held,0.5\nr,report,*,2025-01-01,2025-12-31,contestable,0.5\n";
    let folder = estate(&[PRICED, ("evidence.csv", rows)]);
    let findings = answer(folder.path(), "estimate", &[])["findings"].clone();
    let found: Vec<_> =
        findings.as_array().unwrap().iter().filter(|f| f["code"] == "weight-not-used").collect();
    assert_eq!(found.len(), 1, "{findings}");
    assert_eq!(
        (&found[0]["severity"], &found[0]["row"], &found[0]["column"]),
        (&json!("note"), &json!(2), &json!("weight"))
    );
}

/// Every form of every answer with figures says what it is, and names are no formulas in a spreadsheet.
#[test]
fn every_form_says_what_it_is() {
    let formula = [
        ("products.csv", "product,metric,list_price\n=1+1,PVU,73.25\n"),
        ("installs.csv", "product,vm\n=1+1,v\n"),
        ("entitlements.csv", "product,quantity\n=1+1,480\n"),
    ];
    let folder = estate(&formula);
    let path = folder.path().to_str().unwrap();
    let scenario = folder.path().join("s.toml.given");
    fs::write(&scenario, "name = \"s\"\n[evidence]\nr2 = \"held\"\n").unwrap();
    let scenario = scenario.to_str().unwrap();
    let commands: [&[&str]; 9] = [
        &["estimate", path],
        &["estimate", path, path],
        &["whatif", path, "--scenario", scenario],
        &["evidence", path],
        &["odds", path],
        &["sensitivity", path, "--quarters", "1"],
        &["compare", path, path],
        &["explain", path],
        &["explain", path, "=1+1", "2025-Q4"],
    ];
    for command in commands {
        for format in ["table", "json", "csv", "markdown"] {
            let output = support::subcap(&[command, &["--reading", "opening", "--format", format]].concat());
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains(NOTICE), "{command:?} {format}\n{text}");
            if format == "csv" {
                let mut reader = csv::Reader::from_reader(text.as_bytes());
                assert!(reader.headers().unwrap().iter().next_back() == Some("notice"), "{text}");
                for row in reader.records() {
                    let row = row.expect("as many cells as the heading");
                    assert!(row.iter().all(|cell| !cell.starts_with('=')), "{command:?} {row:?}");
                }
            }
        }
    }
    let csv = said(folder.path(), "estimate", &["--format", "csv"]);
    assert_eq!(row(&csv, "product,opening")["product"], "'=1+1");
}
