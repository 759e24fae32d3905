//! Cells of a recognised table as values. What cannot be read is a finding and never 0.

use subcap_core::calendar::{Day, Span};
use subcap_core::finding::Code;

use crate::batch::Batch;
use crate::dates::{Date, date};
use crate::facts::Origin;
use crate::text::{Header, Number, Record, is_no, is_yes, number, plain};

/// A recognised table: its header, and where its facts say they come from.
#[derive(Debug)]
pub(crate) struct Table {
    pub header: Header,
    pub path: String,
    file: u32,
}

impl Table {
    /// The table of that header; facts are taken from these columns of it.
    pub fn new(header: &Header, path: &str, used: &[Option<usize>], batch: &mut Batch) -> Self {
        let mut used: Vec<usize> = used.iter().flatten().copied().collect();
        used.sort_unstable();
        used.dedup();
        let names: Vec<&str> = used.iter().map(|column| header.name(*column)).collect();
        let file = batch.origins.add(path, &names);
        Self { header: header.clone(), path: path.to_owned(), file }
    }

    /// A row of it.
    pub fn row<'r>(&'r self, record: &'r Record) -> Row<'r> {
        Row { table: self, record }
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'r> {
    table: &'r Table,
    record: &'r Record,
}

impl<'r> Row<'r> {
    pub fn origin(self) -> Origin {
        Origin { file: self.table.file, row: self.record.line }
    }

    /// A cell; empty if there is none, or if it says that nothing applies.
    pub fn text(self, column: Option<usize>) -> &'r str {
        const NOTHING: [&str; 8] =
            ["-", "n/a", "na", "null", "nil", "not available", "not applicable", "(null)"];
        let cell = self.record.at(column);
        if NOTHING.iter().any(|nothing| cell.eq_ignore_ascii_case(nothing)) { "" } else { cell }
    }

    /// A whole number, which may be grouped or end in `.0`; the interfaces of ILMT write −1 for "not applicable".
    pub fn whole(self, column: Option<usize>, batch: &mut Batch) -> Option<u64> {
        let cell = self.text(column);
        if cell.is_empty() || cell == "-1" {
            return None;
        }
        let read = whole(cell);
        if read.is_none() {
            let advice = "A whole number is due. Export the file anew, or mend the cell.";
            self.odd(
                Code::NotANumber,
                column,
                "this is no whole number and counts as unknown",
                advice,
                batch,
            );
        }
        if let Some(number @ Number::Either { .. }) = either(cell) {
            let (message, advice) = doubt(&number, 1);
            self.odd(Code::NotANumber, column, &message, advice, batch);
        }
        read
    }

    /// The same where nothing larger makes sense: cores, sockets, rates.
    pub fn small(self, column: Option<usize>, batch: &mut Batch) -> Option<u32> {
        const MOST: u64 = 1_000_000;
        let number = self.whole(column, batch)?;
        if number > MOST {
            let advice = "Export the file anew, or mend the cell.";
            self.odd(
                Code::OutOfRange,
                column,
                "no machine has that many; it counts as unknown",
                advice,
                batch,
            );
            return None;
        }
        u32::try_from(number).ok()
    }

    /// A decimal number in thousandths: `0.25` is 250. More digits are rounded up.
    pub fn thousandths(self, column: Option<usize>, batch: &mut Batch) -> Option<u64> {
        let cell = self.text(column);
        if cell.is_empty() || cell == "-1" {
            return None;
        }
        let read = thousandths(cell);
        if read.is_none() {
            let advice = "A number is written as 0.25. Export the file anew, or mend the cell.";
            self.odd(Code::NotANumber, column, "this is no number and counts as unknown", advice, batch);
        }
        read
    }

    /// A day. Of two days that it may mean, `later` says which is taken.
    pub fn day(self, column: Option<usize>, later: bool, batch: &mut Batch) -> Option<Day> {
        let cell = self.text(column);
        if cell.is_empty() {
            return None;
        }
        let read = date(cell);
        self.day_of(column, read, later, batch)
    }

    /// The same of what was read elsewhere.
    pub fn day_of(
        self,
        column: Option<usize>,
        read: Option<Date>,
        later: bool,
        batch: &mut Batch,
    ) -> Option<Day> {
        match read {
            Some(Date::Day(day)) => Some(day),
            Some(Date::Either(first, second)) => {
                let taken = if later { second } else { first };
                let message = format!("day and month cannot be told apart; {taken} was taken");
                self.odd(Code::NotADate, column, &message, "Write dates as 2025-12-31.", batch);
                Some(taken)
            }
            None => {
                let advice = "A date is written as 2025-12-31.";
                self.odd(Code::NotADate, column, "this is no date and counts as none", advice, batch);
                None
            }
        }
    }

