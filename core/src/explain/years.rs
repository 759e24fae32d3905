//! What is charged over time: support for some years, and quarters with their shares.

use crate::error::Error;
use crate::estate::Product;
use crate::price::{Granularity, Reading, Support, duration};
use crate::rules::RuleId;
use crate::units::{BasisPoints, Fraction, Money, Overflow, Quantity};

use super::priced::{Charged, Detail, money};
use super::{How, Step};

impl Charged<'_> {
    /// The support line: N or each quarter, price, rate, and for how long.
    pub fn support(&self, n: Step, unit: Step, amount: Money) -> Result<Step, Error> {
        let (reading, currency) = (&self.rules.reading, self.asked.estate.currency);
        let product: &Product = &self.counted.product;
        let (rule, how) = match reading.support {
            Support::None => {
                return Ok(money("Support: none", amount, currency)?.rule(RuleId::Purchase));
            }
            Support::Flat => (RuleId::SupportFlat, "N × price × rate × years, whatever the duration"),
            Support::Duration => (RuleId::SupportDuration, "N × price × rate × duration, up to the cap"),
            Support::Lookback => {
                (RuleId::SupportLookback, "N × price × rate × the look-back, at least the cap")
            }
            Support::Graduated => {
                (RuleId::SupportGraduated, "each quarter's shortfall × share, × price × rate / 4")
            }
        };
        let mut rate = rate("support a year".to_owned(), product.support)?;
        rate.places.extend(product.place.map(|p| self.asked.estate.place(p)));
        let step = money(format!("Support: {how}"), amount, currency)?.how(How::Money).rule(rule);
        Ok(match self.years(reading)? {
            Some(years) => step.step(n).step(unit).step(rate).step(years),
            None => {
                let quarters = usize::try_from(reading.support_cap_years)
                    .map_or(usize::MAX, |years| years.saturating_mul(4));
                let skipped = self.short().quarters.len().saturating_sub(quarters);
                step.step(self.each_quarter(skipped)?).step(unit).step(rate).step(quarter_of_year()?)
            }
        })
    }

    /// The years of support; `None` where each quarter bears its own.
    fn years(&self, reading: &Reading) -> Result<Option<Step>, Error> {
        let cap = Fraction::from(i64::from(reading.support_cap_years));
        let capped = |text: &str| Step::new(text).exactly(cap);
        Ok(Some(match reading.support {
            Support::None | Support::Graduated => return Ok(None),
            Support::Flat => capped("years"),
            Support::Duration => {
                let lasted = duration(self.short())?;
                let mut sum =
                    Step::new("years of the quarters that lack something").exactly(lasted).how(How::Sum);
                for q in self.short().quarters.iter().filter(|q| q.shortfall > Quantity::ZERO) {
                    let years = q.share.times(Fraction::new(1, 4)?)?;
                    let text = format!("{}: share {} of a quarter of a year", q.quarter, q.share);
                    sum.steps.push(self.shared(Step::new(text).exactly(years)));
                }
                let step = Step::new("years").exactly(lasted.min(cap)).how(How::Lowest);
                step.step(sum).step(capped("cap in years"))
            }
            Support::Lookback => {
                let quarters = i64::try_from(self.short().quarters.len()).map_err(|_| Overflow)?;
                let years = Fraction::from(quarters).times(Fraction::new(1, 4)?)?;
                let text = format!("{quarters} quarters of the window, in years");
                let step = Step::new("years").exactly(years.max(cap)).how(How::Highest);
                step.step(Step::new(text).exactly(years)).step(capped("cap in years"))
            }
        }))
    }

    /// Where days count, a quarter's share names its rule.
    fn shared(&self, step: Step) -> Step {
        let days = self.rules.reading.granularity == Granularity::Days;
        if days { step.rule(RuleId::ShortDays) } else { step }
    }

    /// Shortfall × share of each quarter but the first few.
    pub fn each_quarter(&self, skipped: usize) -> Result<Step, Error> {
        let mut sum = Fraction::ZERO;
        let mut steps = Vec::new();
        let deciding = self.short().quarters.iter().find(|q| q.shortfall == self.short().peak);
        for q in self.short().quarters.iter().skip(skipped).filter(|q| q.shortfall > Quantity::ZERO) {
            let units = Fraction::from(q.shortfall.get()).times(q.share)?;
            sum = sum.plus(units)?;
            let text = format!("{}: short by {}, share {}", q.quarter, q.shortfall, q.share);
            let short = match self.detail {
                Detail::Deciding(shown) if deciding.is_some_and(|d| d.quarter == q.quarter) => {
                    let (part, text) = (q.deciding, "shortfall of the quarter");
                    let text = format!("{text}: required {} − held {}", part.required, part.entitled);
                    self.unfolded(text, q, shown)?
                }
                Detail::Deciding(_) | Detail::Brief => {
                    let step = Step::new("shortfall of the quarter").exactly(q.shortfall.get());
                    step.rule(RuleId::Shortfall)
                }
            };
            let share = self.shared(Step::new("share of the quarter").exactly(q.share));
            steps.push(Step::new(text).exactly(units).how(How::Product).step(short).step(share));
        }
        let text = "the quarters' shortfalls, each with its share";
        Ok(Step::new(text).exactly(sum).how(How::Sum).steps(steps))
    }
}

/// A rate in basis points.
pub fn rate(text: String, rate: BasisPoints) -> Result<Step, Overflow> {
    Ok(Step::new(text).value(format!("{} bp", rate.get())).amount(rate.fraction()?, None))
}

/// What a quarter bears of a yearly rate.
pub fn quarter_of_year() -> Result<Step, Overflow> {
    Ok(Step::new("a quarter of a year").exactly(Fraction::new(1, 4)?))
}
