//! Every figure unfolds: step, rule, the deciding inputs with file and row.
//!
//! [`explain`] counts, judges and prices a line again and keeps what decided; that the clusters and
//! hosts it names add up to the figure is tested on every case: for a quarter of a product the days and hosts of the peak, what each host adds and by
//! which rows, why days are lost under each reading, and how the shortfall becomes money.

mod counted;
mod judged;
mod priced;
mod standing;

use serde::Serialize;

use crate::Estimator;
use crate::calendar::{Quarter, Span};
use crate::error::{Error, ErrorCode, nearest};
use crate::estate::{Estate, HostId, Line};
use crate::estimate::Rules;
use crate::price::Reading;
use crate::rules::RuleId;

/// Version of the explanation.
pub const SCHEMA: &str = "subcap.explanation/1";

/// What to explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Product or bundle (or a bundle's member, which leads to its bundle).
    pub product: String,
    /// Which quarter.
    pub quarter: Quarter,
    /// Only what this host adds, and its standing.
    pub host: Option<String>,
}

/// A figure unfolded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Always [`SCHEMA`].
    pub schema: &'static str,
    /// Product or bundle.
    pub product: String,
    /// `2025-Q3`.
    pub quarter: String,
    /// The host asked for.
    pub host: Option<String>,
    /// What was counted, then each reading.
    pub steps: Vec<Step>,
}

/// One step on the way to a figure, with the steps it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it says, in words.
    pub text: String,
    /// The figure, if it is one: units or money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The rule applied, see [`crate::rules`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The rows it rests on: `vms.csv, row 12`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

impl Step {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None, rule: None, places: Vec::new(), steps: Vec::new() }
    }

    pub(crate) fn value(mut self, value: impl ToString) -> Self {
        self.value = Some(value.to_string());
        self
    }

    pub(crate) fn rule(mut self, rule: RuleId) -> Self {
        self.rule = Some(rule.as_str());
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
}

/// What the parts of an explanation share.
pub(crate) struct Asked<'a> {
    pub estate: &'a Estate,
    pub line: &'a Line,
    pub quarter: Quarter,
    /// The days of the quarter that exist in the longest window.
    pub days: Span,
    pub host: Option<HostId>,
}

impl Asked<'_> {
    pub(crate) fn host_name(&self, host: HostId) -> &str {
        self.estate.host(host).map_or("", |h| &h.name)
    }

    /// Whether a host is asked for.
    pub(crate) fn wants(&self, host: HostId) -> bool {
        self.host.is_none_or(|wanted| wanted == host)
    }

    pub(crate) fn region_name(&self, region: usize) -> &str {
        self.estate.regions.get(region).map_or("", |r| r)
    }

    /// Units of the line from parts of its scale, exact.
    pub(crate) fn parts(&self, parts: i64) -> String {
        crate::units::Fraction::new(i128::from(parts), i128::from(self.line.scale))
            .map_or_else(|_| parts.to_string(), |f| f.to_string())
    }
}

/// Unfolds what a quarter of a product requires, how it stands and what it costs.
pub fn explain(estate: &Estate, readings: &[Reading], question: &Question) -> Result<Explanation, Error> {
    let estimator = Estimator::new(estate, readings);
    let line = find_line(estate, &question.product)?;
    let host = question.host.as_deref().map(|name| find_host(estate, name)).transpose()?;
    let window = estimator.longest();
    let Some(days) = window.days_of(question.quarter) else {
        return Err(Error::new(
            ErrorCode::UnknownName,
            format!("{} lies outside the window {} to {}", question.quarter, window.first, window.last),
            "Ask for a quarter of the window, or a reading that looks back further.",
        ));
    };
    let asked = Asked { estate, line, quarter: question.quarter, days, host };
    let counted = estimator.count(line)?;
    let mut steps = counted::steps(&asked, &counted)?;
    for rules in estimator.rules() {
        let Rules { reading: of, window, .. } = rules;
        let Some(days) = window.days_of(question.quarter) else {
            steps.push(
                Step::new(format!("Reading {}: the quarter lies before its window", of.name))
                    .rule(RuleId::LookBack),
            );
            continue;
        };
        let judged = estimator.judge(rules, &counted)?;
        let mut reading = Step::new(format!("Reading {}: {}", of.name, of.title));
        reading.steps.extend(standing::steps(&asked, rules, &counted, &judged, days));
        match host {
            Some(host) => reading.steps.extend(judged::host(of, &counted, &judged, host, days)),
            None => {
                reading.steps.extend(judged::steps(&asked, of, &counted, &judged, days)?);
                reading.steps.extend(priced::steps(&asked, rules, &counted, &judged)?);
            }
        }
        steps.push(reading);
    }
    let product = estate.product(line.product).map_or_else(String::new, |p| p.name.clone());
    let (quarter, host) = (question.quarter.to_string(), question.host.clone());
    Ok(Explanation { schema: SCHEMA, product, quarter, host, steps })
}

fn find_line<'e>(estate: &'e Estate, name: &str) -> Result<&'e Line, Error> {
    let found = estate.line_of(name).and_then(|i| estate.lines.get(i));
    found.ok_or_else(|| unknown("product", name, estate.products.iter().map(|p| p.name.as_str())))
}

fn find_host(estate: &Estate, name: &str) -> Result<HostId, Error> {
    let found = estate.hosts.binary_search_by(|h| h.name.as_str().cmp(name)).ok();
    let id = found.and_then(|i| HostId::try_from(i).ok());
    id.ok_or_else(|| unknown("host", name, estate.hosts.iter().map(|h| h.name.as_str())))
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> Error {
    let advice = nearest(name, known.clone()).map_or_else(
        || {
            let mut some: Vec<&str> = known.take(11).collect();
            if some.len() > 10 {
                some.pop();
                some.push("…");
            }
            format!("Known are: {}.", some.join(", "))
        },
        |near| format!("Did you mean {near}?"),
    );
    Error::new(ErrorCode::UnknownName, format!("there is no {what} named {name}"), advice)
}
