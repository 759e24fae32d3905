//! What was held, over time.

use crate::calendar::{Day, Span};
use crate::estate::{Estate, Line};
use crate::order::Order as _;
use crate::units::{Overflow, Quantity};

/// Whole units held of a line from each change on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitled(Vec<(Day, Quantity)>);

impl Entitled {
    /// Entitlements add up; those of a bundle's members count at the ratio, and the sum is rounded
    /// **down**: a fraction of a licence is none.
    pub fn of(estate: &Estate, line: &Line) -> Result<Self, Overflow> {
        let mut changes: Vec<(Day, i64)> = Vec::new();
        for (member, weight) in &line.members {
            for held in estate.product(*member).map_or(&[][..], |p| &p.entitlements) {
                let parts = held.quantity.checked_mul(*weight).ok_or(Overflow)?;
                changes.push((held.span.from, parts));
                changes.push((held.span.to.next(), -parts));
            }
        }
        changes.order();
        let (mut steps, mut sum) = (vec![(Day::ALWAYS, Quantity::ZERO)], 0_i64);
        for same_day in changes.chunk_by(|a, b| a.0 == b.0) {
            // Endings first within a day, so that a renewal never shows a sum that was not held.
            for (_, parts) in same_day {
                sum = sum.checked_add(*parts).ok_or(Overflow)?;
            }
            let held = Quantity::new(sum.div_euclid(line.scale));
            let day = same_day.first().map_or(Day::ALWAYS, |(day, _)| *day);
            match steps.last_mut() {
                Some((last, before)) if *last == day => *before = held,
                Some((_, before)) if *before == held => {}
                _ => steps.push((day, held)),
            }
        }
        Ok(Self(steps))
    }

    /// What was held on a day.
    pub fn on(&self, day: Day) -> Quantity {
        let after = self.0.partition_point(|(from, _)| *from <= day);
        self.0.get(after.saturating_sub(1)).map_or(Quantity::ZERO, |(_, held)| *held)
    }

    /// The parts of a span in which what was held does not change.
    pub fn parts(&self, span: Span) -> impl Iterator<Item = (Span, Quantity)> + '_ {
        let first = self.0.partition_point(|(from, _)| *from <= span.from).saturating_sub(1);
        let ends = self.0.iter().skip(first + 1).map(|(from, _)| from.previous()).chain([Day::STILL]);
        let steps = self.0.iter().skip(first).zip(ends);
        steps.map_while(move |((from, held), to)| Some((Span::new(*from, to).overlap(span)?, *held)))
    }
}
