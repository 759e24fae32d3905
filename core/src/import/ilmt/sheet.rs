//! A CSV entry as text, with the line each record starts on.

use csv::{ReaderBuilder, StringRecord};

use crate::finding::{Code, Finding, Findings, Severity};

use super::note;

/// A CSV entry.
pub struct Sheet {
    /// The entry's name.
    pub path: String,
    /// Its number in [`crate::read::Tables::files`].
    pub file: u16,
    /// Column names as written.
    pub header: Vec<String>,
    /// The records under the header that are as wide as it.
    pub records: Vec<Record>,
    /// Lines on which the others start.
    pub ragged: Vec<u32>,
}

/// A record.
pub struct Record {
    /// The line on which it starts; the header is on line 1.
    pub line: u32,
    fields: StringRecord,
}

impl Record {
    /// A field without surrounding blanks; empty if there is no such column.
    pub fn get(&self, column: usize) -> &str {
        self.fields.get(column).unwrap_or("").trim()
    }
}

impl Sheet {
    /// Cuts an entry into records.
    pub fn parse(path: &str, file: u16, bytes: &[u8], findings: &mut Findings) -> Self {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_or_else(
            |_| {
                let message = "the entry is not UTF-8; it was read as Western European text";
                let advice = "Give the snapshot as ILMT wrote it; names with accents may be wrong.";
                findings.push(note(Severity::Warning, path, message, advice));
                bytes.iter().map(|byte| char::from(*byte)).collect()
            },
            str::to_owned,
        );
        let separator = sniff_separator(text.lines().next().unwrap_or(""));
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut sheet =
            Self { path: path.to_owned(), file, header: Vec::new(), records: Vec::new(), ragged: Vec::new() };
        for fields in reader.records().map_while(Result::ok) {
            let line = line_of(&text, &fields);
            if sheet.header.is_empty() {
                sheet.header = fields.iter().map(|name| name.trim().to_owned()).collect();
            } else if fields.len() == sheet.header.len() {
                sheet.records.push(Record { line, fields });
            } else {
                sheet.ragged.push(line);
            }
        }
        sheet
    }

    /// The records that are not as wide as the header; how many there are.
    pub fn report_ragged(&self, findings: &mut Findings) -> usize {
        for line in &self.ragged {
            findings.push(self.bad_row(*line, Code::FieldCount, "the row is not as wide as the header"));
        }
        self.ragged.len()
    }

    /// A row that cannot be used.
    pub fn bad_row(&self, line: u32, code: Code, message: &str) -> Finding {
        let advice = "Take the entry from the snapshot as ILMT wrote it.";
        Finding::new(code, Severity::Error, &self.path, message, advice).at(line).left_out()
    }

    /// A header cell, for findings about a column.
    pub fn column(&self, index: usize) -> &str {
        self.header.get(index).map_or("", |name| name)
    }
}

/// The parser stands before the line feed of the previous row's end, and before blank lines.
fn line_of(text: &str, fields: &StringRecord) -> u32 {
    let Some(position) = fields.position() else { return 0 };
    let start =
        usize::try_from(position.byte()).ok().and_then(|byte| text.as_bytes().get(byte..)).unwrap_or(&[]);
    let breaks = start.iter().take_while(|b| **b == b'\r' || **b == b'\n').filter(|b| **b == b'\n').count();
    u32::try_from(position.line() + breaks as u64).unwrap_or(u32::MAX)
}

/// A server setting changes the separator of ILMT's reports; the commonest of the header is it.
fn sniff_separator(header: &str) -> u8 {
    let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    // The last of equals wins, so a header without any is read with commas.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
