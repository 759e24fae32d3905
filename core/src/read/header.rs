//! The first line of a table: is it text, which separator, which column is where.

use crate::error::{Error, ErrorCode, nearest};
use crate::finding::{Code, Finding, Findings, Severity};

use super::Table;

/// The header line, as far as one can be sure of it before it is parsed: up to the first line end
/// that follows anything at all. What was looked at must not depend on how the file is cut.
pub fn first_line(text: &[u8], longest: usize) -> &[u8] {
    let text = text.trim_ascii_start();
    let end = text.iter().take(longest).position(|b| matches!(b, b'\n' | b'\r'));
    text.get(..end.unwrap_or(longest.min(text.len()))).unwrap_or(text)
}

/// What the first bytes and the first line show a file to be if it is not text in UTF-8.
pub fn not_text(start: &[u8], line: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE: &str = "Save the sheet as \"CSV UTF-8\" and give that file.";
    Some(match start {
        [b'P', b'K', 3 | 5, ..] => ("this is a workbook or an archive (zip), not CSV text", SAVE),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("this is an old Excel workbook (xls), not CSV text", SAVE),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ("this text is UTF-16, not UTF-8", SAVE),
        [0x1F, 0x8B, ..] => ("this is a gzip archive, not CSV text", "Unpack it first."),
        [b'%', b'P', b'D', b'F', ..] => ("this is a PDF, not CSV text", "Export the table as CSV."),
        _ if line.contains(&0) => ("this file holds binary data (or UTF-16 text), not CSV text", SAVE),
        _ => return None,
    })
}

/// Comma, semicolon or tab: the one that finds the most of the table's columns in the header.
pub fn sniff_separator(table: Table, header: &[u8]) -> u8 {
    let known = |separator: u8| {
        header.split(|b| *b == separator).filter(|cell| position(table, &clean(cell)).is_some()).count()
    };
    // The first of equals wins, so a one-column header is read with commas.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|s| known(*s)).unwrap_or(b',')
}

/// Where each column of the table stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Field position of each of [`Table::columns`].
    pub position: Vec<Option<usize>>,
    /// Field position of [`ORIGIN`].
    pub origin: Option<usize>,
    /// How many fields the header has.
    pub fields: usize,
}

/// A column that any table may have beside its own: where a row comes from, as `file#row`. Tables that were made
/// out of exports have it, so that findings and trails name the export.
pub const ORIGIN: &str = "origin";

impl Header {
    /// Matches names to columns: required ones must be there, none twice, unknown ones are findings.
    pub fn read(
        table: Table,
        path: &str,
        row: u32,
        cells: &[&[u8]],
        findings: &mut Findings,
    ) -> Result<Self, Error> {
        let columns = table.columns();
        let mut header = Self { position: vec![None; columns.len()], origin: None, fields: cells.len() };
        for (index, cell) in cells.iter().enumerate() {
            let name = clean(cell);
            let slot = match name == ORIGIN {
                true => Some(&mut header.origin),
                false => position(table, &name).and_then(|p| header.position.get_mut(p)),
            };
            if let Some(slot) = slot {
                if slot.replace(index).is_some() {
                    return Err(Error::new(
                        ErrorCode::DuplicateColumn,
                        format!("column {name} stands twice in the header"),
                        "Rename or remove one of them; which one counts cannot be guessed.",
                    )
                    .in_file(path)
                    .at_row(row)
                    .in_column(name));
                }
            } else if !name.is_empty() {
                let known =
                    columns.iter().zip(&header.position).filter(|(_, p)| p.is_none()).map(|(c, _)| c.name);
                let advice = nearest(&name, known).map_or_else(
                    || "If it matters, rename it to one of the table's columns.".to_owned(),
                    |near| format!("If this is meant to be {near}, rename it."),
                );
                let message = "this column is not known and was ignored";
                let finding = Finding::new(Code::UnknownColumn, Severity::Note, path, message, &advice);
                findings.push(finding.at(row).cell(&name, cell));
            }
        }
        for (column, place) in columns.iter().zip(&header.position) {
            if column.required && place.is_none() {
                return Err(missing(path, row, column.name, cells));
            }
        }
        Ok(header)
    }
}

fn missing(path: &str, row: u32, column: &str, cells: &[&[u8]]) -> Error {
    let seen: Vec<String> =
        cells.iter().map(|c| String::from_utf8_lossy(c.trim_ascii()).into_owned()).collect();
    let seen: String = seen.join(", ").chars().take(200).collect();
    Error::new(
        ErrorCode::MissingColumn,
        format!("the required column {column} is missing; the header reads: {seen}"),
        "Check that the first line is the header, in English, separated by comma, semicolon or tab, and that the file is the right table.",
    )
    .in_file(path)
    .at_row(row)
    .in_column(column)
}

fn position(table: Table, name: &str) -> Option<usize> {
    table.columns().iter().position(|c| c.name == name)
}

/// A header cell as compared: trimmed, unquoted, lower case.
fn clean(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    text.trim_start_matches('\u{FEFF}').trim().trim_matches('"').trim().to_ascii_lowercase()
}
