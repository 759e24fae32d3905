//! Sums on the days of a quarter.

use crate::calendar::Span;
use crate::count::DayTotals;
use crate::units::Overflow;

/// Units per region and day of a short span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its days.
    pub days: Span,
    length: usize,
    values: Vec<i64>,
}

impl Block {
    /// Nothing on any day.
    pub fn new(days: Span, regions: usize) -> Self {
        let length = usize::try_from(days.days()).unwrap_or(0);
        Self { days, length, values: vec![0; length * regions] }
    }

    /// The days as these totals have them.
    pub fn of(totals: &DayTotals, days: Span) -> Self {
        let values: Vec<i64> = totals.regions(days).flatten().copied().collect();
        Self { days, length: usize::try_from(days.days()).unwrap_or(0), values }
    }

    /// The days of a part.
    pub fn part(&self, days: Span) -> Self {
        let values: Vec<i64> = self.regions(days).flatten().copied().collect();
        Self { days, length: usize::try_from(days.days()).unwrap_or(0), values }
    }

    /// Positions of the part of a span that lies in the block.
    pub fn positions(&self, span: Span) -> std::ops::Range<usize> {
        let at = |day: crate::calendar::Day| usize::try_from(day.since(self.days.from)).unwrap_or(0);
        at(span.from).min(self.length)..at(span.to.next()).min(self.length)
    }

    /// The days of a region.
    pub fn region_mut(&mut self, region: u32) -> &mut [i64] {
        let start = region as usize * self.length;
        self.values.get_mut(start..start + self.length).unwrap_or_default()
    }

    /// Adds an amount on every day of a span. Units of one product stay far below the type's range:
    /// cores, rates and hosts are bounded on input.
    pub fn add(&mut self, region: u32, span: Span, amount: i64) {
        let positions = self.positions(span);
        self.region_mut(region).get_mut(positions).unwrap_or_default().iter_mut().for_each(|v| *v += amount);
    }

    /// Adds other sums of the same days, multiplied.
    pub fn add_all(&mut self, other: &Self, weight: i64) -> Result<(), Overflow> {
        for (value, more) in self.values.iter_mut().zip(&other.values) {
            *value = more.checked_mul(weight).and_then(|m| value.checked_add(m)).ok_or(Overflow)?;
        }
        Ok(())
    }

    /// The regions' days of a part of the block.
    pub fn regions(&self, part: Span) -> impl Iterator<Item = &[i64]> {
        let positions = self.positions(part);
        self.values.chunks(self.length.max(1)).map(move |region| region.get(positions.clone()).unwrap_or(&[]))
    }

    /// The sum of the regions' own peaks in a part: never the peak of the sum.
    pub fn peak(&self, part: Span) -> Result<i64, Overflow> {
        let mut peaks = self.regions(part).map(|days| days.iter().copied().max().unwrap_or(0));
        peaks.try_fold(0_i64, |sum, peak| sum.checked_add(peak)).ok_or(Overflow)
    }

    /// The sum over all regions, day by day of a part.
    pub fn days(&self, part: Span) -> impl Iterator<Item = Result<i64, Overflow>> {
        let positions = self.positions(part);
        let on = |at: usize| {
            let mut values = self.values.chunks(self.length.max(1)).filter_map(move |region| region.get(at));
            values.try_fold(0_i64, |sum, value| sum.checked_add(*value)).ok_or(Overflow)
        };
        positions.map(on)
    }
}
