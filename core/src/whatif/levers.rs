//! What can be varied, one thing at a time: the data of `data/levers.toml`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::data::embedded;
use crate::error::Error;
use crate::fields::{self, Fields, Unfit};
use crate::price::{ChargeKind, Reading, Support};

/// Something a negotiator varies, with the settings that reach from one side to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Stable name.
    pub name: String,
    /// What it is about, in a few words.
    pub title: String,
    /// Only for readings that charge like this.
    pub charge: Option<ChargeKind>,
    /// Only for readings that charge support.
    pub support: bool,
    /// What of the estate the numbers of its settings are for; absent where they are scenarios.
    pub each: Option<Each>,
    /// The setting of the licensee's side.
    pub low: Setting,
    /// The setting of the other side.
    pub high: Setting,
    /// Ids of its sources, see [`crate::sources::source`].
    pub sources: Vec<String>,
}

/// One end of a lever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The setting in words; `{}` stands for what the number comes to in the estate.
    pub says: String,
    /// The setting as a scenario.
    pub scenario: Option<Value>,
    /// The setting as a number, see [`Each`].
    pub number: Option<i64>,
}

/// What the numbers of a lever are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// Support rate of all products, in basis points.
    SupportRate,
    /// Basis points of every price.
    EveryPrice,
    /// Basis points of the prices of one product: a lever for each of the dearest.
    ProductPrice,
    /// Basis points of every quantity held, rounded down.
    Entitlements,
    /// PVU per core: a lever for each processor whose rate is assumed or unconfirmed.
    Rate,
    /// Quarters by which the first deployment is later.
    FirstDeployment,
}

impl Lever {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            name: of.text("name")?,
            title: of.text("title")?,
            charge: of.maybe("charge").map(fields::word).transpose()?,
            support: of.maybe("support").map_or(Ok(false), fields::flag)?,
            each: of.maybe("each").map(fields::word).transpose()?,
            low: Setting::read(of.inner("low")?)?,
            high: Setting::read(of.inner("high")?)?,
            sources: of.texts("sources")?,
        })
    }

    /// Whether the lever means anything under the reading.
    pub fn applies_to(&self, reading: &Reading) -> bool {
        let charged = self.charge.is_none_or(|charge| charge == reading.charge);
        charged && !(self.support && reading.support == Support::None)
    }
}

impl Setting {
    fn read(of: Fields<'_>) -> Result<Self, Unfit> {
        Ok(Self {
            says: of.text("says")?,
            scenario: of.maybe("scenario").cloned(),
            number: of.maybe("number").map(fields::number).transpose()?,
        })
    }
}

static LEVERS: LazyLock<Result<Vec<Lever>, Error>> = LazyLock::new(|| {
    embedded("levers.toml", include_str!("../../data/levers.toml"), |file| file.each("lever", Lever::read))
});

/// All levers.
///
/// # Errors
/// None with the data as released: a test reads it.
pub fn levers() -> Result<&'static [Lever], Error> {
    LEVERS.as_deref().map_err(Clone::clone)
}
