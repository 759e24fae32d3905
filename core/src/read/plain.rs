//! A plain row of placements, read without the parser.
//!
//! Of a daily export's rows one in twenty says something new (see `runs`), and taking those apart with the parser
//! that copes with every kind of CSV took twice as long as passing over all others. Almost all of them are plain:
//! printable ASCII, no quote, as many cells as the header has, cores in whole numbers. Such a row is cut at its
//! separators and means what it says. Whatever is not plain, or would be a finding, is left to the parser, which
//! alone says what is wrong: `None` here never loses a row.

use std::ops::Range;

use crate::calendar::{Day, Span};
use crate::units::MilliCores;

use super::layout::{DATE, Layout};
use super::record::{MODES, MOST_CORES};
use super::rows::Mode;
use super::table::col::vms as c;

/// No longer than a name may be, so that no name in it is too long.
const LONGEST_LINE: usize = super::cells::LONGEST_NAME;
/// Tables with more columns are for the parser.
const MOST_FIELDS: usize = 32;

/// What a plain row says.
#[derive(Debug)]
pub struct Plain<'l> {
    pub vm: &'l str,
    /// Empty if there is none.
    pub host: &'l str,
    /// Empty if there is none.
    pub pool: &'l str,
    pub cores: MilliCores,
    pub mode: Mode,
    pub span: Span,
    /// Where its two dates stand, from the first digit to the last, if both are written out side by side.
    pub dates: Option<Range<usize>>,
    /// The first cell with the separator behind it, if the vm stands there.
    pub vm_first: Option<&'l [u8]>,
}

impl<'l> Plain<'l> {
    /// Reads a line with its line end; `days` are the dates of the row before, which are as a rule the same.
    pub fn read(line: &'l [u8], layout: &Layout, days: Option<(&[u8], Span)>) -> Option<Self> {
        let Layout { separator, header, .. } = layout;
        let row = line.strip_suffix(b"\n")?;
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        if line.len() > LONGEST_LINE || header.origin.is_some() || !is_plain(row, *separator) {
            return None;
        }
        let row = std::str::from_utf8(row).ok()?;
        // Behind each field, and in front of them, one byte: fields lie between two marks.
        let mut marks = [0; MOST_FIELDS + 1];
        let mut fields = 0;
        for end in memchr::memchr_iter(*separator, row.as_bytes()).chain([row.len()]) {
            fields += 1;
            *marks.get_mut(fields)? = end + 1;
        }
        if fields != header.fields {
            return None;
        }
        let field = |field: usize| Some(*marks.get(field)?..marks.get(field + 1)? - 1);
        let cell = |column: usize| match header.position.get(column).copied().flatten() {
            Some(at) => Some(row.get(field(at)?)?.trim_ascii()),
            None => Some(""),
        };
        let dates = layout.dates.and_then(|first| {
            let (first, second) = (field(first)?, field(first + 1)?);
            (first.len() == DATE && second.len() == DATE).then_some(first.start..second.end)
        });
        let written = dates.clone().and_then(|dates| line.get(dates));
        let span = match days.filter(|(text, _)| Some(*text) == written) {
            Some((_, span)) => span,
            None => span(cell(c::from)?, cell(c::to)?)?,
        };
        let vm = cell(c::vm).filter(|vm| !vm.is_empty())?;
        let (cores, mode) = (whole_cores(cell(c::cores)?)?, mode(cell(c::mode)?)?);
        let vm_first =
            header.position.get(c::vm).filter(|at| **at == Some(0)).and_then(|_| line.get(..*marks.get(1)?));
        Some(Self { vm, host: cell(c::host)?, pool: cell(c::pool)?, cores, mode, span, dates, vm_first })
    }
}

/// Printable ASCII without a quote. Looks at every byte without stopping early, which the compiler does for many
/// bytes at a time.
fn is_plain(row: &[u8], separator: u8) -> bool {
    row.iter().fold(true, |plain, b| plain & (((b' '..=b'~').contains(b) & (*b != b'"')) | (*b == separator)))
}

fn whole_cores(cell: &str) -> Option<MilliCores> {
    if cell.len() > 7 || !cell.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let cores: u64 = cell.parse().ok()?;
    (1..=MOST_CORES).contains(&cores).then(|| MilliCores::new(cores * 1000))
}

fn mode(cell: &str) -> Option<Mode> {
    if cell.is_empty() {
        return Some(Mode::Vm);
    }
    MODES.iter().find(|(word, _)| cell.eq_ignore_ascii_case(word)).map(|(_, mode)| *mode)
}

fn span(from: &str, to: &str) -> Option<Span> {
    let day = |cell: &str, open| if cell.is_empty() { Some(open) } else { Day::parse(cell.as_bytes()) };
    let span = Span::new(day(from, Day::ALWAYS)?, day(to, Day::STILL)?);
    (span.from <= span.to).then_some(span)
}
