//! Daily exports read fast: a row that says of the next day what its vm's last row said is known by its bytes.
//!
//! An export of 20,000 vms on 500 days holds ten million rows, of which some 400,000 say anything new, and
//! every day lists the vms in the same order. So each vm has an open run and the bytes of its last row, and the
//! row that followed it last time is the one expected next. The usual row then costs three comparisons of
//! bytes: what stands before the dates, the dates (of which a day has only one kind), and what stands behind.
//! There is nothing to parse, to look up or to keep; that takes about 20 ns a row, ten times less than parsing.
//!
//! Every other row goes through the ordinary parser, which alone decides what a row means and what is wrong
//! with it; only rows that it took without a finding are ever expected again. A row expected differs from such
//! a row in the digits of its two dates only, so the parser would have found the same cells in it.

use crate::calendar::{Day, Span};

use super::header::Header;
use super::rows::{Place, PlacementRow};
use super::table::col;

/// A row whose bytes are longer is read, but not expected again.
const LONGEST_TEXT: usize = 4096;
/// A date as the tables write it.
const DATE: usize = b"2025-09-30".len();
/// No slot.
const NONE: u32 = u32::MAX;

/// The open runs of the placements being read.
#[derive(Debug, Default, Clone)]
pub struct Runs {
    slots: Vec<Slot>,
    /// The latest slot of each vm.
    of_vm: Vec<u32>,
    /// The bytes of all slots' rows without their dates.
    texts: Vec<u8>,
    /// The slot of the row read last.
    last: Option<u32>,
    days: Option<Days>,
    layout: Option<Layout>,
}

/// One vm's open run, and the row to expect.
#[derive(Debug, Clone)]
struct Slot {
    run: PlacementRow,
    /// The slot of the row that followed last time.
    next: u32,
    /// Where its text stands in [`Runs::texts`], and how much room it has there.
    text: usize,
    room: u16,
    /// How many bytes stand before the dates and behind them, with the line end; none behind: no row to expect.
    before: u16,
    behind: u16,
}

/// The two date cells of the row read last, from the first digit to the last: the rows of a day share them.
#[derive(Debug, Clone)]
struct Days {
    text: Vec<u8>,
    span: Span,
}

/// Where the dates stand in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    separator: u8,
    header: Header,
    /// The field of the first of the two dates, which are neighbours; `None` if they are not.
    dates: Option<usize>,
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
    fn dates_in(&self, line: &[u8]) -> Option<std::ops::Range<usize>> {
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
    fn span(&self, dates: &[u8]) -> Option<Span> {
        let first = Day::parse(dates.get(..DATE)?)?;
        let second = Day::parse(dates.get(dates.len().checked_sub(DATE)?..)?)?;
        let span = if self.to_first { Span::new(second, first) } else { Span::new(first, second) };
        (span.from <= span.to).then_some(span)
    }
}

impl Runs {
    /// The rows to come are written like this; what was expected of rows written otherwise is forgotten.
    pub fn begin(&mut self, layout: Layout, done: &mut Vec<PlacementRow>) {
        if self.layout.as_ref() != Some(&layout) {
            self.flush(done);
            self.layout = Some(layout);
        }
    }

