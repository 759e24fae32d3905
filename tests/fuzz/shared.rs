//! What is tried with any bytes, by the fuzzer and by the replay of what it found.

use std::sync::LazyLock;

use subcap_core::estate::{Options, resolve};
use subcap_core::finding::Finding;
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Reader, Table};

/// Larger inputs show nothing new and only take longer.
const LONGEST: usize = 1 << 13;

// Parsed once: the fuzzer comes by some thousand times a second.
static PVU_TABLE: LazyLock<PvuTable> =
    LazyLock::new(|| PvuTable::embedded().expect("the embedded table is good"));
static READINGS: LazyLock<Readings> =
    LazyLock::new(|| Readings::built_in().expect("the built-in readings are good"));

/// Any bytes as tables: nothing panics, and how the files are cut changes nothing.
///
/// The first byte says how they are cut. A line `=h` begins hosts.csv, and so on: see [`files`].
pub fn tables(data: &[u8]) {
    let Some((cut, data)) = data.split_first().filter(|_| data.len() <= LONGEST) else { return };
    let whole = answer(data, LONGEST);
    assert_eq!(whole, answer(data, usize::from(*cut).max(1)));
}

/// The report or error as text, with all findings.
fn answer(data: &[u8], slice: usize) -> (String, Vec<Finding>) {
    let mut reader = Reader::default();
    for (name, bytes) in files(data) {
        let mut read = reader.begin(name);
        for part in bytes.chunks(slice) {
            read = read.and_then(|()| reader.push(part));
        }
        if let Err(error) = read.and_then(|()| reader.end()) {
            return (error.to_string(), reader.findings().sorted());
        }
    }
    let (tables, findings) = match reader.finish() {
        Ok(read) => read,
        Err((error, findings)) => return (error.to_string(), findings.sorted()),
    };
    let estate = match resolve(&tables, findings, Options { as_of: None, pvu_table: &PVU_TABLE }) {
        Ok(estate) => estate,
        Err((error, findings)) => return (error.to_string(), findings.sorted()),
    };
    if estate.lines.len() * estate.regions.len() > 16 {
        return ("many lines".to_owned(), estate.findings.to_vec());
    }
    match subcap_core::estimate(&estate, READINGS.all()) {
        Ok(report) => (report.to_json(), estate.findings.to_vec()),
        Err(error) => (error.to_string(), estate.findings.to_vec()),
    }
}

/// Splits at lines `=x`, where `x` is a letter for the table that follows.
fn files(data: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut files: Vec<(&'static str, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|b| *b == b'\n') {
        let table = match line.trim_ascii_end() {
            b"=h" => Some(Table::Hosts.file_name()),
            b"=v" => Some(Table::Vms.file_name()),
            b"=p" => Some(Table::Pools.file_name()),
            b"=i" => Some(Table::Installs.file_name()),
            b"=r" => Some(Table::Products.file_name()),
            b"=e" => Some(Table::Entitlements.file_name()),
            b"=x" => Some(Table::Evidence.file_name()),
            b"=t" => Some("estate.toml"),
            _ => None,
        };
        match (table, files.last_mut()) {
            (Some(name), _) => files.push((name, Vec::new())),
            (None, Some((_, bytes))) => bytes.extend_from_slice(line),
            (None, None) => {}
        }
    }
    files
}

/// Any bytes as a processor name and as a PVU table: nothing panics, case and blanks do not matter,
/// and what is found is in the table.
pub fn pvu(data: &[u8]) {
    let Some((sockets, name)) = data.split_first().filter(|_| data.len() <= LONGEST) else { return };
    let max_sockets = (*sockets > 0).then_some(u32::from(*sockets));
    let _ = PvuTable::parse(name);
    let name = String::from_utf8_lossy(name);
    let table = &*PVU_TABLE;
    let found = table.find(&name, max_sockets);
    assert_eq!(found, table.find(&format!("  {} ", name.to_ascii_uppercase()), max_sockets));
    let Some(found) = found else { return };
    assert!(!found.rows.is_empty());
    for row in found.rows.iter().map(|row| table.row(*row).expect("a row of the table")) {
        assert!(row.pvu_per_core == found.rate || found.other_rates.contains(&row.pvu_per_core));
    }
    assert!(found.other_rates.iter().all(|rate| *rate < found.rate) && found.other_rates.is_sorted());
}
