//! The comparison as plain data: the contract of every front.

use serde::Serialize;

#[cfg(feature = "schema")]
use super::SCHEMA;
use crate::json;
#[cfg(feature = "schema")]
use crate::report::form;

/// The answer of `subcap compare`. Differences are after − before. Readers should ignore fields they
/// do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "Subcap comparison, version 1")
)]
pub struct Comparison {
    /// Always `subcap.comparison/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// The first position.
    pub before: Side,
    /// The second position.
    pub after: Side,
    /// Readings that both were judged under.
    pub readings: Vec<ReadingChange>,
    /// Readings of the first alone.
    pub readings_only_before: Vec<String>,
    /// Readings of the second alone.
    pub readings_only_after: Vec<String>,
    /// Products whose full, sub or entitled quantities differ, whatever the reading; by name.
    pub products: Vec<UnitsChange>,
    /// Which rows of the tables differ; empty unless two estates were compared.
    pub tables: Vec<RowsChange>,
    /// What this is and is not.
    pub notice: &'static str,
}

/// One of the two positions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Side {
    /// Name of the estate.
    pub name: String,
    /// As-of date.
    pub as_of: String,
    /// First deployment; null if unknown.
    pub first_deployment: Option<String>,
}

/// A reading in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingChange {
    /// Its name.
    pub reading: String,
    /// The first position under it.
    pub before: ReadingSide,
    /// The second position under it.
    pub after: ReadingSide,
    /// Total after − total before; unless both are complete it holds for what is known only.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub difference: String,
    /// The steps from one estate to the other; they add up to the difference. Steps that change no
    /// row are left out. Empty unless two estates were compared.
    pub causes: Vec<Cause>,
    /// Products that differ, the largest money first.
    pub products: Vec<ProductChange>,
    /// What the difference holds besides the products' own: money of products that are priced in
    /// one of the positions only.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub priced_on_one_side: String,
}

/// A reading's total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingSide {
    /// Sum of the products' totals.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::MONEY)))]
    pub total: String,
    /// Whether it is the whole total; otherwise it is "at least".
    pub complete: bool,
    /// First quarter of the window.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub from: String,
    /// Last quarter of the window.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub to: String,
}

/// A step from the first estate to the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cause {
    /// What was taken over from the second estate; several joined by ` + ` where the estate between
    /// them cannot be estimated.
    pub step: String,
    /// What that changes.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub amount: String,
    /// False: one of the two totals is "at least", so that the amount holds for what is known only.
    pub complete: bool,
}

/// A product or bundle that differs under a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductChange {
    /// Its name.
    pub product: String,
    /// In the first position; null if it is not there.
    pub before: Option<Amounts>,
    /// In the second position; null if it is not there.
    pub after: Option<Amounts>,
    /// Total after − total before; null if one of them is unknown. Unless both are complete it holds for what
    /// is known only.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub difference: Option<String>,
    /// What the difference is made of; null if it is unknown.
    pub split: Option<Split>,
    /// Quarters that differ.
    pub quarters: Vec<QuarterChange>,
}

/// Figures of a product under a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Amounts {
    /// The highest shortfall of the window.
    pub peak_shortfall: i64,
    /// Licences to buy.
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
    /// False: the total is "at least", or unknown.
    pub complete: bool,
}

/// A product's difference in parts that add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Split {
    /// More or fewer licences, at the first position's price of a unit (at the second's if the
    /// first buys none).
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub quantity: String,
    /// The rest of the licences' difference: another price.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub price: String,
    /// Back support.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub support: String,
    /// Quarters priced as use.
    #[serde(rename = "use")]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::SIGNED)))]
    pub used: String,
}

/// A quarter of a product that differs under a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuarterChange {
    /// `2025-Q3`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub quarter: String,
    /// In the first position; null if it is outside its window.
    pub before: Option<QuarterSide>,
    /// In the second position; null if it is outside its window.
    pub after: Option<QuarterSide>,
    /// Reasons of lost days that the first position does not have.
    pub reasons_appeared: Vec<Reason>,
    /// Reasons of lost days that the second position no longer has.
    pub reasons_gone: Vec<Reason>,
}

/// Figures of a quarter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuarterSide {
    /// Peak with lost days at full capacity.
    pub required: i64,
    /// Held in the part of the quarter that decides.
    pub entitled: i64,
    /// Highest required − entitled of its parts.
    pub shortfall: i64,
    /// Hosts with a lost day.
    pub lost_hosts: u64,
}

/// Why days are lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// `not-measured`, `not-reported` or `neither`.
    pub condition: String,
    /// Hosts.
    pub hosts: u64,
    /// The first of them by name.
    pub first_hosts: Vec<String>,
    /// Days lost on any of them.
    pub days: u32,
    /// The first such day.
    pub from: String,
    /// The last such day.
    pub to: String,
}

/// A product whose quantities differ, whatever the reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitsChange {
    /// Its name.
    pub product: String,
    /// Its metric in the first position; null if it is not there.
    pub metric_before: Option<String>,
    /// Its metric in the second position; null if it is not there.
    pub metric_after: Option<String>,
    /// Quarters that differ.
    pub quarters: Vec<UnitsQuarter>,
}

/// A quarter whose quantities differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitsQuarter {
    /// `2025-Q3`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = form::QUARTER)))]
    pub quarter: String,
    /// In the first position; null if it is outside its window.
    pub before: Option<Units>,
    /// In the second position; null if it is outside its window.
    pub after: Option<Units>,
}

/// Quantities of a quarter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Units {
    /// Peak of full capacity.
    pub full: i64,
    /// Peak of sub-capacity.
    pub sub: i64,
    /// Held on the last day.
    pub entitled: i64,
}

/// Rows of a table that differ in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowsChange {
    /// The table.
    pub table: &'static str,
    /// The step of the waterfall to which it belongs.
    pub step: &'static str,
    /// `added`, `removed` or `changed`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["added", "removed", "changed"])))]
    pub how: &'static str,
    /// How many hosts, vms, installs, items … that is.
    pub count: usize,
    /// The first of them by name, at most eight.
    pub first: Vec<RowChange>,
}

/// A host, a vm, an item … that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowChange {
    /// Its name.
    pub name: String,
    /// What it says, or what changed.
    pub what: String,
}

impl Comparison {
    /// The comparison as JSON text, the same bytes on every platform; ends with a line feed.
    pub fn to_json(&self) -> String {
        // Plain data with string keys: serialising it cannot fail.
        json::document(self).unwrap_or_default()
    }

    /// Whether a total differs under any reading; a shortfall whose price is missing counts as one.
    pub fn differs(&self) -> bool {
        let unknown = |p: &ProductChange| {
            let short = |side: &Option<Amounts>| side.as_ref().map_or(0, |a| a.peak_shortfall);
            p.difference.is_none() && short(&p.before) != short(&p.after)
        };
        self.readings.iter().any(|r| r.before.total != r.after.total || r.products.iter().any(unknown))
    }
}
