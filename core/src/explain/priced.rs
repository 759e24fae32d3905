//! From the shortfall to money: the charge lines of a product, each down to the quarter that decides.

use crate::calendar::Quarter;
use crate::error::Error;
use crate::estimate::{Counted, Judged, Rules};
use crate::judge::Block;
use crate::price::{ChargeKind, Granularity, Part, PriceBasis, QuarterShortfall, Shortfall, claim, price};
use crate::rules::RuleId;
use crate::units::{Currency, Fraction, Money, Overflow, Price, Quantity};

use super::change::entitled_enough;
use super::years::{quarter_of_year, rate};
use super::{Asked, How, Needed, Step, counted, judged, standing, whole};

/// How far the quarter that decides is unfolded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Required and held only: the rest stands beside it.
    Brief,
    /// Down to hosts and lost days, this many of each.
    Deciding(usize),
}

/// What a charge line is made of.
pub struct Charged<'a> {
    pub asked: &'a Asked<'a>,
    pub rules: &'a Rules,
    pub counted: &'a Counted,
    pub judged: &'a Judged,
    pub detail: Detail,
}

/// Money as an exact fraction of whole units of currency.
pub fn exact(money: Money, currency: Currency) -> Result<Fraction, Overflow> {
    let minor = money.decimal(currency).replace('.', "").parse().map_err(|_| Overflow)?;
    Fraction::new(minor, 10_i128.pow(currency.decimals()))
}

/// A step that is an amount of money.
pub fn money(text: impl Into<String>, money: Money, currency: Currency) -> Result<Step, Overflow> {
    Ok(Step::new(text).value(money.decimal(currency)).amount(exact(money, currency)?, None))
}

/// The total of a product: licence + support + use.
pub fn product(
    asked: &Asked<'_>,
    rules: &Rules,
    counted: &Counted,
    judged: &Judged,
    detail: Detail,
) -> Result<Step, Error> {
    let (reading, currency) = (&rules.reading, asked.estate.currency);
    let of = Charged { asked, rules, counted, judged, detail };
    let known = whole::known(asked.estate, rules.window, counted, judged);
    let total = |lines: Vec<Step>, amount| {
        let step = money(format!("Total of {}", asked.name()), amount, currency)?.at_least(known);
        Ok::<Step, Error>(step.how(How::Sum).rule(RuleId::Rounding).steps(lines))
    };
    let short = &judged.shortfall;
    if short.peak == Quantity::ZERO {
        let text = if known {
            "nothing to pay: in no quarter of the window is more required than held"
        } else {
            "by what was counted, in no quarter of the window is more required than held"
        };
        let nothing = money(text, Money::ZERO, currency)?.rule(RuleId::PeakOnce);
        return total(vec![nothing], Money::ZERO);
    }
    let (Some(unit), Some(lines)) =
        (price(&counted.product, reading.price), claim(&counted.product, short, reading, currency)?.lines)
    else {
        let what = if reading.lacks_use_rate() { "no rate of use (use_rate_bp)" } else { "no price" };
        let text = format!(
            "{what} is given: quantities stand, money is unknown and the reading's total says at least"
        );
        let mut missing = Step::new(text).rule(RuleId::UnknownIsNotZero);
        missing.places.extend(counted.product.place.map(|p| asked.estate.place(p)));
        let step = Step::new(format!("Total of {}", asked.name())).value("unknown");
        return Ok(step.step(missing).step(of.highest()?));
    };
    let unit = of.unit_price(unit);
    match reading.charge {
        ChargeKind::Purchase => {
            let credited = reading.credit_later_purchases && short.licence_quantity != short.peak;
            let quantity = if credited { of.credited()? } else { of.highest()? };
            let licence = money("Licences: quantity × price", lines.licence, currency)?
                .how(How::Money)
                .rule(RuleId::Purchase)
                .step(quantity)
                .step(unit.clone());
            let n = if credited { of.highest()? } else { of.highest_alone() };
            total(vec![licence, of.support(n, unit, lines.support)?], lines.total)
        }
        ChargeKind::Use => {
            let text = format!(
                "Use: each quarter's shortfall × share, × price × {} bp a year / 4",
                reading.use_rate_bp
            );
            let used = money(text, lines.used, currency)?.how(How::Money).rule(RuleId::UsePrice);
            let rate = rate("use a year".to_owned(), reading.use_rate())?;
            let used = used.step(of.each_quarter(0)?).step(unit).step(rate).step(quarter_of_year()?);
            total(vec![used], lines.total)
        }
    }
}

