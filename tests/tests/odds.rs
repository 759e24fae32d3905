//! `subcap odds`: expected values and percentiles of small cases, by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A vm of 4 cores on 32 cores at 120: sub 480, full 3,840, and 480 are held, so that a lost quarter is
/// short by 3,360. At 73.25 that is 246,120.00 to buy, or 30,765.00 a quarter as use at one half.
const TABLES: [(&str, &str); 6] = [
    ("estate.toml", "as_of = 2025-12-31\n"),
    ("hosts.csv", "host,cores,pvu_per_core\nrack-7,32,120\n"),
    ("vms.csv", "vm,host,cores,from\nqueue-1,rack-7,4,2019-01-01\n"),
    ("installs.csv", "product,vm,from\nMessaging,queue-1,2019-01-01\n"),
    ("products.csv", "product,metric,list_price,contract_price\nMessaging,PVU,73.25,73.25\n"),
    ("entitlements.csv", "product,quantity\nMessaging,480\n"),
];

/// What is bought, without support; what is used; and the same if contestable evidence is accepted.
const READINGS: &str = r#"
[[reading]]
name = "licence"
title = "Licences alone"
like = "agreement"
support = "none"
contestable = "lost"
lookback_quarters = 12

[[reading]]
name = "used"
title = "Priced as use"
like = "licence"
charge = "use"
use_rate_bp = 5000

[[reading]]
name = "accepted"
title = "Priced as use, contestable evidence accepted"
like = "used"
contestable = "held"
"#;

/// The estate with those rows of `evidence.csv`, reported all the time, measured until 2025 begins or less.
fn estate(measured_until: &str, rows: &[String]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in TABLES {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut evidence = format!(
        "id,kind,scope,from,to,state,weight\nreports,report,*,2019-01-01,2025-12-31,,\ntool,measured,*,2019-01-01,{measured_until},,\n"
    );
    for row in rows {
        evidence += row;
        evidence.push('\n');
    }
    fs::write(folder.path().join("evidence.csv"), evidence).unwrap();
    folder
}

/// A contestable quarter; an empty weight is none.
fn contestable(year: i32, quarter: usize, weight: &str) -> String {
    let days = ["01-01", "03-31", "04-01", "06-30", "07-01", "09-30", "10-01", "12-31"];
    let (from, to) = (days[2 * quarter - 2], days[2 * quarter - 1]);
    format!("{year}-Q{quarter},measured,*,{year}-{from},{year}-{to},contestable,{weight}")
}

fn command(folder: &Path) -> Command {
    let readings = folder.join("readings.toml.given");
    fs::write(&readings, READINGS).unwrap();
    let mut command = Command::new(support::binary());
    command.arg("odds").arg(folder).arg("--readings").arg(readings).args(["--format", "json"]);
    for name in ["licence", "used", "accepted"] {
        command.args(["--reading", name]);
    }
    command
}

fn answer(folder: &TempDir) -> Value {
    let output = command(folder.path()).output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Total, expected, P10, P50, P90, lowest and highest of a reading.
fn figures<'a>(answer: &'a Value, name: &str) -> Vec<&'a str> {
    let readings = answer["readings"].as_array().unwrap();
    let reading = readings.iter().find(|r| r["reading"] == name).unwrap();
    let keys = ["total", "expected", "p10", "p50", "p90", "lowest", "highest"];
    keys.iter().map(|key| reading[key].as_str().unwrap()).collect()
}

/// Four quarters that each stand with 0.7: all of them do with 0.7^4 = 0.2401, and then nothing is owed; with
/// 0.7599 the licences are: 246,120 × 0.7599 = 187,026.588. Of the quarters priced as use none is lost with
/// 0.2401, one with 0.4116, two with 0.2646, three with 0.0756, four with 0.0081: 1.2 × 30,765 on average.
#[test]
fn four_quarters_that_may_stand() {
    let rows: Vec<String> = (1..=4).map(|quarter| contestable(2025, quarter, "0.7")).collect();
    let answer = answer(&estate("2024-12-31", &rows));
    assert_eq!((&answer["exact"], &answer["draws"]), (&json!(true), &json!(0)));
    assert_eq!(answer["items"][0], json!({"id": "2025-Q1", "weight": "0.7"}));
    let licence = ["246120.00", "187026.59", "0.00", "246120.00", "246120.00", "0.00", "246120.00"];
    assert_eq!(figures(&answer, "licence"), licence);
    let used = ["123060.00", "36918.00", "0.00", "30765.00", "61530.00", "0.00", "123060.00"];
    assert_eq!(figures(&answer, "used"), used);
    // How a reading takes contestable items moves its total alone.
    let accepted = ["0.00", "36918.00", "0.00", "30765.00", "61530.00", "0.00", "123060.00"];
    assert_eq!(figures(&answer, "accepted"), accepted);
}

