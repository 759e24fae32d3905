//! The trail of a figure adds up to the figure: what the hosts and clusters of a peak's day count is
//! the region's peak, and every step names a rule that exists.

#![allow(clippy::expect_used, clippy::panic, reason = "tests stop at the first surprise")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use subcap_core::calendar::Quarter;
use subcap_core::estate::{Estate, Options, resolve};
use subcap_core::explain::{Question, Step, explain};
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;

/// Every folder of our cases with an estate in it, and those of `shared/vectors` where they are.
fn estates() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut folders: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
        folders.sort();
        for folder in folders {
            if folder.join("estate.toml").exists() {
                found.push(folder);
            } else {
                walk(&folder, found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&support::here().join("cases"), &mut found);
    support::shared("vectors").iter().for_each(|vectors| walk(vectors, &mut found));
    found
}

fn read(folder: &Path) -> Option<Estate> {
    let mut reader = Reader::default();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        reader.file(&entry.file_name().to_string_lossy(), &fs::read(entry.path()).ok()?).ok()?;
    }
    let (tables, findings) = reader.finish().ok()?;
    let pvu_table = PvuTable::embedded().expect("the embedded table");
    resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }).ok()
}

#[test]
fn the_trail_adds_up() {
    let readings = Readings::built_in().expect("the embedded readings");
    let mut peaks = 0;
    for folder in estates() {
        let Some(estate) = read(&folder) else { continue };
        let report = subcap_core::estimate(&estate, readings.all()).expect("a case can be estimated");
        for product in &report.products {
            for quarter in &product.quarters {
                let quarter = Quarter::parse(&quarter.quarter).expect("a quarter");
                let question = Question { product: product.product.clone(), quarter, host: None };
                let explanation = explain(&estate, readings.all(), &question).expect("every figure unfolds");
                for step in &explanation.steps {
                    check(step, &folder, &mut peaks);
                }
            }
        }
    }
    assert!(peaks > 100, "only {peaks} peaks were checked");
}

fn check(step: &Step, folder: &Path, peaks: &mut u32) {
    if let Some(rule) = step.rule {
        assert!(subcap_core::rules::RuleId::ALL.iter().any(|id| id.as_str() == rule), "{rule} is no rule");
    }
    if step.rule == Some("region-peaks") {
        let sum = step.steps.iter().map(number).fold((0, 1), |(a, b), (c, d)| (a * d + c * b, b * d));
        let (n, d) = number(step);
        assert_eq!(n * sum.1, sum.0 * d, "{}: {} does not add up: {step:#?}", folder.display(), step.text);
        *peaks += 1;
    }
    step.steps.iter().for_each(|s| check(s, folder, peaks));
}

/// The last word of a value as a fraction: `480`, `201/2`, `40 VPC count 20`.
fn number(step: &Step) -> (i128, i128) {
    let value = step.value.as_deref().unwrap_or_else(|| panic!("no value: {step:?}"));
    let word = value.split_whitespace().last().unwrap_or("");
    let (n, d) = word.split_once('/').unwrap_or((word, "1"));
    (n.parse().expect("a number"), d.parse().expect("a number"))
}
