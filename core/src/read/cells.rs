//! One row's cells as typed values. A bad cell is a finding and spoils the row; the other cells
//! of the row are still looked at, so that one run shows everything there is to mend.

use std::ops::RangeInclusive;

use crate::calendar::{Day, Span};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::units::Fraction;

use super::Table;
use super::header::Header;

/// No real name of a host, vm, product or scope is longer.
pub(super) const LONGEST_NAME: usize = 1000;

/// The cells of one row.
pub struct Cells<'a> {
    table: Table,
    path: &'a str,
    row: u32,
    header: &'a Header,
    text: &'a [u8],
    ends: &'a [usize],
    findings: &'a mut Findings,
    spoilt: bool,
}

impl<'a> Cells<'a> {
    pub fn new(
        table: Table,
        path: &'a str,
        row: u32,
        header: &'a Header,
        text: &'a [u8],
        ends: &'a [usize],
        findings: &'a mut Findings,
    ) -> Self {
        Self { table, path, row, header, text, ends, findings, spoilt: false }
    }

    /// The line of the file on which the row starts.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// The file and row that the row says it comes from, as `file#row`; findings name them from here on.
    pub fn origin(&mut self) -> Option<(&'a str, u32)> {
        let text = std::str::from_utf8(self.field(self.header.origin?)).ok()?;
        let (file, row) = text.rsplit_once('#')?;
        let row = row.parse().ok().filter(|_| !file.is_empty())?;
        (self.path, self.row) = (file, row);
        Some((file, row))
    }

    /// Whether every cell read so far was good; else the row is left out.
    pub fn keep(&self) -> bool {
        !self.spoilt
    }

    /// The row runs over several lines: fine for a note, but it may be a quote left open.
    pub fn spans_lines(&mut self, breaks: u64) {
        let message = format!("this row runs over {} lines because of a quoted line break", breaks + 1);
        let advice = "If those lines are rows of their own, a quote is open: close it.";
        let finding = Finding::new(Code::OpenQuote, Severity::Warning, self.path, message, advice);
        self.findings.push(finding.at(self.row));
    }

    /// Whether the row has as many fields as the header.
    pub fn fields_match(&mut self) -> bool {
        let (have, want) = (self.ends.len(), self.header.fields);
        if have == want {
            return true;
        }
        let message = format!("the row has {have} fields, the header {want}");
        let advice = "Write a separator for every column, also for empty ones, and quote cells that hold the separator.";
        let finding = Finding::new(Code::FieldCount, Severity::Error, self.path, message, advice);
        self.spoil(finding.at(self.row));
        false
    }

