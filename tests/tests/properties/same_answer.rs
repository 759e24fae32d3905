//! What must not change the answer: order and form of the input.

use proptest::prelude::*;
use serde_json::Value;
use subcap_core::read::Reader;

use super::case::{Case, Checked, on_estates};
use super::csv::Csv;
use crate::engine;
use crate::random::{Rng, shuffle_rows};
use crate::reference::Texts;

/// The report of files read one by one, each in one piece.
fn bytes(case: &Case, files: &[(String, Vec<u8>)]) -> Result<String, TestCaseError> {
    pushed(case, files, |bytes| vec![bytes])
}

/// The report of files read in slices.
fn pushed<'a>(
    case: &Case,
    files: &'a [(String, Vec<u8>)],
    mut slices: impl FnMut(&'a [u8]) -> Vec<&'a [u8]>,
) -> Result<String, TestCaseError> {
    let mut reader = Reader::default();
    let fail = |e: subcap_core::error::Error| TestCaseError::fail(e.to_string());
    for (name, bytes) in files {
        reader.begin(name).map_err(fail)?;
        for slice in slices(bytes) {
            reader.push(slice).map_err(fail)?;
        }
        reader.end().map_err(fail)?;
    }
    let estate = engine::finish(reader).map_err(TestCaseError::fail)?;
    let report = subcap_core::estimate(&estate, &case.readings());
    Ok(report.map_err(|e| TestCaseError::fail(e.to_string()))?.to_json())
}

fn files(texts: &Texts) -> Vec<(String, Vec<u8>)> {
    texts.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect()
}

/// Two reports without a difference, or the first one.
fn same(wanted: &Value, got: &Value) -> Checked {
    prop_assert_eq!(engine::difference(wanted, got, ""), None);
    prop_assert_eq!(wanted, got);
    Ok(())
}

/// As they stand, to the byte.
fn same_bytes(wanted: &str, got: &str) -> Checked {
    let value = |json| serde_json::from_str(json).unwrap();
    same(&value(wanted), &value(got))?;
    prop_assert_eq!(wanted, got);
    Ok(())
}

/// The report with the findings in an order that knows no rows.
fn without_rows(json: &str) -> Value {
    let mut report: Value = serde_json::from_str(json).unwrap();
    let findings = report["findings"].as_array_mut().unwrap();
    for finding in findings.iter_mut() {
        finding["row"] = Value::Null;
    }
    findings.sort_by_key(Value::to_string);
    report
}

/// The report without findings and without the ids of refused items.
fn figures(json: &str) -> Value {
    let mut report = without_rows(json);
    report["findings"] = Value::Null;
    let lists = ["readings", "products", "quarters", "lost"];
    fn strip(value: &mut Value, lists: &[&str]) {
        match lists {
            [] => value["refused"] = Value::Null,
            [list, rest @ ..] => {
                value[*list].as_array_mut().unwrap().iter_mut().for_each(|item| strip(item, rest));
            }
        }
    }
    strip(&mut report, &lists);
    report
}

/// **7.12** Row order changes nothing but the row numbers of findings.
#[test]
fn s12_row_order() {
    on_estates(60, |case| {
        let before = bytes(case, &files(&case.texts))?;
        let after = bytes(case, &files(&shuffle_rows(&case.texts, case.seed)))?;
        same(&without_rows(&before), &without_rows(&after))
    });
}

/// **7.13** File splitting: the slices in which a file arrives change nothing.
#[test]
fn s13_slices_of_a_file() {
    on_estates(60, |case| {
        let files = files(&case.texts);
        let rng = &mut Rng::new(case.seed);
        let longest = rng.pick(&[1, 2, 7, 60, 5000]);
        let cut = pushed(case, &files, |mut rest| {
            let mut slices = Vec::new();
            while !rest.is_empty() {
                let size = usize::try_from(rng.between(0, longest)).unwrap().min(rest.len());
                let (slice, more) = rest.split_at(size);
                slices.push(slice);
                rest = more;
            }
            slices
        })?;
        same_bytes(&bytes(case, &files)?, &cut)
    });
}

