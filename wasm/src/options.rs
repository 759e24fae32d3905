//! What calls take, one plain object each. TypeScript's view of them is derived from these structs.

use serde::Deserialize;
use tsify::Tsify;

/// How an estate is read.
#[derive(Debug, Default, Deserialize, Tsify)]
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

/// A small text file: a scenario, further readings, a kept report.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize, Tsify)]
pub struct TextFile {
    /// How errors call it; a scenario without a name of its own has this one, without its ending.
    pub file: String,
    /// What it says.
    pub text: String,
}

/// What to estimate.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(default)]
pub struct EstimateOptions {
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// Under this scenario (TOML or JSON text).
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

/// Figures of a scenario: quick enough for every move of a slider.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(default, rename_all = "camelCase")]
pub struct ScenarioOptions {
    /// The scenario; absent: the position as it is.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
    /// Also the causes of the difference, step by step.
    #[tsify(optional)]
    pub causes: bool,
    /// Leave the quarters of products out.
    #[tsify(optional)]
    pub totals_only: bool,
}

/// Scenarios side by side, with whole reports.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(default)]
pub struct WhatIfOptions {
    /// The scenarios.
    pub scenarios: Vec<TextFile>,
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
}

/// What to unfold; nothing given: the totals.
#[derive(Debug, Default, Deserialize, Tsify)]
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

/// The worth of evidence.
#[derive(Debug, Default, Deserialize, Tsify)]
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

/// Expected value and percentiles by the weights of contestable evidence.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(default)]
pub struct OddsOptions {
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// Under this scenario.
    #[tsify(optional)]
    pub scenario: Option<TextFile>,
}

/// Tornado, delay curve and what stands beside the claim.
#[derive(Debug, Default, Deserialize, Tsify)]
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

/// Two estates, or an estate and a kept report.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(default)]
pub struct CompareOptions {
    /// Only these readings; else all.
    #[tsify(optional)]
    pub readings: Vec<String>,
    /// The other one comes before this estate; else after it. Differences are later − earlier.
    #[tsify(optional)]
    pub before: bool,
}

/// How the hosts stand, quarter by quarter.
#[derive(Debug, Default, Deserialize, Tsify)]
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

/// A page of a table as read.
#[derive(Debug, Default, Deserialize, Tsify)]
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