/// What is owed with every day evidenced, and how much would have to be held to owe nothing.
pub fn without_gaps(asked: &Asked<'_>, rules: &Rules, of: &Counted) -> Result<Step, Error> {
    let (reading, window) = (&rules.reading, rules.window);
    let stands = stands(rules, of)?;
    let claimed = claim(&of.product, &stands, reading, asked.estate.currency)?;
    let text = format!("Owed anyway, were every day evidenced (highest shortfall {})", stands.peak);
    let step = match claimed.lines {
        Some(lines) => {
            let known = asked.estate.counted_all(window.days);
            money(text, lines.total, asked.estate.currency)?.at_least(known)
        }
        None => Step::new(text).value("unknown"),
    };
    let would_change_if = enough(asked, rules, of, window.quarters())?;
    Ok(Step { would_change_if, ..step.rule(RuleId::WithoutGaps) })
}

/// What would have to be held to owe nothing with every day evidenced; nobody knows if not all was counted.
fn enough(
    asked: &Asked<'_>,
    rules: &Rules,
    of: &Counted,
    quarters: impl Iterator<Item = Quarter>,
) -> Result<Vec<Vec<Needed>>, Error> {
    if !asked.estate.counted_all(rules.window.days) {
        return Ok(Vec::new());
    }
    entitled_enough(of, &of.sub, rules.window, quarters)
}

/// The shortfalls were every day evidenced.
fn stands(rules: &Rules, of: &Counted) -> Result<Shortfall, Error> {
    let quarters =
        rules.window.quarters().filter_map(|quarter| Some((quarter, rules.window.days_of(quarter)?)));
    let shortness = rules.shortness(of);
    let each = quarters.map(|(quarter, days)| shortness.quarter(quarter, &Block::of(&of.sub, days)));
    Ok(Shortfall::of(each.collect::<Result<_, _>>()?))
}

/// The shortfall of a quarter, and what it is short of anyway.
pub fn quarter(
    asked: &Asked<'_>,
    rules: &Rules,
    counted: &Counted,
    judged: &Judged,
    quarter: Quarter,
) -> Result<Vec<Step>, Error> {
    let (reading, window) = (&rules.reading, rules.window);
    let Some(q) = judged.shortfall.quarters.iter().find(|q| q.quarter == quarter) else {
        return Ok(Vec::new());
    };
    let part = q.deciding;
    let text = format!(
        "Shortfall of the quarter, decided by {}: required {} − held {}",
        part.span, part.required, part.entitled
    );
    let mut step = short_of(asked, text, q, None)?;
    if Some(part.span) != window.days_of(quarter) {
        let text = "The quarter is split where the entitlement changes; the part with the highest difference decides";
        step = step.step(Step::new(text).rule(RuleId::DecidingPart));
    }
    if reading.granularity == Granularity::Days {
        let text = format!("{} short days of {} give the quarter's share", q.short_days, quarter.days());
        // Beside the difference, not in it.
        step = step.step(Step::new(text).value(q.share).rule(RuleId::ShortDays));
    }
    let stands = stands(rules, counted)?;
    let anyway = stands.quarters.iter().find(|q| q.quarter == quarter && q.shortfall > Quantity::ZERO);
    let anyway = anyway.map(|q| {
        let step = short_of(asked, "Short anyway, were every day evidenced".to_owned(), q, None)?;
        let would_change_if = enough(asked, rules, counted, [quarter].into_iter())?;
        Ok::<Step, Error>(Step { would_change_if, ..step.rule(RuleId::WithoutGaps) })
    });
    Ok([step].into_iter().chain(anyway.transpose()?).collect())
}

/// Required less held in the part that decides.
fn short_of(
    asked: &Asked<'_>,
    text: String,
    q: &QuarterShortfall,
    required: Option<Step>,
) -> Result<Step, Error> {
    let Part { span, required: units, entitled } = q.deciding;
    let required = required.unwrap_or_else(|| Step::new(format!("Required {span}")).exactly(units.get()));
    let held = counted::held(asked, format!("Held {span}"), span.to, entitled)?;
    let step = Step::new(text).exactly(q.shortfall.get()).how(How::Short).rule(RuleId::Shortfall);
    Ok(step.step(required).step(held))
}

