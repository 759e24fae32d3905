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
    /// What was added as sums.
    sums: Option<Block>,
    overflow: bool,
}

impl Changes {
    /// Nothing on any day.
    pub fn new(days: Span, regions: usize) -> Self {
        let length = usize::try_from(days.days()).unwrap_or(0);
        Self { days, length, regions, values: Vec::new(), sums: None, overflow: false }
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

    /// Adds sums of the same days, multiplied.
    pub fn add_block(&mut self, mut block: Block, weight: i64) {
        block.times(weight);
        match &mut self.sums {
            Some(sums) => sums.add_all(&block),
            None => self.sums = Some(block),
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
        let mut block = Block::with(self.days, self.regions, self.values);
        if let Some(mut sums) = self.sums {
            sums.add_all(&block);
            block = sums;
        }
        if overflow { Err(Overflow) } else { block.checked() }
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
