//! Placements that say the same of adjoining days become one: daily exports say one thing five
//! hundred times.

use std::ops::Range;

use crate::calendar::Span;

use super::layout::Layout;
use super::rows::{Place, PlacementRow, Tables};

/// Rows are merged whenever this many have come in that none before them took over.
const MERGE_ABOVE: usize = 1 << 20;

impl PlacementRow {
    /// Whether two rows differ in their days and origin only.
    pub(super) fn same(&self, other: &Self) -> bool {
        let key = |p: &Self| (p.vm, p.host, p.cores, p.mode, p.pool);
        key(self) == key(other)
    }

    /// Takes over the days of a row that says the same.
    fn join(&mut self, other: &Self) {
        self.span = Span::new(self.span.from.min(other.span.from), self.span.to.max(other.span.to));
        self.place = self.place.min(other.place);
    }
}

impl Tables {
    /// The placements to come are written like this.
    pub(super) fn begin_placements(&mut self, layout: Layout) {
        self.runs.begin(layout, &mut self.placements);
    }

    /// Passes over the rows that only go on with what their vms' last rows said; how many, and what is left.
    pub(super) fn go_on<'b>(&mut self, bytes: &'b [u8], place: Place) -> (u32, &'b [u8]) {
        if self.row_by_row {
            return (0, bytes);
        }
        let passed = self.runs.go_on(bytes, place, &mut self.placements);
        self.merge_if_many();
        passed
    }

    /// Takes in a placement; `line` is what it was read from, if that is one whole line, with its `dates`.
    pub(super) fn place_row(&mut self, row: PlacementRow, line: &[u8], dates: Option<Range<usize>>) {
        if self.row_by_row {
            self.placements.push(row);
        } else {
            self.runs.take(row, line, dates, &mut self.placements);
        }
        self.merge_if_many();
    }

    pub(super) fn merge_if_many(&mut self) {
        if self.placements.len() >= MERGE_ABOVE.max(2 * self.merged) {
            self.merge_done();
        }
    }

    /// Rows of one vm on one host that say the same of adjoining or common days become one: daily
    /// exports say one thing five hundred times. Sorting makes the outcome independent of row order
    /// and of how the export is cut into rows and files.
    pub fn merge_placements(&mut self) {
        self.end_runs();
        self.merge_done();
    }

    /// The open runs end here.
    pub(super) fn end_runs(&mut self) {
        self.runs.flush(&mut self.placements);
    }

    fn merge_done(&mut self) {
        self.placements = by_vm(std::mem::take(&mut self.placements), self.vms.len());
        for of_vm in self.placements.chunk_by_mut(|a, b| a.vm == b.vm) {
            of_vm.sort_unstable_by_key(|p| (p.host, p.pool, p.mode, p.cores, p.span, p.place));
        }
        self.placements.dedup_by(|next, kept| {
            let goes_on = next.same(kept) && next.span.from <= kept.span.to.next();
            if goes_on {
                kept.join(next);
            }
            goes_on
        });
        self.merged = self.placements.len();
    }
}

/// Rows by vm: counted first and laid down at their places, for sorting all of them at once takes three times as
/// long as sorting each vm's few.
fn by_vm(rows: Vec<PlacementRow>, vms: usize) -> Vec<PlacementRow> {
    let Some(first) = rows.first().copied() else { return rows };
    let mut next = vec![0_usize; vms + 1];
    for row in &rows {
        next.get_mut(row.vm as usize + 1).into_iter().for_each(|count| *count += 1);
    }
    let mut sum = 0;
    for at in &mut next {
        sum += *at;
        *at = sum;
    }
    let mut sorted = vec![first; rows.len()];
    for row in rows {
        if let Some(at) = next.get_mut(row.vm as usize) {
            sorted.get_mut(*at).into_iter().for_each(|slot| *slot = row);
            *at += 1;
        }
    }
    sorted
}
