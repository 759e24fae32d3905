//! Many estates at once and parts of one, on the command line: the summary, the lines, a bad estate among good ones,
//! and the script for schedulers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Two estates and a folder that is none.
fn estates() -> (TempDir, Vec<PathBuf>) {
    let temp = tempfile::tempdir().unwrap();
    let folders: Vec<PathBuf> = ["a", "b", "none"].iter().map(|name| temp.path().join(name)).collect();
    for folder in folders.iter().take(2) {
        let written = support::subcap(&["demo", "--write", folder.to_str().unwrap()]);
        assert!(written.status.success(), "{}", text(&written.stderr));
    }
    fs::create_dir(&folders[2]).unwrap();
    // Another currency: sums must not be mixed.
    let toml = folders[1].join("estate.toml");
    let changed = fs::read_to_string(&toml).unwrap().replace("\"USD\"", "\"EUR\"");
    fs::write(&toml, changed).unwrap();
    (temp, folders)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn run(folders: &[PathBuf], more: &[&str]) -> Output {
    let mut args = vec!["estimate"];
    args.extend(folders.iter().map(|folder| folder.to_str().unwrap()));
    args.extend(more);
    support::subcap(&args)
}

fn report(folder: &Path, more: &[&str]) -> String {
    let args = [&["--format", "json"], more].concat();
    text(&run(&[folder.to_path_buf()], &args).stdout)
}

#[test]
fn a_bad_estate_does_not_stop_the_others() {
    let (_temp, mut folders) = estates();
    folders.insert(1, PathBuf::from("/nowhere/at/all"));
    let output = run(&folders, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    let lines: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let named: Vec<&str> = lines.iter().map(|line| line["estate"].as_str().unwrap()).collect();
    assert_eq!(named, folders.iter().map(|f| f.to_str().unwrap()).collect::<Vec<_>>(), "in the order given");
    assert_eq!(lines[1]["error"]["code"], "input");
    assert_eq!(lines[3]["error"]["code"], "not-an-estate");
    let alone: Value = serde_json::from_str(&report(&folders[0], &[])).unwrap();
    assert_eq!(lines[0]["report"], alone, "the line holds the report of the estate alone");
    let stderr = text(&output.stderr);
    assert!(stderr.contains("not estimated: /nowhere/at/all: input: "), "{stderr}");
}

/// An estate that could not be estimated comes on top of every sum: at once, and put together from lines.
#[test]
fn a_sum_without_an_estate_is_at_least() {
    let (temp, folders) = estates();
    let all = |table: &str| {
        let lines = table.lines().filter(|line| line.contains("│ all"));
        lines.map(|line| line.contains('≥')).collect::<Vec<_>>()
    };
    let good = run(&folders[..2], &["--reading", "defended"]);
    assert_eq!(all(&text(&good.stdout)), [false, false]);
    let with_bad = run(&folders, &["--reading", "defended"]);
    assert_eq!(all(&text(&with_bad.stdout)), [true, true], "{}", text(&with_bad.stdout));
    let lines = run(&folders, &["--reading", "defended", "--format", "json"]).stdout;
    let kept = temp.path().join("lines.jsonl");
    fs::write(&kept, lines).unwrap();
    let merged = support::subcap(&["merge", kept.to_str().unwrap(), "--format", "table"]);
    assert_eq!(all(&text(&merged.stdout)), [true, true], "{}", text(&merged.stdout));
}

#[test]
fn the_summary_adds_up_each_currency_for_itself() {
    let (_temp, folders) = estates();
    let output = run(&folders, &["--reading", "defended"]);
    let table = text(&output.stdout);
    let total = |folder: &Path| {
        let report: Value = serde_json::from_str(&report(folder, &["--reading", "defended"])).unwrap();
        report["readings"][0]["total"].as_str().unwrap().to_owned()
    };
    let plain = table.replace(',', "");
    for (currency, folder) in [("USD", &folders[0]), ("EUR", &folders[1])] {
        let sum = plain.lines().find(|line| line.contains("│ all") && line.contains(currency)).unwrap();
        assert!(sum.contains(&total(folder)), "{sum}");
    }
    assert!(table.contains("not-an-estate"), "{table}");
}

#[test]
fn many_estates_are_the_same_with_any_number_of_threads_and_in_several_runs() {
    let (temp, folders) = estates();
    // So many that they are done side by side.
    let list = temp.path().join("list.txt");
    let names: Vec<&str> = (0..9).map(|n| folders[n % 2].to_str().unwrap()).collect();
    fs::write(&list, format!("# all of them\n{}\n\n", names.join("\n"))).unwrap();
    let list = list.to_str().unwrap();
    let run = |threads| {
        support::subcap(&["estimate", "--list", list, "--format", "json", "--threads", threads]).stdout
    };
    let one = run("1");
    assert_eq!(text(&one).lines().count(), 9);
    assert!(one == run("3"), "other lines, or in another order");
    // Lines of several runs, put one after the other.
    let at = |n: usize| temp.path().join(format!("{n}.jsonl"));
    for (n, line) in text(&one).lines().enumerate() {
        fs::write(at(n), format!("{line}\n")).unwrap();
    }
    let files: Vec<PathBuf> = (0..9).map(at).collect();
    let mut args = vec!["merge"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    args.extend(["--format", "json"]);
    assert!(support::subcap(&args).stdout == one, "lines put together are the lines");
    args.truncate(args.len() - 2);
    let summary = text(&support::subcap(&args).stdout);
    assert!(summary.contains("9 estates, 9 of them estimated"), "{summary}");
}

#[test]
fn parts_put_together_are_the_whole() {
    let (temp, folders) = estates();
    let whole = report(&folders[0], &[]);
    let parts: Vec<PathBuf> = ["1/3", "2/3", "3/3"]
        .iter()
        .map(|part| {
            let file = temp.path().join(part.replace('/', "-of-"));
            fs::write(&file, report(&folders[0], &["--part", part])).unwrap();
            file
        })
        .collect();
    let mut args = vec!["merge"];
    args.extend(parts.iter().map(|file| file.to_str().unwrap()));
    assert_eq!(text(&support::subcap(&args).stdout), whole);
    let missing = support::subcap(&["merge", "/nowhere.json"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn an_unknown_product_and_a_part_that_cannot_be_are_said() {
    let (_temp, folders) = estates();
    let output = run(&folders[..1], &["--product", "IBM MQq"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("Did you mean IBM MQ?"), "{}", text(&output.stderr));
    for part in ["0/3", "4/3", "3", "a/b"] {
        assert_eq!(run(&folders[..1], &["--part", part]).status.code(), Some(2), "{part}");
    }
}

#[cfg(unix)]
#[test]
fn the_script_for_schedulers_comes_to_the_same_bytes() {
    let (_temp, folders) = estates();
    let script = support::here().join("../cli/bulk/estimate-in-parts.sh");
    let run = |estate: &Path| {
        let mut command = Command::new("sh");
        command.arg(&script).arg(estate).args(["4", "--reading", "agreement"]);
        command.env("SUBCAP", support::binary()).output().unwrap()
    };
    let output = run(&folders[0]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), report(&folders[0], &["--reading", "agreement"]));
    assert_eq!(text(&output.stderr).matches("hosts.csv, row 192").count(), 1, "once is enough");
    let bad = run(&folders[2]);
    assert!(!bad.status.success() && text(&bad.stderr).contains("not-an-estate"), "{}", text(&bad.stderr));
}
