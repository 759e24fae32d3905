//! What calls take, one plain object each. TypeScript's view of them is derived from these structs.
//!
//! They are read field by field ([`Fields`]): what is not known is ignored.

use subcap_core::fields::{self, Fields, Unfit};
use tsify::Tsify;

/// What a call takes.
pub trait Options: Sized {
    /// Out of a plain object.
    fn read(of: Fields<'_>) -> Result<Self, Unfit>;
}

/// How an estate is read.
#[derive(Debug, Default, Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct EstateOptions {
    /// Take the position on this day (`YYYY-MM-DD`) instead of the one in estate.toml.
    #[tsify(optional)]
    pub as_of: Option<String>,
    /// Text of a PVU table to use instead of the embedded one.
    #[tsify(optional)]
    pub pvu_table: Option<String>,
    /// Text of a file of further readings (TOML); one of a known name takes its place.
    #[tsify(optional)]
    pub readings_file: Option<TextFile>,
}

impl Options for EstateOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            as_of: of.text_if_any("asOf")?,
            pvu_table: of.text_if_any("pvuTable")?,
            readings_file: file(of, "readingsFile")?,
        })
    }
}

/// A small text file: a scenario, further readings, a kept report.
#[derive(Debug, Default, Clone, PartialEq, Eq, Tsify)]
pub struct TextFile {
    /// How errors call it; a scenario without a name of its own has this one, without its ending.
    pub file: String,
    /// What it says.
    pub text: String,
}

impl Options for TextFile {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self { file: of.text("file")?, text: of.text("text")? })
    }
}

/// What to estimate.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct EstimateOptions {
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// Under this scenario (TOML or JSON text).
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

impl Options for EstimateOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self { readings: of.or_default("readings", Fields::texts)?, scenario: file(of, "scenario")? })
    }
}

/// Figures of a scenario: quick enough for every move of a slider.
#[derive(Debug, Default, Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct ScenarioOptions {
    /// The scenario; absent: the position as it is.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
    /// Also the causes of the difference, step by step.
    #[tsify(optional)]
    pub causes: bool,
    /// The causes go from this scenario, in place of the position as it is.
    #[tsify(optional)]
    pub against: Option<TextFile>,
    /// Readings whose quarters come along; absent: all. None at all is quickest: a large estate has thousands.
    #[tsify(optional)]
    pub quarters: Option<Vec<String>>,
}

impl Options for ScenarioOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            scenario: file(of, "scenario")?,
            causes: of.or_default("causes", Fields::flag)?,
            against: file(of, "against")?,
            quarters: of.maybe("quarters").map(fields::texts).transpose()?,
        })
    }
}

/// Scenarios side by side, with whole reports.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct WhatIfOptions {
    /// The scenarios.
    pub scenarios: Vec<TextFile>,
    /// The causes go from this scenario, in place of the position as it is.
    #[tsify(optional)]
    pub against: Option<TextFile>,
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
}

impl Options for WhatIfOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            scenarios: of.or_default("scenarios", |of, key| of.each(key, TextFile::read))?,
            against: file(of, "against")?,
            readings: of.or_default("readings", Fields::texts)?,
        })
    }
}

/// What to unfold; nothing given: the totals.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct ExplainOptions {
    /// Product or bundle.
    #[tsify(optional)]
    pub product: Option<String>,
    /// A quarter of it, such as `2025-Q3`.
    #[tsify(optional)]
    pub quarter: Option<String>,
    /// Only this host, in the quarter.
    #[tsify(optional)]
    pub host: Option<String>,
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// Under this scenario.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

impl Options for ExplainOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            product: of.text_if_any("product")?,
            quarter: of.text_if_any("quarter")?,
            host: of.text_if_any("host")?,
            readings: of.or_default("readings", Fields::texts)?,
            scenario: file(of, "scenario")?,
        })
    }
}

/// The worth of evidence.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct EvidenceOptions {
    /// The reading to ask under; `agreement` if absent.
    #[tsify(optional)]
    pub reading: Option<String>,
    /// Also find the smallest set of gaps that brings the total below this amount.
    #[tsify(optional)]
    pub target: Option<String>,
    /// Orders to draw where shares cannot be exact.
    #[tsify(optional)]
    pub orders: Option<u32>,
    /// Under this scenario.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

impl Options for EvidenceOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            reading: of.text_if_any("reading")?,
            target: of.text_if_any("target")?,
            orders: number(of, "orders")?,
            scenario: file(of, "scenario")?,
        })
    }
}

/// Expected value and percentiles by the weights of contestable evidence.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct OddsOptions {
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// Under this scenario.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

impl Options for OddsOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self { readings: of.or_default("readings", Fields::texts)?, scenario: file(of, "scenario")? })
    }
}

/// Tornado, delay curve and what stands beside the claim.
#[derive(Debug, Default, Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct SensitivityOptions {
    /// Only these readings; `agreement` if absent.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// How many quarters the delay curve goes on; 8 if absent.
    #[tsify(optional)]
    pub quarters: Option<u32>,
    /// Years of support to follow, after the one that a price includes.
    #[tsify(optional)]
    pub years: Option<u32>,
    /// By how much that support rises each year, in basis points.
    #[tsify(optional)]
    pub uplift_bp: Option<u32>,
    /// Under this scenario.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

impl Options for SensitivityOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            readings: of.or_default("readings", Fields::texts)?,
            quarters: number(of, "quarters")?,
            years: number(of, "years")?,
            uplift_bp: number(of, "upliftBp")?,
            scenario: file(of, "scenario")?,
        })
    }
}

/// Two estates, or an estate and a kept report.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct CompareOptions {
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// The other one comes before this estate; else after it. Differences are later − earlier.
    #[tsify(optional)]
    pub before: bool,
}

impl Options for CompareOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            readings: of.or_default("readings", Fields::texts)?,
            before: of.or_default("before", Fields::flag)?,
        })
    }
}

/// How the hosts stand, quarter by quarter.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct StandingOptions {
    /// The reading to ask under; `agreement` if absent.
    #[tsify(optional)]
    pub reading: Option<String>,
    /// Only where this product or bundle is; else all.
    #[tsify(optional)]
    pub product: Option<String>,
    /// Under this scenario.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

impl Options for StandingOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            reading: of.text_if_any("reading")?,
            product: of.text_if_any("product")?,
            scenario: file(of, "scenario")?,
        })
    }
}

/// A page of a table as read.
#[derive(Debug, Default, Tsify)]
#[serde(default)]
pub struct RowsOptions {
    /// `hosts.csv` and so on.
    pub table: String,
    /// The first row wanted, from 0.
    #[tsify(optional)]
    pub from: u32,
    /// How many at most; 100 if absent.
    #[tsify(optional)]
    pub count: Option<u32>,
}

impl Options for RowsOptions {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            table: of.or_default("table", Fields::text)?,
            from: of.or_default("from", Fields::number)?,
            count: number(of, "count")?,
        })
    }
}

fn number(of: Fields<'_>, key: &str) -> Result<Option<u32>, Unfit> {
    of.maybe(key).map(fields::number).transpose()
}

fn file(of: Fields<'_>, key: &str) -> Result<Option<TextFile>, Unfit> {
    of.maybe(key).map(|file| TextFile::read(Fields::of(file)?)).transpose()
}