/// **7.13** File splitting: a table in two files is the table; findings name the file.
#[test]
fn s13_a_table_in_two_files() {
    on_estates(40, |case| {
        let mut files_of_two = Vec::new();
        for (name, text) in &case.texts {
            let lines: Vec<&str> = text.lines().collect();
            if name.ends_with(".csv") && lines.len() > 2 {
                let at = 1 + lines.len() / 2;
                let second: Vec<&str> = lines[..1].iter().chain(&lines[at..]).copied().collect();
                files_of_two.push((format!("one/{name}"), lines[..at].join("\n").into_bytes()));
                files_of_two.push((format!("two/{name}"), second.join("\n").into_bytes()));
            } else {
                files_of_two.push((name.clone(), text.clone().into_bytes()));
            }
        }
        let whole = figures(&bytes(case, &files(&case.texts))?);
        same(&whole, &figures(&bytes(case, &files_of_two)?))?;
        files_of_two.reverse();
        same(&whole, &figures(&bytes(case, &files_of_two)?))
    });
}

/// **Section 2** BOM, separator, line ends, quotes, order and case of columns change nothing.
#[test]
fn s14_the_form_of_a_table() {
    on_estates(60, |case| {
        let rng = &mut Rng::new(case.seed);
        let mut other = files(&case.texts);
        for (name, bytes) in other.iter_mut().filter(|(name, _)| name.ends_with(".csv")) {
            let mut table = Csv::of(&case.texts, name, &[]);
            if rng.chance(50) {
                table.columns.iter_mut().for_each(|column| *column = column.to_uppercase());
            }
            let by = usize::try_from(rng.between(0, 5)).unwrap();
            let by = by % table.columns.len();
            let turns = |cells: &mut Vec<String>| cells.rotate_left(by);
            std::iter::once(&mut table.columns).chain(&mut table.rows).for_each(turns);
            let bom = rng.pick(&["", "\u{feff}"]);
            let text =
                table.written(rng.pick(&[",", ";", "\t"]), rng.pick(&["", "\""]), rng.pick(&["\n", "\r\n"]));
            *bytes = format!("{bom}{text}").into_bytes();
        }
        same_bytes(&bytes(case, &files(&case.texts))?, &bytes(case, &other)?)
    });
}

/// **Section 2** Dates are spans of days: a row cut into adjoining rows, down to one a day, is the same row.
/// (Not an undated install, whose later pieces would be dated; not a report, which is due after its last day.)
#[test]
fn s15_rows_cut_in_time() {
    on_estates(60, |case| {
        let rng = &mut Rng::new(case.seed);
        let whole = bytes(case, &files(&case.texts))?;
        let mut placed = case.texts.clone();
        let mut vms = Csv::of(&placed, "vms.csv", &["vm", "cores", "from", "to"]);
        vms.cut(rng, |_| true);
        vms.into_texts(&mut placed, "vms.csv");
        // Adjoining placements become one again before anything is said about them.
        same(&without_rows(&whole), &without_rows(&bytes(case, &files(&placed))?))?;
        let mut all = placed;
        for name in ["hosts.csv", "installs.csv", "entitlements.csv"] {
            if !all.contains_key(name) {
                continue;
            }
            let mut table = Csv::of(&all, name, &["from", "to"]);
            if name == "hosts.csv" {
                table = table.distinct();
            }
            let from = table.at("from");
            table.cut(rng, |row| name != "installs.csv" || !row[from].is_empty());
            table.into_texts(&mut all, name);
        }
        let mut evidence = Csv::of(&all, "evidence.csv", &["id", "kind", "scope", "from", "to"]).distinct();
        let (id, kind) = (evidence.at("id"), evidence.at("kind"));
        evidence.cut(rng, |row| row[kind] != "report");
        for (at, row) in evidence.rows.iter_mut().enumerate() {
            row[id] = format!("{}-{at}", row[id]);
        }
        evidence.into_texts(&mut all, "evidence.csv");
        same(&figures(&whole), &figures(&bytes(case, &files(&all))?))
    });
}

/// **7.16** The same input gives the same bytes, with findings by file, row, column and code.
#[test]
fn s16_the_same_bytes_and_findings_in_order() {
    on_estates(40, |case| {
        let first = bytes(case, &files(&case.texts))?;
        same_bytes(&first, &bytes(case, &files(&case.texts))?)?;
        let report = case.report()?;
        same_bytes(&first, &report.to_json())?;
        let keys: Vec<_> = report.findings.iter().map(|f| (&f.file, f.row, &f.column, f.code)).collect();
        prop_assert!(keys.is_sorted());
        Ok(())
    });
}
