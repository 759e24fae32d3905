//! The rules Subcap applies, as data: what each decides, when, on what ground, with an example.
//!
//! The texts stand in `data/rules.toml`, their sources in [`crate::sources`]. Code that applies a rule
//! names it by its [`RuleId`], so that every figure can be unfolded to the rule and from there to the text.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data::embedded;
use crate::error::Error;
use crate::fields::{Fields, Unfit};

/// The steps of an estimate that have rules, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Tables are read.
    Read,
    /// The estate is put in its simplified form.
    Resolve,
    /// Capacity is counted day by day.
    Count,
    /// The peak of a period is taken.
    Peak,
    /// Days stand or are lost.
    Judge,
    /// Quarters become money.
    Price,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::Read, Self::Resolve, Self::Count, Self::Peak, Self::Judge, Self::Price];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Resolve => "resolve",
            Self::Count => "count",
            Self::Peak => "peak",
            Self::Judge => "judge",
            Self::Price => "price",
        }
    }
}

/// One list for the names in code and in the data, so that they cannot part.
macro_rules! rule_ids {
    ($($variant:ident = $id:literal,)*) => {
        /// The rules, in the order in which an estimate applies them. What each says is in [`Rule`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum RuleId {
            $(#[doc = concat!("`", $id, "`")] #[serde(rename = $id)] $variant,)*
        }

        impl RuleId {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The id as printed.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }
        }
    };
}

rule_ids! {
    // read
    UnknownIsNotZero = "unknown-is-not-zero",
    // resolve
    RateGiven = "rate-given",
    RateFromTable = "rate-from-table",
    RateAssumed = "rate-assumed",
    UnknownHypervisor = "unknown-hypervisor",
    FirstDeployment = "first-deployment",
    // count
    FullCapacity = "full-capacity",
    SubCapacity = "sub-capacity",
    HostCap = "host-cap",
    RoundUpCores = "round-up-cores",
    PoolCap = "pool-cap",
    UncappedPartition = "uncapped-partition",
    OncePerVm = "once-per-vm",
    BareInstall = "bare-install",
    CountsInFull = "counts-in-full",
    DaySum = "day-sum",
    // peak
    HighWaterMark = "high-water-mark",
    RegionPeaks = "region-peaks",
    BundleRatio = "bundle-ratio",
    RvuTiers = "rvu-tiers",
    // judge
    LookBack = "look-back",
    Grace = "grace",
    EvidencedDay = "evidenced-day",
    Rebuilt = "rebuilt",
    ReportDue = "report-due",
    LateReport = "late-report",
    Contestable = "contestable",
    LostDay = "lost-day",
    WidenedQuarter = "widened-quarter",
    WidenedWindow = "widened-window",
    ScopeHost = "scope-host",
    ScopeLargest = "scope-largest",
    ScopeCluster = "scope-cluster",
    ScopeEstate = "scope-estate",
    // price
    Entitled = "entitled",
    BundleEntitled = "bundle-entitled",
    DecidingPart = "deciding-part",
    Shortfall = "shortfall",
    PeakOnce = "peak-once",
    CreditLaterPurchases = "credit-later-purchases",
    ShortDays = "short-days",
    PriceBasis = "price-basis",
    Purchase = "purchase",
    SupportFlat = "support-flat",
    SupportDuration = "support-duration",
    SupportLookback = "support-lookback",
    SupportGraduated = "support-graduated",
    UsePrice = "use-price",
    WithoutGaps = "without-gaps",
    Rounding = "rounding",
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a rule says. All texts are filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// The step that applies it.
    pub step: Step,
    /// The rule in a few words.
    pub title: String,
    /// What it counts or decides.
    pub what: String,
    /// The cases it applies to.
    pub when: String,
    /// Ids of its sources, see [`crate::sources::source`].
    pub sources: Vec<String>,
    /// The date or edition from which it holds: `undated` or `YYYY[-MM[-DD]]`, perhaps with a remark.
    pub since: String,
    /// A worked example with numbers.
    pub example: String,
    /// What it leaves open.
    pub not_covered: String,
}

impl Rule {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            id: of.one_of("id", RuleId::ALL, RuleId::as_str)?,
            step: of.word("step")?,
            title: of.text("title")?,
            what: of.text("what")?,
            when: of.text("when")?,
            sources: of.texts("sources")?,
            since: of.text("since")?,
            example: of.text("example")?,
            not_covered: of.text("not_covered")?,
        })
    }
}

static RULES: LazyLock<Result<Vec<Rule>, Error>> = LazyLock::new(|| {
    embedded("rules.toml", include_str!("../data/rules.toml"), |file| file.each("rule", Rule::read))
});

/// All rules, in the order in which an estimate applies them.
///
/// # Errors
/// None with the data as released: a test reads it.
pub fn rules() -> Result<&'static [Rule], Error> {
    RULES.as_deref().map_err(Clone::clone)
}

/// What a rule says.
///
/// ```
/// use subcap_core::rules::{RuleId, rule};
/// let peak = rule(RuleId::HighWaterMark).ok_or("no such rule")?;
/// assert_eq!(peak.title, "The busiest day of the quarter counts");
/// # Ok::<(), &str>(())
/// ```
pub fn rule(id: RuleId) -> Option<&'static Rule> {
    rules().ok()?.iter().find(|rule| rule.id == id)
}
