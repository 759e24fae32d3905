//! From the shortfall to money.

use crate::error::Error;
use crate::estimate::{Counted, Judged, Rules};
use crate::judge::Block;
use crate::price::{
    ChargeKind, Granularity, PriceBasis, QuarterShortfall, Reading, Shortfall, Support, claim, duration,
    price,
};
use crate::rules::RuleId;
use crate::units::Quantity;

use super::{Asked, Step};

/// The quarter's shortfall and the charge lines of the whole window.
pub fn steps(
    asked: &Asked<'_>,
    rules: &Rules,
    counted: &Counted,
    judged: &Judged,
) -> Result<Vec<Step>, Error> {
    let (short, window) = (&judged.shortfall, rules.window);
    let anyway = without_gaps(asked, rules, counted)?;
    let rules = &rules.reading;
    let mut steps = Vec::new();
    if let Some(quarter) = short.quarters.iter().find(|q| q.quarter == asked.quarter) {
        steps.push(shortfall(asked, rules, quarter));
    }
    let peak: Option<&QuarterShortfall> = short.quarters.iter().find(|q| q.shortfall == short.peak);
    let of = peak.map_or_else(String::new, |q| format!(", first in {}", q.quarter));
    let text = format!("N: the highest shortfall of the window {} … {}{of}", window.first, window.last);
    steps.push(Step::new(text).value(short.peak).rule(RuleId::PeakOnce));
    if short.peak == Quantity::ZERO {
        steps.push(Step::new("nothing to pay for this product").value("0"));
        return Ok(steps);
    }
    steps.extend(money(asked, rules, judged)?);
    steps.push(anyway);
    Ok(steps)
}

/// What is owed with every day evidenced.
fn without_gaps(asked: &Asked<'_>, rules: &Rules, counted: &Counted) -> Result<Step, Error> {
    let mut stands = Vec::new();
    for quarter in rules.window.quarters() {
        let Some(days) = rules.window.days_of(quarter) else { continue };
        stands.push(rules.shortness(counted).quarter(quarter, &Block::of(&counted.sub, days))?);
    }
    let stands = Shortfall::of(stands);
    let claimed = claim(&counted.product, &stands, &rules.reading, asked.estate.currency)?;
    let total =
        claimed.lines.map_or_else(|| "unknown".to_owned(), |l| l.total.decimal(asked.estate.currency));
    let text = format!("Owed anyway, were every day evidenced (highest shortfall {})", stands.peak);
    Ok(Step::new(text).value(total).rule(RuleId::WithoutGaps))
}

fn shortfall(asked: &Asked<'_>, rules: &Reading, q: &QuarterShortfall) -> Step {
    let part = q.deciding;
    let text = format!(
        "Shortfall of the quarter, decided by {}: required {} − held {}",
        part.span, part.required, part.entitled
    );
    let mut step = Step::new(text).value(q.shortfall).rule(RuleId::Shortfall);
    step.steps.extend(super::counted::held_on(asked, part.span.to));
    if part.span != q.quarter.span() {
        let text = "The quarter is split where the entitlement changes, or by the window; the part with the highest difference decides";
        step = step.step(Step::new(text).rule(RuleId::DecidingPart));
    }
    if rules.granularity == Granularity::Days {
        let text = format!("{} short days of {} give the quarter's share", q.short_days, q.quarter.days());
        step = step.step(Step::new(text).value(q.share).rule(RuleId::ShortDays));
    }
    step
}

fn money(asked: &Asked<'_>, rules: &Reading, judged: &Judged) -> Result<Vec<Step>, Error> {
    let (estate, short) = (asked.estate, &judged.shortfall);
    let Some(product) = estate.product(asked.line.product) else { return Ok(Vec::new()) };
    let Some(unit) = price(product, rules.price) else {
        let text =
            "no price is given: quantities stand, money is unknown and the reading's total says at least";
        return Ok(vec![Step::new(text).rule(RuleId::UnknownIsNotZero)]);
    };
    let claimed = claim(product, short, rules, estate.currency)?;
    let Some(lines) = claimed.lines else { return Ok(Vec::new()) };
    let basis = match rules.price {
        PriceBasis::List => "list price, or the contract price if there is no other",
        PriceBasis::Contract => "contract price, or the list price if there is no other",
    };
    let mut unit = Step::new(format!("Price of a unit: {basis}")).value(unit).rule(RuleId::PriceBasis);
    unit.places.extend(product.place.map(|p| estate.place(p)));
    let money = |m: crate::units::Money| m.decimal(estate.currency);
    let mut steps = vec![unit];
    match rules.charge {
        ChargeKind::Purchase => {
            let bought = claimed.licence_quantity;
            let credited = rules.credit_later_purchases && bought != short.peak;
            let rule = if credited { RuleId::CreditLaterPurchases } else { RuleId::Purchase };
            let text = if credited {
                format!("Licences to buy, after credit for those bought since: {bought} × price")
            } else {
                format!("Licences to buy: {bought} × price")
            };
            steps.push(Step::new(text).value(money(lines.licence)).rule(rule));
            let rate = product.support.get();
            let (rule, how) = match rules.support {
                Support::None => (RuleId::Purchase, "none".to_owned()),
                Support::Flat => (
                    RuleId::SupportFlat,
                    format!("N × price × {rate} bp × {} years flat", rules.support_cap_years),
                ),
                Support::Duration => (
                    RuleId::SupportDuration,
                    format!(
                        "N × price × {rate} bp × the duration of the excess of {} years, at most {}",
                        duration(short)?,
                        rules.support_cap_years
                    ),
                ),
                Support::Lookback => (
                    RuleId::SupportLookback,
                    format!(
                        "N × price × {rate} bp × the look-back, at least {} years",
                        rules.support_cap_years
                    ),
                ),
                Support::Graduated => (
                    RuleId::SupportGraduated,
                    format!(
                        "each quarter's own shortfall × share × price × {rate} bp / 4, last {} quarters",
                        4 * u64::from(rules.support_cap_years)
                    ),
                ),
            };
            let terms = if rules.support == Support::None { Vec::new() } else { terms(short) };
            steps.push(
                Step::new(format!("Support: {how}")).value(money(lines.support)).rule(rule).steps(terms),
            );
        }
        ChargeKind::Use => {
            let text =
                format!("Use: each quarter's shortfall × share × price × {} bp / 4", rules.use_rate_bp);
            steps.push(Step::new(text).value(money(lines.used)).rule(RuleId::UsePrice).steps(terms(short)));
        }
    }
    steps.push(
        Step::new("Total of the product, each line rounded half up once")
            .value(money(lines.total))
            .rule(RuleId::Rounding),
    );
    Ok(steps)
}

/// The quarters with a shortfall and the share of each that counts.
fn terms(short: &crate::price::Shortfall) -> Vec<Step> {
    let quarters = short.quarters.iter().filter(|q| q.shortfall > Quantity::ZERO);
    quarters
        .map(|q| Step::new(format!("{}: short by {}, share", q.quarter, q.shortfall)).value(q.share))
        .collect()
}
