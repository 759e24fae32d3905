//! Two reports side by side.

use crate::error::{Error, ErrorCode};
use crate::report;
use crate::units::{Currency, Money};

use super::given::{Given, GivenReading, money};
use super::products::products;
use super::quarters::units;
use super::{Comparison, ReadingChange, ReadingSide, SCHEMA, Side};

/// What changed from one report to the other.
///
/// ```
/// use subcap_core::compare::{Given, reports};
/// let text = |total: &str| format!(r#"{{"schema": "subcap.report/1", "as_of": "2025-12-31", "currency": "USD",
///     "products": [], "readings": [{{"reading": "opening", "window": {{"from": "2025-Q1", "to": "2025-Q4"}},
///     "products": [], "total": "{total}", "complete": true}}]}}"#);
/// let before = Given::parse("last.json", &text("100.00"))?;
/// let after = Given::parse("this.json", &text("40.50"))?;
/// assert_eq!(reports(&before, &after)?.readings[0].difference, "-59.50");
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
pub fn reports(before: &Given, after: &Given) -> Result<Comparison, Error> {
    let currency = before.currency()?;
    if after.currency()? != currency {
        let message = format!("one position is in {}, the other in {}", before.currency, after.currency);
        let advice =
            "Money of two currencies cannot be set side by side: give both estates prices in one currency.";
        return Err(Error::new(ErrorCode::NotComparable, message, advice));
    }
    let mut readings = Vec::new();
    for one in &before.readings {
        if let Some(other) = after.readings.iter().find(|r| r.reading == one.reading) {
            readings.push(reading(one, other, currency)?);
        }
    }
    if readings.is_empty() {
        let names = |given: &Given| given.readings().collect::<Vec<_>>().join(", ");
        let message = format!("no reading is in both: {} and {}", names(before), names(after));
        let advice = "Estimate both under a common reading (--reading).";
        return Err(Error::new(ErrorCode::NotComparable, message, advice));
    }
    Ok(Comparison {
        schema: SCHEMA,
        currency: currency.code().to_owned(),
        before: side(before),
        after: side(after),
        readings,
        readings_only_before: without(before, after),
        readings_only_after: without(after, before),
        products: units(&before.products, &after.products),
        tables: Vec::new(),
        notice: report::NOTICE,
    })
}

fn side(given: &Given) -> Side {
    Side {
        name: given.name.clone(),
        as_of: given.as_of.clone(),
        first_deployment: given.first_deployment.clone(),
    }
}

/// Readings of the one that the other does not have.
fn without(one: &Given, other: &Given) -> Vec<String> {
    one.readings().filter(|name| !other.readings().any(|r| r == *name)).map(str::to_owned).collect()
}

fn reading(before: &GivenReading, after: &GivenReading, currency: Currency) -> Result<ReadingChange, Error> {
    let difference = money(&after.total, currency)?.minus(money(&before.total, currency)?)?;
    let products = products(&before.products, &after.products, currency)?;
    let mut of_products = Money::ZERO;
    for text in products.iter().filter_map(|p| p.difference.as_deref()) {
        of_products = of_products.plus(money(text, currency)?)?;
    }
    Ok(ReadingChange {
        reading: before.reading.clone(),
        before: total(before),
        after: total(after),
        difference: difference.decimal(currency),
        causes: Vec::new(),
        products,
        priced_on_one_side: difference.minus(of_products)?.decimal(currency),
    })
}

fn total(reading: &GivenReading) -> ReadingSide {
    ReadingSide {
        total: reading.total.clone(),
        complete: reading.complete,
        from: reading.window.from.clone(),
        to: reading.window.to.clone(),
    }
}
