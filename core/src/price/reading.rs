//! Readings: named, sourced sets of assumptions about how a dispute is priced. They are data.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::data;
use crate::error::{Error, ErrorCode, nearest};
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
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
    /// Price of a year of use, in basis points of the licence price.
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

/// The readings there are: the built-in ones in their order, then the user's.
#[derive(Debug, Clone)]
pub struct Readings {
    list: Vec<Reading>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reading: Vec<toml::Table>,
}

const EMBEDDED: &str = include_str!("../../data/readings.toml");
/// A century: far beyond any look-back, and what a calendar of four-digit years can take.
const LONGEST_LOOKBACK: u32 = 400;
const LONGEST_DAYS: u32 = 36_525;
const LONGEST_CAP: u32 = 100;

impl Readings {
    /// The built-in readings.
    pub fn built_in() -> Result<Self, Error> {
        let mut readings = Self { list: Vec::new() };
        readings.add("readings.toml", EMBEDDED.as_bytes())?;
        Ok(readings)
    }

    /// Adds the readings of a file; one of a known name takes its place. A reading may say
    /// `like = "agreement"` and then only what differs.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        const ADVICE: &str = "Write [[reading]] tables with the keys that `subcap readings --format toml` prints, or like = \"agreement\" and what differs.";
        let bad = |message: String| Error::new(ErrorCode::BadReadings, message, ADVICE).in_file(path);
        let text = std::str::from_utf8(bytes).map_err(|_| bad("the file is not UTF-8 text".into()))?;
        let file: File = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|s| 1 + text.get(..s.start).map_or(0, |t| t.matches('\n').count()));
            let error = bad(e.message().to_owned());
            line.and_then(|l| u32::try_from(l).ok()).map_or(error.clone(), |l| error.at_row(l))
        })?;
        for given in file.reading {
            let reading = self.completed(given, &bad)?;
            let name = reading.name.clone();
            if let Some((key, value, low, high)) = reading.out_of_range() {
                return Err(
                    bad(format!("reading {name}: {key} = {value} is outside {low} to {high}")).in_column(key)
                );
            }
            match self.list.iter_mut().find(|r| r.name == name) {
                Some(old) => *old = reading,
                None => self.list.push(reading),
            }
        }
        Ok(())
    }

    fn completed(&self, given: toml::Table, bad: &impl Fn(String) -> Error) -> Result<Reading, Error> {
        let mut given = data::json(given);
        let name = given.get("name").and_then(Value::as_str).unwrap_or("without a name").to_owned();
        if let Some(like) = given.remove("like") {
            let base = self
                .get(like.as_str().unwrap_or(""))
                .map_err(|e| bad(format!("reading {name} is like none: {}. {}", e.message, e.advice())))?;
            let mut table = keys(base).map_err(|e| bad(format!("reading {name}: {e}")))?;
            table.extend(given);
            given = table;
        }
        serde_json::from_value(Value::Object(given.clone())).map_err(|e| {
            let error = bad(format!("reading {name}: {e}"));
            self.culprit(&given).map_or(error.clone(), |key| error.in_column(key))
        })
    }

    /// The key that cannot stand in any reading: serde's words for a bad value do not name it.
    fn culprit(&self, given: &Map<String, Value>) -> Option<String> {
        let good = keys(self.list.first()?).ok()?;
        let spoils = |(key, value): &(&String, &Value)| {
            let mut table = good.clone();
            table.insert((*key).clone(), (*value).clone());
            serde_json::from_value::<Reading>(Value::Object(table)).is_err()
        };
        given.iter().find(spoils).map(|(key, _)| key.clone())
    }

    /// All of them.
    pub fn all(&self) -> &[Reading] {
        &self.list
    }

    /// One by its name.
    pub fn get(&self, name: &str) -> Result<&Reading, Error> {
        self.list.iter().find(|r| r.name == name).ok_or_else(|| {
            let known = || self.list.iter().map(|r| r.name.as_str());
            let advice = nearest(name, known()).map_or_else(
                || format!("Known readings are {}.", known().collect::<Vec<_>>().join(", ")),
                |near| format!("Did you mean {near}?"),
            );
            Error::new(ErrorCode::UnknownName, format!("there is no reading named {name}"), advice)
        })
    }

    /// Those named, in the order of the list; all if none is named.
    pub fn select(&self, names: &[String]) -> Result<Vec<Reading>, Error> {
        for name in names {
            self.get(name)?;
        }
        let wanted = |r: &&Reading| names.is_empty() || names.contains(&r.name);
        Ok(self.list.iter().filter(wanted).cloned().collect())
    }
}

/// A reading's keys and their values.
fn keys(reading: &Reading) -> Result<Map<String, Value>, serde_json::Error> {
    let mut keys = Map::new();
    if let Value::Object(all) = serde_json::to_value(reading)? {
        keys = all;
    }
    Ok(keys)
}
