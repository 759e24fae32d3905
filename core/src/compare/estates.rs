//! Two estates side by side: the reports', the causes of the difference, and the rows behind them.

use crate::error::{Error, ErrorCode};
use crate::estate::{Estate, Options, resolve};
use crate::finding::Findings;
use crate::price::Reading;
use crate::pvu::PvuTable;
use crate::read::Tables;
use crate::report::Report;
use crate::units::{Currency, Money};

use super::given::{Given, money};
use super::hybrid::{Step, take, with_first_over};
use super::reports::reports;
use super::rows::rows;
use super::{Cause, Comparison};

/// An estate as tables and resolved.
#[derive(Debug, Clone, Copy)]
pub struct Position<'a> {
    /// Its tables.
    pub tables: &'a Tables,
    /// The same, resolved.
    pub estate: &'a Estate,
}

/// What changed from one estate to the other, and the causes of the difference.
///
/// The causes are found by taking over part after part of the second estate, in the order what is
/// counted → entitlements → dates → evidence → prices, and estimating what comes out; `estimate` is
/// [`crate::estimate`], or the caller's own way to it with threads. See the [module](super) for an
/// example.
pub fn estates(
    before: Position<'_>,
    after: Position<'_>,
    readings: &[Reading],
    pvu_table: &PvuTable,
    estimate: impl Fn(&Estate, &[Reading]) -> Result<Report, Error>,
) -> Result<Comparison, Error> {
    let (old, new) = (estimate(before.estate, readings)?, estimate(after.estate, readings)?);
    let mut comparison = reports(&Given::of(&old), &Given::of(&new))?;
    comparison.tables = rows(before, after);

    let differs = |step: &Step| comparison.tables.iter().any(|change| change.step == step.name());
    let steps: Vec<Step> = Step::ALL.into_iter().filter(differs).collect();
    let currency = after.estate.currency;
    let mut tables = with_first_over(before, after);
    let mut reached = totals(&old, currency)?;
    let mut taken: Vec<&str> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        take(*step, &mut tables, after);
        taken.push(step.name());
        let now = if index + 1 == steps.len() {
            totals(&new, currency)?
        } else {
            match between(&tables, readings, pvu_table, &estimate) {
                Ok(report) => totals(&report, currency)?,
                Err(error) if error.code == ErrorCode::Internal => return Err(error),
                // No estate stands here: this step and the next are one.
                Err(_) => continue,
            }
        };
        let label = std::mem::take(&mut taken).join(" + ");
        for (change, (old, new)) in comparison.readings.iter_mut().zip(reached.iter().zip(&now)) {
            let (amount, complete) = (new.0.minus(old.0)?.decimal(currency), new.1 && old.1);
            change.causes.push(Cause { step: label.clone(), amount, complete });
        }
        reached = now;
    }
    Ok(comparison)
}

/// The estimate of an estate between the two.
fn between(
    tables: &Tables,
    readings: &[Reading],
    pvu_table: &PvuTable,
    estimate: &impl Fn(&Estate, &[Reading]) -> Result<Report, Error>,
) -> Result<Report, Error> {
    let options = Options { as_of: None, pvu_table };
    let estate = resolve(tables, Findings::default(), options).map_err(|(error, _)| error)?;
    estimate(&estate, readings)
}

/// The totals, reading by reading, each with whether it is all; both estates were asked for the same ones.
fn totals(report: &Report, currency: Currency) -> Result<Vec<(Money, bool)>, Error> {
    report.readings.iter().map(|r| Ok((money(&r.total, currency)?, r.complete))).collect()
}
