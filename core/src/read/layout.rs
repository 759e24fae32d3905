//! How the rows of a table of placements are written: where their cells stand, and where their dates.

use std::ops::Range;

use crate::calendar::{Day, Span};

use super::header::Header;
use super::table::col;

/// A date as the tables write it.
pub const DATE: usize = b"2025-09-30".len();

/// Where cells and dates stand in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub separator: u8,
    pub header: Header,
    /// The field of the first of the two dates, which are neighbours; `None` if they are not.
    pub dates: Option<usize>,
    to_first: bool,
}

impl Layout {
    pub fn new(separator: u8, header: &Header) -> Self {
        let field = |column: usize| header.position.get(column).copied().flatten();
        let (from, to) = (field(col::vms::from), field(col::vms::to));
        let (dates, to_first) = match (from, to) {
            // Rows that say where they come from are each read: their bytes could not tell one place from another.
            (Some(from), Some(to)) if from.abs_diff(to) == 1 && header.origin.is_none() => {
                (Some(from.min(to)), to < from)
            }
            _ => (None, false),
        };
        Self { separator, header: header.clone(), dates, to_first }
    }

    /// The place of the two dates in a line that holds one row, if both are written out. `None` for whatever
    /// is not plain: a quote that does not enclose a whole cell, a line break of another kind.
    pub fn dates_in(&self, line: &[u8]) -> Option<Range<usize>> {
        let dates = self.dates?;
        let row = line.strip_suffix(b"\n")?;
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        if memchr::memchr2(b'\r', b'\n', row).is_some() {
            return None;
        }
        let (mut at, mut first) = (0, None);
        for field in 0..=dates + 1 {
            let cell = row.get(at..)?;
            let (start, len, end) = match cell.strip_prefix(b"\"") {
                Some(quoted) => {
                    let len = memchr::memchr(b'"', quoted)?;
                    (at + 1, len, at + len + 2)
                }
                None => {
                    let len = memchr::memchr2(self.separator, b'"', cell).unwrap_or(cell.len());
                    (at, len, at + len)
                }
            };
            // A cell ends where the next one begins; anything else there is for the parser to tell.
            if row.get(end).is_some_and(|b| *b != self.separator) {
                return None;
            }
            if field >= dates && len != DATE {
                return None;
            }
            if field == dates {
                first = Some(start);
            }
            if field == dates + 1 {
                return Some(first?..start + len);
            }
            at = end + 1;
        }
        None
    }

    /// The span of two date cells.
    pub fn span(&self, dates: &[u8]) -> Option<Span> {
        let first = Day::parse(dates.get(..DATE)?)?;
        let second = Day::parse(dates.get(dates.len().checked_sub(DATE)?..)?)?;
        let span = if self.to_first { Span::new(second, first) } else { Span::new(first, second) };
        (span.from <= span.to).then_some(span)
    }
}