    /// Passes over rows for as long as they are the expected ones. Says how many and what is left; `place` is
    /// that of the first row. Runs that ended go to `done`.
    pub fn go_on<'b>(
        &mut self,
        mut bytes: &'b [u8],
        place: Place,
        done: &mut Vec<PlacementRow>,
    ) -> (u32, &'b [u8]) {
        let mut rows = 0_u32;
        let (Some(mut last), Some(days), Some(layout)) = (self.last, &mut self.days, &self.layout) else {
            return (0, bytes);
        };
        let mut next = self.slots.get(last as usize).map_or(NONE, |slot| slot.next);
        while let Some(slot) = self.slots.get_mut(next as usize) {
            let before_end = slot.text + usize::from(slot.before);
            let before = self.texts.get(slot.text..before_end).unwrap_or(&[]);
            let behind = self.texts.get(before_end..before_end + usize::from(slot.behind)).unwrap_or(&[]);
            let Some((start, rest)) = bytes.split_at_checked(before.len()) else { break };
            let Some((dates, rest)) = rest.split_at_checked(days.text.len()) else { break };
            let Some((end, rest)) = rest.split_at_checked(behind.len()) else { break };
            if behind.is_empty() || !same(start, before) || !same(end, behind) {
                break;
            }
            if !same(dates, &days.text) && !days.change(layout, dates) {
                break;
            }
            let place = Place { row: place.row.saturating_add(rows), ..place };
            slot.take(PlacementRow { span: days.span, place, ..slot.run }, done);
            (last, next, bytes, rows) = (next, slot.next, rest, rows.saturating_add(1));
        }
        self.last = Some(last);
        (rows, bytes)
    }

    /// Takes in a row that the parser made, and will expect its line again if it is a plain one.
    pub fn take(&mut self, row: PlacementRow, line: &[u8], done: &mut Vec<PlacementRow>) {
        let slot = |at: &u32| self.slots.get(*at as usize);
        // The vm expected here has changed; else it came out of turn.
        let expected = self.last.as_ref().and_then(slot).map(|before| before.next);
        let known = expected
            .filter(|at| slot(at).is_some_and(|slot| slot.run.vm == row.vm))
            .or_else(|| self.of_vm.get(row.vm as usize).copied())
            .filter(|at| slot(at).is_some_and(|slot| slot.is_open_to(&row)));
        let at = match known.and_then(|at| Some((at, self.slots.get_mut(at as usize)?))) {
            Some((at, slot)) => {
                slot.take(row, done);
                at
            }
            None => self.add(row, done),
        };
        if let Some(before) = self.last.and_then(|last| self.slots.get_mut(last as usize)) {
            before.next = at;
        }
        self.last = Some(at);
        self.expect(at, &row, line);
    }

    /// A new slot. A vm has several if it has several rows on one day, but not without end.
    fn add(&mut self, row: PlacementRow, done: &mut Vec<PlacementRow>) -> u32 {
        if self.slots.len() >= 4 * self.of_vm.len() + 4096 {
            self.flush(done);
        }
        let at = u32::try_from(self.slots.len()).unwrap_or(NONE);
        let vm = row.vm as usize;
        if self.of_vm.len() <= vm {
            self.of_vm.resize(vm + 1, NONE);
        }
        if let Some(latest) = self.of_vm.get_mut(vm) {
            *latest = at;
        }
        self.slots.push(Slot { run: row, next: NONE, text: 0, room: 0, before: 0, behind: 0 });
        at
    }

    /// Keeps a row's text to know the next one by.
    fn expect(&mut self, at: u32, row: &PlacementRow, line: &[u8]) {
        let Some(slot) = self.slots.get_mut(at as usize) else { return };
        slot.behind = 0;
        let Some(layout) = &self.layout else { return };
        let Some(range) = layout.dates_in(line) else { return };
        let (Some(before), Some(dates), Some(behind)) =
            (line.get(..range.start), line.get(range.clone()), line.get(range.end..))
        else {
            return;
        };
        if layout.span(dates) != Some(row.span) || before.len() + behind.len() > LONGEST_TEXT {
            return;
        }
        // All rows expected have the same between their dates, so that dates can be compared in one piece.
        let days = self.days.get_or_insert_with(|| Days { text: dates.to_vec(), span: row.span });
        if days.between() != dates.get(DATE..dates.len() - DATE).unwrap_or(&[]) {
            return;
        }
        let len = before.len() + behind.len();
        if len > usize::from(slot.room) {
            // Twice as long each time: a vm's texts take at most four times the longest.
            let room = len.next_power_of_two();
            (slot.text, slot.room) = (self.texts.len(), narrow(room));
            self.texts.resize(self.texts.len() + room, 0);
        }
        let Some(text) = self.texts.get_mut(slot.text..slot.text + len) else { return };
        let (first, second) = text.split_at_mut(before.len());
        first.copy_from_slice(before);
        second.copy_from_slice(behind);
        (slot.before, slot.behind) = (narrow(before.len()), narrow(behind.len()));
    }

    /// Runs that have not ended.
    pub fn open(&self) -> usize {
        self.slots.len()
    }

    /// Hands over all runs and forgets what was expected.
    pub fn flush(&mut self, done: &mut Vec<PlacementRow>) {
        done.extend(self.slots.drain(..).map(|slot| slot.run));
        *self = Self { layout: self.layout.take(), ..Self::default() };
    }
}

impl Slot {
    /// Whether a row of its vm may take the slot over: not if it is a second one of the same days.
    fn is_open_to(&self, row: &PlacementRow) -> bool {
        self.run.same(row) || self.run.span.overlap(row.span).is_none()
    }