    /// The bytes of a cell without surrounding blanks; empty if there is no such column.
    pub fn raw(&self, column: usize) -> &'a [u8] {
        let Some(Some(index)) = self.header.position.get(column).copied() else { return &[] };
        self.field(index)
    }

    fn field(&self, index: usize) -> &'a [u8] {
        let start = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(0) };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or(&[]).trim_ascii()
    }

    /// A name that must be there.
    pub fn name(&mut self, column: usize) -> &'a str {
        let name = self.optional_name(column);
        if name.is_empty() && self.raw(column).is_empty() {
            self.refuse(Code::Empty, column, "this cell is empty", "Fill it in.");
        }
        name
    }

    /// A name, or nothing.
    pub fn optional_name(&mut self, column: usize) -> &'a str {
        let raw = self.raw(column);
        let Ok(name) = std::str::from_utf8(raw) else {
            self.refuse(
                Code::NotUtf8,
                column,
                "this cell is not UTF-8 text",
                "Save the file as \"CSV UTF-8\".",
            );
            return "";
        };
        if raw.len() > LONGEST_NAME || raw.iter().any(u8::is_ascii_control) {
            self.refuse(
                Code::BadName,
                column,
                "this is no usable name",
                "Look for a line break, a quote left open or a broken export.",
            );
            return "";
        }
        name
    }

    /// A whole number that must be there.
    pub fn whole(&mut self, column: usize, range: RangeInclusive<u64>) -> u64 {
        if self.raw(column).is_empty() {
            self.refuse(
                Code::Empty,
                column,
                "this cell is empty",
                "Fill it in; an unknown number is not zero.",
            );
            return 0;
        }
        self.optional_whole(column, range).unwrap_or(0)
    }

    /// A whole number, or nothing.
    pub fn optional_whole(&mut self, column: usize, range: RangeInclusive<u64>) -> Option<u64> {
        let number = self.decimal(column, 0, range)?;
        u64::try_from(number).ok()
    }

    /// A number with up to `places` decimals, as a whole number of its last place, or nothing.
    /// The range is in whole units.
    pub fn decimal(&mut self, column: usize, places: u32, range: RangeInclusive<u64>) -> Option<i128> {
        let raw = self.raw(column);
        if raw.is_empty() {
            return None;
        }
        let scale = 10_i128.pow(places);
        let (low, high) = (i128::from(*range.start()), i128::from(*range.end()));
        match parse_decimal(raw, places) {
            Ok(value) if (low * scale..=high * scale).contains(&value) => return Some(value),
            Ok(_) | Err(NotDecimal::TooLarge) => {
                let advice = format!("A number from {low} to {high} is due.");
                self.refuse(Code::OutOfRange, column, "this number is negative or absurd", &advice);
            }
            Err(NotDecimal::TooFine) if places == 0 => {
                self.refuse(
                    Code::NotWhole,
                    column,
                    "this number is not whole",
                    "A whole number is due here.",
                );
            }
            Err(NotDecimal::TooFine) => {
                let advice = format!("At most {places} decimals are due here.");
                self.refuse(Code::NotWhole, column, "this number has too many decimals", &advice);
            }
            Err(NotDecimal::NotANumber) => {
                let advice = "Write digits with a decimal point, without thousands separators or units.";
                self.refuse(Code::NotANumber, column, "this is not a number", advice);
            }
        }
        None
    }

    /// An exact amount (a price) with up to `places` decimals, or nothing.
    pub fn amount(&mut self, column: usize, places: u32, range: RangeInclusive<u64>) -> Option<Fraction> {
        let value = self.decimal(column, places, range)?;
        Fraction::new(value, 10_i128.pow(places)).ok()
    }

    /// A date, or nothing.
    pub fn date(&mut self, column: usize) -> Option<Day> {
        let raw = self.raw(column);
        if raw.is_empty() {
            return None;
        }
        let day = Day::parse(raw);
        if day.is_none() {
            self.refuse(
                Code::NotADate,
                column,
                "this is not a date",
                "Write dates as YYYY-MM-DD, for instance 2025-09-30.",
            );
        }
        day
    }

    /// `from` and `to`, both ends inclusive; empty is always and still.
    pub fn span(&mut self, from: usize, to: usize) -> Span {
        let span = Span::new(self.date(from).unwrap_or(Day::ALWAYS), self.date(to).unwrap_or(Day::STILL));
        if span.from > span.to {
            self.refuse(
                Code::ToBeforeFrom,
                to,
                "to lies before from",
                "Check the two dates; both ends are inclusive.",
            );
        }
        span
    }

    /// One of several words, in any case; empty is the default.
    pub fn word<T: Copy>(&mut self, column: usize, words: &[(&str, T)], default: Option<T>) -> Option<T> {
        let raw = self.raw(column);
        let found = words.iter().find(|(word, _)| raw.eq_ignore_ascii_case(word.as_bytes()));
        if let Some((_, value)) = found {
            return Some(*value);
        }
        if raw.is_empty() && default.is_some() {
            return default;
        }
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let advice = format!("One of these is due: {}.", list.join(", "));
        let code = if raw.is_empty() { Code::Empty } else { Code::UnknownWord };
        self.refuse(code, column, "this word is not known here", &advice);
        None
    }

    /// Yes or no.
    pub fn yes(&mut self, column: usize, default: bool) -> bool {
        let words = [("yes", true), ("no", false)];
        self.word(column, &words, Some(default)).unwrap_or(default)
    }

    /// A finding about a cell; the row is left out.
    pub fn refuse(&mut self, code: Code, column: usize, message: &str, advice: &str) {
        let finding = self.finding(code, Severity::Error, column, message, advice);
        self.spoil(finding);
    }

    /// A finding about a cell; the row counts nevertheless.
    pub fn remark(&mut self, code: Code, severity: Severity, column: usize, message: &str, advice: &str) {
        let finding = self.finding(code, severity, column, message, advice);
        self.findings.push(finding);
    }

    fn finding(&self, code: Code, severity: Severity, column: usize, message: &str, advice: &str) -> Finding {
        let name = self.table.columns().get(column).map_or("", |c| c.name);
        Finding::new(code, severity, self.path, message, advice).at(self.row).cell(name, self.raw(column))
    }

    fn spoil(&mut self, finding: Finding) {
        self.spoilt = true;
        self.findings.push(finding.left_out());
        if self.table.counts() {
            self.findings.mark_incomplete();
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotDecimal {
    NotANumber,
    TooLarge,
    TooFine,
}

/// `[-]digits[.digits]` as a whole number of the last place. Trailing zeros do not count as decimals.
fn parse_decimal(raw: &[u8], places: u32) -> Result<i128, NotDecimal> {
    let (negative, digits) = raw.strip_prefix(b"-").map_or((false, raw), |rest| (true, rest));
    let point = digits.iter().position(|b| *b == b'.').unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(point);
    let decimals = rest.strip_prefix(b".").unwrap_or(rest);
    if whole.is_empty()
        || !whole.iter().chain(decimals).all(u8::is_ascii_digit)
        || (!rest.is_empty() && decimals.is_empty())
    {
        return Err(NotDecimal::NotANumber);
    }
    let decimals = decimals.trim_ascii_end();
    let kept = decimals.len() - decimals.iter().rev().take_while(|b| **b == b'0').count();
    if kept > places as usize {
        return Err(NotDecimal::TooFine);
    }
    let digit = |value: i128, d: u8| value.checked_mul(10)?.checked_add(i128::from(d - b'0'));
    let padded = decimals.iter().take(kept).copied().chain(std::iter::repeat_n(b'0', places as usize - kept));
    let value = whole.iter().copied().chain(padded).try_fold(0_i128, digit).ok_or(NotDecimal::TooLarge)?;
    Ok(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::{NotDecimal, parse_decimal};

    #[test]
    fn decimals_are_exact_or_refused() {
        assert_eq!(parse_decimal(b"1.5", 3), Ok(1500));
        assert_eq!(parse_decimal(b"1.50000", 3), Ok(1500));
        assert_eq!(parse_decimal(b"-4", 0), Ok(-4));
        assert_eq!(parse_decimal(b"4.0", 0), Ok(4));
        assert_eq!(parse_decimal(b"1.2345", 3), Err(NotDecimal::TooFine));
        assert_eq!(parse_decimal(&[b'9'; 100], 0), Err(NotDecimal::TooLarge));
        for text in ["", "-", ".5", "5.", "1e3", "1,5", "1 000", "+4", "NaN"] {
            assert_eq!(parse_decimal(text.as_bytes(), 3), Err(NotDecimal::NotANumber), "{text}");
        }
    }
}
