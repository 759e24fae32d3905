//! The acceptance test: a product's total must come out the same four ways.
//!
//! Its `Metric Quantity` = the sum over *distinct* servers of their totals for it = its highest day in the
//! daily series = its quantity in the summary. ILMT's own totals of the servers stand in any case; where the
//! four part, that is a finding.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::Gather as _;

use super::daily::Daily;
use super::instances::Instance;
use super::{Contents, note};

const ADVICE: &str = "Ask ILMT for a recalculation and a new audit snapshot of the same period, and compare.";

/// A product with its total over distinct servers.
struct Product<'i> {
    first: &'i Instance,
    /// One, unless rows contradict each other.
    quantities: BTreeSet<u64>,
    servers: BTreeMap<&'i str, u64>,
}

impl Product<'_> {
    fn is_agreed(&self, pvu: u64) -> bool {
        self.quantities.iter().all(|quantity| *quantity == pvu)
    }

    fn over_servers(&self) -> u64 {
        self.servers.values().fold(0, |sum, pvu| sum.saturating_add(*pvu))
    }
}

fn products(instances: &[Instance]) -> BTreeMap<&str, Product<'_>> {
    let mut products: BTreeMap<&str, Product<'_>> = BTreeMap::new();
    for row in instances {
        let product = products.entry(&row.product).or_insert_with(|| Product {
            first: row,
            quantities: BTreeSet::new(),
            servers: BTreeMap::new(),
        });
        product.quantities.insert(row.quantity);
        let total = product.servers.entry(&row.server).or_default();
        *total = row.total.pvu.max(*total);
    }
    products
}

/// Whether the totals bear out columns that were only guessed at: every product's quantity is the sum over
/// its servers and the highest day of the series, which is never translated.
pub fn confirms(instances: &[Instance], daily: &Daily) -> bool {
    let products = products(instances);
    !products.is_empty()
        && products.values().all(|product| {
            let peak = daily.peak(&product.first.product_name);
            product.is_agreed(product.over_servers()) && peak.is_some_and(|pvu| product.is_agreed(pvu))
        })
}

/// Findings where the four ways part, and a note on how many products they bear out.
pub fn report(contents: &Contents, findings: &mut Findings) {
    let products = products(&contents.instances);
    let (mut agree, mut pvu) = (0_u64, 0_u64);
    for product in products.values() {
        match differing(product, contents) {
            None => agree += 1,
            Some(finding) => findings.push(finding),
        }
        pvu = pvu.saturating_add(product.over_servers());
    }
    let names: BTreeSet<&str> = contents.instances.iter().map(|row| row.product_name.as_str()).gather();
    for (name, days) in &contents.daily.pvu {
        let peak = days.values().max().copied().unwrap_or(0);
        let file = contents.daily.entries.first().map_or("", |entry| entry);
        if !names.contains(name.as_str()) {
            let message = format!(
                "{name} has up to {peak} PVU here and no row in the sub-capacity report; it is not counted"
            );
            let advice = "Look for a filter or for full-capacity products; add the product with --tables.";
            findings.push(note(Severity::Warning, file, message, advice));
        }
    }
    let file = &contents.report;
    let of = products.len();
    let message = format!("{agree} of {of} products, {pvu} PVU together: all totals given for them agree");
    findings.push(note(Severity::Note, file, message, "Nothing to do if it is all of them."));
}

fn differing(product: &Product<'_>, contents: &Contents) -> Option<Finding> {
    let row = product.first;
    let servers = product.over_servers();
    let mut ways: Vec<String> =
        product.quantities.iter().map(|pvu| format!("{pvu} as Metric Quantity")).collect();
    ways.push(format!("{servers} over its servers"));
    let mut agree = product.is_agreed(servers);
    // The series does not tell bundled from other use of a product.
    if row.bundle.is_empty() && !contents.daily.entries.is_empty() {
        let peak = contents.daily.peak(&row.product_name);
        agree &= peak == Some(servers);
        ways.push(
            peak.map_or("no row in the daily series".into(), |peak| format!("{peak} on its highest day")),
        );
    }
    if let Some(summary) = &contents.summary {
        let stated = summary.of(&row.product_name, &row.bundle);
        agree &= stated.contains(&servers);
        ways.push(
            stated.first().map_or("no row in the summary".into(), |pvu| format!("{pvu} in the summary")),
        );
    }
    let message =
        format!("{}: the totals differ: PVU are {}; the servers' totals stand", row.product, ways.join(", "));
    let finding = Finding::new(Code::TotalDiffers, Severity::Warning, &contents.report, message, ADVICE);
    (!agree).then(|| finding.at(row.place.row))
}
