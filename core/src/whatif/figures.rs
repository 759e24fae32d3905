//! What a position comes to: the money and the quarters of every line under every reading.

use std::sync::Arc;

use serde::Serialize;

use crate::calendar::Span;
use crate::error::Error;
use crate::estate::Estate;
use crate::estimate::{Prepared, Priced};
use crate::units::{Money, Overflow};

/// The answer of a scenario, without the reasons: what has to be quick. Exact, and cheap to keep.
#[derive(Debug, Clone)]
pub struct Figures {
    pub(crate) currency: crate::units::Currency,
    /// The readings, in their order.
    pub readings: Vec<ReadingFigures>,
}

/// One reading.
#[derive(Debug, Clone)]
pub struct ReadingFigures {
    /// Its name.
    pub reading: String,
    /// Sum of the lines' totals that are known.
    pub total: Money,
    /// What is owed anyway; `None` if a price is missing.
    pub without_gaps: Option<Money>,
    /// False: the total is "at least".
    pub complete: bool,
    /// False: what is owed anyway is "at least", or unknown.
    pub without_gaps_complete: bool,
    /// No row and no day was left out of the count.
    pub(crate) counted_all: bool,
    pub(crate) lines: Vec<Arc<Priced>>,
    names: Arc<[String]>,
}

/// A scenario's figures as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// Name of the scenario; empty for the position as it is.
    pub name: String,
    /// The readings.
    pub readings: Vec<ReadingAnswer>,
}

/// One reading of an [`Answer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingAnswer {
    /// Its name.
    pub reading: String,
    /// Sum of the products' totals that are known.
    pub total: String,
    /// The same less the position as it is; negative where the scenario costs less.
    pub difference: String,
    /// False: one of the two totals is "at least", so that the difference holds for what is known only.
    pub difference_complete: bool,
    /// What is owed anyway; null if a price is missing.
    pub without_gaps: Option<String>,
    /// False: it is "at least", or unknown.
    pub without_gaps_complete: bool,
    /// False: the total is "at least".
    pub complete: bool,
    /// Products and bundles.
    pub products: Vec<ProductAnswer>,
}

/// A product of a [`ReadingAnswer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductAnswer {
    /// Its name.
    pub product: String,
    /// Its total; null if the price is missing.
    pub total: Option<String>,
    /// False: it is "at least", or unknown.
    pub complete: bool,
    /// N, the highest shortfall.
    pub peak_shortfall: i64,
    /// Licences to buy.
    pub licence_quantity: i64,
    /// Its quarters.
    pub quarters: Vec<QuarterAnswer>,
}

/// A quarter of a [`ProductAnswer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuarterAnswer {
    /// `2025-Q3`.
    pub quarter: String,
    /// Required units.
    pub required: i64,
    /// Held.
    pub entitled: i64,
    /// Short by.
    pub shortfall: i64,
}

impl Figures {
    /// Puts lines together. `lines` are in the order of the estate's, each with all readings.
    pub(crate) fn new(
        estate: &Estate,
        prepared: &Prepared,
        names: &Arc<[String]>,
        lines: &[Vec<Arc<Priced>>],
    ) -> Result<Self, Error> {
        let mut readings = Vec::with_capacity(prepared.rules.len());
        for (index, rules) in prepared.rules.iter().enumerate() {
            let of: Vec<Arc<Priced>> = lines.iter().filter_map(|l| l.get(index)).map(Arc::clone).collect();
            readings.push(ReadingFigures::new(estate, &rules.reading.name, rules.window.days, of, names)?);
        }
        Ok(Self { currency: estate.currency, readings })
    }

    /// As plain data, beside the position it started from.
    pub fn answer(&self, name: &str, base: &Self) -> Result<Answer, Overflow> {
        self.answer_with(name, base, |_| true)
    }

    /// The same with the quarters of some readings only: they are nearly all of it.
    pub fn answer_with(
        &self,
        name: &str,
        base: &Self,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Answer, Overflow> {
        let money = |m: Money| m.decimal(self.currency);
        let mut readings = Vec::with_capacity(self.readings.len());
        for (reading, before) in self.readings.iter().zip(&base.readings) {
            let wanted = wanted(&reading.reading);
            let products = reading.names.iter().zip(&reading.lines).map(|(name, priced)| {
                let quarters = priced.shortfall.quarters.iter().filter(|_| wanted).map(|q| QuarterAnswer {
                    quarter: q.quarter.to_string(),
                    required: q.required.get(),
                    entitled: q.deciding.entitled.get(),
                    shortfall: q.shortfall.get(),
                });
                ProductAnswer {
                    product: name.clone(),
                    total: priced.claim.lines.map(|l| money(l.total)),
                    complete: reading.counted_all && priced.known(),
                    peak_shortfall: priced.shortfall.peak.get(),
                    licence_quantity: priced.claim.licence_quantity.get(),
                    quarters: quarters.collect(),
                }
            });
            readings.push(ReadingAnswer {
                reading: reading.reading.clone(),
                total: money(reading.total),
                difference: money(reading.total.minus(before.total)?),
                difference_complete: reading.complete && before.complete,
                without_gaps: reading.without_gaps.map(money),
                without_gaps_complete: reading.without_gaps_complete,
                complete: reading.complete,
                products: products.collect(),
            });
        }
        Ok(Answer { name: name.to_owned(), readings })
    }
}

impl ReadingFigures {
    fn new(
        estate: &Estate,
        name: &str,
        window: Span,
        lines: Vec<Arc<Priced>>,
        names: &Arc<[String]>,
    ) -> Result<Self, Error> {
        let mut known = lines.iter().filter_map(|l| l.claim.lines).map(|l| l.total);
        let total = known.try_fold(Money::ZERO, Money::plus)?;
        let mut without_gaps = Some(Money::ZERO);
        for line in &lines {
            let more = line.without_gaps.lines.map(|l| l.total);
            without_gaps = without_gaps.zip(more).map(|(sum, more)| sum.plus(more)).transpose()?;
        }
        let counted_all = estate.counted_all(window);
        Ok(Self {
            reading: name.to_owned(),
            total,
            without_gaps,
            complete: counted_all && lines.iter().all(|line| line.known()),
            without_gaps_complete: counted_all && without_gaps.is_some(),
            counted_all,
            lines,
            names: Arc::clone(names),
        })
    }
}