    /// Yes or no.
    pub fn yes(self, column: Option<usize>) -> Option<bool> {
        let cell = self.text(column);
        if is_yes(cell) { Some(true) } else { is_no(cell).then_some(false) }
    }

    /// A cell that could not be read.
    pub fn odd(self, code: Code, column: Option<usize>, message: &str, advice: &str, batch: &mut Batch) {
        batch.odd(code, self.origin(), self.cell(column), message, advice);
    }

    /// The same, and so the row was left out.
    pub fn left_out(self, code: Code, column: Option<usize>, message: &str, advice: &str, batch: &mut Batch) {
        batch.left_out(code, self.origin(), self.cell(column), message, advice);
    }

    fn cell(self, column: Option<usize>) -> Option<(&'r str, &'r str)> {
        column.map(|at| (self.table.header.name(at), self.record.get(at)))
    }
}

/// A whole number: grouped, or with decimals that are none. `1.333` is taken for grouped.
pub(crate) fn whole(cell: &str) -> Option<u64> {
    match either(cell)? {
        Number::Is(number) | Number::Either { grouped: number, .. } => units(&number),
    }
}

/// A number that has a digit at both ends.
fn either(cell: &str) -> Option<Number> {
    if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Number::Is(cell.to_owned()));
    }
    let at_ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_number = at_ends(cell.chars().next()) && at_ends(cell.chars().last());
    number(cell).filter(|_| is_number).map(|(number, _)| number)
}

/// A number with a point before its decimals, if those are none.
pub(crate) fn units(number: &str) -> Option<u64> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    decimals.bytes().all(|byte| byte == b'0').then(|| whole.parse().ok()).flatten()
}

/// What is said of numbers whose mark was taken to group: the first of so many.
pub(crate) fn doubt(first: &Number, rows: usize) -> (String, &'static str) {
    let others = match rows {
        1 => String::new(),
        rows => format!(", in {rows} rows"),
    };
    let message = format!(
        "whether the mark in {} groups or decimals follow it cannot be told; it was taken to group{others}",
        first.as_written()
    );
    (message, "If decimals follow it, write one of the numbers with two decimals, or all without a mark.")
}

/// A decimal in thousandths, rounded up; the mark is a point or a comma, and nothing is grouped.
pub(crate) fn thousandths(cell: &str) -> Option<u64> {
    let (whole, decimals) = cell.split_once(['.', ',']).unwrap_or((cell, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && decimals.is_empty()) || !plain(whole) || !plain(decimals) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let (kept, rest) = decimals.split_at_checked(3).unwrap_or((decimals, ""));
    let more = u64::from(rest.bytes().any(|byte| byte != b'0'));
    let parts: u64 = format!("{kept:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(parts + more)
}

/// `2025-01-01 to 2025-03-31`, or the one day.
pub(crate) fn days(span: Span) -> String {
    if span.from == span.to { span.from.to_string() } else { format!("{} to {}", span.from, span.to) }
}

/// `1 host`, `2 hosts`.
pub(crate) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// A cell that names nothing: a bundle of `None`.
pub(crate) fn is_none(cell: &str) -> bool {
    const NONE: [&str; 8] = ["", "none", "brak", "keine", "aucun", "ninguno", "nessuno", "no bundle"];
    NONE.contains(&plain(cell).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (cell, value) in [
            ("4", 4),
            ("4.0", 4),
            ("4.00", 4),
            ("1,234", 1234),
            ("1.000", 1000),
            ("12.000", 12_000),
            ("4,0", 4),
            ("4,00", 4),
            ("16\u{A0}384", 16_384),
            ("1.234.567", 1_234_567),
            ("1,000.00", 1000),
            ("1.000,00", 1000),
            ("1234,000", 1234),
        ] {
            assert_eq!(whole(cell), Some(value), "{cell}");
        }
        let none = [
            "",
            ".0",
            "4.5",
            "4,5",
            "-1",
            "x",
            "4.",
            "1e3",
            "0.500",
            "16,38",
            "1,234.567",
            ",123",
            "1234,567",
        ];
        for cell in none.into_iter().chain(["99999999999999999999"]) {
            assert_eq!(whole(cell), None, "{cell}");
        }
        for (cell, value) in
            [("0.25", 250), ("0,5", 500), ("2", 2000), (".5", 500), ("0.0625", 63), ("1.0000", 1000)]
        {
            assert_eq!(thousandths(cell), Some(value), "{cell}");
        }
        for cell in ["", ".", "-1", "1.2.3", "1e3", "99999999999999999999", "18446744073709551.615999"] {
            assert_eq!(thousandths(cell), None, "{cell}");
        }
    }
}
