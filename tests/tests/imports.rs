//! `tests/imports/NAME`: exports in `given/`, the tables that must come of them in `want/`, in `why.md` what the case
//! shows, and in `expected.json` figures of the estimate, worked out by hand in `why.md` (as in `cases/`). A folder
//! `x.zip.d` is given as the archive `x.zip`, `x.zip.cut` as one that breaks off, `x.zip.locked` as an encrypted one.
//!
//! `SUBCAP_BLESS=1` writes `want/` anew: look at every difference. Figures are never blessed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

#[path = "cases/compare.rs"]
#[allow(dead_code, reason = "findings are in want/check.txt here")]
mod compare;
#[path = "cases/expected.rs"]
#[allow(dead_code, reason = "exports have no scenarios")]
mod expected;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expected::{Expected, Kind};
use serde_json::Value;
use zip::write::SimpleFileOptions;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("imports");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    cases
}

/// Lays the exports down as they are given, archives packed.
fn lay(from: &Path, into: &Path) {
    fs::create_dir_all(into).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match name.split_once(".zip.") {
            Some((stem, how)) => pack(&path, &into.join(format!("{stem}.zip")), how),
            None if path.is_dir() => lay(&path, &into.join(name)),
            None => drop(fs::copy(&path, into.join(name)).unwrap()),
        }
    }
}

/// `d`: as it should be; `cut`: broken off; `locked`: marked as encrypted, as far as a reader looks before it asks
/// for a password.
fn pack(folder: &Path, archive: &Path, how: &str) {
    let mut zip = zip::ZipWriter::new(File::create(archive).unwrap());
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&fs::read(path).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    let mut bytes = fs::read(archive).unwrap();
    match how {
        "d" => return,
        "cut" => bytes.truncate(bytes.len() / 2),
        "locked" => {
            for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
                let starts: Vec<usize> =
                    (0..bytes.len() - 8).filter(|at| bytes[*at..].starts_with(mark)).collect();
                starts.into_iter().for_each(|at| bytes[at + flags] |= 1);
            }
        }
        other => panic!("no way to pack: {other}"),
    }
    fs::write(archive, bytes).unwrap();
}

/// Runs the program in a folder where the exports are `given`.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(support::binary()).current_dir(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path());
    entries
        .filter(|path| {
            path.extension().is_some_and(|ending| ["csv", "toml", "txt"].iter().any(|e| ending == *e))
        })
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned())
        })
        .collect()
}

/// What does not hang on how the tables came about.
fn figures(output: &Output) -> Value {
    let mut report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output.stderr)));
    report.as_object_mut().unwrap().remove("findings");
    report
}

