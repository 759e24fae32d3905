//! What is said of lines that are not used, and what became of each file.

use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::{Map, Set};

use super::{Line, NotUsed};

/// What became of a line; of a file the best of its lines counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    NoProduct,
    Refused,
    Stated,
    Used,
}

/// What grows on the way.
pub(super) struct Telling<'f> {
    findings: &'f mut Findings,
    fates: Map<String, Fate>,
    said: Set<String>,
    others: Map<(String, Code), (u32, Set<String>)>,
    /// Prices for a unit of another metric, as those.
    prices_by_other: Map<String, (u32, Set<String>)>,
    /// Lists of prices, each with its first line.
    lists: Map<String, (u32, String)>,
}

impl Fate {
    fn not_used(self, file: &str) -> Option<NotUsed> {
        let why = match self {
            Self::NoProduct => "of no product that is counted",
            Self::Refused => "the findings say why",
            Self::Stated => "the tables say it themselves",
            Self::Used => return None,
        };
        Some(NotUsed { file: file.to_owned(), why })
    }
}

impl<'f> Telling<'f> {
    pub fn new(findings: &'f mut Findings) -> Self {
        let (fates, said, others, lists) = (Map::new(), Set::new(), Map::new(), Map::new());
        Self { findings, fates, said, others, prices_by_other: Map::new(), lists }
    }

    /// Files of which nothing is used, here or among the exports; lists of prices among them are said to be.
    pub fn not_used(&mut self, in_use: &[String]) -> Vec<NotUsed> {
        let unused = self.fates.iter().filter(|(file, _)| !in_use.contains(file));
        let unused: Vec<NotUsed> = unused.filter_map(|(file, fate)| fate.not_used(file)).collect();
        self.say_lists(&unused);
        unused
    }

    pub fn fate(&mut self, line: &Line, fate: Fate) {
        let known = self.fates.entry(line.file.clone()).or_insert(fate);
        *known = fate.max(*known);
    }

    /// Once in all: a list says the same in many lines.
    pub fn once(&mut self, line: &Line, code: Code, severity: Severity, message: String, advice: &str) {
        if self.said.insert(message.clone()) {
            self.findings.push(Finding::new(code, severity, &line.file, message, advice).at(line.row));
        }
    }

    /// One of many that are not used for the same reason: said by file, at the first of them.
    pub fn other(&mut self, line: &Line, code: Code, name: String) {
        let key = (line.file.clone(), code);
        let (first, names) = self.others.entry(key).or_insert_with(|| (line.row, Set::new()));
        *first = line.row.min(*first);
        names.insert(name);
    }

    /// The same of a price for a unit of another metric.
    pub fn price_by_other(&mut self, line: &Line, name: String) {
        let (first, names) =
            self.prices_by_other.entry(line.file.clone()).or_insert_with(|| (line.row, Set::new()));
        *first = line.row.min(*first);
        names.insert(name);
    }

    /// A name that several products may be meant by.
    pub fn several(&mut self, line: &Line, products: &[&str]) {
        let message = format!(
            "{} could be one of several products ({}); it is none of them here",
            line.what,
            products.join(", ")
        );
        let advice = "Name the product here exactly as products.csv does.";
        self.once(line, Code::NotUsed, Severity::Warning, message, advice);
        self.fate(line, Fate::Refused);
    }

    /// A line of a list of prices: it is of nothing, until its product is found.
    pub fn priced(&mut self, line: &Line) {
        self.fate(line, Fate::NoProduct);
        if !self.lists.contains_key(line.file.as_str()) {
            self.lists.insert(line.file.clone(), (line.row, line.what.clone()));
        }
    }

    fn say_lists(&mut self, not_used: &[NotUsed]) {
        let none = |file: &&NotUsed| self.fates.get(file.file.as_str()) == Some(&Fate::NoProduct);
        for file in not_used.iter().filter(none) {
            let Some((row, what)) = self.lists.get(file.file.as_str()) else { continue };
            let message = format!(
                "no price here is of a product that is counted, in its metric, and none is used; the first is of {what}"
            );
            let advice =
                "If one is counted under another name, call it so here, or state its price in products.csv.";
            let finding = Finding::new(Code::NotUsed, Severity::Warning, &file.file, message, advice);
            self.findings.push(finding.at(*row));
        }
    }

    pub fn say_others(&mut self) {
        for ((file, code), (row, names)) in &self.others {
            let (message, advice) = others(*code, names);
            let finding = Finding::new(*code, Severity::Warning, file, message, advice).at(*row);
            self.findings.push(finding);
        }
        for (file, (row, names)) in &self.prices_by_other {
            let message =
                format!("prices by another metric than is counted here are not used: {}", shown(names));
            let advice = "Nothing to do if a price by the metric that is counted is known; else state it in products.csv.";
            let finding = Finding::new(Code::OtherMetric, Severity::Warning, file, message, advice).at(*row);
            self.findings.push(finding);
        }
    }
}

/// A user must find the name that should have been used: as many as can be read.
fn shown(names: &Set<String>) -> String {
    const SHOWN: usize = 50;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = match names.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    shown.join(", ") + &more
}

/// What is said of entitlements that are not used for the same reason, and what to do.
pub fn others(code: Code, names: &Set<String>) -> (String, &'static str) {
    let (why, advice) = match code {
        Code::OtherMetric => (
            "bought by another metric than is counted",
            "Check them apart; if they were traded for the metric that is counted, say so in an entitlements.csv.",
        ),
        _ => (
            "of no product that is counted",
            "If one is counted under another name, say so in an entitlements.csv beside the exports.",
        ),
    };
    (format!("entitlements {why} here are not used: {}", shown(names)), advice)
}
