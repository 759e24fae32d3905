//! Sensitivity: every lever once, low and high, all else as it is; the widest first.

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::order::Order as _;
use crate::units::Money;

use super::figures::Figures;
use super::overlay::Overlay;
use super::position::Position;
use super::pulled::{Pulled, Ready, pulled};

/// A reading's levers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingTornado {
    /// The reading.
    pub reading: String,
    /// Its total as it is.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
    /// False: the total is "at least".
    pub complete: bool,
    /// The levers, widest first; those of one width by name. Those that do not move the total are last.
    pub levers: Vec<LeverSwing>,
}

/// What a lever does to the total of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeverSwing {
    /// Its stable name.
    pub lever: String,
    /// The product or processor it is about; null for a lever of the whole position.
    pub about: Option<String>,
    /// What it is about, in a few words.
    pub title: String,
    /// Whether it moves the total at all, as far as that is known: see `complete`.
    pub moves: bool,
    /// False: the total as it is or with a setting is "at least", so that width and swings hold for what is
    /// known only, and a lever that moves nothing of it may still move the rest.
    pub complete: bool,
    /// The highest less the lowest of the total as it is and with either setting.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub width: String,
    /// The licensee's setting. Its total is usually, not always, the lower one.
    pub low: LeverEnd,
    /// The other side's setting.
    pub high: LeverEnd,
    /// Ids of the sources of the settings.
    pub sources: Vec<String>,
}

/// A lever at one of its settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeverEnd {
    /// The setting in words.
    pub setting: String,
    /// The total with it.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
    /// The same less the total as it is.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub swing: String,
    /// False: the total is "at least".
    pub complete: bool,
    /// The setting as a scenario document: `subcap whatif` gives the same total for it.
    pub scenario: Value,
}

impl Position {
    /// Every lever once, low and high, all else as it is.
    ///
    /// # Errors
    /// If a scenario of a lever contradicts the estate, or a number becomes too large.
    pub fn tornado(&self) -> Result<Vec<ReadingTornado>, Error> {
        let mut worked = Vec::new();
        for pulled in pulled(self)? {
            let [low, high] = [&pulled.low, &pulled.high].map(|end| self.with(&pulled, end));
            worked.push((pulled, low?, high?));
        }
        let currency = self.estate().currency;
        let mut readings = Vec::with_capacity(self.readings().len());
        for (index, (reading, base)) in self.readings().iter().zip(&self.base().readings).enumerate() {
            let mut levers: Vec<(Money, LeverSwing)> = Vec::new();
            for (pulled, low, high) in &worked {
                let shown = pulled.only.as_ref().is_none_or(|only| only.contains(&index));
                let ends = low.readings.get(index).zip(high.readings.get(index));
                let Some((low, high)) = ends.filter(|_| shown && pulled.lever.applies_to(reading)) else {
                    continue;
                };
                let totals = [base.total, low.total, high.total];
                let lowest = totals.into_iter().min().unwrap_or(base.total);
                let width = totals.into_iter().max().unwrap_or(base.total).minus(lowest)?;
                let end = |ready: &Ready, figures: &super::ReadingFigures| -> Result<LeverEnd, Error> {
                    Ok(LeverEnd {
                        setting: ready.says.clone(),
                        total: figures.total.decimal(currency),
                        swing: figures.total.minus(base.total)?.decimal(currency),
                        complete: figures.complete,
                        scenario: ready.scenario.clone(),
                    })
                };
                let swing = LeverSwing {
                    lever: pulled.lever.name.clone(),
                    about: Some(pulled.about.clone()).filter(|about| !about.is_empty()),
                    title: pulled.lever.title.clone(),
                    moves: width > Money::ZERO,
                    complete: base.complete && low.complete && high.complete,
                    width: width.decimal(currency),
                    low: end(&pulled.low, low)?,
                    high: end(&pulled.high, high)?,
                    sources: pulled.lever.sources.clone(),
                };
                levers.push((width, swing));
            }
            levers.order_by(|(a, left), (b, right)| {
                b.cmp(a).then_with(|| (&left.lever, &left.about).cmp(&(&right.lever, &right.about)))
            });
            readings.push(ReadingTornado {
                reading: base.reading.clone(),
                total: base.total.decimal(currency),
                complete: base.complete,
                levers: levers.into_iter().map(|(_, swing)| swing).collect(),
            });
        }
        Ok(readings)
    }

    fn with(&self, pulled: &Pulled, end: &Ready) -> Result<Figures, Error> {
        let file = format!("lever {}: {}", pulled.lever.name, end.says);
        self.scenario(&Overlay::of(&file, &end.scenario)?)
    }
}
