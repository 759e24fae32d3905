//! Readings: named, sourced sets of assumptions about how a dispute is priced. They are data.

use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::fields::{Unfit, flag, number, text, texts, word};
use crate::units::BasisPoints;

/// How a shortfall is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ChargeKind {
    /// Licences are bought once, plus support.
    Purchase,
    /// Each quarter is priced as use.
    Use,
}

/// How far a lost day reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The host.
    Host,
    /// The largest host of its cluster.
    Largest,
    /// Every host of its cluster.
    Cluster,
    /// Every host of every cluster in which the product is.
    Estate,
}

/// For how long a lost day loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Granularity {
    /// For itself.
    Days,
    /// For its quarter.
    Quarter,
    /// For the whole window.
    Window,
}

/// Which price counts if there are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PriceBasis {
    /// List price.
    List,
    /// Contract price.
    Contract,
}

/// How back support is charged on bought licences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// Not at all.
    None,
    /// For the cap's years, whatever the duration.
    Flat,
    /// For as long as the shortfall lasted, at most the cap.
    Duration,
    /// For the whole look-back, at least the cap.
    Lookback,
    /// On each quarter's own shortfall, over the quarters of the cap.
    Graduated,
}

/// Whether contestable evidence is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Contestable {
    /// It stands.
    Held,
    /// It does not.
    Lost,
}

/// A reading of the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Who takes it.
    pub who: String,
    /// Ids of its sources, see [`crate::sources`].
    pub sources: Vec<String>,
    /// How a shortfall is charged.
    pub charge: ChargeKind,
    /// Price of a year of use, in basis points of the licence price; with 0 it is unknown, and so is what
    /// use costs.
    pub use_rate_bp: u32,
    /// How far a lost day reaches.
    pub scope: Scope,
    /// For how long a lost day loses.
    pub granularity: Granularity,
    /// Days after the first deployment that need no evidence; 0 for none.
    pub grace_days: u32,
    /// Calendar quarters of the window.
    pub lookback_quarters: u32,
    /// For how many quarters a report is owed; absent: for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_owed_quarters: Option<u32>,
    /// Whether contestable evidence is accepted.
    pub contestable: Contestable,
    /// Which price counts.
    pub price: PriceBasis,
    /// Whether licences bought since are credited against the licence quantity.
    pub credit_later_purchases: bool,
    /// How support is charged.
    pub support: Support,
    /// Years that cap it.
    pub support_cap_years: u32,
    /// Days after its period until which a report is in time; absent: any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_report_days: Option<u32>,
}

impl Reading {
    /// Its keys, as a file of readings has them.
    const KEYS: [&str; 17] = [
        "name",
        "title",
        "who",
        "sources",
        "charge",
        "use_rate_bp",
        "scope",
        "granularity",
        "grace_days",
        "lookback_quarters",
        "report_owed_quarters",
        "contestable",
        "price",
        "credit_later_purchases",
        "support",
        "support_cap_years",
        "late_report_days",
    ];
    /// The keys that may be absent.
    const OPTIONAL: [&str; 2] = ["report_owed_quarters", "late_report_days"];

    /// A reading all of whose keys are still to be laid.
    pub(super) const fn blank() -> Self {
        Self {
            name: String::new(),
            title: String::new(),
            who: String::new(),
            sources: Vec::new(),
            charge: ChargeKind::Purchase,
            use_rate_bp: 0,
            scope: Scope::Host,
            granularity: Granularity::Days,
            grace_days: 0,
            lookback_quarters: 0,
            report_owed_quarters: None,
            contestable: Contestable::Held,
            price: PriceBasis::List,
            credit_later_purchases: false,
            support: Support::None,
            support_cap_years: 0,
            late_report_days: None,
        }
    }

    /// A key that must be given and is not.
    pub(super) fn missing(has: impl Fn(&str) -> bool) -> Option<Unfit> {
        let must = |key: &&&str| !Self::OPTIONAL.contains(key) && !has(key);
        Self::KEYS.iter().find(must).map(|key| Unfit::missing_field(key))
    }

    /// Lays a key over it. Null is no number of days or quarters.
    pub(crate) fn lay(&mut self, key: &str, value: &Value) -> Result<(), Unfit> {
        let optional = || Some(value).filter(|value| !value.is_null()).map(number).transpose();
        match key {
            "name" => self.name = text(value)?,
            "title" => self.title = text(value)?,
            "who" => self.who = text(value)?,
            "sources" => self.sources = texts(value)?,
            "charge" => self.charge = word(value)?,
            "use_rate_bp" => self.use_rate_bp = number(value)?,
            "scope" => self.scope = word(value)?,
            "granularity" => self.granularity = word(value)?,
            "grace_days" => self.grace_days = number(value)?,
            "lookback_quarters" => self.lookback_quarters = number(value)?,
            "report_owed_quarters" => self.report_owed_quarters = optional()?,
            "contestable" => self.contestable = word(value)?,
            "price" => self.price = word(value)?,
            "credit_later_purchases" => self.credit_later_purchases = flag(value)?,
            "support" => self.support = word(value)?,
            "support_cap_years" => self.support_cap_years = number(value)?,
            "late_report_days" => self.late_report_days = optional()?,
            _ => return Err(Unfit::unknown_field(key, &Self::KEYS)),
        }
        Ok(())
    }

    /// Whether it charges use and nobody said for how much: a rate of 0 is an unknown one.
    pub(crate) fn lacks_use_rate(&self) -> bool {
        self.charge == ChargeKind::Use && self.use_rate_bp == 0
    }

    /// Use rate as a typed rate.
    pub fn use_rate(&self) -> BasisPoints {
        BasisPoints::new(self.use_rate_bp)
    }

    /// A key that is out of its range, its value and the range.
    pub(crate) fn out_of_range(&self) -> Option<(&'static str, u32, u32, u32)> {
        let limits = [
            ("lookback_quarters", self.lookback_quarters, 1, LONGEST_LOOKBACK),
            ("grace_days", self.grace_days, 0, LONGEST_DAYS),
            ("report_owed_quarters", self.report_owed_quarters.unwrap_or(0), 0, LONGEST_LOOKBACK),
            ("support_cap_years", self.support_cap_years, 0, LONGEST_CAP),
            ("late_report_days", self.late_report_days.unwrap_or(0), 0, LONGEST_DAYS),
            ("use_rate_bp", self.use_rate_bp, 0, 1_000_000),
        ];
        limits.into_iter().find(|(_, value, low, high)| value < low || value > high)
    }
}

/// A century: far beyond any look-back, and what a calendar of four-digit years can take.
const LONGEST_LOOKBACK: u32 = 400;
const LONGEST_DAYS: u32 = 36_525;
const LONGEST_CAP: u32 = 100;
