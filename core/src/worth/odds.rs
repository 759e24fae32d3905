//! Contestable evidence by its weights: expected value and P10, P50, P90 of each reading's total.
//!
//! Each item with a weight stands or falls by itself: they are taken as independent, which items that
//! rest on one cause (one server, one archive) are not. An item without a weight is taken as the reading
//! takes it, and listed.

use serde::Serialize;

use crate::error::Error;
use crate::estate::Estate;
use crate::order::Map;
use crate::read::rows::State;
use crate::report::NOTICE;
use crate::units::{Fraction, Money, Overflow};
use crate::whatif::{Becomes, Overlay, Position};

use super::chance::Chance;

/// Version of the answer.
pub const SCHEMA: &str = "subcap.odds/1";

/// The published JSON Schema of the answer.
pub const JSON_SCHEMA: &str = include_str!("../../schema/subcap.odds-1.schema.json");

/// Up to that many items every outcome is worked out.
const ENUMERATED: usize = 10;
/// Outcomes drawn otherwise.
const DRAWS: u64 = 2_000;
const SEED: u64 = 20_251_231;
/// Finest division of chances that leaves room for any money.
const MOST_PARTS: i128 = 10_i128.pow(20);
/// What the answer says of the weights.
const INDEPENDENCE: &str =
    "Each item is taken to stand or fall by itself; items that rest on one cause do not, and spread wider.";

/// The question made ready. Draws are independent: a caller with threads can map over them.
#[derive(Debug)]
pub struct Odds<'a> {
    position: &'a Position,
    /// Items with a weight, in millionths.
    items: Vec<(String, u32)>,
    without_weight: Vec<String>,
    draws: Vec<Draw>,
    exact: bool,
}

/// One outcome: which items stand.
#[derive(Debug, Clone)]
pub struct Draw {
    stands: Vec<bool>,
    /// Its chance, or how often it was drawn of [`DRAWS`].
    chance: Fraction,
}

/// What the weights come to. Readers should ignore fields they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Subcap odds, version 1"))]
pub struct OddsAnswer {
    /// Always `subcap.odds/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// ISO 4217 code of all money.
    pub currency: &'static str,
    /// Items with a weight, and the weight.
    pub items: Vec<Weighted>,
    /// Contestable items without one: each reading takes them its own way.
    pub without_weight: Vec<String>,
    /// Whether every outcome was worked out; else they were drawn.
    pub exact: bool,
    /// Outcomes drawn; 0 if exact.
    pub draws: u64,
    /// Seed of the draws.
    pub seed: u64,
    /// What was assumed.
    pub assumption: &'static str,
    /// Reading by reading.
    pub readings: Vec<ReadingOdds>,
    /// What this is and is not.
    pub notice: &'static str,
}

/// A contestable item and the chance that it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Weighted {
    /// Its id.
    pub id: String,
    /// The chance, as a decimal.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::CHANCE)))]
    pub weight: String,
}

/// The spread of a reading's total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingOdds {
    /// Its name.
    pub reading: String,
    /// Its total as the reading takes contestable items.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
    /// The mean of all outcomes, rounded once.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub expected: String,
    /// With a chance of a tenth it is no more than this.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub p10: String,
    /// As likely below as above.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub p50: String,
    /// With a chance of nine tenths it is no more than this.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub p90: String,
    /// If every weighted item stands.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub lowest: String,
    /// If none does.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub highest: String,
    /// False: a total that can come out is "at least", and so are `expected`, `p10`, `p50` and `p90`.
    pub complete: bool,
    /// False: `total` is "at least".
    pub total_complete: bool,
    /// False: `lowest` is "at least".
    pub lowest_complete: bool,
    /// False: `highest` is "at least".
    pub highest_complete: bool,
    /// Standard error of the mean where outcomes were drawn; null if exact.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub error: Option<String>,
}

impl Position {
    /// What the weights of contestable items come to, under every reading of the position.
    pub fn odds(&self) -> Result<OddsAnswer, Error> {
        let odds = Odds::new(self)?;
        let totals = odds.draws().iter().map(|draw| odds.totals(draw)).collect::<Result<_, _>>()?;
        odds.finish(totals)
    }
}

impl<'a> Odds<'a> {
    /// Lists the outcomes, or draws them.
    pub fn new(position: &'a Position) -> Result<Self, Error> {
        let estate: &Estate = position.estate();
        let contestable = || estate.evidence.iter().filter(|item| item.state == State::Contestable);
        let items: Vec<(String, u32)> =
            contestable().filter_map(|item| Some((item.id.to_string(), item.weight?))).collect();
        let without = contestable().filter(|item| item.weight.is_none()).map(|item| item.id.to_string());
        let all = if items.len() <= ENUMERATED { every(&items).ok() } else { None };
        let exact = all.is_some();
        let draws = match all {
            Some(all) => all,
            None => drawn(&items)?,
        };
        Ok(Self { position, without_weight: without.collect(), items, draws, exact })
    }

    /// The outcomes; the first is that every item stands, the second that none does.
    pub fn draws(&self) -> &[Draw] {
        &self.draws
    }

    /// The readings' totals in one outcome, each with whether it is all or "at least".
    pub fn totals(&self, draw: &Draw) -> Result<Vec<(Money, bool)>, Error> {
        let states = self.items.iter().zip(&draw.stands).map(|((id, _), stands)| {
            (id.clone(), Becomes::State(if *stands { State::Held } else { State::Lost }))
        });
        let overlay = Overlay { evidence: states.collect(), ..Overlay::default() };
        let figures = self.position.scenario(&overlay)?;
        Ok(figures.readings.iter().map(|reading| (reading.total, reading.complete)).collect())
    }

