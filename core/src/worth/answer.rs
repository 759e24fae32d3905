//! The answer of `subcap evidence` as plain data.

use serde::Serialize;

use super::checklist::Checked;
use super::gaps::Cure;
use super::target::Smallest;

/// Version of the answer.
pub const SCHEMA: &str = "subcap.evidence/1";

/// The published JSON Schema of the answer.
pub const JSON_SCHEMA: &str = include_str!("../../schema/subcap.evidence-1.schema.json");

/// The gaps of one reading and what closing them is worth. Readers should ignore fields they do not
/// know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "Worth of evidence, version 1")
)]
pub struct Worth {
    /// Always `subcap.evidence/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// The reading.
    pub reading: String,
    /// ISO 4217 code of all money.
    pub currency: &'static str,
    /// The total as it is.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total: String,
    /// The total with every gap closed: what is owed anyway.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub total_all_closed: String,
    /// False: the total as it is is "at least" (see `subcap estimate`).
    pub complete: bool,
    /// False: the total with every gap closed is "at least".
    pub total_all_closed_complete: bool,
    /// The gaps, the most valuable first.
    pub gaps: Vec<GapWorth>,
    /// How the shares were worked out.
    pub method: Method,
    /// The smallest set of gaps that gets to the target asked for.
    pub smallest: Option<Smallest>,
    /// Quarter by quarter: what is on file, what is missing, who could hold it.
    pub checklist: Vec<Checked>,
    /// What this is and is not.
    pub notice: &'static str,
}

/// A gap and its worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapWorth {
    /// Stable name: quarter, kind, scope.
    pub id: String,
    /// `not-measured`, `not-reported` or `neither`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["not-measured", "not-reported", "neither"])))]
    pub kind: &'static str,
    /// `*`, `region:…`, `cluster:…` or `host:…`.
    pub scope: String,
    /// First day.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::DAY)))]
    pub from: String,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::DAY)))]
    pub to: String,
    /// Hosts with a lost day in it.
    pub hosts: usize,
    /// The first of them by name.
    pub first_hosts: Vec<String>,
    /// Rows of `evidence.csv` that close it.
    pub cure: Vec<Cure>,
    /// Items on the list that would help but are contestable, lost or late.
    pub refused: Vec<String>,
    /// What closing it takes off the total while every other gap stays open.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub alone: String,
    /// What closing it takes off once all others are closed.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub last: String,
    /// Its fair share; the shares of all gaps add up to `total` − `total_all_closed`.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::SIGNED)))]
    pub shapley: String,
    /// False: `alone` and `shapley` hold for what is known only, because a total between which they lie is
    /// "at least".
    pub complete: bool,
    /// The same for `last`.
    pub last_complete: bool,
    /// Standard error of the share where it was sampled; null if it is exact.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::MONEY)))]
    pub error: Option<String>,
}

/// How shares were worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Method {
    /// Whether every share is exact.
    pub exact: bool,
    /// Products whose gaps were enumerated, subset by subset.
    pub enumerated: usize,
    /// Products whose shares have a closed form (one gap a quarter: an airport game).
    pub closed_form: usize,
    /// Products whose shares were sampled.
    pub sampled: usize,
    /// Orders drawn for each of those.
    pub orders: usize,
    /// Seed of the draws.
    pub seed: u64,
}
