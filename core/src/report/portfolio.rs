//! Many estates: a line of JSON for each, and what a summary takes from it.
//!
//! A line is written as soon as its estate is done and stands for itself, so that the lines of several runs, put
//! one after the other, are those of one run.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode};
use crate::units::{Currency, Money};

use super::Report;

/// Version of the lines.
pub const PORTFOLIO_SCHEMA: &str = "subcap.portfolio/1";

/// The line of an estate: its report, or why there is none.
#[derive(Debug, Serialize)]
struct Line<'a> {
    schema: &'static str,
    estate: &'a str,
    report: Option<&'a Report>,
    error: Option<&'a Trouble>,
}

/// What ended an estimate, as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// Where: the file,
    pub file: Option<String>,
    /// its row,
    pub row: Option<u32>,
    /// its column.
    pub column: Option<String>,
}

impl From<&Error> for Trouble {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code.as_str().to_owned(),
            message: error.message.clone(),
            advice: error.advice().to_owned(),
            file: error.file.clone(),
            row: error.row,
            column: error.column.clone(),
        }
    }
}

/// What a summary says of an estate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EstateSummary {
    /// As it was given: a folder or a file.
    pub estate: String,
    /// What the report comes to.
    pub report: Option<ReportSummary>,
    /// Why there is none.
    pub error: Option<Trouble>,
}

/// What a report comes to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReportSummary {
    /// Name of the estate.
    pub name: String,
    /// As-of date.
    pub as_of: String,
    /// ISO 4217 code of its money.
    pub currency: String,
    /// Its readings.
    pub readings: Vec<ReadingSummary>,
}

/// What a reading comes to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReadingSummary {
    /// Its name.
    pub reading: String,
    /// Its total.
    pub total: String,
    /// False: the total is "at least".
    pub complete: bool,
}

/// The line of an estate, ending with a line feed, and its summary.
pub fn portfolio_line(estate: &str, outcome: Result<&Report, &Error>) -> (String, EstateSummary) {
    let error = outcome.err().map(Trouble::from);
    let line = Line { schema: PORTFOLIO_SCHEMA, estate, report: outcome.ok(), error: error.as_ref() };
    // Plain data with string keys: serialising it cannot fail.
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    let report = outcome.ok().map(ReportSummary::from);
    (text, EstateSummary { estate: estate.to_owned(), report, error })
}

/// Whether a text is lines of a portfolio, by its first.
pub fn is_portfolio(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Version {
        schema: Option<String>,
    }
    let version = text.lines().next().and_then(|line| serde_json::from_str::<Version>(line).ok());
    version.and_then(|version| version.schema).as_deref() == Some(PORTFOLIO_SCHEMA)
}

/// Reads the lines of a file again.
pub fn read_portfolio(file: &str, text: &str) -> Result<Vec<EstateSummary>, Error> {
    let rows = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let read = |(row, line)| {
        serde_json::from_str(line).map_err(|e| {
            let advice = "Give the lines that `subcap estimate ESTATE ESTATE… --format json` writes.";
            let message = format!("this is no line of a portfolio: {e}");
            Error::new(ErrorCode::NotAReport, message, advice).in_file(file).at_row(row)
        })
    };
    rows.map(read).collect()
}

impl From<&Report> for ReportSummary {
    fn from(report: &Report) -> Self {
        let readings = report.readings.iter().map(|reading| ReadingSummary {
            reading: reading.reading.clone(),
            total: reading.total.clone(),
            complete: reading.complete,
        });
        Self {
            name: report.name.clone(),
            as_of: report.as_of.clone(),
            currency: report.currency.to_owned(),
            readings: readings.collect(),
        }
    }
}

/// Sums over estates, each currency for itself: currency, reading, total, whether it is complete. In the order
/// in which they first come. A sum is "at least" if one of its totals is, if another estate of its currency lacks
/// the reading, and if any estate could not be estimated: that could belong to any of them.
pub fn portfolio_totals(estates: &[EstateSummary]) -> Result<Vec<(String, String, String, bool)>, Error> {
    let mut sums: Vec<(Currency, &str, Money, bool)> = Vec::new();
    for report in estates.iter().filter_map(|estate| estate.report.as_ref()) {
        let wrong = |what: String| {
            Error::new(ErrorCode::NotAReport, what, "Estimate this estate again.")
                .in_file(report.name.clone())
        };
        let currency = Currency::from_code(&report.currency)
            .ok_or_else(|| wrong(format!("{} is no currency", report.currency)))?;
        for reading in &report.readings {
            let amount = Money::from_decimal(&reading.total, currency)
                .ok_or_else(|| wrong(format!("{:?} is no amount", reading.total)))?;
            let known = sums.iter_mut().find(|(c, name, ..)| *c == currency && *name == reading.reading);
            match known {
                Some((_, _, sum, complete)) => {
                    *sum = sum.plus(amount)?;
                    *complete &= reading.complete;
                }
                None => sums.push((currency, &reading.reading, amount, reading.complete)),
            }
        }
    }
    let all_estimated = estates.iter().all(|estate| estate.report.is_some());
    let lacks = |currency: Currency, reading: &str| {
        let mut reports = estates.iter().filter_map(|estate| estate.report.as_ref());
        reports.any(|r| r.currency == currency.code() && !r.readings.iter().any(|of| of.reading == reading))
    };
    for (currency, reading, _, complete) in &mut sums {
        *complete &= all_estimated && !lacks(*currency, reading);
    }
    let plain = |(currency, reading, sum, complete): (Currency, &str, Money, bool)| {
        (currency.code().to_owned(), reading.to_owned(), sum.decimal(currency), complete)
    };
    Ok(sums.into_iter().map(plain).collect())
}
