//! Finds the header of a sheet and hands its rows to whoever knows it.

use subcap_core::finding::{Code, Finding, Severity};

use super::Go;
use super::sheet::Row;
use crate::batch::{Batch, Use};
use crate::facts::Origin;
use crate::kind::Kind;
use crate::recognise::{self, Rows};
use crate::text::{Header, Record, TITLES};

/// The rows of a sheet on their way to a mapper.
pub(super) struct SheetRows<'s> {
    path: &'s str,
    batch: &'s mut Batch,
    header: Option<Header>,
    rows: Option<(Kind, Box<dyn Rows>)>,
    read: u64,
    /// Rows above the header.
    passed: u32,
    /// The last row that held something.
    last: u32,
    /// Rows without content since then that stand in the file.
    blank: u32,
    formulas: Seen,
    uncalculated: Seen,
    errors: Seen,
}

/// Cells of a kind: how many, and where the first stands.
#[derive(Default)]
struct Seen {
    count: u64,
    first: Option<(u32, usize, String)>,
}

impl Seen {
    fn add(&mut self, row: u32, column: usize, value: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (row, column, value.to_owned()));
    }
}

impl<'s> SheetRows<'s> {
    pub(super) fn new(path: &'s str, batch: &'s mut Batch) -> Self {
        let none = Seen::default;
        let (formulas, uncalculated, errors) = (none(), none(), none());
        let (header, rows) = (None, None);
        Self {
            path,
            batch,
            header,
            rows,
            read: 0,
            passed: 0,
            last: 0,
            blank: 0,
            formulas,
            uncalculated,
            errors,
        }
    }

    /// The next row of the sheet.
    pub(super) fn take(&mut self, row: &Row) -> Go {
        if row.is_blank() {
            self.blank += 1;
        } else {
            self.blank = 0;
        }
        // Sheets may claim a million rows: those that are styled and empty, and those that are not there at all.
        if self.blank > self.batch.limits.blank_rows
            || row.number.saturating_sub(self.last) > self.batch.limits.blank_rows
        {
            self.stopped(row.number, !row.is_blank());
            return Go::Break(());
        }
        if row.is_blank() {
            return Go::Continue(());
        }
        self.last = row.number;
        let Some((_, rows)) = &mut self.rows else { return self.look(row) };
        if self.read >= u64::from(self.batch.limits.rows) {
            let message = format!("more than {} rows; the rest was not read", self.batch.limits.rows);
            let finding =
                Finding::new(Code::TooLarge, Severity::Error, self.path, message, "Raise the limit.");
            self.batch.findings.push(finding.at(row.number).left_out());
            self.batch.findings.mark_incomplete();
            return Go::Break(());
        }
        let width = self.header.as_ref().map_or(0, Header::len);
        for (column, calculated) in row.formulas.iter().filter(|(column, _)| *column < width) {
            let seen = if *calculated { &mut self.formulas } else { &mut self.uncalculated };
            seen.add(row.number, *column, "");
        }
        for (column, value) in row.errors.iter().filter(|(column, _)| *column < width) {
            self.errors.add(row.number, *column, value);
        }
        self.read += 1;
        rows.row(&Record::of(row.number, row.cells().take(width)), self.batch);
        Go::Continue(())
    }

    /// Whether this row is the header.
    fn look(&mut self, row: &Row) -> Go {
        let header = Header::new(row.cells());
        self.rows = recognise::layout(&header, self.path, None, self.batch);
        let first = self.header.is_none();
        if self.rows.is_some() || first {
            self.header = Some(header);
        }
        self.passed += 1;
        if self.rows.is_none() && self.passed > TITLES { Go::Break(()) } else { Go::Continue(()) }
    }

    /// Rows that follow a long stretch of nothing are not read.
    fn stopped(&mut self, row: u32, holds: bool) {
        if self.rows.is_none() {
            return;
        }
        let (last, blank) = (self.last, self.batch.limits.blank_rows);
        let message =
            format!("more than {blank} rows without content follow row {last}: reading stopped there");
        let advice = "Delete the empty rows if the sheet goes on behind them.";
        let severity = if holds { Severity::Error } else { Severity::Note };
        let code = if holds { Code::TooLarge } else { Code::NotUsed };
        let finding = Finding::new(code, severity, self.path, message, advice).at(row);
        self.batch.findings.push(if holds { finding.left_out() } else { finding });
        if holds {
            self.batch.findings.mark_incomplete();
        }
    }

    /// The sheet ends.
    pub(super) fn end(mut self) {
        let Some((kind, rows)) = self.rows.take() else {
            let why = match self.header.as_ref().filter(|header| !header.is_empty()) {
                None => "it is empty".to_owned(),
                Some(header) => {
                    let columns: Vec<&str> =
                        (0..header.len().min(6)).map(|column| header.name(column)).collect();
                    format!("its columns are those of no known export: {} …", columns.join(", "))
                }
            };
            return self.batch.see(self.path, Kind::Unknown, Use::Not(why));
        };
        self.say();
        self.batch.see(self.path, kind, Use::Read);
        if let Some(seen) = self.batch.seen.last_mut() {
            seen.rows = self.read;
        }
        rows.end(self.batch);
    }

    fn say(&mut self) {
        let taken =
            "Their last results were taken. Recalculate and save the workbook if it was edited by hand.";
        let open = "Open the workbook in a spreadsheet program, let it calculate, and save it.";
        let mend = "Such cells were taken as empty. Mend them in the workbook.";
        let what = [
            (&self.formulas, "cells are formulas", Severity::Note, taken),
            (&self.uncalculated, "cells are formulas that were never calculated", Severity::Warning, open),
            (&self.errors, "cells hold an error", Severity::Warning, mend),
        ];
        for (seen, what, severity, advice) in what {
            let Some((row, column, value)) = &seen.first else { continue };
            let file = self.batch.origins.add(self.path, &[]);
            let at = Origin { file, row: *row };
            let name = self.header.as_ref().map_or("", |header| header.name(*column));
            let message = format!("{} {what}, this the first", seen.count);
            let finding = Finding::new(Code::Calculated, severity, self.path, message, advice);
            self.batch.findings.push(finding.at(at.row).cell(name, value.as_bytes()));
        }
    }
}
