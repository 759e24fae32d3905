//! Placements that say the same of adjoining days become one: daily exports say one thing five
//! hundred times.

use crate::calendar::Span;

use super::rows::{PlacementRow, Tables};

/// Rows are merged whenever this many have come in that none before them took over.
const MERGE_ABOVE: usize = 1 << 20;

impl PlacementRow {
    /// Whether two rows differ in their days and origin only.
    fn same(&self, other: &Self) -> bool {
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
    /// Takes in a placement.
    pub(super) fn place_row(&mut self, row: PlacementRow) {
        if self.goes_on(row) {
            return;
        }
        self.latest.resize(self.vms.len(), usize::MAX);
        if let Some(latest) = self.latest.get_mut(row.vm as usize) {
            *latest = self.placements.len();
        }
        self.placements.push(row);
        if self.placements.len() >= MERGE_ABOVE.max(2 * self.merged) {
            self.merge_placements();
        }
    }

    /// Whether the row says the same as the one read last of its vm, of days that adjoin or overlap;
    /// that one then covers both.
    fn goes_on(&mut self, row: PlacementRow) -> bool {
        let latest = self.latest.get(row.vm as usize).and_then(|i| self.placements.get_mut(*i));
        let Some(latest) = latest.filter(|l| l.same(&row)) else { return false };
        let adjoins = row.span.from <= latest.span.to.next() && latest.span.from <= row.span.to.next();
        if adjoins {
            latest.join(&row);
        }
        adjoins
    }

    /// Rows of one vm on one host that say the same of adjoining or common days become one: daily
    /// exports say one thing five hundred times. Sorting makes the outcome independent of row order
    /// and of how the export is cut into rows and files.
    pub fn merge_placements(&mut self) {
        self.placements.sort_unstable_by_key(|p| (p.vm, p.host, p.pool, p.mode, p.cores, p.span, p.place));
        self.placements.dedup_by(|next, kept| {
            let adjoins = next.same(kept) && next.span.from <= kept.span.to.next();
            if adjoins {
                kept.join(next);
            }
            adjoins
        });
        self.latest.clear();
        self.merged = self.placements.len();
    }
}
