//! A case through the core and through the binary.

use std::fs;
use std::path::{Path, PathBuf};

use subcap_core::calendar::Day;
use subcap_core::error::Error;
use subcap_core::estate::{Options, resolve};
use subcap_core::estimate;
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::Reader;

use crate::expected::Expected;
use crate::support;

/// Readings of the case's own. In a folder of their own, for beside the tables they would be an
/// unknown file.
const READINGS: &str = "given/readings.toml";

/// The report as the core makes it.
pub fn core(folder: &Path, expected: &Expected) -> Result<String, Error> {
    let mut readings = Readings::built_in()?;
    if let Ok(bytes) = fs::read(folder.join(READINGS)) {
        readings.add(READINGS, &bytes)?;
    }
    let readings = readings.select(&expected.options.readings)?;
    let mut reader = Reader::default();
    for path in files(folder) {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        reader.file(&name, &fs::read(&path).expect("a table can be read"))?;
    }
    let (tables, findings) = reader.finish().map_err(|(error, _)| error)?;
    let pvu_table = PvuTable::embedded()?;
    let as_of = expected.options.as_of.as_ref();
    let as_of = as_of.map(|day| Day::parse(day.as_bytes()).expect("as_of is a date"));
    let options = Options { as_of, pvu_table: &pvu_table };
    let estate = resolve(&tables, findings, options).map_err(|(error, _)| error)?;
    Ok(estimate(&estate, &readings)?.to_json())
}

/// The binary prints the same bytes and leaves with the code that goes with them.
pub fn binary_agrees(folder: &Path, expected: &Expected, core: &Result<String, Error>) -> Result<(), String> {
    let mut args = vec!["estimate".to_owned(), folder.display().to_string()];
    args.extend(["--format".to_owned(), "json".to_owned()]);
    if folder.join(READINGS).exists() {
        args.extend(["--readings".to_owned(), folder.join(READINGS).display().to_string()]);
    }
    args.extend(expected.options.readings.iter().flat_map(|r| ["--reading".to_owned(), r.clone()]));
    args.extend(expected.options.as_of.iter().flat_map(|d| ["--as-of".to_owned(), d.clone()]));
    let output = support::subcap(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let left_with = output.status.code();
    let goes_with = match core {
        Ok(json) if out != json.as_str() => {
            return Err(format!("the binary prints another answer than the core:\n{out}{err}"));
        }
        Ok(json) => i32::from(costs(json)),
        Err(error) if !out.is_empty() || !err.contains(&error.to_string()) => {
            return Err(format!("the core ends with {error}, the binary says:\n{out}{err}"));
        }
        Err(_) => 2,
    };
    for due in [Some(goes_with), expected.exit].into_iter().flatten() {
        if left_with != Some(due) {
            return Err(format!("exit code {due} is due, the binary left with {left_with:?}"));
        }
    }
    Ok(())
}

/// Whether any reading finds something to pay, or something without a price.
fn costs(json: &str) -> bool {
    let report: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let readings = report["readings"].as_array().expect("readings");
    let mut products = readings.iter().flat_map(|r| r["products"].as_array().expect("products"));
    products.any(|p| p["total"].as_str().is_none_or(|t| !t.trim_matches(['0', '.']).is_empty()))
}

/// The files of a folder in the order in which the command line reads them.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut files: Vec<PathBuf> =
        entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_file()).collect();
    files.sort();
    files
}
