//! A report as it was written, now or long ago: only what a comparison needs of it.

use serde::Deserialize;

use crate::error::{Error, ErrorCode};
use crate::report::{self, Report};
use crate::units::{Currency, Money};

use super::{Amounts, QuarterSide, Reason, Units};

/// A report that was read; made from a fresh one or from its JSON text, with the same outcome.
#[derive(Debug, Clone, Deserialize)]
pub struct Given {
    pub(super) as_of: String,
    pub(super) currency: String,
    #[serde(default)]
    pub(super) name: String,
    pub(super) first_deployment: Option<String>,
    pub(super) products: Vec<GivenUnits>,
    pub(super) readings: Vec<GivenReading>,
}

/// Quantities of a product.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GivenUnits {
    pub product: String,
    pub metric: String,
    pub quarters: Vec<GivenUnitsQuarter>,
}

/// A quarter of them.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GivenUnitsQuarter {
    pub quarter: String,
    #[serde(flatten)]
    pub units: Units,
}

/// A reading.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GivenReading {
    pub reading: String,
    pub window: GivenWindow,
    pub products: Vec<GivenProduct>,
    pub total: String,
    pub complete: bool,
}

/// Its window.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GivenWindow {
    pub from: String,
    pub to: String,
}

/// A product under a reading.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GivenProduct {
    pub product: String,
    #[serde(flatten)]
    pub amounts: Amounts,
    pub quarters: Vec<GivenQuarter>,
}

/// A quarter of it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GivenQuarter {
    pub quarter: String,
    #[serde(flatten)]
    pub figures: QuarterSide,
    /// Reports of other programs may not say why.
    #[serde(default)]
    pub lost: Vec<Reason>,
}

const ADVICE: &str =
    "Give an estate, or a report written by `subcap estimate ESTATE --format json --output report.json`.";

impl Given {
    /// Reads the JSON text of a report; `file` is how errors call it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let wrong = |what: String| Error::new(ErrorCode::NotAReport, what, ADVICE).in_file(file);
        /// The version is looked at first, so that another one is not blamed for a missing field.
        #[derive(Deserialize)]
        struct Version {
            schema: Option<String>,
        }
        let version: Version =
            serde_json::from_str(text).map_err(|e| wrong(format!("this is no report of Subcap: {e}")))?;
        match version.schema.as_deref() {
            Some(report::SCHEMA) => {}
            Some(other) => return Err(wrong(format!("this is {other:?}, not {}", report::SCHEMA))),
            None => return Err(wrong("this JSON does not say that it is a report of Subcap".to_owned())),
        }
        serde_json::from_str(text).map_err(|e| wrong(format!("the report cannot be read: {e}")))
    }

    /// A fresh report, by way of its text: what is compared is what a file would hold.
    pub fn of(report: &Report) -> Result<Self, Error> {
        Self::parse("the report", &report.to_json())
    }

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