    /// The run goes on, or ends and another begins.
    fn take(&mut self, row: PlacementRow, done: &mut Vec<PlacementRow>) {
        if self.run.same(&row) && self.run.adjoins(&row) {
            self.run.join(&row);
        } else {
            done.push(std::mem::replace(&mut self.run, row));
        }
    }
}

impl Days {
    /// What stands between the two dates: a separator, maybe with quotes.
    fn between(&self) -> &[u8] {
        self.text.get(DATE..self.text.len() - DATE).unwrap_or(&[])
    }

    /// Other dates, if that is what these bytes are.
    fn change(&mut self, layout: &Layout, dates: &[u8]) -> bool {
        let between = dates.get(DATE..dates.len() - DATE).unwrap_or(&[]);
        let Some(span) = layout.span(dates).filter(|_| between == self.between()) else { return false };
        self.text.copy_from_slice(dates);
        self.span = span;
        true
    }
}

/// Whether two texts of one length are equal. Of the usual lengths all bytes are looked at in two wide pieces that
/// overlap, which the compiler does in place of a call that compares slices of any length.
fn same(a: &[u8], b: &[u8]) -> bool {
    match a.len() {
        1 => a.first() == b.first(),
        16..=32 => a.first_chunk::<16>() == b.first_chunk() && a.last_chunk::<16>() == b.last_chunk(),
        33..=64 => a.first_chunk::<32>() == b.first_chunk() && a.last_chunk::<32>() == b.last_chunk(),
        _ => a == b,
    }
}

/// Texts are at most [`LONGEST_TEXT`] long.
fn narrow(len: usize) -> u16 {
    u16::try_from(len).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Reader;

    /// How many of these rows are known by their bytes once the first `learnt` lines were read.
    fn known(text: &str, learnt: usize) -> u32 {
        let (start, rest) = text.split_at(text.match_indices('\n').nth(learnt - 1).unwrap().0 + 1);
        let mut reader = Reader::default();
        reader.begin("vms.csv").unwrap();
        reader.push(start.as_bytes()).unwrap();
        let mut runs = reader.tables().runs.clone();
        runs.go_on(rest.as_bytes(), Place { file: 0, row: 0 }, &mut Vec::new()).0
    }

    #[test]
    fn rows_of_further_days_are_known_however_they_are_written() {
        let days = |row: &dyn Fn(u32, u32) -> String| -> String {
            (1..=3).flat_map(|day| (0..4).map(move |vm| row(day, vm))).collect()
        };
        let plain = days(&|d, v| format!("v{v},h,2,2025-01-0{d},2025-01-0{d}\n"));
        let quoted = days(&|d, v| format!("\"v{v}\";\"h\";\"2\";\"2025-01-0{d}\";\"2025-01-0{d}\"\r\n"));
        let first = days(&|d, v| format!("2025-01-0{d}\t2025-01-0{d}\tv{v}\th\t2\n"));
        for (header, rows) in [
            ("vm,host,cores,from,to\n", plain),
            ("\"vm\";\"host\";\"cores\";\"from\";\"to\"\r\n", quoted),
            ("to\tfrom\tvm\thost\tcores\n", first),
        ] {
            // The header, a day, and the first row of the next one, which shows what follows the last.
            assert_eq!(known(&format!("{header}{rows}"), 1 + 4 + 1), 7, "{rows}");
        }
    }

    #[test]
    fn what_is_not_plain_is_not_known() {
        let header = "vm,host,cores,from,to\n";
        let same = "v,h,2,2025-01-01,2025-01-01\n".repeat(2);
        for (next, rows) in [
            ("v,h,2,2025-01-02,2025-01-02\n", 1),
            ("v,h,2,2025-01-02,2025-01-02", 0),
            ("v,h,2,2025-01-02,2025-01-01\n", 0),
            ("v,h,2,2025-02-29,2025-02-29\n", 0),
            ("v,h,2,2025-01-02,2025-01-02 \n", 0),
            ("v,h,2,2025-01-02;2025-01-02\n", 0),
            ("v,h,4,2025-01-02,2025-01-02\n", 0),
            ("v,h,2,2025-01-02,2025-01-02\r\n", 0),
            ("v,h,2,2025-01-02,2025-01-02,\n", 0),
        ] {
            assert_eq!(known(&format!("{header}{same}{next}"), 3), rows, "{next:?}");
        }
    }
}
