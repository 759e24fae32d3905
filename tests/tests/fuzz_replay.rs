//! Everything the fuzzer ever stumbled over, and a few seeds, tried again without it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

#[path = "../fuzz/documents.rs"]
mod documents;
#[path = "../fuzz/exports.rs"]
mod exports;
#[path = "../fuzz/shared.rs"]
mod shared;
mod support;

use std::fs;

use support::estate::{files_of, name_of};

fn replay(target: &str, run: fn(&[u8])) {
    let files = files_of(&support::here().join("crashers").join(target));
    assert!(files.len() >= 3, "the inputs of {target} are there");
    for file in files {
        println!("{}", name_of(&file));
        run(&fs::read(&file).unwrap());
    }
}

#[test]
fn tables() {
    replay("tables", shared::tables);
}

#[test]
fn reading() {
    replay("reading", shared::reading);
}

#[test]
fn pvu() {
    replay("pvu", shared::pvu);
}

#[test]
fn exports() {
    replay("exports", |data| exports::files("export.csv", data));
}

#[test]
fn snapshot() {
    replay("snapshot", exports::snapshots);
}

#[test]
fn json() {
    replay("json", |data| exports::files("answer.json", data));
}

#[test]
fn hmc() {
    replay("hmc", |data| exports::files("hmc1_2024-03-01.txt", data));
}

#[test]
fn workbook() {
    replay("workbook", exports::workbook);
}

#[test]
fn documents() {
    replay("documents", documents::documents);
}

/// The seeds for the fuzzer are the broken estates themselves: `SUBCAP_SEEDS=folder`.
#[test]
fn every_broken_estate_is_read_alike_however_it_is_cut() {
    let mut cases: Vec<_> =
        fs::read_dir(support::here().join("broken")).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    for case in cases {
        let temp = tempfile::tempdir().unwrap();
        support::estate::assemble(&case, temp.path());
        let mut input = vec![7];
        for file in files_of(temp.path()) {
            let letter = match name_of(&file).as_str() {
                "estate.toml" => 't',
                "products.csv" => 'r',
                "evidence.csv" => 'x',
                name if name.ends_with(".csv") => name.chars().next().unwrap(),
                _ => continue,
            };
            input.extend(format!("\n={letter}\n").bytes());
            input.extend(fs::read(&file).unwrap());
        }
        if let Some(folder) = std::env::var_os("SUBCAP_SEEDS") {
            fs::write(std::path::Path::new(&folder).join(name_of(&case)), &input).unwrap();
        }
        shared::tables(&input);
    }
}
