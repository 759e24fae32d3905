//! What a comparison needs of a report, whether it was just made ([`super::fresh`]) or kept ([`super::kept`]).

use crate::error::{Error, ErrorCode};
use crate::units::{Currency, Money};

use super::{Amounts, QuarterSide, Reason, Units};

/// A report that was read; made from a fresh one or from its JSON text, with the same outcome.
#[derive(Debug, Clone)]
pub struct Given {
    pub(super) as_of: String,
    pub(super) currency: String,
    pub(super) name: String,
    pub(super) first_deployment: Option<String>,
    pub(super) products: Vec<GivenUnits>,
    pub(super) readings: Vec<GivenReading>,
}

/// Quantities of a product.
#[derive(Debug, Clone)]
pub(super) struct GivenUnits {
    pub product: String,
    pub metric: String,
    pub quarters: Vec<GivenUnitsQuarter>,
}

/// A quarter of them.
#[derive(Debug, Clone)]
pub(super) struct GivenUnitsQuarter {
    pub quarter: String,
    pub units: Units,
}

/// A reading.
#[derive(Debug, Clone)]
pub(super) struct GivenReading {
    pub reading: String,
    pub window: GivenWindow,
    pub products: Vec<GivenProduct>,
    pub total: String,
    pub complete: bool,
}

/// Its window.
#[derive(Debug, Clone)]
pub(super) struct GivenWindow {
    pub from: String,
    pub to: String,
}

/// A product under a reading.
#[derive(Debug, Clone)]
pub(super) struct GivenProduct {
    pub product: String,
    pub amounts: Amounts,
    pub quarters: Vec<GivenQuarter>,
}

/// A quarter of it.
#[derive(Debug, Clone)]
pub(super) struct GivenQuarter {
    pub quarter: String,
    pub figures: QuarterSide,
    /// Reports of other programs may not say why.
    pub lost: Vec<Reason>,
}

pub(super) const ADVICE: &str =
    "Give an estate, or a report written by `subcap estimate ESTATE --format json --output report.json`.";

impl Given {
    /// Keeps only these readings; all if none is named.
    pub fn select(mut self, file: &str, names: &[String]) -> Result<Self, Error> {
        let known: Vec<&str> = self.readings.iter().map(|r| r.reading.as_str()).collect();
        if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
            let message = format!("the report has no reading named {name}");
            let advice = format!("It has {}.", known.join(", "));
            return Err(Error::new(ErrorCode::UnknownName, message, advice).in_file(file));
        }
        if !names.is_empty() {
            self.readings.retain(|r| names.contains(&r.reading));
        }
        Ok(self)
    }

    /// Names of its readings.
    pub fn readings(&self) -> impl Iterator<Item = &str> {
        self.readings.iter().map(|r| r.reading.as_str())
    }

    /// The currency of its money.
    pub(super) fn currency(&self) -> Result<Currency, Error> {
        Currency::from_code(&self.currency).ok_or_else(|| {
            let message = format!("the report's currency is not an ISO code: {}", self.currency);
            Error::new(ErrorCode::NotAReport, message, ADVICE)
        })
    }
}

/// Money of a report.
pub(super) fn money(text: &str, currency: Currency) -> Result<Money, Error> {
    Money::from_decimal(text, currency).ok_or_else(|| {
        let message = format!("{text:?} is no amount in {}", currency.code());
        Error::new(ErrorCode::NotAReport, message, ADVICE)
    })
}
