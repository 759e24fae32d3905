//! Products under a reading: what differs, in money and what it is made of.

use std::cmp::Reverse;

use crate::error::Error;
use crate::order::{Map, Order as _};
use crate::units::{Currency, Money};

use super::given::{GivenProduct, money};
use super::quarters::quarters;
use super::{Amounts, ProductChange, Split};

/// The products that differ: the largest money first, then those whose money is unknown, then those
/// that differ in quantities only; ties by name.
pub(super) fn products(
    before: &[GivenProduct],
    after: &[GivenProduct],
    currency: Currency,
) -> Result<Vec<ProductChange>, Error> {
    let mut ranked = Vec::new();
    for (name, (before, after)) in paired(before, after, |p| &p.product) {
        if let Some(ranking) = product(name, before, after, currency)? {
            ranked.push(ranking);
        }
    }
    ranked.order_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.product.cmp(&other.product)));
    Ok(ranked.into_iter().map(|(_, change)| change).collect())
}

/// What is in one list, the other or both, by name.
pub(super) fn paired<'a, T>(
    before: &'a [T],
    after: &'a [T],
    name: impl Fn(&'a T) -> &'a String,
) -> Map<&'a str, (Option<&'a T>, Option<&'a T>)> {
    let mut pairs: Map<&str, (Option<&T>, Option<&T>)> = Map::new();
    for item in before {
        pairs.entry(name(item)).or_default().0 = Some(item);
    }
    for item in after {
        pairs.entry(name(item)).or_default().1 = Some(item);
    }
    pairs
}

/// Where a product stands in the ranking: the least first.
type Rank = (u8, Reverse<u128>);

fn product(
    name: &str,
    before: Option<&GivenProduct>,
    after: Option<&GivenProduct>,
    currency: Currency,
) -> Result<Option<(Rank, ProductChange)>, Error> {
    let amounts = |side: Option<&GivenProduct>| side.map(|p| p.amounts.clone());
    let (old, new) = (amounts(before), amounts(after));
    let parts = split(old.as_ref(), new.as_ref(), currency)?;
    let difference = match &parts {
        Some(Parts { quantity, price, support, used }) => {
            Some(quantity.plus(*price)?.plus(*support)?.plus(*used)?)
        }
        None => None,
    };
    let of = |side: Option<&'_ GivenProduct>| side.map(|p| p.quarters.clone()).unwrap_or_default();
    let quarters = quarters(&of(before), &of(after));
    if old == new && quarters.is_empty() {
        return Ok(None);
    }
    let rank = match difference {
        None => (1, Reverse(0)),
        Some(money) if money == Money::ZERO => (2, Reverse(0)),
        Some(money) => (0, Reverse(money.size())),
    };
    let change = ProductChange {
        product: name.to_owned(),
        before: old,
        after: new,
        difference: difference.map(|money| money.decimal(currency)),
        split: parts.map(|parts| parts.shown(currency)),
        quarters,
    };
    Ok(Some((rank, change)))
}

/// The parts of a difference.
struct Parts {
    quantity: Money,
    price: Money,
    support: Money,
    used: Money,
}

impl Parts {
    fn shown(&self, currency: Currency) -> Split {
        Split {
            quantity: self.quantity.decimal(currency),
            price: self.price.decimal(currency),
            support: self.support.decimal(currency),
            used: self.used.decimal(currency),
        }
    }
}

/// Money of one side.
#[derive(Clone, Copy)]
struct Lines {
    units: i64,
    licence: Money,
    support: Money,
    used: Money,
}

/// A product that is not there costs nothing; one without a price costs nobody knows what.
fn lines(side: Option<&Amounts>, currency: Currency) -> Result<Option<Lines>, Error> {
    let nothing = Lines { units: 0, licence: Money::ZERO, support: Money::ZERO, used: Money::ZERO };
    let Some(amounts) = side else { return Ok(Some(nothing)) };
    let (Some(licence), Some(support), Some(used)) = (&amounts.licence, &amounts.support, &amounts.used)
    else {
        return Ok(None);
    };
    Ok(Some(Lines {
        units: amounts.licence_quantity,
        licence: money(licence, currency)?,
        support: money(support, currency)?,
        used: money(used, currency)?,
    }))
}

fn split(
    before: Option<&Amounts>,
    after: Option<&Amounts>,
    currency: Currency,
) -> Result<Option<Parts>, Error> {
    let (Some(old), Some(new)) = (lines(before, currency)?, lines(after, currency)?) else {
        return Ok(None);
    };
    let licence = new.licence.minus(old.licence)?;
    let quantity = if old.units == 0 {
        licence
    } else {
        // Both quantities are shortfalls and so not negative: their difference fits.
        old.licence.part(new.units.saturating_sub(old.units), old.units)?
    };
    Ok(Some(Parts {
        quantity,
        price: licence.minus(quantity)?,
        support: new.support.minus(old.support)?,
        used: new.used.minus(old.used)?,
    }))
}
