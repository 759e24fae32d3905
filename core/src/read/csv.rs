//! Bytes to records: one table's file, in slices of any size.

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::error::{Error, ErrorCode};
use crate::finding::{Code, Finding, Findings, Severity};

use super::cells::Cells;
use super::header::{Header, first_line, not_text, sniff_separator};
use super::layout::Layout;
use super::lines::Lines;
use super::rows::Place;
use super::{Table, Tables};

/// No real row is longer; what is, is kept from filling the memory and becomes a finding.
const LONGEST_ROW: usize = 1 << 20;

/// One CSV file being read.
pub struct CsvFile {
    table: Table,
    path: String,
    file: u16,
    /// Bytes up to the end of the header line, until the separator is known.
    start: Vec<u8>,
    csv: Option<csv_core::Reader>,
    separator: u8,
    /// Whether any byte was parsed.
    begun: bool,
    header: Option<Header>,
    record: Record,
    lines: Lines,
}

/// The record being put together.
#[derive(Default)]
struct Record {
    text: Vec<u8>,
    len: usize,
    ends: Vec<usize>,
    fields: usize,
    quotes: usize,
    /// Line on which it starts; `None` while only blank lines were seen.
    line: Option<u64>,
    too_long: bool,
}

impl Record {
    fn new() -> Self {
        Self { text: vec![0; 4096], ends: vec![0; 64], ..Self::default() }
    }

    /// Notes the quotes and lines of bytes that were read.
    fn take(&mut self, bytes: &[u8], lines: &mut Lines) {
        let blank = if self.line.is_none() { lines.skip_blank(bytes) } else { 0 };
        let rest = bytes.get(blank..).unwrap_or(&[]);
        if rest.is_empty() {
            return;
        }
        self.line.get_or_insert(lines.number());
        self.quotes += rest.iter().filter(|b| **b == b'"').count();
        // Without a quote only the last byte can end a line; the one before it says that no `\r` does.
        let ends_at = if self.quotes > 0 { 0 } else { rest.len().saturating_sub(2) };
        lines.pass(rest.get(ends_at..).unwrap_or(&[]));
    }
}

