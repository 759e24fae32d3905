//! What was bought, and its prices, as lists name them that lie beside tables: the products may be those of the tables.
//!
//! Who reads exports knows the products of exports only. Lines of others are handed on, and what they are of is told
//! here, once all tables are read.

mod beside;
mod entitled;
mod known;
mod priced;
mod telling;
#[cfg(test)]
mod tests;
mod whose;

use serde::Serialize;
use serde_json::Value;

use crate::fields::{Fields, Unfit};
use crate::finding::Findings;

use super::Tables;
pub(super) use beside::Beside;
pub use known::{known_by, without_version};
pub use telling::others;

/// Lines of products that no export counts.
///
/// Serialised it is what another module of the page goes on with; it is no answer.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Bought {
    /// What was bought.
    pub entitlements: Vec<Entitled>,
    /// Prices of a unit.
    pub prices: Vec<Priced>,
    /// Files of which something else is used.
    pub in_use: Vec<String>,
    /// Lists of which nothing is used among exports: the findings say why, unless it is for their products.
    pub refused: Vec<String>,
}

/// A line of a list.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Line {
    /// As findings name the file.
    pub file: String,
    /// Its row there.
    pub row: u32,
    /// As the column `origin` has it.
    pub origin: String,
    /// What it says it is of, for people.
    pub what: String,
    /// Names the product may have, the best first.
    pub names: Vec<String>,
    /// The metric, if it is stated.
    pub metric: Option<String>,
}

/// A line of what was bought; the cells are those of `entitlements.csv`.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Entitled {
    /// The line.
    pub line: Line,
    /// Units; `None` if they are not stated.
    pub quantity: Option<String>,
    /// From when, or empty.
    pub from: String,
    /// To when, or empty.
    pub to: String,
    /// What is doubtful about the quantity, and what to do: said if the line is used.
    pub doubt: Option<(String, String)>,
}

/// A line of a list of prices; the cells are those of `products.csv`.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Priced {
    /// The line.
    pub line: Line,
    /// Of the list, or empty.
    pub list: String,
    /// Of the contract, or empty.
    pub contract: String,
    /// ISO code, if stated.
    pub currency: Option<String>,
    /// Since when (`YYYY-MM-DD`), or empty.
    pub as_of: String,
    /// The last day (`YYYY-MM-DD`), or empty.
    pub until: String,
}

/// A file of which nothing is used after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotUsed {
    /// Its path, as findings name it.
    pub file: String,
    /// Why.
    pub why: &'static str,
}

impl Bought {
    /// What another module of the page serialised; none if there is none.
    pub fn handed_over(bought: Option<&Value>) -> Result<Self, Unfit> {
        let Some(bought) = bought else { return Ok(Self::default()) };
        let of = Fields::of(bought)?;
        Ok(Self {
            entitlements: of.each("entitlements", Entitled::read)?,
            prices: of.each("prices", Priced::read)?,
            in_use: of.texts("in_use")?,
            refused: of.texts("refused")?,
        })
    }

    /// What is said of it where there are no tables beside.
    #[must_use]
    pub fn without_tables(&self) -> Findings {
        let mut findings = Findings::default();
        Beside::of(self, &Tables::default(), None, &mut findings);
        findings
    }
}

impl Line {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            file: of.text("file")?,
            row: of.number("row")?,
            origin: of.text("origin")?,
            what: of.text("what")?,
            names: of.texts("names")?,
            metric: of.text_if_any("metric")?,
        })
    }
}

impl Entitled {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        let doubt = of.maybe("doubt").map(crate::fields::texts).transpose()?;
        let doubt = doubt.and_then(|said| Some((said.first()?.clone(), said.get(1)?.clone())));
        Ok(Self {
            line: Line::read(of.inner("line")?)?,
            quantity: of.text_if_any("quantity")?,
            from: of.text("from")?,
            to: of.text("to")?,
            doubt,
        })
    }
}

impl Priced {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            line: Line::read(of.inner("line")?)?,
            list: of.text("list")?,
            contract: of.text("contract")?,
            currency: of.text_if_any("currency")?,
            as_of: of.text("as_of")?,
            until: of.text("until")?,
        })
    }
}
