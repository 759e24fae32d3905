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

/// What lines are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Entitlements,
    Prices,
}

/// What grows on the way.
pub(super) struct Telling<'f> {
    findings: &'f mut Findings,
    fates: Map<String, Fate>,
    said: Set<String>,
    /// Of many that are not used for the same reason, by file: the first of them, and all names.
    others: Map<(String, Of, Code), (u32, Set<String>)>,
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
        Self { findings, fates: Map::new(), said: Set::new(), others: Map::new(), lists: Map::new() }
    }

    /// Files of which nothing is used, here or among the exports; lists of prices among them are said to be.
    pub fn not_used(&mut self, in_use: &[String], refused: &[String]) -> Vec<NotUsed> {
        for file in refused {
            self.fates.entry(file.clone()).or_insert(Fate::Refused);
        }
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

    /// The tables say it themselves.
    pub fn stated(&mut self, line: &Line, of: Of, product: &str) {
        let (message, advice) = match of {
            Of::Entitlements => (
                format!(
                    "entitlements of {product} stand in entitlements.csv; those stated here are not used"
                ),
                "Nothing to do; to use these instead, take the product out of entitlements.csv.",
            ),
            Of::Prices => (
                format!("prices of {product} stand in products.csv; those stated here are not used"),
                "Nothing to do; to use these instead, empty its prices in products.csv.",
            ),
        };
        self.once(line, Code::NotUsed, Severity::Note, message, advice);
        self.fate(line, Fate::Stated);
    }

    /// It would count if it were not for this.
    pub fn refused(&mut self, line: &Line, code: Code, message: String, advice: &str) {
        self.once(line, code, Severity::Warning, message, advice);
        self.fate(line, Fate::Refused);
    }

    /// Of no product that is counted. A list of prices has thousands: they are told as a list, if none is used.
    pub fn of_none(&mut self, line: &Line, of: Of) {
        if of == Of::Entitlements {
            self.other(line, of, Code::NotUsed, line.what.clone());
        }
        self.fate(line, Fate::NoProduct);
    }

    /// Bought, or priced, by another metric than is counted.
    pub fn by_other(&mut self, line: &Line, of: Of, by: String) {
        self.other(line, of, Code::OtherMetric, by);
        self.fate(line, Fate::Refused);
    }

    fn other(&mut self, line: &Line, of: Of, code: Code, name: String) {
        let key = (line.file.clone(), of, code);
        let (first, names) = self.others.entry(key).or_insert_with(|| (line.row, Set::new()));
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
        self.refused(line, Code::NotUsed, message, advice);
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
        for ((file, of, code), (row, names)) in &self.others {
            let (message, advice) = match of {
                Of::Entitlements => others(*code, names),
                Of::Prices => (
                    format!("prices by another metric than is counted here are not used: {}", shown(names)),
                    "Nothing to do if a price by the metric that is counted is known; else state it in products.csv.",
                ),
            };
            let finding = Finding::new(*code, Severity::Warning, file, message, advice).at(*row);
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
