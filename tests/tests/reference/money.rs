//! Parts of quarters, shortfalls and charges of one unit under one reading (SPEC section 6).

use super::dates::Quarter;
use super::estate::{Metric, Product};
use super::peak::{Need, peak};
use super::ratio::Ratio;
use super::reading::{Charge, Granularity, PriceKind, Reading, Support};

/// One day of the window as money sees it.
pub struct MoneyDay<'a> {
    pub quarter: Quarter,
    pub need: Need<'a>,
    pub entitled: i128,
}

pub struct QuarterResult {
    pub quarter: Quarter,
    pub required: i128,
    pub entitled: i128,
    pub shortfall: i128,
    /// Days whose requirement alone exceeds what was held that day.
    pub short_days: i128,
}

pub struct Shortfalls {
    pub quarters: Vec<QuarterResult>,
    /// N, the highest shortfall of the window.
    pub peak: i128,
    /// The quantity to buy, after the credit for later purchases if the reading gives it.
    pub licence_quantity: i128,
}

/// Amounts in minor units; `None` is null.
pub struct Lines {
    pub licence: Option<i128>,
    pub support: Option<i128>,
    pub used: Option<i128>,
    pub total: Option<i128>,
}

/// Splits each quarter where the entitlement changes and finds what each is short of.
pub fn shortfalls(
    metric: Metric,
    reading: &Reading,
    quarters: &[Quarter],
    days: &[MoneyDay],
    entitled_at_as_of: i128,
) -> Shortfalls {
    let mut results = Vec::new();
    let mut licence_quantity = 0;
    for quarter in quarters {
        let inside: Vec<&MoneyDay> = days.iter().filter(|d| d.quarter == *quarter).collect();
        let mut parts: Vec<Vec<&MoneyDay>> = Vec::new();
        for day in &inside {
            match parts.last_mut() {
                Some(part) if part[0].entitled == day.entitled => part.push(day),
                _ => parts.push(vec![day]),
            }
        }
        let mut deciding: Option<(i128, i128)> = None;
        for part in &parts {
            let held = part[0].entitled;
            let requirement = peak(metric, &part.iter().map(|d| &d.need).collect::<Vec<_>>());
            if deciding.is_none_or(|(highest, _)| requirement - held > highest) {
                deciding = Some((requirement - held, held));
            }
            let credited = if reading.credit_later_purchases { held.max(entitled_at_as_of) } else { held };
            licence_quantity = licence_quantity.max(requirement - credited);
        }
        let (difference, held) = deciding.unwrap_or((0, 0));
        results.push(QuarterResult {
            quarter: *quarter,
            required: peak(metric, &inside.iter().map(|d| &d.need).collect::<Vec<_>>()),
            entitled: held,
            shortfall: difference.max(0),
            short_days: inside.iter().filter(|d| peak(metric, &[&d.need]) > d.entitled).count() as i128,
        });
    }
    Shortfalls {
        peak: results.iter().map(|q| q.shortfall).max().unwrap_or(0),
        quarters: results,
        licence_quantity: match reading.charge {
            Charge::Purchase => licence_quantity,
            Charge::Use => 0,
        },
    }
}

/// The price per metric unit that the reading asks for, or the other one if only one is given.
fn price(product: &Product, reading: &Reading) -> Option<Ratio> {
    match reading.price {
        PriceKind::List => product.list_price.or(product.contract_price),
        PriceKind::Contract => product.contract_price.or(product.list_price),
    }
}

fn share(reading: &Reading, quarter: &QuarterResult) -> Ratio {
    match reading.granularity {
        Granularity::Quarter | Granularity::Window => Ratio::whole(1),
        Granularity::Days => Ratio::new(quarter.short_days, quarter.quarter.days()),
    }
}

/// Σ shortfall(q) × share(q) over the quarters given.
fn shared_shortfall(reading: &Reading, quarters: &[QuarterResult]) -> Ratio {
    quarters.iter().fold(Ratio::ZERO, |sum, q| sum + Ratio::whole(q.shortfall) * share(reading, q))
}

/// N × support years, or what stands in its place for `graduated`; to be multiplied by price and rate.
fn supported(reading: &Reading, found: &Shortfalls) -> Ratio {
    let cap = Ratio::whole(reading.support_cap_years);
    let count = found.quarters.len();
    let n = Ratio::whole(found.peak);
    match reading.support {
        Support::None => Ratio::ZERO,
        Support::Flat => n * cap,
        Support::Duration => {
            let short = found.quarters.iter().filter(|q| q.shortfall > 0);
            let years = short.fold(Ratio::ZERO, |sum, q| sum + share(reading, q)) * Ratio::new(1, 4);
            n * years.min(cap)
        }
        Support::Lookback => n * Ratio::new(count as i128, 4).max(cap),
        Support::Graduated => {
            let last = (reading.support_cap_years * 4) as usize;
            let from = count.saturating_sub(last);
            shared_shortfall(reading, &found.quarters[from..]) * Ratio::new(1, 4)
        }
    }
}

/// The charge lines: rounded half up once each, null if something is short and there is no price.
pub fn lines(product: &Product, reading: &Reading, found: &Shortfalls, minor_digits: u32) -> Lines {
    if found.peak == 0 {
        return Lines { licence: Some(0), support: Some(0), used: Some(0), total: Some(0) };
    }
    // A rate of use that nobody named is unknown, not zero.
    let rated = |_: &Ratio| !matches!(reading.charge, Charge::Use) || reading.use_rate_bp != 0;
    let Some(price) = price(product, reading).filter(rated) else {
        return Lines { licence: None, support: None, used: None, total: None };
    };
    let minor = |units: Ratio| (units * price * Ratio::whole(10i128.pow(minor_digits))).half_up();
    let (licence, support, used) = match reading.charge {
        Charge::Purchase => (
            minor(Ratio::whole(found.licence_quantity)),
            minor(supported(reading, found) * Ratio::new(product.support_bp, 10_000)),
            0,
        ),
        Charge::Use => {
            let rate = Ratio::new(reading.use_rate_bp, 40_000);
            (0, 0, minor(shared_shortfall(reading, &found.quarters) * rate))
        }
    };
    Lines {
        licence: Some(licence),
        support: Some(support),
        used: Some(used),
        total: Some(licence + support + used),
    }
}
