//! Sums on the days of a quarter.

use crate::calendar::Span;
use crate::count::DayTotals;
use crate::units::Overflow;

/// Units per region and day of a short span. Nothing is laid out until something is added: most quarters
/// of most products lose nothing.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its days.
    pub days: Span,
    length: usize,
    regions: usize,
    values: Vec<i64>,
    /// A sum was too large: said when it is asked for.
    overflow: bool,
}

impl Block {
    /// Nothing on any day.
    pub fn new(days: Span, regions: usize) -> Self {
        let length = usize::try_from(days.days()).unwrap_or(0);
        Self { days, length, regions, values: Vec::new(), overflow: false }
    }

    /// These values, region after region.
    pub(super) fn with(days: Span, regions: usize, values: Vec<i64>) -> Self {
        Self { values, ..Self::new(days, regions) }
    }

    /// The days as these totals have them.
    pub fn of(totals: &DayTotals, days: Span) -> Self {
        let mut block = Self::new(days, totals.regions(days).count());
        block.values.reserve_exact(block.length * block.regions);
        totals.regions(days).for_each(|region| block.values.extend_from_slice(region));
        block
    }

    /// The days of a part.
    pub fn part(&self, days: Span) -> Self {
        let mut part = Self { overflow: self.overflow, ..Self::new(days, self.regions) };
        if !self.is_nothing() {
            part.values.reserve_exact(part.length * part.regions);
            self.regions(days).for_each(|region| part.values.extend_from_slice(region));
        }
        part
    }

    /// Whether nothing was added.
    pub fn is_nothing(&self) -> bool {
        self.values.is_empty()
    }

    /// Positions of the part of a span that lies in the block.
    pub fn positions(&self, span: Span) -> std::ops::Range<usize> {
        let at = |day: crate::calendar::Day| usize::try_from(day.since(self.days.from)).unwrap_or(0);
        at(span.from).min(self.length)..at(span.to.next()).min(self.length)
    }

    /// The days of a region.
    pub fn region_mut(&mut self, region: u32) -> &mut [i64] {
        if self.values.is_empty() {
            self.values.resize(self.length * self.regions, 0);
        }
        let start = region as usize * self.length;
        self.values.get_mut(start..start + self.length).unwrap_or_default()
    }

    /// Adds an amount on every day of a span.
    pub fn add(&mut self, region: u32, span: Span, amount: i64) {
        if amount == 0 {
            return;
        }
        let positions = self.positions(span);
        let mut overflow = false;
        // No early exit: the loop becomes vector instructions, and these sums are most of the work.
        for value in self.region_mut(region).get_mut(positions).unwrap_or_default() {
            let (sum, over) = value.overflowing_add(amount);
            *value = sum;
            overflow |= over;
        }
        self.overflow |= overflow;
    }

    /// Adds other sums of the same days.
    pub fn add_all(&mut self, other: &Self) {
        if other.is_nothing() {
            return;
        }
        if self.values.is_empty() {
            self.values.resize(self.length * self.regions, 0);
        }
        let mut overflow = self.overflow | other.overflow;
        for (value, more) in self.values.iter_mut().zip(&other.values) {
            let (sum, over) = value.overflowing_add(*more);
            *value = sum;
            overflow |= over;
        }
        self.overflow = overflow;
    }

    /// Nothing is left on the days that are not wanted.
    pub fn keep(&mut self, days: &[bool]) {
        if days.contains(&false) {
            for region in self.values.chunks_mut(self.length.max(1)) {
                region.iter_mut().zip(days).filter(|(_, wanted)| !**wanted).for_each(|(value, _)| *value = 0);
            }
        }
    }

    /// So many times as much.
    pub fn times(&mut self, weight: i64) {
        if weight != 1 {
            for value in &mut self.values {
                let (product, over) = value.overflowing_mul(weight);
                *value = product;
                self.overflow |= over;
            }
        }
    }

    /// Unless a sum was too large.
    pub(super) fn checked(self) -> Result<Self, Overflow> {
        if self.overflow { Err(Overflow) } else { Ok(self) }
    }

    /// The regions' days of a part of the block.
    pub fn regions(&self, part: Span) -> impl Iterator<Item = &[i64]> {
        let positions = self.positions(part);
        self.values.chunks(self.length.max(1)).map(move |region| region.get(positions.clone()).unwrap_or(&[]))
    }

    /// The sum of the regions' own peaks in a part: never the peak of the sum.
    pub fn peak(&self, part: Span) -> Result<i64, Overflow> {
        if self.overflow {
            return Err(Overflow);
        }
        let mut peaks = self.regions(part).map(|days| days.iter().copied().max().unwrap_or(0));
        peaks.try_fold(0_i64, |sum, peak| sum.checked_add(peak)).ok_or(Overflow)
    }

    /// The sum over all regions, day by day of a part.
    pub fn days(&self, part: Span) -> impl Iterator<Item = Result<i64, Overflow>> {
        let positions = self.positions(part);
        let on = |at: usize| {
            let mut values = self.values.chunks(self.length.max(1)).filter_map(move |region| region.get(at));
            let sum = values.try_fold(0_i64, |sum, value| sum.checked_add(*value));
            sum.filter(|_| !self.overflow).ok_or(Overflow)
        };
        positions.map(on)
    }
}
