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

use std::ops::Range;

use crate::calendar::Span;

use super::layout::{DATE, Layout};
use super::plain::Plain;
use super::rows::{Place, PlacementRow};

/// A row whose bytes are longer is read, but not expected again.
const LONGEST_TEXT: usize = 4096;
/// Texts get room in steps of so many bytes.
const ROOM: usize = 16;
/// No slot.
const NONE: u32 = u32::MAX;

/// The open runs of the placements being read.
#[derive(Debug, Default, Clone)]
pub struct Runs {
    slots: Vec<Slot>,
    /// What the first row of each slot's run said; its days are in the slot.
    firsts: Vec<PlacementRow>,
    /// The latest slot of each vm.
    of_vm: Vec<u32>,
    /// The bytes of all slots' rows without their dates.
    texts: Vec<u8>,
    /// The slot of the row read last.
    last: Option<u32>,
    days: Option<Days>,
    layout: Option<Layout>,
}

/// One vm's open run, and the row to expect: all that the usual row needs, and small, so that the slots and texts
/// of 20,000 vms stay in the processor's cache from one day to the next.
#[derive(Debug, Clone)]
struct Slot {
    /// The days of the run so far.
    span: Span,
    /// The slot of the row that followed last time.
    next: u32,
    /// Where its text stands in [`Runs::texts`], and how much room it has there.
    text: u32,
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
        // What is rare stands in functions of its own that are not inlined: the loop then fits the registers.
        while let Some(slot) = self.slots.get_mut(next as usize) {
            let (before, behind) = (usize::from(slot.before), usize::from(slot.behind));
            let Some((row, rest)) = bytes.split_at_checked(before + days.text.len() + behind) else { break };
            let Some(text) = self.texts.get(slot.text as usize..) else { break };
            let Some((text, _)) = text.split_at_checked(before + behind) else { break };
            let (Some((text_before, text_behind)), Some((start, row))) =
                (text.split_at_checked(before), row.split_at_checked(before))
            else {
                break;
            };
            let Some((dates, end)) = row.split_at_checked(days.text.len()) else { break };
            if behind == 0 || !same(start, text_before) || !same(end, text_behind) {
                break;
            }
            if !same(dates, &days.text) && !days.change(layout, dates) {
                break;
            }
            if slot.adjoins(days.span) {
                slot.join(days.span);
            } else if let Some(first) = self.firsts.get_mut(next as usize) {
                let place = Place { row: place.row.saturating_add(rows), ..place };
                begin_anew(slot, first, days.span, place, done);
            }
            (last, next, bytes, rows) = (next, slot.next, rest, rows.saturating_add(1));
        }
        self.last = Some(last);
        (rows, bytes)
    }

    /// Where the dates stand in a line that holds one row.
    pub fn dates_in(&self, line: &[u8]) -> Option<Range<usize>> {
        self.layout.as_ref()?.dates_in(line)
    }

    /// The next row, if it is a plain one.
    pub fn plain<'l>(&self, line: &'l [u8]) -> Option<Plain<'l>> {
        let days = self.days.as_ref().map(|days| (&*days.text, days.span));
        Plain::read(line, self.layout.as_ref()?, days)
    }

    /// The vm of the row that followed last time, if that row began with the same bytes.
    pub fn expected_vm(&self, beginning: &[u8]) -> Option<u32> {
        let next = self.slots.get(self.last? as usize)?.next;
        let slot =
            self.slots.get(next as usize).filter(|slot| usize::from(slot.before) >= beginning.len())?;
        let is_it = self.texts.get(slot.text as usize..)?.starts_with(beginning);
        self.firsts.get(next as usize).filter(|_| is_it).map(|first| first.vm)
    }

    /// Takes in a row, and will expect its line again if `dates` say where in it the dates stand.
    pub fn take(
        &mut self,
        row: PlacementRow,
        line: &[u8],
        dates: Option<Range<usize>>,
        done: &mut Vec<PlacementRow>,
    ) {
        // The vm expected here has changed; else it came out of turn.
        let expected = self.last.and_then(|last| self.slots.get(last as usize)).map(|before| before.next);
        let known = expected
            .filter(|at| self.firsts.get(*at as usize).is_some_and(|first| first.vm == row.vm))
            .or_else(|| self.of_vm.get(row.vm as usize).copied())
            .filter(|at| self.go_on_or_end(*at, &row, done));
        let at = known.unwrap_or_else(|| self.add(row, done));
        if let Some(before) = self.last.and_then(|last| self.slots.get_mut(last as usize)) {
            before.next = at;
        }
        self.last = Some(at);
        self.expect(at, &row, line, dates);
    }

    /// The slot's run goes on with the row, or ends and another begins. `false` if the row may not take the slot
    /// over, being a second one of the same days.
    fn go_on_or_end(&mut self, at: u32, row: &PlacementRow, done: &mut Vec<PlacementRow>) -> bool {
        let (Some(slot), Some(first)) = (self.slots.get_mut(at as usize), self.firsts.get_mut(at as usize))
        else {
            return false;
        };
        let same = first.same(row);
        if same && slot.adjoins(row.span) {
            slot.join(row.span);
        } else if same || slot.span.overlap(row.span).is_none() {
            done.push(PlacementRow { span: slot.span, ..*first });
            (*first, slot.span) = (*row, row.span);
        } else {
            return false;
        }
        true
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
        self.slots.push(Slot { span: row.span, next: NONE, text: 0, room: 0, before: 0, behind: 0 });
        self.firsts.push(row);
        at
    }

    /// Keeps a row's text to know the next one by.
    fn expect(&mut self, at: u32, row: &PlacementRow, line: &[u8], dates: Option<Range<usize>>) {
        let Some(slot) = self.slots.get_mut(at as usize) else { return };
        slot.behind = 0;
        let (Some(layout), Some(range)) = (&self.layout, dates) else { return };
        let (Some(before), Some(dates), Some(behind)) =
            (line.get(..range.start), line.get(range.clone()), line.get(range.end..))
        else {
            return;
        };
        // All rows expected have the same between their dates, so that dates can be compared in one piece.
        let days = self.days.get_or_insert_with(|| Days { text: dates.to_vec(), span: row.span });
        let span = if dates == days.text { Some(days.span) } else { layout.span(dates) };
        let len = before.len() + behind.len();
        if span != Some(row.span) || days.between() != between(dates) || len > LONGEST_TEXT {
            return;
        }
        if len > usize::from(slot.room) {
            // A vm's row seldom grows, and by little; at worst it gets a new place for each step.
            let (text, room) = (self.texts.len(), len.next_multiple_of(ROOM));
            let Ok(text) = u32::try_from(text) else { return };
            (slot.text, slot.room) = (text, narrow(room));
            self.texts.resize(self.texts.len() + room, 0);
        }
        let start = slot.text as usize;
        let Some(text) = self.texts.get_mut(start..start + len) else { return };
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
        let runs = self.slots.iter().zip(&self.firsts);
        done.extend(runs.map(|(slot, first)| PlacementRow { span: slot.span, ..*first }));
        *self = Self { layout: self.layout.take(), ..Self::default() };
    }
}

