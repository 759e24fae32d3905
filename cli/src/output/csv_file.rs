//! Rows for spreadsheets and programs.

use std::borrow::Cow;
use std::io;

use subcap_core::report::NOTICE;

/// Why a difference is not exact.
pub const AS_KNOWN: &str = "of what is known: a total it lies between is at least";

/// Rows of figures as CSV text. What they are stands in a last column with every row: the first line is then
/// still the heading, and rows that are sorted, filtered or copied elsewhere keep it.
pub fn figures<const N: usize>(rows: &[[String; N]]) -> io::Result<String> {
    let last = std::iter::once("notice").chain(std::iter::repeat(NOTICE));
    text(rows.iter().zip(last).map(|(row, last)| row.iter().map(String::as_str).chain([last])))
}

/// Rows as CSV text.
pub fn csv_text<const N: usize>(rows: &[[String; N]]) -> io::Result<String> {
    text(rows.iter().map(|row| row.iter().map(String::as_str)))
}

fn text<'r>(rows: impl Iterator<Item = impl Iterator<Item = &'r str>>) -> io::Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row.map(|cell| harmless(cell).into_owned()))?;
    }
    let bytes = out.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// What a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. The page does
/// the same.
fn harmless(cell: &str) -> Cow<'_, str> {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let size = cell.strip_prefix('-').unwrap_or(cell);
    let number = size.split_once('.').map_or(digits(size), |(whole, part)| digits(whole) && digits(part));
    if formula && !number { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_numbers_stay() {
        for (given, want) in [
            ("=1+1", "'=1+1"),
            ("-12.50", "-12.50"),
            ("-5", "-5"),
            ("-a", "'-a"),
            ("-1.", "'-1."),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("MQ", "MQ"),
            ("", ""),
        ] {
            assert_eq!(harmless(given), want);
        }
        let rows = [["product", "total"], ["=1+1", "-3.00"]].map(|row| row.map(str::to_owned));
        let want = format!("product,total,notice\n'=1+1,-3.00,{NOTICE}\n");
        assert_eq!(figures(&rows).ok(), Some(want));
    }
}