impl Charged<'_> {
    pub fn short(&self) -> &Shortfall {
        &self.judged.shortfall
    }

    fn unit_price(&self, unit: Price) -> Step {
        let basis = match self.rules.reading.price {
            PriceBasis::List => "list price, or the contract price if there is no other",
            PriceBasis::Contract => "contract price, or the list price if there is no other",
        };
        let step = Step::new(format!("Price of a unit: {basis}"));
        let mut step = step.value(unit).amount(unit.fraction(), None).rule(RuleId::PriceBasis);
        step.places.extend(self.counted.product.place.map(|p| self.asked.estate.place(p)));
        step
    }

    /// N without the quarters it comes from.
    fn highest_alone(&self) -> Step {
        let window = self.rules.window;
        let peak = self.short().quarters.iter().find(|q| q.shortfall == self.short().peak);
        let of = peak.map_or_else(String::new, |q| format!(", first in {}", q.quarter));
        let text = format!("N: the highest shortfall of {} … {}{of}", window.first, window.last);
        Step::new(text).exactly(self.short().peak.get()).rule(RuleId::PeakOnce)
    }

    /// N, with every quarter that lacks something; the first that lacks most is unfolded.
    fn highest(&self) -> Result<Step, Error> {
        let mut step = self.highest_alone().how(How::Highest);
        let deciding = self.short().quarters.iter().find(|q| q.shortfall == self.short().peak);
        for q in self.short().quarters.iter().filter(|q| q.shortfall > Quantity::ZERO) {
            let part = q.deciding;
            let text = format!("{}: required {} − held {}", q.quarter, part.required, part.entitled);
            let unfolds = deciding.is_some_and(|d| d.quarter == q.quarter);
            step.steps.push(match self.detail {
                Detail::Deciding(shown) if unfolds => self.unfolded(text, q, shown)?,
                Detail::Deciding(_) | Detail::Brief => {
                    Step::new(text).exactly(q.shortfall.get()).rule(RuleId::Shortfall)
                }
            });
        }
        Ok(step)
    }

    pub fn unfolded(&self, text: String, q: &QuarterShortfall, shown: usize) -> Result<Step, Error> {
        let Self { asked, rules, counted, judged, .. } = self;
        let span = q.deciding.span;
        let required = judged::required(asked, &rules.reading, counted, judged, span, shown, false)?;
        let step = short_of(asked, text, q, Some(required))?;
        let of_quarter = rules.window.days_of(q.quarter).unwrap_or(span);
        let split = (span != of_quarter).then(|| {
            Step::new("the part of the quarter with the highest difference decides")
                .rule(RuleId::DecidingPart)
        });
        Ok(step.steps(split).steps(standing::steps(asked, rules, counted, judged, of_quarter, shown)))
    }

    /// What is still to be bought after what was bought since: the part of the window that decides.
    fn credited(&self) -> Result<Step, Error> {
        let Self { asked, counted, .. } = self;
        let window = self.rules.window;
        let now = counted.entitled.on(window.days.to);
        let mut most: Option<(Quantity, Part)> = None;
        for days in window.quarters().filter_map(|quarter| window.days_of(quarter)) {
            for (span, entitled) in counted.entitled.parts(days) {
                let required = counted.measure.of_period(&self.judged.required, span)?;
                let to_buy = required.minus(entitled.max(now))?.floor_zero();
                if most.is_none_or(|(before, _)| to_buy > before) {
                    most = Some((to_buy, Part { span, required, entitled }));
                }
            }
        }
        let text = "Licences to buy, after credit for those bought since";
        let step =
            Step::new(text).exactly(self.short().licence_quantity.get()).rule(RuleId::CreditLaterPurchases);
        let Some((_, part)) = most else { return Ok(step) };
        let required = match self.detail {
            Detail::Brief => Step::new(format!("Required {}", part.span)).exactly(part.required.get()),
            Detail::Deciding(shown) => {
                judged::required(asked, &self.rules.reading, counted, self.judged, part.span, shown, false)?
            }
        };
        let then = counted::held(asked, format!("Held {}", part.span), part.span.to, part.entitled)?;
        let today = counted::held(asked, format!("Held on {}", window.days.to), window.days.to, now)?;
        let held = Step::new("Held then or now, whichever is more").exactly(part.entitled.max(now).get());
        let held = held.how(How::Highest).step(then).step(today);
        Ok(step.how(How::Short).step(required).step(held))
    }
}
