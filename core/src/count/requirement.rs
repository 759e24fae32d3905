//! From a peak in parts of a unit to whole units that must be held.

use crate::calendar::Span;
use crate::read::rows::Metric;
use crate::units::{Overflow, Quantity};

use super::DayTotals;

/// Marginal tiers of RVU MAPC: upper end in cores, factor in fifths. Above the last: one fifth.
///
/// Source: IBM, License Metric Tool documentation, metric RVU MAPC. They apply to the product's
/// total, not to each device.
pub const RVU_TIERS: [(i64, i64); 4] = [(2_500, 5), (10_000, 4), (50_000, 3), (150_000, 2)];

/// How a line turns sums of parts into required units.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Metric of the line.
    pub metric: Metric,
    /// Parts that make one unit.
    pub scale: i64,
}

impl Measure {
    /// Whole units: fractions are rounded up once, after the regions are added; RVU pass through
    /// the tiers first.
    ///
    /// ```
    /// use subcap_core::{count::Measure, read::rows::Metric, units::Quantity};
    /// let rvu = Measure { metric: Metric::RvuMapc, scale: 1 };
    /// // IBM's own example: 45,000 cores are 2,500 + 7,500 × 0.8 + 35,000 × 0.6.
    /// assert_eq!(rvu.units(45_000), Ok(Quantity::new(29_500)));
    /// let bundle = Measure { metric: Metric::Vpc, scale: 2 };
    /// assert_eq!(bundle.units(5), Ok(Quantity::new(3)));
    /// ```
    pub fn units(self, parts: i64) -> Result<Quantity, Overflow> {
        if self.scale == 1 && self.metric != Metric::RvuMapc {
            // Nearly all lines: no division of 128 bits, for which there is no instruction.
            return Ok(Quantity::new(parts));
        }
        let (parts, scale) = (i128::from(parts), i128::from(self.scale));
        let (parts, scale) = match self.metric {
            Metric::Pvu | Metric::Vpc => (parts, scale),
            Metric::RvuMapc => {
                let (mut fifths, mut low) = (0, 0);
                for (end, factor) in RVU_TIERS {
                    let high = i128::from(end) * scale;
                    fifths += (parts.min(high) - low).max(0) * i128::from(factor);
                    low = high;
                }
                (fifths + (parts - low).max(0), scale * 5)
            }
        };
        let whole = parts.div_euclid(scale) + i128::from(parts.rem_euclid(scale) != 0);
        i64::try_from(whole).map(Quantity::new).map_err(|_| Overflow)
    }

    /// What a period requires.
    pub fn of_period(self, totals: &DayTotals, days: Span) -> Result<Quantity, Overflow> {
        self.units(totals.peak(days)?)
    }

    /// Whether parts need more than these units.
    pub fn exceeds(self, parts: i64, held: Quantity) -> Result<bool, Overflow> {
        match self.metric {
            // A part of a unit more is a unit more.
            Metric::Pvu | Metric::Vpc => {
                Ok(i128::from(parts) > i128::from(held.get()) * i128::from(self.scale))
            }
            Metric::RvuMapc => Ok(self.units(parts)? > held),
        }
    }
}
