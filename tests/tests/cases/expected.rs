//! `expected.json`: what a case expects, and `why.md`: why.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// Whose case it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of `tests/cases`: everything must be stated and explained.
    Own,
    /// Shared beside the project: only its checks count.
    Shared,
}

/// `expected.json`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// What the case shows, in one line.
    pub title: String,
    /// Where the rule or the figure comes from.
    pub source: String,
    /// What is asked beside the tables.
    #[serde(default)]
    pub options: Options,
    /// Why it fails for now. Once it passes the runner complains until this is taken out.
    pub known_failure: Option<String>,
    /// Exit code of the command line; without it any that agrees with the answer.
    pub exit: Option<i32>,
    /// The estimate ends with this error.
    pub error: Option<ExpectedError>,
    /// Findings as `code file:row column`, in order; none if absent.
    #[serde(default)]
    pub findings: Vec<String>,
    /// Figures.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What the scenarios in `given/` come to.
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    /// Why one scenario differs from another.
    #[serde(default)]
    pub between: Vec<Between>,
    /// What closing gaps is worth.
    #[serde(default)]
    pub worth: Vec<Worth>,
}

/// One scenario by the name it gives itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    pub checks: Vec<Check>,
}

/// Two scenarios by their names, and the causes of the difference under one reading, in order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Between {
    pub from: String,
    pub to: String,
    pub reading: String,
    pub causes: Vec<Cause>,
}

/// A step and by how much it changes the total.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Cause {
    pub step: String,
    pub amount: String,
}

/// The gaps under one reading.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worth {
    pub reading: String,
    pub total: String,
    pub total_all_closed: String,
    /// All gaps, in any order.
    pub gaps: Vec<Gap>,
    /// Amounts to get below, and how many gaps that takes at least.
    #[serde(default)]
    pub targets: Vec<Target>,
}

/// A gap and what closing it is worth; `scope` only where hosts differ.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    pub kind: String,
    pub scope: Option<String>,
    pub from: String,
    pub to: String,
    pub alone: String,
    pub last: String,
    pub shapley: String,
}

/// An amount to get below.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub below: String,
    pub gaps: usize,
    pub total: String,
}

/// What is asked beside the tables; further readings stand in `given/readings.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// As-of date over the one in `estate.toml`.
    pub as_of: Option<String>,
    /// Readings asked for; all if none is named.
    #[serde(default)]
    pub readings: Vec<String>,
}

/// An error that ends the estimate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    pub code: String,
    pub file: Option<String>,
    pub row: Option<u32>,
}

/// A figure of the report: where it stands and what it is. Every name given goes one level deeper,
/// in this order; `field` is a name there, or a path such as `sub_peaks.0.date`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub reading: Option<String>,
    pub product: Option<String>,
    pub member: Option<String>,
    pub quarter: Option<String>,
    pub field: String,
    pub value: Value,
}

impl Expected {
    /// Reads and vets the expectations of a case.
    pub fn read(folder: &Path, kind: Kind) -> Result<Self, String> {
        let text = |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| format!("{name}: {e}"));
        let expected: Self =
            serde_json::from_str(&text("expected.json")?).map_err(|e| format!("expected.json: {e}"))?;
        if kind == Kind::Own {
            expected.vet(&text("why.md")?)?;
        }
        Ok(expected)
    }

    /// A case says what it shows and expects something, and each figure expected is one that the
    /// hand arithmetic arrives at.
    fn vet(&self, why: &str) -> Result<(), String> {
        if self.title.is_empty() || self.source.is_empty() {
            return Err("expected.json: title and source must say something".into());
        }
        if self.checks.is_empty() == self.error.is_none() {
            return Err("expected.json: either checks or an error is due".into());
        }
        let why = without_thousands(why);
        let of_scenarios = self.scenarios.iter().flat_map(|scenario| &scenario.checks);
        for check in self.checks.iter().chain(of_scenarios) {
            let figure = match &check.value {
                Value::Number(number) => number.to_string(),
                Value::String(text) => text.trim_end_matches(".00").to_owned(),
                _ => continue,
            };
            if !why.contains(&figure) {
                return Err(format!("why.md does not arrive at {} of {check:?}", check.value));
            }
        }
        for amount in self.worth.iter().flat_map(Worth::amounts) {
            if !why.contains(amount.trim_end_matches(".00")) {
                return Err(format!("why.md does not arrive at {amount}, the worth of a gap"));
            }
        }
        Ok(())
    }
}

impl Worth {
    fn amounts(&self) -> Vec<&str> {
        let mut amounts = vec![self.total.as_str(), &self.total_all_closed];
        for gap in &self.gaps {
            amounts.extend([gap.alone.as_str(), &gap.last, &gap.shapley]);
        }
        amounts.extend(self.targets.iter().map(|target| target.total.as_str()));
        amounts
    }
}

/// `3,840` as `3840`.
fn without_thousands(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let separates = |at: usize| at > 0 && digit(at - 1) && (1..=3).all(|n| digit(at + n)) && !digit(at + 4);
    text.char_indices().filter(|(at, c)| *c != ',' || !separates(*at)).map(|(_, c)| c).collect()
}
