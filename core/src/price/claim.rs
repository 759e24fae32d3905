//! Shortfalls to money: licence, support, use.

use crate::estate::Product;
use crate::units::{Charge, Currency, Fraction, Money, Overflow, Price, Quantity};

use super::{ChargeKind, PriceBasis, Reading, Shortfall, Support};

/// What one reading charges for one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Licences to buy; 0 under `use`.
    pub licence_quantity: Quantity,
    /// The lines; `None` if there is something to pay and no price, or no rate for its use.
    pub lines: Option<Lines>,
}

/// The charge lines, each rounded once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// Licences bought once.
    pub licence: Money,
    /// Back support on them.
    pub support: Money,
    /// Quarters priced as use.
    pub used: Money,
    /// Their sum.
    pub total: Money,
}

/// The price a reading takes: list or contract, the other one if only one is given.
pub fn price(product: &Product, basis: PriceBasis) -> Option<Price> {
    match basis {
        PriceBasis::List => product.list_price.or(product.contract_price),
        PriceBasis::Contract => product.contract_price.or(product.list_price),
    }
}

/// Prices the shortfalls of a line.
///
/// Source of the purchase form: agreement v10 as reported (excess use, support for the shorter of
/// its duration and two years); of the use form: advisers, no rate is given anywhere.
pub fn claim(
    product: &Product,
    short: &Shortfall,
    reading: &Reading,
    currency: Currency,
) -> Result<Claim, Overflow> {
    let licence_quantity = match reading.charge {
        ChargeKind::Purchase => short.licence_quantity,
        ChargeKind::Use => Quantity::ZERO,
    };
    if short.peak == Quantity::ZERO {
        let zero = Money::ZERO;
        let lines = Some(Lines { licence: zero, support: zero, used: zero, total: zero });
        return Ok(Claim { licence_quantity, lines });
    }
    let price = price(product, reading.price).filter(|_| !reading.lacks_use_rate());
    let Some(price) = price else {
        return Ok(Claim { licence_quantity, lines: None });
    };
    let (licence, support, used) = match reading.charge {
        ChargeKind::Purchase => {
            let support = support(product, short, reading, price)?;
            (short.licence_quantity.priced(price)?, support, Charge::ZERO)
        }
        ChargeKind::Use => (Charge::ZERO, Charge::ZERO, use_of_quarters(short, reading, price)?),
    };
    let (licence, support, used) =
        (licence.round(currency)?, support.round(currency)?, used.round(currency)?);
    let total = licence.plus(support)?.plus(used)?;
    Ok(Claim { licence_quantity, lines: Some(Lines { licence, support, used, total }) })
}

/// Σ shortfall × share × price × rate / 4.
fn quarter_by_quarter<'q>(
    quarters: impl Iterator<Item = &'q super::QuarterShortfall>,
    price: Price,
    rate: Fraction,
) -> Result<Charge, Overflow> {
    let quarter_of_rate = rate.times(Fraction::new(1, 4)?)?;
    // Σ shortfall × share first: whole numbers, unless a reading counts days.
    let mut units = Fraction::ZERO;
    for q in quarters {
        units = units.plus(q.shortfall.share(q.share)?)?;
    }
    price.of(units)?.times(quarter_of_rate)
}

fn use_of_quarters(short: &Shortfall, reading: &Reading, price: Price) -> Result<Charge, Overflow> {
    quarter_by_quarter(short.quarters.iter(), price, reading.use_rate().fraction()?)
}

fn support(
    product: &Product,
    short: &Shortfall,
    reading: &Reading,
    price: Price,
) -> Result<Charge, Overflow> {
    let rate = product.support.fraction()?;
    let cap = Fraction::from(i64::from(reading.support_cap_years));
    let years = match reading.support {
        Support::None => return Ok(Charge::ZERO),
        Support::Graduated => {
            let quarters = usize::try_from(reading.support_cap_years)
                .map_or(usize::MAX, |years| years.saturating_mul(4));
            let skipped = short.quarters.len().saturating_sub(quarters);
            return quarter_by_quarter(short.quarters.iter().skip(skipped), price, rate);
        }
        Support::Flat => cap,
        Support::Duration => duration(short)?.min(cap),
        Support::Lookback => {
            let quarters = i128::try_from(short.quarters.len()).map_err(|_| Overflow)?;
            Fraction::new(quarters, 4)?.max(cap)
        }
    };
    // On N as it stood: what was bought since takes nothing off the support.
    short.peak.priced(price)?.times(rate)?.times(years)
}

/// D: quarters with a shortfall, each with its share, in years.
pub fn duration(short: &Shortfall) -> Result<Fraction, Overflow> {
    let mut quarters = Fraction::ZERO;
    for q in short.quarters.iter().filter(|q| q.shortfall > Quantity::ZERO) {
        quarters = quarters.plus(q.share)?;
    }
    quarters.times(Fraction::new(1, 4)?)
}
