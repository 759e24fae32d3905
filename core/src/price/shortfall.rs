//! Required minus entitled, quarter by quarter.

use crate::calendar::{Quarter, Span};
use crate::count::{DayTotals, Measure};
use crate::judge::Window;
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

/// Splits each quarter where the entitlement changes and takes the part that decides.
pub fn shortfall(
    measure: Measure,
    totals: &DayTotals,
    entitled: &Entitled,
    window: Window,
    reading: &Reading,
) -> Result<Shortfall, Overflow> {
    let held_now = entitled.on(window.days.to);
    let mut out = Shortfall { quarters: Vec::new(), peak: Quantity::ZERO, licence_quantity: Quantity::ZERO };
    for quarter in window.quarters() {
        let Some(days) = window.days_of(quarter) else { continue };
        let mut deciding: Option<(Quantity, Part)> = None;
        for (span, held) in entitled.parts(days) {
            let part = Part { span, required: measure.of_period(totals, span)?, entitled: held };
            let short = part.required.minus(held)?;
            if deciding.is_none_or(|(most, _)| short > most) {
                deciding = Some((short, part));
            }
            let credited = if reading.credit_later_purchases { held.max(held_now) } else { held };
            let to_buy = part.required.minus(credited)?;
            out.licence_quantity = out.licence_quantity.max(to_buy.floor_zero());
        }
        let Some((short, deciding)) = deciding else { continue };
        let shortfall = short.floor_zero();
        let (mut short_days, mut share) = (0, Fraction::ONE);
        if reading.granularity == Granularity::Days {
            short_days = days_short(measure, totals, entitled, days)?;
            share = Fraction::new(i128::from(short_days), i128::from(quarter.days()))?;
        }
        out.peak = out.peak.max(shortfall);
        let required = measure.of_period(totals, days)?;
        out.quarters.push(QuarterShortfall { quarter, required, deciding, shortfall, short_days, share });
    }
    Ok(out)
}

fn days_short(
    measure: Measure,
    totals: &DayTotals,
    entitled: &Entitled,
    days: Span,
) -> Result<i32, Overflow> {
    let mut short = 0;
    for (span, held) in entitled.parts(days) {
        let mut day = span.from;
        while day <= span.to {
            short += i32::from(measure.of_day(totals, day)? > held);
            day = day.next();
        }
    }
    Ok(short)
}