    /// Puts the outcomes together, in their order.
    pub fn finish(&self, totals: Vec<Vec<(Money, bool)>>) -> Result<OddsAnswer, Error> {
        let currency = self.position.estate().currency;
        let money = |m: Money| m.decimal(currency);
        let mut readings = Vec::new();
        for (index, base) in self.position.base().readings.iter().enumerate() {
            let of = |at: usize| {
                totals.get(at).and_then(|t| t.get(index)).copied().unwrap_or((Money::ZERO, false))
            };
            let (lowest, lowest_complete) = of(0);
            let (highest, highest_complete) = of(1.min(totals.len().saturating_sub(1)));
            let mut complete = true;
            let mut spread: Map<Money, Fraction> = Map::new();
            let mut mean = Fraction::ZERO;
            for (at, draw) in self.draws.iter().enumerate() {
                let (total, known) = of(at);
                complete &= known || draw.chance == Fraction::ZERO;
                let sum = spread.entry(total).or_insert(Fraction::ZERO);
                *sum = sum.plus(draw.chance)?;
                mean = mean.plus(draw.chance.times(Fraction::new(total.minor(), 1)?)?)?;
            }
            let expected = Money::of_minor(mean.round_half_up()?);
            let share = |tenths| percentile(&spread, tenths);
            readings.push(ReadingOdds {
                reading: base.reading.clone(),
                total: money(base.total),
                expected: money(expected),
                p10: money(share(1)?),
                p50: money(share(5)?),
                p90: money(share(9)?),
                lowest: money(lowest),
                highest: money(highest),
                complete,
                total_complete: base.complete,
                lowest_complete,
                highest_complete,
                error: if self.exact { None } else { Some(money(standard_error(&spread, expected)?)) },
            });
        }
        let weight = |millionths: u32| format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        let items = self.items.iter().map(|(id, millionths)| {
            let text = weight(*millionths);
            let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
            Weighted { id: id.clone(), weight: text }
        });
        Ok(OddsAnswer {
            schema: SCHEMA,
            currency: currency.code(),
            items: items.collect(),
            without_weight: self.without_weight.clone(),
            exact: self.exact,
            draws: if self.exact { 0 } else { DRAWS },
            seed: SEED,
            assumption: INDEPENDENCE,
            readings,
            notice: NOTICE,
        })
    }
}

/// Every outcome with its chance: all stand, none stands, then the others. An overflow if the chances
/// have too many digits to be multiplied with money exactly.
fn every(items: &[(String, u32)]) -> Result<Vec<Draw>, Overflow> {
    let mut parts = Fraction::ONE;
    for (_, millionths) in items {
        let weight = Fraction::new(i128::from(*millionths), 1_000_000)?;
        parts = parts.times(Fraction::new(1, weight.denominator())?)?;
    }
    if parts.denominator() > MOST_PARTS {
        return Err(Overflow);
    }
    let all = (1_usize << items.len()) - 1;
    let sets = [all, 0].into_iter().chain(1..all).take(all + 1);
    sets.map(|set| {
        let stands: Vec<bool> = (0..items.len()).map(|item| set & (1 << item) != 0).collect();
        let mut chance = Fraction::ONE;
        for ((_, millionths), stands) in items.iter().zip(&stands) {
            let weight = if *stands { *millionths } else { 1_000_000 - *millionths };
            chance = chance.times(Fraction::new(i128::from(weight), 1_000_000)?)?;
        }
        Ok(Draw { stands, chance })
    })
    .collect()
}

/// Outcomes by chance, alike ones together; all stand and none stands come first, as bounds.
fn drawn(items: &[(String, u32)]) -> Result<Vec<Draw>, Overflow> {
    let mut chance = Chance::new(SEED);
    let mut counts: Map<Vec<bool>, u64> = Map::new();
    for _ in 0..DRAWS {
        let stands = items.iter().map(|(_, weight)| chance.below(1_000_000) < u64::from(*weight)).collect();
        *counts.entry(stands).or_default() += 1;
    }
    let bounds =
        [true, false].map(|stands| Draw { stands: vec![stands; items.len()], chance: Fraction::ZERO });
    let share =
        |(stands, count)| Ok(Draw { stands, chance: Fraction::new(i128::from(count), i128::from(DRAWS))? });
    bounds.into_iter().map(Ok).chain(counts.into_iter().map(share)).collect()
}

/// The least total that so many tenths of the outcomes do not exceed.
fn percentile(spread: &Map<Money, Fraction>, tenths: i128) -> Result<Money, Overflow> {
    let wanted = Fraction::new(tenths, 10)?;
    let mut sum = Fraction::ZERO;
    for (total, chance) in spread {
        sum = sum.plus(*chance)?;
        if sum >= wanted {
            return Ok(*total);
        }
    }
    Ok(spread.last_key_value().map_or(Money::ZERO, |(money, _)| *money))
}

/// Of the mean of so many draws, rounded up.
fn standard_error(spread: &Map<Money, Fraction>, mean: Money) -> Result<Money, Overflow> {
    let mut variance = Fraction::ZERO;
    for (total, chance) in spread {
        let off = total.minor() - mean.minor();
        let square = off.checked_mul(off).ok_or(Overflow)?;
        variance = variance.plus(chance.times(Fraction::new(square, 1)?)?)?;
    }
    let of_mean = variance.times(Fraction::new(1, i128::from(DRAWS))?)?;
    Ok(Money::of_minor(of_mean.ceil().isqrt() + 1))
}
