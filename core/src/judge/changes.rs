//! Amounts over spans of days, gathered as changes: two additions however long the span.

use crate::calendar::{Day, Span};
use crate::units::Overflow;

use super::Block;

/// What comes and goes on each day of a short span, by region; [`Changes::settle`] makes sums of it.
#[derive(Debug)]
pub struct Changes {
    /// Its days.
    pub days: Span,
    length: usize,
    regions: usize,
    /// Region after region; laid out with the first amount.
    values: Vec<i64>,
    overflow: bool,
}

impl Changes {
    /// Nothing on any day.
    pub fn new(days: Span, regions: usize) -> Self {
        let length = usize::try_from(days.days()).unwrap_or(0);
        Self { days, length, regions, values: Vec::new(), overflow: false }
    }

    /// Adds an amount, multiplied, on every day of a span.
    pub fn add(&mut self, region: u32, span: Span, amount: i64, weight: i64) {
        let Some(amount) = amount.checked_mul(weight) else {
            self.overflow = true;
            return;
        };
        let first = self.position(span.from);
        let after = self.position(span.to.next());
        if amount == 0 || first >= after {
            return;
        }
        self.change(region, first, amount);
        self.change(region, after, -amount);
    }

    /// Adds a region's amounts day by day, multiplied; a day that is not wanted adds nothing.
    pub fn add_days(&mut self, region: u32, amounts: impl Iterator<Item = i64>, weight: i64) {
        let mut before = 0_i64;
        for (day, amount) in amounts.enumerate() {
            let change =
                amount.checked_mul(weight).and_then(|amount| Some((amount, amount.checked_sub(before)?)));
            match change {
                Some((amount, change)) => {
                    before = amount;
                    self.change(region, day, change);
                }
                None => self.overflow = true,
            }
        }
    }

    /// Sums day by day.
    pub fn settle(mut self) -> Result<Block, Overflow> {
        let mut overflow = self.overflow;
        for region in self.values.chunks_mut(self.length.max(1)) {
            let mut sum = 0_i64;
            for value in region {
                let (now, over) = sum.overflowing_add(*value);
                (*value, sum) = (now, now);
                overflow |= over;
            }
        }
        if overflow { Err(Overflow) } else { Ok(Block::with(self.days, self.regions, self.values)) }
    }

    fn change(&mut self, region: u32, day: usize, change: i64) {
        if self.values.is_empty() {
            self.values.resize(self.length * self.regions, 0);
        }
        // What goes on beyond the last day has no end here.
        if day < self.length
            && let Some(value) = self.values.get_mut(region as usize * self.length + day)
        {
            let (sum, over) = value.overflowing_add(change);
            *value = sum;
            self.overflow |= over;
        }
    }

    /// Days before and after count for the first and the end.
    fn position(&self, day: Day) -> usize {
        usize::try_from(day.since(self.days.from)).unwrap_or(0).min(self.length)
    }
}
