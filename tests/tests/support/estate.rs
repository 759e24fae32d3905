//! Broken estates: `tests/broken/NAME` holds what differs from `tests/broken/base` and, in
//! `case.toml`, what must come of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use subcap_core::error::Error;
use subcap_core::estate::{Options, resolve};
use subcap_core::finding::{Finding, Findings};
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Reader, Table, Tables};

/// A folder with the base estate, the case's own files over it, and without what the case removes.
pub fn assemble(case: &Path, into: &Path) {
    fs::create_dir_all(into).unwrap();
    let expected = case.join("case.toml");
    if expected.exists() {
        let base = case.parent().unwrap().join("base");
        let removed = list(&toml(&expected), "remove");
        for file in files_of(&base) {
            if !removed.contains(&name_of(&file)) {
                fs::copy(&file, into.join(name_of(&file))).unwrap();
            }
        }
    }
    copy(case, into);
    let _ = fs::remove_file(into.join("case.toml"));
}

fn copy(from: &Path, into: &Path) {
    fs::create_dir_all(into).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = into.join(name_of(&path));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// The files of a folder in order of name.
pub fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.is_file());
    files.sort();
    files
}

pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

pub fn toml(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A list of texts, empty if it is not there.
pub fn list(table: &toml::Table, key: &str) -> Vec<String> {
    let values = table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    values.iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}

/// What the core makes of a folder: the answer as JSON, or the error; and the findings either way.
pub struct InCore {
    pub answer: Result<String, Error>,
    pub findings: Vec<Finding>,
    /// Rows that are neither counted nor named by a finding, as `file line`.
    pub dropped: BTreeSet<String>,
}

/// Reads the folder in slices of that size, resolves and estimates.
pub fn in_core(folder: &Path, slice: usize) -> InCore {
    let mut reader = Reader::default();
    let read = files_of(folder).iter().try_for_each(|path| {
        reader.begin(&name_of(path))?;
        fs::read(path).unwrap().chunks(slice).try_for_each(|part| reader.push(part))?;
        reader.end()
    });
    let (tables, findings) = match read.map(|()| reader.findings().clone()) {
        Ok(_) => reader.finish().expect("every file was ended"),
        Err(error) => {
            let findings = reader.findings().sorted();
            return InCore { answer: Err(error), findings, dropped: BTreeSet::new() };
        }
    };
    let dropped = dropped(folder, &tables, &findings);
    let pvu_table = PvuTable::embedded().unwrap();
    match resolve(&tables, findings, Options { as_of: None, pvu_table: &pvu_table }) {
        Err((error, findings)) => InCore { answer: Err(error), findings: findings.sorted(), dropped },
        Ok(estate) => {
            let readings = Readings::built_in().unwrap();
            let answer = subcap_core::estimate(&estate, readings.all()).map(|report| report.to_json());
            InCore { answer, findings: estate.findings.to_vec(), dropped }
        }
    }
}

/// Lines of tables, after the header, that hold something and came to nothing.
fn dropped(folder: &Path, tables: &Tables, findings: &Findings) -> BTreeSet<String> {
    let places = (tables.host_rows.iter().map(|r| r.place))
        .chain(tables.placements.iter().map(|r| r.place))
        .chain(tables.pools.iter().map(|r| r.place))
        .chain(tables.installs.iter().map(|r| r.place))
        .chain(tables.products.iter().map(|r| r.place))
        .chain(tables.entitlements.iter().map(|r| r.place))
        .chain(tables.evidence.iter().map(|r| r.place));
    let mut known: BTreeSet<String> =
        places.map(|p| format!("{} {}", tables.file_name(p.file), p.row)).collect();
    known.extend(findings.sorted().iter().filter_map(|f| Some(format!("{} {}", f.file, f.row?))));
    let tables = files_of(folder).into_iter().filter(|p| Table::of_file(&name_of(p)).is_some());
    tables
        .flat_map(|path| {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
            let rows: Vec<String> =
                lines.skip(1).map(|(_, number)| format!("{} {number}", name_of(&path))).collect();
            rows
        })
        .filter(|row| !known.contains(row))
        .collect()
}