#[test]
fn exports_become_the_tables_that_are_wanted() {
    let bless = std::env::var_os("SUBCAP_BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        assert!(fs::metadata(case.join("why.md")).is_ok(), "{name} does not say why");
        let temp = tempfile::tempdir().unwrap();
        lay(&case.join("given"), &temp.path().join("given"));
        let converted = run(temp.path(), &["convert", "given", "--to", "tables"]);
        let mut got = files(&temp.path().join("tables"));
        let checked = run(temp.path(), &["check", "given"]);
        assert!(!text(&checked.stderr).contains("panicked"), "{name}: {}", text(&checked.stderr));
        got.insert("check.txt".to_owned(), text(&checked.stdout) + &text(&checked.stderr));
        let want = case.join("want");
        if bless {
            let _ = fs::remove_dir_all(&want);
            fs::create_dir_all(&want).unwrap();
            got.iter().for_each(|(file, text)| fs::write(want.join(file), text).unwrap());
        }
        for (file, wanted) in &files(&want) {
            if got.get(file) != Some(wanted) {
                wrong.push(format!("{name}/{file}:\n{}", got.get(file).map_or("missing", |text| text)));
            }
        }
        let wanted = files(&want);
        wrong.extend(
            got.keys()
                .filter(|file| !wanted.contains_key(*file))
                .map(|file| format!("{name}: {file} is too many")),
        );
        if converted.status.success() {
            // Straight through and by way of the tables: the same figures.
            let through = run(temp.path(), &["estimate", "given", "--format", "json"]);
            // Tables that were given beside exports are tables already; with products of their own they keep their lists.
            let given = files(&temp.path().join("given"));
            let own = given.contains_key("products.csv");
            for (file, text) in given.iter().filter(|(file, _)| own || *file == "entitlements.csv") {
                fs::write(temp.path().join("tables").join(file), text).unwrap();
            }
            let by_tables = run(temp.path(), &["estimate", "tables", "--format", "json"]);
            if matches!(through.status.code(), Some(0 | 1)) || matches!(by_tables.status.code(), Some(0 | 1))
            {
                assert_eq!(figures(&through), figures(&by_tables), "{name}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Each figure is one that the arithmetic in the case's `why.md` arrives at.
#[test]
fn estimates_come_to_what_was_worked_out_by_hand() {
    let mut wrong = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let expected = Expected::read(&case, Kind::Own).unwrap_or_else(|why| panic!("{name}: {why}"));
        let temp = tempfile::tempdir().unwrap();
        lay(&case.join("given"), &temp.path().join("given"));
        let mut args = vec!["estimate", "given", "--format", "json"];
        args.extend(expected.options.readings.iter().flat_map(|reading| ["--reading", reading]));
        args.extend(expected.options.as_of.iter().flat_map(|day| ["--as-of", day.as_str()]));
        let output = run(temp.path(), &args);
        let (code, said) = (output.status.code(), text(&output.stderr));
        if let Some(error) = &expected.error {
            if code != Some(2)
                || !output.stdout.is_empty()
                || !said.contains(&format!("error: {}", error.code))
            {
                wrong.push(format!("{name}: error {} is due, there is {code:?}: {said}", error.code));
            }
            continue;
        }
        if expected.exit.is_some() && expected.exit != code {
            wrong.push(format!("{name}: exit code {:?} is due, there is {code:?}: {said}", expected.exit));
        }
        let differs = compare::figures(&figures(&output), &expected.checks);
        wrong.extend(differs.into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Down to file, row and the columns that a value was taken from.
#[test]
fn explanations_reach_down_to_the_exports() {
    const EXPLAINED: [(&str, &str, &str, &[&str]); 7] = [
        (
            "lists-beside-tables-are-of-the-tables-products",
            "IBM MQ",
            "2025-Q2",
            &[
                "Entitlements final.csv [product, quantity], row 2",
                "products.csv, row 2; pricelist.csv [product, contract_price, list_price, as of], row 3",
            ],
        ),
        (
            "rvtools-with-database-names-joined-by-uuid",
            "IBM MQ",
            "2025-Q1",
            &[
                // Cores of a host from vCenter and its rate from ILMT.
                "vcenter/RVTools_tabvHost.csv [vHostName, vHostCluster, vHostCpuModel, vHostNumCpuCores], row 2; \
                 audit_snapshot_2025-04-02.zip/pvu_sub_capacity.csv [Server Name, PVU Per Core, Physical Server CPU \
                 Core Subcapacity Limit], row 2",
                "vcenter/RVTools_tabvInfo.csv [vInfoVMName, vInfoCPUs, vInfoHost], row 3",
                "audit_snapshot_2025-04-02.zip/data_condition.txt [Start Date, End Date], row 6",
                "entitlements.csv, row 2",
            ],
        ),
        (
            "entitlements-by-part-number-with-prices",
            "IBM MQ",
            "2025-Q2",
            &[
                "orders.csv [Part Number, Part Description, Quantity, Start Date, End Date], row 3; \
                 audit_snapshot_2025-07-02.zip/part_numbers.csv [Product Name, Part Number, Comments], row 5",
                "; prices.csv [part number, list price, contract price, currency, as of], row 3",
            ],
        ),
        (
            "answers-of-the-rest-interface",
            "IBM MQ",
            "2025-Q1",
            &[
                "computers.json [computer_hardware.cluster_name, computer_hardware.pvu_per_core, \
                 computer_hardware.server_cores, computer_hardware.server_name], row 1",
                "computers.json [computer_hardware.computer_type, computer_hardware.partition_cores, name], row 2",
                "software_instances.json [bundle_name, computer_id, discovery_end, discovery_start, \
                 metric_code_name, product_name], row 3",
            ],
        ),
        (
            "partitions-of-power-in-a-shared-pool",
            "IBM MQ",
            "2025-Q1",
            &[
                "hmc1_2025-03-31.txt [configurable_sys_proc_units, installed_sys_proc_units], row 5",
                "hmc1_2025-03-31.txt [lpar_name, curr_proc_mode, curr_procs, curr_sharing_mode], row 9",
                "hmc1_2025-03-31.txt [name, max_pool_proc_units], row 11",
                "prices.csv [product, contract price, currency], row 2",
            ],
        ),
        (
            "a-snapshot-in-polish",
            "IBM MQ",
            "2025-Q1",
            &[
                "audit_snapshot_2025-04-02.zip/pvu_sub_capacity.csv [Komputer, ID warstwy wirtualizacji, Rdzenie \
               partycji], row 3",
            ],
        ),
        (
            "two-clusters-of-license-service-add-up-day-by-day",
            "IBM MQ",
            "2025-Q2",
            &[
                "products_daily_2025-04-01_2025-04-03_west.csv [date, name, metricName, metricQuantity, clusterId], \
               row 4",
            ],
        ),
    ];
    for (case, product, quarter, places) in EXPLAINED {
        let temp = tempfile::tempdir().unwrap();
        lay(&support::here().join("imports").join(case).join("given"), &temp.path().join("given"));
        let output = run(temp.path(), &["explain", "given", product, quarter, "--format", "json"]);
        let said = text(&output.stdout);
        for place in places {
            assert!(said.contains(place), "{case}: nothing rests on {place}: {said}{}", text(&output.stderr));
        }
    }
}
