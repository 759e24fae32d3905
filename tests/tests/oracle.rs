//! The naive reference's scenarios and worths against figures made by hand, in every case that has them: an oracle
//! that is wrong itself would judge the program by its own mistakes.
#![allow(clippy::expect_used, clippy::panic)]

#[path = "cases/compare.rs"]
#[allow(dead_code, reason = "the cases use more of it")]
mod compare;
#[path = "cases/expected.rs"]
#[allow(dead_code, reason = "the cases use more of it")]
mod expected;
mod reference;
mod scenarios;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use expected::{Expected, Kind, Worth};
use reference::Texts;
use reference::overlay;
use reference::reading::{Reading, built_in};
use reference::report::show_money;
use reference::worth;

fn cases() -> Vec<(PathBuf, Expected, Texts)> {
    let entries = fs::read_dir(support::here().join("cases/whatif")).expect("the cases");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let expected =
            Expected::read(&folder, Kind::Own).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        let texts = texts(&folder);
        (folder, expected, texts)
    };
    folders.into_iter().map(read).collect()
}

fn texts(folder: &Path) -> Texts {
    let files = support::estate::files_of(folder);
    let tables = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "csv" || e == "toml"));
    tables
        .map(|path| (support::estate::name_of(&path), fs::read_to_string(&path).expect("a table")))
        .collect()
}

#[test]
fn scenarios_come_to_the_figures_made_by_hand() {
    let mut wrong = Vec::new();
    for (folder, expected, texts) in cases() {
        let mut found =
            compare::figures(&reference::estimate(&texts, &built_in()).expect("an estate"), &expected.checks);
        let mut names = Vec::new();
        for path in support::estate::files_of(&folder.join("given")) {
            let text = fs::read_to_string(&path).expect("a scenario");
            let document = scenarios::from_toml(&text).expect("a scenario is TOML");
            let name = document["name"].as_str().expect("a name").to_string();
            let report = overlay::estimate(&texts, &built_in(), &document).expect("an estate");
            let due = expected.scenarios.iter().find(|due| due.name == name);
            let checks = due.map_or(&[][..], |due| &due.checks);
            found.extend(compare::figures(&report, checks).iter().map(|w| format!("{name}: {w}")));
            names.push(name);
        }
        let mut due: Vec<String> = expected.scenarios.iter().map(|due| due.name.clone()).collect();
        names.sort();
        due.sort();
        assert_eq!(due, names, "{}", folder.display());
        wrong.extend(found.iter().map(|difference| format!("{}: {difference}", folder.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The hand's gaps as the program would name them, each cured by rebuilding its days.
fn as_said(due: &Worth) -> Value {
    let gaps = due.gaps.iter().zip(1..).map(|(gap, number)| {
        let scope = gap.scope.as_deref().unwrap_or("*");
        json!({"id": format!("gap {number}"), "kind": gap.kind, "alone": gap.alone, "last": gap.last,
            "shapley": gap.shapley,
            "cure": [{"id": format!("cure {number}"), "kind": "rebuilt", "scope": scope, "from": gap.from, "to": gap.to}]})
    });
    json!({"reading": due.reading, "total": due.total, "total_all_closed": due.total_all_closed,
        "gaps": gaps.collect::<Vec<_>>()})
}

fn reading(name: &str) -> Reading {
    built_in().into_iter().find(|reading| reading.name == name).expect("a built-in reading")
}

#[test]
fn gaps_are_worth_the_figures_made_by_hand() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (folder, expected, texts) in cases() {
        for due in &expected.worth {
            count += due.gaps.len();
            let (reading, said) = (reading(&due.reading), as_said(due));
            let mut found = worth::wrong(&texts, &reading, &said).expect("an estate");
            for target in &due.targets {
                let limit = worth::minor(&json!(target.below), 2).expect("an amount");
                let (size, total) =
                    worth::smallest(&texts, &reading, &said, limit).expect("an estate").expect("a set");
                if size != target.gaps || show_money(total, 2) != target.total {
                    found.push(format!("{target:?}: {size} gaps leave {total}"));
                }
            }
            wrong.extend(found.iter().map(|w| format!("{} {}: {w}", folder.display(), due.reading)));
        }
    }
    assert!(count > 10, "only {count} gaps");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every figure about a gap is looked at: one cent more anywhere is found.
#[test]
fn a_worth_that_is_a_cent_off_is_found() {
    let cases = cases();
    let case = cases.iter().find(|(folder, ..)| folder.ends_with("unequal-quarters")).expect("the case");
    let due = &case.1.worth[0];
    let (reading, right) = (reading(&due.reading), as_said(due));
    assert_eq!(worth::wrong(&case.2, &reading, &right), Ok(Vec::new()));
    let raise = |amount: &mut Value| {
        let cents = worth::minor(amount, 2).expect("an amount");
        *amount = json!(show_money(cents + 1, 2));
    };
    for key in ["total", "total_all_closed"] {
        let mut said = right.clone();
        raise(&mut said[key]);
        assert_ne!(worth::wrong(&case.2, &reading, &said), Ok(Vec::new()), "{key}");
    }
    for (gap, key) in (0..3).flat_map(|gap| ["alone", "last", "shapley"].map(|key| (gap, key))) {
        let mut said = right.clone();
        raise(&mut said["gaps"][gap][key]);
        assert_ne!(worth::wrong(&case.2, &reading, &said), Ok(Vec::new()), "{key} of gap {gap}");
    }
}