/// Weights 0.9 and 0.5, and a quarter without: lost where the reading does not accept it, in every outcome.
/// Of the two none is lost with 0.45, one with 0.5, both with 0.05: 0.6 on average.
#[test]
fn an_item_without_weight_is_taken_as_the_reading_takes_it() {
    let rows = [contestable(2025, 1, "0.9"), contestable(2025, 2, "0.5"), contestable(2025, 3, "")];
    let held = "2025-Q4,measured,*,2025-10-01,2025-12-31,held,".to_owned();
    let answer = answer(&estate("2024-12-31", &[&rows[..], &[held]].concat()));
    assert_eq!(answer["without_weight"], json!(["2025-Q3"]));
    assert_eq!(answer["items"].as_array().unwrap().len(), 2);
    let used = ["92295.00", "49224.00", "30765.00", "61530.00", "61530.00", "30765.00", "92295.00"];
    assert_eq!(figures(&answer, "used"), used);
    let accepted = ["0.00", "18459.00", "0.00", "30765.00", "30765.00", "0.00", "61530.00"];
    assert_eq!(figures(&answer, "accepted"), accepted);
    let licence = ["246120.00", "246120.00", "246120.00", "246120.00", "246120.00", "246120.00", "246120.00"];
    assert_eq!(figures(&answer, "licence"), licence);
}

/// A chance of just a tenth, of just nine tenths, of none and of one: no rounding decides.
#[test]
fn chances_at_the_very_edge_of_a_percentile() {
    for (weight, due) in [
        ("0.9", ["3076.50", "0.00", "0.00", "0.00"]),
        ("0.899999", ["3076.53", "0.00", "0.00", "30765.00"]),
        ("0.1", ["27688.50", "0.00", "30765.00", "30765.00"]),
        ("0.099999", ["27688.53", "30765.00", "30765.00", "30765.00"]),
        ("0.5", ["15382.50", "0.00", "0.00", "30765.00"]),
        ("1", ["0.00", "0.00", "0.00", "0.00"]),
        ("0", ["30765.00", "30765.00", "30765.00", "30765.00"]),
    ] {
        let answer = answer(&estate("2025-09-30", &[contestable(2025, 4, weight)]));
        assert_eq!(figures(&answer, "used")[1..5], due, "{weight}");
        assert_eq!(figures(&answer, "used")[5..], ["0.00", "30765.00"], "{weight}");
    }
}

#[test]
fn without_contestable_items_nothing_is_uncertain() {
    let answer = answer(&estate("2025-09-30", &[]));
    assert_eq!(figures(&answer, "used"), ["30765.00"; 7]);
    assert_eq!((&answer["items"], &answer["exact"]), (&json!([]), &json!(true)));
}

/// Twelve quarters with weights from 0.35 to 0.9: too many to try all outcomes. Priced as use the mean is
/// exact by hand: 30,765 × the sum of what is missing to 1.
fn twelve() -> TempDir {
    let quarters = (2023..=2025).flat_map(|year| (1..=4).map(move |quarter| (year, quarter)));
    let rows = quarters.zip(7..).map(|((y, q), weight)| contestable(y, q, &format!("0.{:02}", weight * 5)));
    estate("2022-12-31", &rows.collect::<Vec<_>>())
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

#[test]
fn many_items_are_drawn_and_their_mean_is_near() {
    let answer = answer(&twelve());
    assert_eq!(answer["exact"], false);
    assert!(answer["draws"].as_u64().unwrap() >= 1_000 && answer["seed"].is_u64());
    // 12 − (0.35 + 0.40 + … + 0.90) = 12 − 7.5
    let mean = 3_076_500 * 45 / 10;
    let reading = answer["readings"].as_array().unwrap().iter().find(|r| r["reading"] == "used").unwrap();
    let (expected, error) =
        (cents(reading["expected"].as_str().unwrap()), cents(reading["error"].as_str().unwrap()));
    // The variance of each quarter is w (1 − w): 2.455 together, so 30,765 × √(2.455 / 2000) = 1,077.9.
    assert!((100_000..116_000).contains(&error), "{error}");
    assert!((expected - mean).abs() <= 4 * error, "{expected} is not {mean} ± 4 × {error}");
    assert_eq!(figures(&answer, "used")[5..], ["0.00", "369180.00"]);
    let licence = figures(&answer, "licence");
    assert_eq!(licence[2..5], ["246120.00"; 3], "hardly ever do all twelve stand");
}

#[test]
fn the_same_bytes_with_one_thread_and_with_two() {
    let folder = twelve();
    let run = |threads: &str| command(folder.path()).env("RAYON_NUM_THREADS", threads).output().unwrap();
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.status.code(), Some(1));
    assert!(one.stdout.len() > 500 && one.stdout == two.stdout);
}
