//! Rows of JSON, as the interfaces of ILMT, BigFix Inventory and License Service answer.
//!
//! An array of rows, an object with the array in it (`{"total": 2, "rows": […]}`), or one object per line. An
//! object within a row becomes columns of its own (`server.name`), however deep; of several objects in one cell
//! each column holds all values, one behind the other (see [`several`]). A row is then read as a row of a CSV file
//! with that header is. A row's number is its place in the array.

mod cells;
mod pages;
mod tables;
#[cfg(test)]
mod tests;

use subcap_core::finding::{Code, Finding, Severity};

use crate::batch::{Batch, Use};
use crate::kind::Kind;
use crate::recognise::{self, Whole};
use crate::text::{Decoder, Header, text};

use cells::Columns;
use tables::{Table, tables};

pub(crate) use cells::several;
pub(crate) use pages::{Page, conclude};

pub(crate) const WHOLES: &[Whole] = &[Whole { kind: Kind::InventoryRest, is, read }];

fn is(_: &str, start: &[u8]) -> bool {
    let mut decoder = Decoder::default();
    let start = [decoder.push(start).into_owned(), decoder.end()].concat();
    let mut marks = start.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (marks.next(), marks.next()),
        (Some(b'['), Some(b'{' | b']' | b'[') | None) | (Some(b'{'), Some(b'"' | b'}') | None)
    )
}

fn read(path: &str, bytes: &[u8], batch: &mut Batch) {
    let mut decoder = Decoder::default();
    let decoded = [decoder.push(bytes).into_owned(), decoder.end()].concat();
    let (json, other_encoding) = text(&decoded);
    let tables = tables(&json);
    if other_encoding {
        let message = "this is not UTF-8; it was read as Windows-1252";
        batch.note(Code::NotUtf8, Severity::Note, path, message, "Export it as UTF-8 if names look wrong.");
    }
    // Every table is said back by itself.
    let place = batch.seen.pop();
    let before = batch.seen.len();
    for table in tables.list {
        let path = match table.key {
            "" | "rows" => path.to_owned(),
            key => format!("{path}/{key}"),
        };
        table.read(&path, batch);
    }
    if let Some(error) = tables.broken {
        let message = format!("the file breaks off or is no JSON from here on: {error}");
        let advice = "Fetch it anew; what stands before is counted.";
        let row = u32::try_from(error.line()).unwrap_or(u32::MAX);
        let finding = Finding::new(Code::NotRecognised, Severity::Error, path, message, advice);
        batch.findings.push(finding.at(row).left_out());
        batch.findings.mark_incomplete();
    }
    if batch.seen.len() == before {
        batch.seen.extend(place.map(|mut seen| {
            seen.kind = Kind::Unknown;
            seen.used = Use::Not("it has no rows".to_owned());
            seen
        }));
    }
}

impl Table<'_> {
    fn read(self, path: &str, batch: &mut Batch) {
        let mut columns = Columns::default();
        for row in &self.rows {
            columns.note(row);
        }
        let header = Header::new(columns.names.iter().map(String::as_str));
        batch.see(path, Kind::Unknown, Use::Read);
        let Some((kind, mut rows)) = recognise::layout(&header, path, None, batch) else {
            let names: Vec<&str> = columns.names.iter().take(6).map(String::as_str).collect();
            let why = format!("its fields are those of no known answer: {} …", names.join(", "));
            if let Some(seen) = batch.seen.last_mut() {
                seen.used = Use::Not(why);
            }
            return;
        };
        let many = usize::try_from(batch.limits.rows).unwrap_or(usize::MAX);
        if columns.too_many || self.rows.len() > many {
            let advice = "Fetch it in parts.";
            batch.note(
                Code::TooLarge,
                Severity::Error,
                path,
                "not all of its rows and columns are read",
                advice,
            );
            batch.findings.mark_incomplete();
        }
        let count = self.rows.len();
        for (row, number) in self.rows.into_iter().take(many).zip(1..) {
            match columns.record(row, number) {
                Some(record) => rows.row(&record, batch),
                None => {
                    let message = "this row is no object, or too long to be one";
                    let finding =
                        Finding::new(Code::RowTooLong, Severity::Error, path, message, "Fetch it anew.");
                    batch.findings.push(finding.at(number).left_out());
                    batch.findings.mark_incomplete();
                }
            }
        }
        if let Some(seen) = batch.seen.last_mut() {
            seen.kind = kind;
            seen.rows = count as u64;
        }
        if let Some(total) = self.total {
            batch.pages.push(Page { path: path.to_owned(), header, rows: count as u64, total });
        }
        rows.end(batch);
    }
}
