//! What is tried with any bytes, by the fuzzer and by the replay of what it found.

use std::fmt::Write as _;
use std::sync::LazyLock;

use subcap_core::estate::{Options, resolve};
use subcap_core::finding::{Finding, Findings};
use subcap_core::price::Readings;
use subcap_core::pvu::PvuTable;
use subcap_core::read::{Reader, Table, Tables};

/// Larger inputs show nothing new and only take longer.
pub const LONGEST: usize = 1 << 13;

// Parsed once: the fuzzer comes by some thousand times a second.
pub static PVU_TABLE: LazyLock<PvuTable> =
    LazyLock::new(|| PvuTable::embedded().expect("the embedded table is good"));
pub static READINGS: LazyLock<Readings> =
    LazyLock::new(|| Readings::built_in().expect("the built-in readings are good"));

/// Any bytes as tables: nothing panics, and how the files are cut changes nothing.
///
/// The first byte says how they are cut. A line `=h` begins hosts.csv, and so on: see [`files`].
pub fn tables(data: &[u8]) {
    let Some((cut, data)) = data.split_first().filter(|_| data.len() <= LONGEST) else { return };
    let whole = answer(data, LONGEST);
    assert_eq!(whole, answer(data, usize::from(*cut).max(1)));
}

/// Any bytes as a table: read row by row, fast in slices, and in parts, it is the same tables and findings.
///
/// The first four bytes say which table, how it is cut into slices, and how into parts.
pub fn reading(data: &[u8]) {
    let Some(([table, slice, width, cut], bytes)) =
        data.split_first_chunk::<4>().filter(|_| data.len() <= LONGEST)
    else {
        return;
    };
    // Placements are what the fast way is for; the other tables are cut into parts too.
    let name = match table % 16 {
        0 => Table::Hosts.file_name(),
        1 => Table::Installs.file_name(),
        2 => Table::Evidence.file_name(),
        3 => Table::Products.file_name(),
        _ => Table::Vms.file_name(),
    };
    let width = usize::from(*width).max(1);
    read_alike(name, bytes, usize::from(*slice).max(1), &[usize::from(*cut), usize::from(*cut) + width]);
    let line_ends: Vec<usize> =
        bytes.iter().zip(1..).filter(|(b, _)| **b == b'\n').map(|(_, at)| at).step_by(width).collect();
    read_alike(name, bytes, usize::from(*slice).max(1), &line_ends);
}

/// One file read in every way, cut into parts in front of these bytes.
pub fn read_alike(name: &str, bytes: &[u8], slice: usize, cuts: &[usize]) {
    let plain = seen(Reader::row_by_row(), name, |reader| reader.push(bytes));
    assert_eq!(plain, seen(Reader::default(), name, |reader| reader.push(bytes)), "at once");
    let sliced = |reader: &mut Reader| bytes.chunks(slice).try_for_each(|part| reader.push(part));
    assert_eq!(plain, seen(Reader::default(), name, sliced), "in slices of {slice}");
    assert_eq!(plain, seen(Reader::row_by_row(), name, sliced), "row by row in slices of {slice}");
    let in_parts = |reader: &mut Reader| {
        let mut at = 0;
        for end in cuts.iter().copied().chain([bytes.len()]) {
            let piece = bytes.get(at..end.min(bytes.len())).unwrap_or_default();
            at = at.max(end);
            let Some(mut part) = reader.part() else {
                reader.push(piece)?;
                continue;
            };
            piece.chunks(slice).try_for_each(|slice| part.push(slice))?;
            if !reader.join(part) {
                reader.push(piece)?;
            }
        }
        Ok(())
    };
    assert_eq!(plain, seen(Reader::default(), name, in_parts), "in parts at {cuts:?}");
    // As a caller with threads does it: all parts begin before any is joined.
    let beside = |reader: &mut Reader| {
        let first = cuts.first().copied().unwrap_or(0).min(bytes.len());
        let (start, mut rest) = bytes.split_at(first);
        reader.push(start)?;
        let mut parts = Vec::new();
        for width in cuts.windows(2).map(|w| w[1] - w[0]).chain([usize::MAX]) {
            let (piece, further) = rest.split_at(width.min(rest.len()));
            rest = further;
            let mut part = reader.part();
            part.iter_mut().try_for_each(|part| piece.chunks(slice).try_for_each(|s| part.push(s)))?;
            parts.push((piece, part));
        }
        for (piece, part) in parts {
            if !part.is_some_and(|part| reader.join(part)) {
                reader.push(piece)?;
            }
        }
        Ok(())
    };
    assert_eq!(plain, seen(Reader::default(), name, beside), "in parts beside each other at {cuts:?}");
}

/// Everything that was read, as text.
fn seen(
    mut reader: Reader,
    name: &str,
    push: impl FnOnce(&mut Reader) -> Result<(), subcap_core::error::Error>,
) -> String {
    let read = reader.begin(name).and_then(|()| push(&mut reader)).and_then(|()| reader.end());
    if let Err(error) = read {
        return format!("{error}\n{:?}", reader.findings());
    }
    let (tables, findings) = match reader.finish() {
        Ok(read) => read,
        Err((error, findings)) => return format!("{error}\n{findings:?}"),
    };
    told(&tables, &findings)
}

/// Tables and findings as text, a row a line.
pub fn told(tables: &Tables, findings: &Findings) -> String {
    let mut out = format!("{:?}\n{:?}\n", tables.files, tables.estate);
    for names in [&tables.hosts, &tables.vms, &tables.pool_names, &tables.product_names] {
        let _ = writeln!(out, "{:?}", names.iter().collect::<Vec<_>>());
    }
    let mut rows = |row: &dyn std::fmt::Debug| {
        let _ = writeln!(out, "{row:?}");
    };
    tables.host_rows.iter().for_each(|row| rows(row));
    tables.placements.iter().for_each(|row| rows(row));
    tables.pools.iter().for_each(|row| rows(row));
    tables.installs.iter().for_each(|row| rows(row));
    tables.products.iter().for_each(|row| rows(row));
    tables.entitlements.iter().for_each(|row| rows(row));
    tables.evidence.iter().for_each(|row| rows(row));
    rows(findings);
    out
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
    estimated(reader)
}

/// What an estate comes to, or why it comes to nothing, and all findings.
pub fn estimated(reader: Reader) -> (String, Vec<Finding>) {
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
