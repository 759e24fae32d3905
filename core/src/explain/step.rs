//! The unfolded figure as plain data: the contract of `subcap explain --format json`.

use serde::Serialize;

use crate::order::Set;
use crate::rules::{RuleId, rule};
use crate::sources::source;
use crate::units::{Fraction, Overflow};

use super::change::Needed;

/// Version of the explanation.
pub const SCHEMA: &str = "subcap.explanation/1";

/// The published JSON Schema of the explanation.
pub const JSON_SCHEMA: &str = include_str!("../../schema/subcap.explanation-1.schema.json");

/// A figure unfolded. Readers should ignore fields they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "Subcap explanation, version 1")
)]
pub struct Explanation {
    /// Always `subcap.explanation/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// ISO 4217 code of all money.
    pub currency: &'static str,
    /// Product or bundle; null if the totals of the readings are unfolded.
    pub product: Option<String>,
    /// `2025-Q3`; null for the whole window.
    pub quarter: Option<String>,
    /// The host asked for.
    pub host: Option<String>,
    /// What holds for every reading, then each reading.
    pub steps: Vec<Step>,
    /// The sources that the steps cite, by id.
    pub sources: Vec<Cited>,
    /// What this is and is not.
    pub notice: &'static str,
}

/// One step on the way to a figure, with the steps it rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// What it says, in words.
    pub text: String,
    /// The figure, if it is one, as written: units or money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The same exactly: a whole number or a fraction such as `201/2`, money in whole units of currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"^-?\d+(/\d+)?$")))]
    pub amount: Option<String>,
    /// How the amounts of the steps below make up this one's; steps without an amount do not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<How>,
    /// The rule applied, see [`crate::rules`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// Ids of the rule's sources (of the reading's, where the step is a reading).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<&'static str>,
    /// The rows it rests on: `vms.csv, row 12`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Days without evidence, if that is what the step is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostDays>,
    /// Alternatives, each a smallest set of things that together would change the outcome: these days
    /// would stand, or nothing would be owed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub would_change_if: Vec<Vec<Needed>>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Self>,
}

/// How a figure follows from those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Added.
    Sum,
    /// Multiplied.
    Product,
    /// The highest.
    Highest,
    /// The lowest: a cap.
    Lowest,
    /// The first less the others, never below zero.
    Short,
    /// Added and rounded up to a whole number.
    RoundedUp,
    /// Added and rounded down to a whole number.
    RoundedDown,
    /// Added, passed through the tiers of RVU, and rounded up.
    Tiers,
    /// Multiplied and rounded half up to the currency's smallest unit.
    Money,
}

/// Consecutive days of a product on a host without evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostDays {
    /// Product, or member of the bundle.
    pub product: String,
    /// Host.
    pub host: String,
    /// `not-measured`, `not-reported` or `neither`.
    pub condition: &'static str,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// A source that a step cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cited {
    /// Its id.
    pub id: &'static str,
    /// What it says, in our words.
    pub title: &'static str,
    /// Where it was read; empty if nothing is published.
    pub url: &'static str,
}

impl Step {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// How it is written.
    pub(crate) fn value(mut self, value: impl ToString) -> Self {
        self.value = Some(value.to_string());
        self
    }

    /// Says "at least" of a figure, unless all of it is known.
    pub(crate) fn at_least(mut self, known: bool) -> Self {
        self.value = self.value.map(|value| if known { value } else { format!("at least {value}") });
        self
    }

    /// What it is exactly, and how it follows from the steps below.
    pub(crate) fn amount(mut self, amount: Fraction, how: Option<How>) -> Self {
        self.amount = Some(amount.to_string());
        self.how = how;
        self
    }

    /// A number written as it is.
    pub(crate) fn exactly(self, amount: impl Into<Fraction>) -> Self {
        let amount = amount.into();
        self.value(amount).amount(amount, None)
    }

    pub(crate) fn how(mut self, how: How) -> Self {
        self.how = Some(how);
        self
    }

    pub(crate) fn rule(mut self, id: RuleId) -> Self {
        self.rule = Some(id.as_str());
        self.sources = rule(id).map_or_else(Vec::new, |r| r.sources.iter().map(String::as_str).collect());
        self
    }

    pub(crate) fn place(mut self, place: String) -> Self {
        self.places.push(place);
        self
    }

    pub(crate) fn step(mut self, step: Self) -> Self {
        self.steps.push(step);
        self
    }

    pub(crate) fn steps(mut self, steps: impl IntoIterator<Item = Self>) -> Self {
        self.steps.extend(steps);
        self
    }

    /// The alternatives in words: `a rebuilt item …; or a measured item … and a report …`.
    pub fn would_change(&self) -> Option<String> {
        let one =
            |needed: &Vec<Needed>| needed.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
        let all: Vec<String> = self.would_change_if.iter().map(one).collect();
        (!all.is_empty()).then(|| all.join("; or "))
    }

    /// What it and the steps below cite.
    pub(crate) fn cite(&self, ids: &mut Set<&'static str>) {
        ids.extend(self.sources.iter().copied());
        self.steps.iter().for_each(|step| step.cite(ids));
    }
}

/// The sources of some steps.
pub(crate) fn cited(steps: &[Step]) -> Vec<Cited> {
    let mut ids = Set::new();
    steps.iter().for_each(|step| step.cite(&mut ids));
    let of = |id| source(id).map(|s| Cited { id, title: &s.title, url: &s.url });
    ids.into_iter().filter_map(of).collect()
}

/// The first of many steps that add up, and the rest as one.
pub(crate) fn first_of(parts: Vec<(Fraction, Step)>, shown: usize) -> Result<Vec<Step>, Overflow> {
    let (all, mut rest, mut steps) = (parts.len(), Fraction::ZERO, Vec::new());
    for (amount, step) in parts {
        if steps.len() < shown {
            steps.push(step);
        } else {
            rest = rest.plus(amount)?;
        }
    }
    if all > steps.len() {
        steps.push(Step::new(format!("… and {} more together", all - steps.len())).exactly(rest));
    }
    Ok(steps)
}
