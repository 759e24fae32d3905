//! **Step 6: report.** The answer as plain data: the contract of every front.
//!
//! [`Report`] serialises to the JSON of `subcap.report/1`; its schema is published beside the core
//! (`core/schema`) and derived from these types, doc comments included. Money is a string with the
//! currency's own decimals, units are whole numbers. Within version 1 fields and finding codes may
//! be added and none goes away, so the schema asks for every field there is and tolerates others.

mod build;
mod merge;
mod portfolio;
mod reasons;
mod standing;

use serde::Serialize;

use crate::finding::Finding;
use crate::json;

pub use build::LineAnswer;
pub(crate) use build::{base_report, reading_product, report};
pub use merge::merge;
pub use portfolio::{
    EstateSummary, PORTFOLIO_SCHEMA, ReadingSummary, ReportSummary, Trouble, is_portfolio, portfolio_line,
    portfolio_totals, read_portfolio,
};
pub(crate) use reasons::{Condition, Reasons, conditions, helps, reaches, reaches_host};
pub use standing::{HostStanding, Standing, standing};

/// Version of the report.
pub const SCHEMA: &str = "subcap.report/1";

/// The published JSON Schema of the report.
pub const JSON_SCHEMA: &str = include_str!("../../schema/subcap.report-1.schema.json");

/// What every answer says about itself.
pub const NOTICE: &str = "An estimate from the tables given. Not vendor-accepted evidence and not legal advice. Nothing was sent anywhere.";

/// Texts of a fixed form, as patterns for the schemas.
#[cfg(feature = "schema")]
pub(crate) mod form {
    pub const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
    pub const QUARTER: &str = r"^\d{4}-Q[1-4]$";
    pub const MONEY: &str = r"^\d+(\.\d+)?$";
    pub const SIGNED: &str = r"^-?\d+(\.\d+)?$";
    pub const EXACT: &str = r"^\d+(/\d+)?$";
    pub const CHANCE: &str = r"^(0(\.\d+)?|1)$";
    pub const METRICS: [&str; 3] = ["PVU", "VPC", "RVU_MAPC"];
}

/// The answer of `subcap estimate`: what each product needs, and what each reading of the agreement
/// makes of it. Readers should ignore fields and finding codes they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "Subcap report, version 1"))]
pub struct Report {
    /// Always `subcap.report/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// As-of date, `YYYY-MM-DD`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::DAY)))]
    pub as_of: String,
    /// ISO 4217 code of all money.
    pub currency: &'static str,
    /// Products in no bundle, and bundles, by name.
    pub products: Vec<ProductReport>,
    /// What each reading makes of it.
    pub readings: Vec<ReadingReport>,
    /// What was odd in the input, by file, row, column and code.
    pub findings: Vec<Finding>,
    /// Name of the estate.
    pub name: String,
    /// First deployment, `YYYY-MM-DD`; null if unknown.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::DAY)))]
    pub first_deployment: Option<String>,
    /// What this is and is not.
    pub notice: &'static str,
}

/// Full and sub-capacity of a product or bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductReport {
    /// Its name.
    pub product: String,
    /// `PVU`, `VPC` or `RVU_MAPC`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = form::METRICS)))]
    pub metric: &'static str,
    /// Quarters of the longest window asked for.
    pub quarters: Vec<ProductQuarter>,
    /// Members of a bundle in their own metric; empty for a product.
    pub members: Vec<MemberReport>,
    /// Where the rates behind the figures come from; empty if the metric has none.
    pub rates: Vec<RateReport>,
}

/// A quarter of a product, whatever the reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductQuarter {
    /// `2025-Q3`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub quarter: String,
    /// Peak of full capacity over the hosts with the product.
    pub full: i64,
    /// Peak of sub-capacity with no evidence lost.
    pub sub: i64,
    /// Held on the last day of the quarter inside the window.
    pub entitled: i64,
    /// Each region's own sub-capacity peak; they add up to `sub` before rounding.
    pub sub_peaks: Vec<RegionPeak>,
}

/// A region's peak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegionPeak {
    /// Region; empty for the one region.
    pub region: String,
    /// Last day on which the peak was reached.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::DAY)))]
    pub date: String,
    /// Units, exact: a whole number or a fraction such as `201/2`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::EXACT)))]
    pub quantity: String,
}

/// A bundle's member in its own metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberReport {
    /// Its name.
    pub product: String,
    /// Its metric.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = form::METRICS)))]
    pub metric: &'static str,
    /// Bundle units per unit of the member, exact.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::EXACT)))]
    pub counts: String,
    /// Its quarters.
    pub quarters: Vec<MemberQuarter>,
}