impl Slot {
    /// Whether the days of the run and these are without a gap.
    fn adjoins(&self, span: Span) -> bool {
        span.from <= self.span.to.next() && self.span.from <= span.to.next()
    }

    fn join(&mut self, span: Span) {
        self.span = Span::new(self.span.from.min(span.from), self.span.to.max(span.to));
    }
}

impl Days {
    fn between(&self) -> &[u8] {
        between(&self.text)
    }

    /// Other dates, if that is what these bytes are.
    #[cold]
    fn change(&mut self, layout: &Layout, dates: &[u8]) -> bool {
        let Some(span) = layout.span(dates).filter(|_| between(dates) == self.between()) else {
            return false;
        };
        self.text.copy_from_slice(dates);
        self.span = span;
        true
    }
}

/// What stands between two dates: a separator, maybe with quotes.
fn between(dates: &[u8]) -> &[u8] {
    dates.get(DATE..dates.len().saturating_sub(DATE)).unwrap_or(&[])
}

/// The vm was away: a run ends and another begins with a row that says the same.
#[cold]
fn begin_anew(
    slot: &mut Slot,
    first: &mut PlacementRow,
    span: Span,
    place: Place,
    done: &mut Vec<PlacementRow>,
) {
    done.push(PlacementRow { span: slot.span, ..*first });
    (first.place, slot.span) = (place, span);
}

/// Whether two texts of one length are equal. Of the usual lengths all bytes are looked at in two wide pieces that
/// overlap, which the compiler does in place of a call that compares slices of any length.
#[inline(always)]
fn same(a: &[u8], b: &[u8]) -> bool {
    match a.len() {
        1 => a.first() == b.first(),
        16..=32 => a.first_chunk::<16>() == b.first_chunk() && a.last_chunk::<16>() == b.last_chunk(),
        33..=64 => a.first_chunk::<32>() == b.first_chunk() && a.last_chunk::<32>() == b.last_chunk(),
        _ => same_of_any_length(a, b),
    }
}

#[inline(never)]
fn same_of_any_length(a: &[u8], b: &[u8]) -> bool {
    a == b
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