impl std::fmt::Debug for CsvFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl CsvFile {
    pub fn new(table: Table, path: &str, file: u16) -> Self {
        let (path, record, lines) = (path.to_owned(), Record::new(), Lines::default());
        let (start, separator) = (Vec::new(), b',');
        Self { table, path, file, start, csv: None, separator, begun: false, header: None, record, lines }
    }

    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8], tables: &mut Tables, findings: &mut Findings) -> Result<(), Error> {
        if bytes.is_empty() {
            // To the parser an empty slice is the end of the file; a caller's slice may well be empty before it.
            return Ok(());
        }
        if self.csv.is_some() {
            return self.parse(bytes, tables, findings);
        }
        self.start.extend_from_slice(bytes);
        let text = without_bom(&self.start);
        let line_end =
            text.iter().skip_while(|b| b.is_ascii_whitespace()).any(|b| *b == b'\n' || *b == b'\r');
        if line_end || self.start.len() > LONGEST_ROW { self.begin(tables, findings) } else { Ok(()) }
    }

    /// The end of the file.
    pub fn end(mut self, tables: &mut Tables, findings: &mut Findings) -> Result<(), Error> {
        if self.csv.is_none() {
            self.begin(tables, findings)?;
        }
        // A line end closes a last row that has none, but not an open quote.
        let beyond = self.lines.further_than(self.record.line);
        self.parse(b"\n", tables, findings)?;
        if let Some(line) = self.record.line.filter(|_| self.record.quotes > 0) {
            // Everything from the quote to the end is one broken record: said, not guessed at.
            let message =
                format!("a quote is opened here and never closed; {beyond} further lines hang in it");
            let advice = "Close or remove the quote; the row and the lines after it were not counted.";
            let finding = Finding::new(Code::OpenQuote, Severity::Error, &self.path, message, advice);
            self.refuse(finding.at(row_number(line)), findings);
        }
        if self.header.is_none() {
            return Err(Error::new(
                ErrorCode::NotATable,
                "the file has no header line",
                "Give the table with its column names in the first line, or remove the file.",
            )
            .in_file(self.path));
        }
        Ok(())
    }

    /// Whether the header is read and no row is begun.
    pub fn is_at_row(&self) -> bool {
        self.is_in_rows() && self.record.line.is_none() && !self.lines.may_be_cut()
    }

    fn is_in_rows(&self) -> bool {
        self.header.is_some()
    }

    /// How many lines have ended.
    pub fn lines(&self) -> u64 {
        self.lines.ended()
    }

    /// The same file from a row on, with lines counted from there. Not of rows that say where they come from:
    /// a part would number those files anew.
    pub fn part(&self) -> Option<Self> {
        let origins = self.header.as_ref().is_some_and(|header| header.origin.is_some());
        (self.is_at_row() && !origins).then(|| Self {
            table: self.table,
            path: self.path.clone(),
            file: self.file,
            start: Vec::new(),
            csv: Some(parser(self.separator, true)),
            separator: self.separator,
            begun: false,
            header: self.header.clone(),
            record: Record::new(),
            lines: Lines::default(),
        })
    }

    /// What its rows are written like.
    pub fn layout(&self) -> Option<Layout> {
        let header = self.header.as_ref().filter(|_| self.table == Table::Vms)?;
        Some(Layout::new(self.separator, header))
    }

    /// Goes on where a part of the file stopped, which may be within a row.
    pub fn go_on_from(&mut self, part: Self) {
        if part.begun {
            let before = self.lines.ended();
            self.lines.append(&part.lines);
            (self.csv, self.record) = (part.csv, part.record);
            self.record.line = self.record.line.map(|line| line + before);
        }
    }

    /// Chooses the separator, then reads what was held back.
    fn begin(&mut self, tables: &mut Tables, findings: &mut Findings) -> Result<(), Error> {
        let start = std::mem::take(&mut self.start);
        let text = without_bom(&start);
        let line = first_line(text, LONGEST_ROW);
        if let Some((what, advice)) = not_text(&start, line) {
            return Err(Error::new(ErrorCode::NotATable, what, advice).in_file(self.path.clone()));
        }
        self.separator = sniff_separator(self.table, line);
        self.csv = Some(parser(self.separator, false));
        self.parse(text, tables, findings)
    }

    fn parse(&mut self, mut bytes: &[u8], tables: &mut Tables, findings: &mut Findings) -> Result<(), Error> {
        self.begun = true;
        if self.table != Table::Vms || tables.row_by_row {
            return self.feed(bytes, false, tables, findings);
        }
        // Placements come by the million: rows that say nothing new are passed over (see `runs`), plain ones are
        // cut at their separators (see `plain`), and what the parser gets is one line at a time.
        while !bytes.is_empty() {
            let at_row = self.is_in_rows() && self.record.line.is_none();
            if at_row {
                let place = Place { file: self.file, row: row_number(self.lines.number()) };
                let (rows, rest) = tables.go_on(bytes, place);
                self.lines.pass_lines(rows);
                bytes = rest;
            }
            let line_end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
            let (line, rest) = bytes.split_at(line_end);
            let place = Place { file: self.file, row: row_number(self.lines.number()) };
            if at_row && tables.plain_placement(line, place) {
                self.lines.pass_lines(1);
            } else {
                self.feed(line, at_row, tables, findings)?;
            }
            bytes = rest;
        }
        Ok(())
    }

    /// Hands bytes to the parser; `whole_line` says that they are one line from its beginning.
    fn feed(
        &mut self,
        all: &[u8],
        whole_line: bool,
        tables: &mut Tables,
        findings: &mut Findings,
    ) -> Result<(), Error> {
        let mut bytes = all;
        // The parser would take an empty slice for the end of the file; here it means more to come.
        while !bytes.is_empty() {
            let Some(csv) = &mut self.csv else { return Ok(()) };
            let r = &mut self.record;
            let (Some(text), Some(ends)) = (r.text.get_mut(r.len..), r.ends.get_mut(r.fields..)) else {
                return Ok(());
            };
            let (result, read, written, ended) = csv.read_record(bytes, text, ends);
            let (used, rest) = bytes.split_at(read.min(bytes.len()));
            r.take(used, &mut self.lines);
            bytes = rest;
            r.len += written;
            r.fields += ended;
            match result {
                ReadRecordResult::OutputFull if r.len >= LONGEST_ROW => {
                    (r.len, r.fields, r.too_long) = (0, 0, true);
                }
                ReadRecordResult::OutputFull => r.text.resize(r.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if r.ends.len() >= LONGEST_ROW => {
                    (r.len, r.fields, r.too_long) = (0, 0, true);
                }
                ReadRecordResult::OutputEndsFull => r.ends.resize(r.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    self.finish_record(if whole_line { all } else { &[] }, tables, findings)?;
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
            }
        }
        Ok(())
    }

    /// A record is whole: the first is the header, the others are rows.
    fn finish_record(
        &mut self,
        line: &[u8],
        tables: &mut Tables,
        findings: &mut Findings,
    ) -> Result<(), Error> {
        let r = &self.record;
        let text = r.text.get(..r.len).unwrap_or(&[]);
        let breaks = self.lines.further_than(r.line);
        let row = row_number(r.line.unwrap_or(1));
        let ends = r.ends.get(..r.fields).unwrap_or(&[]);
        let blanks_only = r.fields == 1 && r.quotes == 0 && text.trim_ascii().is_empty();
        if r.too_long {
            let message = format!("this row is longer than {LONGEST_ROW} bytes");
            let advice = "Look for a quote left open or a file that is no table.";
            let finding =
                Finding::new(Code::RowTooLong, Severity::Error, &self.path, message, advice).at(row);
            if self.header.is_none() {
                let error =
                    Error::new(ErrorCode::NotATable, "the first line is longer than any header", advice);
                return Err(error.in_file(self.path.clone()).at_row(row));
            }
            self.refuse(finding, findings);
        } else if blanks_only {
            // To a person this is an empty line.
        } else if let Some(header) = &self.header {
            let mut cells = Cells::new(self.table, &self.path, row, header, text, ends, findings);
            if breaks > 0 {
                cells.spans_lines(breaks);
            }
            if cells.fields_match() {
                tables.row(self.table, &mut cells, self.file, line);
            }
        } else {
            let mut from = 0;
            let cells: Vec<&[u8]> = ends
                .iter()
                .map(|&to| text.get(std::mem::replace(&mut from, to)..to).unwrap_or(&[]))
                .collect();
            if cells.iter().all(|c| c.is_ascii()) || std::str::from_utf8(text).is_ok() {
                let header = Header::read(self.table, &self.path, row, &cells, findings)?;
                self.header = Some(header);
                if let Some(layout) = self.layout() {
                    tables.begin_placements(layout);
                }
            } else {
                let (what, advice) = ("the header is not UTF-8 text", "Save the file as \"CSV UTF-8\".");
                return Err(Error::new(ErrorCode::NotATable, what, advice)
                    .in_file(self.path.clone())
                    .at_row(row));
            }
        }
        let r = &mut self.record;
        (r.len, r.fields, r.quotes, r.too_long, r.line) = (0, 0, 0, false, None);
        Ok(())
    }

    fn refuse(&self, finding: Finding, findings: &mut Findings) {
        findings.push(finding.left_out());
        if self.table.counts() {
            findings.mark_incomplete();
        }
    }
}

/// A parser at the beginning of a file, or of a row within it, where a byte order mark is one no longer.
/// (A clone would not do: csv-core 0.1.13 forgets half of its table in cloning.)
fn parser(separator: u8, within: bool) -> csv_core::Reader {
    let mut csv = ReaderBuilder::new().delimiter(separator).build();
    if within {
        csv.read_record(b"\n", &mut [0], &mut [0]);
    }
    csv
}

/// Line numbers beyond four billion are not told apart.
pub fn row_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
