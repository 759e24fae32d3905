//! Sums over all hosts of a region, by day.

use std::sync::Arc;

use crate::calendar::{Day, Span};
use crate::units::Overflow;

/// Units per region and day of the horizon, in parts of a line's scale.
#[derive(Debug, Clone)]
pub struct DayTotals {
    first: Day,
    days: usize,
    /// Region after region; changes until [`DayTotals::settle`], sums afterwards.
    /// Shared until it changes: a scenario takes over what it does not touch.
    values: Arc<Vec<i64>>,
}

impl DayTotals {
    /// Nothing on any day of the horizon.
    pub fn new(horizon: Span, regions: usize) -> Self {
        let days = usize::try_from(horizon.days()).unwrap_or(0);
        Self { first: horizon.from, days, values: Arc::new(vec![0; days * regions]) }
    }

    /// To add many amounts: that nobody else holds the sums is made sure of once.
    pub fn adding(&mut self) -> Adding<'_> {
        Adding { first: self.first, days: self.days, values: Arc::make_mut(&mut self.values).as_mut_slice() }
    }

    /// Adds an amount to the sums of every day of a span within the horizon.
    pub fn spread(&mut self, region: u32, span: Span, amount: i64) -> Result<(), Overflow> {
        let (start, end) = (self.position(span.from), self.position(span.to.next()).min(self.days));
        let base = region as usize * self.days;
        for value in Arc::make_mut(&mut self.values).get_mut(base + start..base + end).unwrap_or_default() {
            *value = value.checked_add(amount).ok_or(Overflow)?;
        }
        Ok(())
    }

    /// The same days with nothing on any of them.
    pub fn cleared(&self) -> Self {
        Self { first: self.first, days: self.days, values: Arc::new(vec![0; self.values.len()]) }
    }

    /// Changes become sums.
    pub fn settle(mut self) -> Result<Self, Overflow> {
        for region in Arc::make_mut(&mut self.values).chunks_mut(self.days.max(1)) {
            let mut sum = 0_i64;
            for value in region {
                sum = sum.checked_add(*value).ok_or(Overflow)?;
                *value = sum;
            }
        }
        Ok(self)
    }

    /// Adds other changes, multiplied: a member's to its bundle's.
    pub fn add_all(&mut self, other: &Self, weight: i64) -> Result<(), Overflow> {
        for (value, more) in Arc::make_mut(&mut self.values).iter_mut().zip(other.values.iter()) {
            *value = more.checked_mul(weight).and_then(|m| value.checked_add(m)).ok_or(Overflow)?;
        }
        Ok(())
    }

    /// The sums of a region on the days of a span, region by region.
    pub fn regions(&self, span: Span) -> impl Iterator<Item = &[i64]> {
        let (start, end) = (self.position(span.from), self.position(span.to) + 1);
        self.values.chunks(self.days.max(1)).map(move |region| region.get(start..end).unwrap_or(&[]))
    }

    /// Sums of the days of a span, region by region.
    pub fn put<'v>(&mut self, span: Span, regions: impl Iterator<Item = &'v [i64]>) {
        let start = self.position(span.from);
        for (region, values) in Arc::make_mut(&mut self.values).chunks_mut(self.days.max(1)).zip(regions) {
            let here = region.get_mut(start..start + values.len());
            here.into_iter().for_each(|days| days.copy_from_slice(values));
        }
    }

    /// The sum of the regions' own peaks: never the peak of the sum, never the sum of hosts' peaks.
    pub fn peak(&self, span: Span) -> Result<i64, Overflow> {
        let mut peaks = self.regions(span).map(|days| days.iter().copied().max().unwrap_or(0));
        peaks.try_fold(0_i64, |sum, peak| sum.checked_add(peak)).ok_or(Overflow)
    }

    /// Each region's peak and the last day on which it was reached.
    pub fn peaks(&self, span: Span) -> Vec<(i64, Day)> {
        let of_region = |days: &[i64]| {
            let peak = days.iter().copied().max().unwrap_or(0);
            let last = days.iter().rposition(|v| *v == peak).unwrap_or(0);
            (peak, span.from.plus(i32::try_from(last).unwrap_or(0)))
        };
        self.regions(span).map(of_region).collect()
    }

    fn position(&self, day: Day) -> usize {
        position(self.first, day)
    }
}

/// Amounts on their way into totals.
#[derive(Debug)]
pub struct Adding<'t> {
    first: Day,
    days: usize,
    values: &'t mut [i64],
}

impl Adding<'_> {
    /// Adds an amount on every day of a span within the horizon, as a change at its two ends.
    pub fn add(&mut self, region: u32, span: Span, amount: i64) -> Result<(), Overflow> {
        let (start, end) = (position(self.first, span.from), position(self.first, span.to.next()));
        let base = region as usize * self.days;
        if let Some(value) = self.values.get_mut(base + start).filter(|_| start < self.days) {
            *value = value.checked_add(amount).ok_or(Overflow)?;
        }
        if let Some(value) = self.values.get_mut(base + end).filter(|_| end < self.days) {
            *value = value.checked_sub(amount).ok_or(Overflow)?;
        }
        Ok(())
    }
}

fn position(first: Day, day: Day) -> usize {
    usize::try_from(day.since(first)).unwrap_or(0)
}