/// A quarter of a bundle's member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberQuarter {
    /// `2025-Q3`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub quarter: String,
    /// Peak of full capacity.
    pub full: i64,
    /// Peak of sub-capacity.
    pub sub: i64,
}

/// A rate and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateReport {
    /// PVU per core.
    pub pvu_per_core: u32,
    /// `given`, `table` or `assumed`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["given", "table", "assumed"])))]
    pub origin: &'static str,
    /// Grade of the table's row: `printed`, `worked example` or `unconfirmed`; null unless from the table.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["printed", "worked example", "unconfirmed", null])))]
    pub grade: Option<&'static str>,
    /// Ids of the table's rows that matched.
    pub rows: Vec<String>,
    /// Hosts with the product counted at this rate.
    pub hosts: usize,
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingReport {
    /// Its name.
    pub reading: String,
    /// First and last quarter it looks at.
    pub window: WindowReport,
    /// What it makes of each product or bundle.
    pub products: Vec<ReadingProduct>,
    /// Sum of the products' totals that are known.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub total: String,
    /// False: the total is "at least".
    pub complete: bool,
    /// Why it is not complete.
    pub incomplete_because: Vec<&'static str>,
    /// What is owed anyway: the total if every day were evidenced; null if a price is missing.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub without_gaps: Option<String>,
    /// False: what is owed anyway is "at least", or unknown.
    pub without_gaps_complete: bool,
    /// What the reading is.
    pub title: String,
}

/// First and last quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WindowReport {
    /// `2024-Q1`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub from: String,
    /// `2025-Q4`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub to: String,
}

/// A product or bundle under a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingProduct {
    /// Its name.
    pub product: String,
    /// N: the highest shortfall of the window, in metric units.
    pub peak_shortfall: i64,
    /// Licences to buy; 0 under `use`.
    pub licence_quantity: i64,
    /// Money of the licences; null if the price is missing.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub licence: Option<String>,
    /// Money of back support.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub support: Option<String>,
    /// Money of quarters priced as use.
    #[serde(rename = "use")]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub used: Option<String>,
    /// Sum of the three.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub total: Option<String>,
    /// The same total if every day were evidenced.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub without_gaps: Option<String>,
    /// False: the total is "at least", or unknown.
    pub complete: bool,
    /// False: what is owed anyway is "at least", or unknown.
    pub without_gaps_complete: bool,
    /// Quarters of the window.
    pub quarters: Vec<ReadingQuarter>,
}

/// A quarter of a product under a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingQuarter {
    /// `2025-Q3`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub quarter: String,
    /// Peak of the quarter with lost days at full capacity.
    pub required: i64,
    /// Held in the part of the quarter that decides.
    pub entitled: i64,
    /// Highest required − entitled of its parts, never below zero.
    pub shortfall: i64,
    /// Hosts with at least one lost day, before the reading widens it.
    pub lost_hosts: usize,
    /// Why they are lost.
    pub lost: Vec<LossReason>,
}

/// Why days are lost, for hosts that fail on the same condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LossReason {
    /// `not-measured`, `not-reported` or `neither` (measured nor reported).
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["not-measured", "not-reported", "neither"])))]
    pub condition: &'static str,
    /// Hosts.
    pub hosts: usize,
    /// The first of them by name, at most three.
    pub first_hosts: Vec<String>,
    /// Days of the quarter lost on any of them; they need not adjoin.
    pub days: i32,
    /// Their first lost day in the quarter.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::DAY)))]
    pub from: String,
    /// Their last lost day in the quarter.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::DAY)))]
    pub to: String,
    /// What would make the days stand.
    pub cure: &'static str,
    /// Items that would cover some of them but are not taken as true: contestable, lost or late.
    pub refused: Vec<String>,
}

impl Report {
    /// The report as JSON text, the same bytes on every platform; ends with a line feed.
    pub fn to_json(&self) -> String {
        // Plain data with string keys: serialising it cannot fail.
        json::document(self).unwrap_or_default()
    }

    /// Whether any reading asked for finds something to pay (a shortfall without a price is one).
    pub fn exposure(&self) -> bool {
        let pays = |p: &ReadingProduct| {
            p.total.as_ref().is_none_or(|t| t.bytes().any(|b| (b'1'..=b'9').contains(&b)))
        };
        self.readings.iter().flat_map(|r| &r.products).any(pays)
    }
}
