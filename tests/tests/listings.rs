//! `subcap sources` and `subcap readings`: what is printed can be used again.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use subcap_core::price::{Reading, Readings};
use subcap_core::rules::rules;
use subcap_core::sources::sources;
use support::{here, subcap};

fn printed(args: &[&str]) -> String {
    let output = subcap(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn readings_as_toml_are_read_back() {
    let text = printed(&["readings", "--format", "toml"]);
    let renamed = text.replace("\nname = \"", "\nname = \"again_");
    let mut readings = Readings::built_in().unwrap();
    readings.add("printed.toml", renamed.as_bytes()).unwrap();
    let (first, again) = readings.all().split_at(readings.all().len() / 2);
    assert!(!first.is_empty());
    let again: Vec<Reading> =
        again.iter().map(|r| Reading { name: r.name.replacen("again_", "", 1), ..r.clone() }).collect();
    assert_eq!(first, again);

    // Through a file and the command line, with one more reading and a key that no built-in one has.
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one.toml"), folder.path().join("two.toml"));
    let own =
        "\n[[reading]]\nname = \"mine\"\nlike = \"agreement\"\ngrace_days = 30\nlate_report_days = 14\n";
    fs::write(&one, format!("{text}{own}")).unwrap();
    let longer = printed(&["readings", "--readings", one.to_str().unwrap(), "--format", "toml"]);
    assert!(longer.contains("late_report_days = 14"), "{longer}");
    fs::write(&two, &longer).unwrap();
    assert_eq!(printed(&["readings", "--readings", two.to_str().unwrap(), "--format", "toml"]), longer);
    let table = printed(&["readings", "--readings", two.to_str().unwrap()]);
    assert!(table.contains("Late") && table.contains("14 d"), "{table}");
}

#[test]
fn readings_are_told_whole() {
    let (table, json) = (printed(&["readings"]), printed(&["readings", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let readings = Readings::built_in().unwrap();
    assert_eq!(json["readings"], serde_json::to_value(readings.all()).unwrap());
    for reading in readings.all() {
        for text in [&reading.name, &reading.title, &reading.who].into_iter().chain(&reading.sources) {
            assert!(table.contains(text.as_str()), "{text} is not in\n{table}");
        }
    }
    let period = table.lines().find(|line| line.trim_start().starts_with("period ")).unwrap();
    let words: Vec<&str> = period.split_whitespace().collect();
    assert_eq!(words.join(" "), "period use 5000 bp host quarter 90 d 20 q 8 q lost list no none");
}

#[test]
fn sources_list_everything_and_unfold_one() {
    let list = printed(&["sources"]);
    for rule in rules().unwrap() {
        assert!(list.contains(&rule.title), "{}", rule.id);
        let one = printed(&["sources", rule.id.as_str()]);
        for text in [&rule.what, &rule.when, &rule.since, &rule.example, &rule.not_covered] {
            assert!(one.contains(text.as_str()), "{}: {text}", rule.id);
        }
        assert!(rule.sources.iter().all(|id| one.contains(id.as_str())), "{}", rule.id);
    }
    for source in sources().unwrap() {
        let told = format!("{} ({}, {}): {}", source.id, source.grade.as_str(), source.date, source.title);
        assert!(list.contains(&told) && list.contains(&source.url), "{}", source.id);
    }
    let one = printed(&["sources", "ibm-rvu-mapc"]);
    assert!(one.contains("https://www.ibm.com/docs/") && one.contains("Named by rule rvu-tiers\n"), "{one}");
}

#[test]
fn the_pvu_table_is_printed_to_the_byte() {
    let file = fs::read(here().join("../core/data/pvu_table.csv")).unwrap();
    assert_eq!(subcap(&["sources", "--pvu-table"]).stdout, file);
}

#[test]
fn an_unknown_id_ends_with_a_guess() {
    let output = subcap(&["sources", "high-water-marks"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(said.contains("unknown-name") && said.contains("Did you mean high-water-mark?"), "{said}");
    assert_eq!(subcap(&["sources", "--pvu-table", "grace"]).status.code(), Some(2));
}
