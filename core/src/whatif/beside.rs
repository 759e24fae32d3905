//! Shown beside a claim, never inside it: what comes after, and what others are said to have paid.

use std::sync::LazyLock;

use serde::Serialize;

use crate::data::embedded;
use crate::error::{Error, ErrorCode};
use crate::fields::{Fields, Unfit};
use crate::price::{ChargeKind, Reading, Readings, price};
use crate::units::{BasisPoints, Charge, Fraction, Money};

use super::overlay::Overlay;
use super::position::Position;
use super::readings::KEYS;

/// The reading that settlement shares are of.
const OPENING: &str = "opening";
/// Beyond this a tail is no forecast and its fractions no longer exact.
const LONGEST: u32 = 10;
const STEEPEST: u32 = 10_000;
const ABOUT_TAIL: &str = "Support on the licences this claim would have bought, after the first year, which the price includes. Beside the claim, not in it.";
const ABOUT_SHARES: &str = "Sellers' own figures, chosen by them; no independent study was found. Shares of the opening claim, to stand beside the readings; never multiply one by the other.";

/// What support on the licences bought would cost afterwards, under one reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForwardTail {
    /// The reading whose licences they are.
    pub reading: String,
    /// Years after the one that the price includes.
    pub years: u32,
    /// By how much support rises each year, in basis points.
    pub uplift_bp: u32,
    /// Quantity × price × support rate × (1 + (1 + uplift) + … ), rounded once per product.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
    /// The same at the lowest uplift seen in public.
    pub low: AtUplift,
    /// The same at the highest.
    pub high: AtUplift,
    /// False: the total is "at least", because a price is missing or the licences are "at least".
    pub complete: bool,
    /// Products with licences to buy.
    pub products: Vec<ProductTail>,
    /// Ids of the sources of years and uplifts.
    pub sources: Vec<String>,
    /// What it is.
    pub note: &'static str,
}

/// The tail at another uplift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtUplift {
    /// In basis points a year.
    pub uplift_bp: u32,
    /// The total.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
}

/// A product's part of the tail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductTail {
    /// Its name.
    pub product: String,
    /// Licences to buy.
    pub licence_quantity: i64,
    /// Support on them; null without a price.
    pub tail: Option<String>,
}

/// What is said to have been paid of opening claims, and what that would be here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopDown {
    /// The reading that the shares are of.
    pub reading: String,
    /// Its total here.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub opening: String,
    /// False: that total is "at least".
    pub complete: bool,
    /// The shares, each with what it comes to.
    pub shares: Vec<Share>,
    /// What they are worth.
    pub note: &'static str,
}

/// A share that somebody tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// Who tells of what.
    pub title: String,
    /// Paid ÷ opening claim in basis points: the lower end.
    pub low_bp: u32,
    /// The upper end; the same for a single case.
    pub high_bp: u32,
    /// The lower end of the opening total here.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub low: String,
    /// The upper end of it.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub high: String,
    /// Id of its source.
    pub source: String,
}

/// The data of `data/beside.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Years and uplifts of the forward tail.
    pub forward_tail: TailDefaults,
    /// Settlements seen in public.
    pub settlements: Vec<Settlement>,
}

/// What the forward tail takes unless told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TailDefaults {
    /// Years after the first.
    pub years: u32,
    /// Yearly uplift.
    pub uplift_bp: u32,
    /// The lowest seen.
    pub low_uplift_bp: u32,
    /// The highest seen.
    pub high_uplift_bp: u32,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

/// A settlement or a range of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Who tells of what.
    pub title: String,
    /// Paid ÷ opening claim: the lower end.
    pub low_bp: u32,
    /// The upper end.
    pub high_bp: u32,
    /// Id of its source.
    pub source: String,
}

impl Beside {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        let tail = of.inner("forward_tail")?;
        Ok(Self {
            forward_tail: TailDefaults {
                years: tail.number("years")?,
                uplift_bp: tail.number("uplift_bp")?,
                low_uplift_bp: tail.number("low_uplift_bp")?,
                high_uplift_bp: tail.number("high_uplift_bp")?,
                sources: tail.texts("sources")?,
            },
            settlements: of.each("settlement", Settlement::read)?,
        })
    }
}

impl Settlement {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            title: of.text("title")?,
            low_bp: of.number("low_bp")?,
            high_bp: of.number("high_bp")?,
            source: of.text("source")?,
        })
    }
}

static BESIDE: LazyLock<Result<Beside, Error>> =
    LazyLock::new(|| embedded("beside.toml", include_str!("../../data/beside.toml"), Beside::read));

/// What is shown beside a claim.
///
/// # Errors
/// None with the data as released: a test reads it.
pub fn beside() -> Result<&'static Beside, Error> {
    BESIDE.as_ref().map_err(Clone::clone)
}

