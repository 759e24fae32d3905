//! Required minus entitled, quarter by quarter.

use crate::calendar::{Day, Quarter, Span};
use crate::count::Measure;
use crate::judge::Block;
use crate::units::{Fraction, Overflow, Quantity};

use super::{Entitled, Granularity, Reading};

/// A part of a quarter in which what was held does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its days.
    pub span: Span,
    /// What those days require.
    pub required: Quantity,
    /// What was held.
    pub entitled: Quantity,
}

/// A quarter of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterShortfall {
    /// Which.
    pub quarter: Quarter,
    /// Peak of the whole quarter.
    pub required: Quantity,
    /// The part that decides: the one with the highest required − entitled, the first of several.
    pub deciding: Part,
    /// That difference, floored at zero only now.
    pub shortfall: Quantity,
    /// The same, less what was bought since where the reading credits it.
    pub to_buy: Quantity,
    /// Days whose requirement alone exceeds what was held that day; counted only where a reading
    /// counts days.
    pub short_days: i32,
    /// 1, or short days / days of the calendar quarter.
    pub share: Fraction,
}

/// A line's shortfalls under one reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Each quarter of the window.
    pub quarters: Vec<QuarterShortfall>,
    /// N: the highest of them.
    pub peak: Quantity,
    /// What must be bought: N, or less by what was bought since.
    pub licence_quantity: Quantity,
}

/// What decides how a line's quarters fall short.
#[derive(Debug, Clone, Copy)]
pub struct Shortness<'a> {
    /// How parts become units.
    pub measure: Measure,
    /// What was held.
    pub entitled: &'a Entitled,
    /// What is credited against the licence quantity: held on the as-of date.
    pub credit: Option<Quantity>,
    /// Whether days are counted.
    pub by_days: bool,
}

impl<'a> Shortness<'a> {
    /// Under a reading, as of the end of its window.
    pub fn of(measure: Measure, entitled: &'a Entitled, reading: &Reading, as_of: Day) -> Self {
        let credit = reading.credit_later_purchases.then(|| entitled.on(as_of));
        Self { measure, entitled, credit, by_days: reading.granularity == Granularity::Days }
    }

    /// Splits a quarter where the entitlement changes and takes the part that decides.
    pub fn quarter(&self, quarter: Quarter, required: &Block) -> Result<QuarterShortfall, Overflow> {
        let units = |part| self.measure.units(required.peak(part)?);
        let whole = units(required.days)?;
        let mut decides: Option<(Quantity, Part)> = None;
        let mut to_buy = Quantity::ZERO;
        for (span, held) in self.entitled.parts(required.days) {
            let needs = if span == required.days { whole } else { units(span)? };
            let part = Part { span, required: needs, entitled: held };
            let short = needs.minus(held)?;
            if decides.is_none_or(|(most, _)| short > most) {
                decides = Some((short, part));
            }
            let credited = self.credit.map_or(held, |now| held.max(now));
            to_buy = to_buy.max(needs.minus(credited)?.floor_zero());
        }
        // What was held is known for every day, so that there is a part.
        let nothing = Part { span: required.days, required: whole, entitled: Quantity::ZERO };
        let (short, deciding) = decides.unwrap_or((whole, nothing));
        let (mut short_days, mut share) = (0, Fraction::ONE);
        if self.by_days {
            short_days = if short > Quantity::ZERO { self.days(required)? } else { 0 };
            share = Fraction::new(i128::from(short_days), i128::from(quarter.days()))?;
        }
        let shortfall = short.floor_zero();
        Ok(QuarterShortfall { quarter, required: whole, deciding, shortfall, to_buy, short_days, share })
    }

    /// Days whose requirement alone exceeds what was held.
    fn days(&self, required: &Block) -> Result<i32, Overflow> {
        let mut short = 0;
        for (span, held) in self.entitled.parts(required.days) {
            for parts in required.days(span) {
                short += i32::from(self.measure.exceeds(parts?, held)?);
            }
        }
        Ok(short)
    }
}

impl Shortfall {
    /// The quarters together.
    pub fn of(quarters: Vec<QuarterShortfall>) -> Self {
        let mut all = Self { quarters, peak: Quantity::ZERO, licence_quantity: Quantity::ZERO };
        all.again();
        all
    }

    /// The peak over the quarters as they are now.
    pub(crate) fn again(&mut self) {
        let highest =
            |of: fn(&QuarterShortfall) -> Quantity| self.quarters.iter().map(of).max().unwrap_or_default();
        (self.peak, self.licence_quantity) = (highest(|q| q.shortfall), highest(|q| q.to_buy));
    }
}