impl Position {
    /// Support on the licences to be bought, for years to come. Without numbers those of the data.
    ///
    /// # Errors
    /// If years or uplift are out of range.
    pub fn forward_tail(
        &self,
        years: Option<u32>,
        uplift_bp: Option<u32>,
    ) -> Result<Vec<ForwardTail>, Error> {
        let defaults = &beside()?.forward_tail;
        let years = within("years", years.unwrap_or(defaults.years), LONGEST)?;
        let uplift_bp = within("uplift in basis points", uplift_bp.unwrap_or(defaults.uplift_bp), STEEPEST)?;
        let currency = self.estate().currency;
        let mut tails = Vec::with_capacity(self.readings().len());
        for (index, reading) in self.readings().iter().enumerate() {
            let of = |uplift: u32| self.tail(index, reading, growth(years, uplift)?);
            let (total, products) = of(uplift_bp)?;
            let (low, _) = of(defaults.low_uplift_bp)?;
            let (high, _) = of(defaults.high_uplift_bp)?;
            let at = |uplift_bp, total: Money| AtUplift { uplift_bp, total: total.decimal(currency) };
            tails.push(ForwardTail {
                reading: reading.name.clone(),
                years,
                uplift_bp,
                total: total.decimal(currency),
                low: at(defaults.low_uplift_bp, low),
                high: at(defaults.high_uplift_bp, high),
                complete: products.iter().all(|p| p.tail.is_some()) && self.licences_known(index, reading),
                products,
                sources: defaults.sources.clone(),
                note: ABOUT_TAIL,
            });
        }
        Ok(tails)
    }

    /// Whether the licences that a reading buys are all there are: a price does not matter for that.
    fn licences_known(&self, index: usize, reading: &Reading) -> bool {
        let all = |of: &super::ReadingFigures| {
            of.counted_all && of.lines.iter().all(|line| !line.unknown_host_lost)
        };
        reading.charge == ChargeKind::Use || self.base().readings.get(index).is_some_and(all)
    }

    /// The tail of one reading, rounded once per product.
    fn tail(
        &self,
        index: usize,
        reading: &Reading,
        growth: Fraction,
    ) -> Result<(Money, Vec<ProductTail>), Error> {
        let estate = self.estate();
        let (mut total, mut products) = (Money::ZERO, Vec::new());
        let priced = self.base().readings.get(index).map_or(&[][..], |figures| &figures.lines);
        for (line, priced) in estate.lines.iter().zip(priced) {
            let licences = priced.claim.licence_quantity;
            let Some(product) = estate.product(line.product).filter(|_| licences.get() > 0) else { continue };
            let yearly = product.support.fraction()?;
            let tail = match price(product, reading.price) {
                None => None,
                Some(price) => {
                    let charge: Charge = licences.priced(price)?.times(yearly)?.times(growth)?;
                    Some(charge.round(estate.currency)?)
                }
            };
            total = tail.map_or(Ok(total), |tail| total.plus(tail))?;
            products.push(ProductTail {
                product: product.name.clone(),
                licence_quantity: licences.get(),
                tail: tail.map(|tail| tail.decimal(estate.currency)),
            });
        }
        Ok((total, products))
    }

    /// What is said to have been paid of opening claims, and what that would be of the one here. It is
    /// computed whether or not that reading was asked for.
    ///
    /// # Errors
    /// If a number becomes too large.
    pub fn top_down(&self) -> Result<TopDown, Error> {
        let (opening, complete) = self.opening()?;
        let currency = self.estate().currency;
        let mut shares = Vec::new();
        for settlement in &beside()?.settlements {
            let Settlement { title, low_bp, high_bp, source } = settlement.clone();
            let of = |bp: u32| opening.part(i64::from(bp), 10_000).map(|part| part.decimal(currency));
            shares.push(Share { title, low_bp, high_bp, low: of(low_bp)?, high: of(high_bp)?, source });
        }
        let opening = opening.decimal(currency);
        Ok(TopDown { reading: OPENING.to_owned(), opening, complete, shares, note: ABOUT_SHARES })
    }

    /// The opening claim's total: that of the reading if it was asked for, else another reading with
    /// all of its keys.
    fn opening(&self) -> Result<(Money, bool), Error> {
        let total = |figures: &super::ReadingFigures| (figures.total, figures.complete);
        if let Some(found) = self.base().readings.iter().find(|r| r.reading == OPENING) {
            return Ok(total(found));
        }
        let keys = Readings::built_in_keys(OPENING)?;
        let laid = KEYS.into_iter().map(|key| (key.to_owned(), keys.get(key).cloned().unwrap_or_default()));
        let overlay = Overlay { reading: laid.collect(), file: OPENING.to_owned(), ..Overlay::default() };
        let figures = self.scenario(&overlay)?;
        Ok(figures.readings.first().map_or((Money::ZERO, true), total))
    }
}

/// 1 + (1 + u) + (1 + u)² …, so many years.
fn growth(years: u32, uplift_bp: u32) -> Result<Fraction, Error> {
    let rate = Fraction::ONE.plus(BasisPoints::new(uplift_bp).fraction()?)?;
    let (mut sum, mut year) = (Fraction::ZERO, Fraction::ONE);
    for left in (0..years).rev() {
        sum = sum.plus(year)?;
        if left > 0 {
            year = year.times(rate)?;
        }
    }
    Ok(sum)
}

fn within(what: &str, value: u32, most: u32) -> Result<u32, Error> {
    if value <= most {
        return Ok(value);
    }
    let advice = format!("A number from 0 to {most} is due.");
    Err(Error::new(ErrorCode::BadOption, format!("{what} = {value} is out of range"), advice))
}
