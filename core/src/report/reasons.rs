//! Why days are lost: the deciding condition only, per quarter.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Quarter, Span};
use crate::estate::{Estate, Evidence, HostId, ProductId, Scope};
use crate::judge::Evidenced;

use super::LossReason;

/// What a lost day lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// No true measured item; a report is there or not due.
    NotMeasured,
    /// Measured, but the report that is due is not there.
    NotReported,
    /// Neither.
    Neither,
}

impl Condition {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotMeasured => "not-measured",
            Self::NotReported => "not-reported",
            Self::Neither => "neither",
        }
    }
}

/// The days of a span without evidence, by what they lack.
pub fn conditions(
    evidenced: &Evidenced,
    host: HostId,
    product: ProductId,
    days: Span,
) -> Vec<(Condition, Span)> {
    let coverage = evidenced.coverage(host, product);
    let reported = coverage.report.or(&evidenced.no_report_due);
    let mut out: Vec<(Condition, Span)> = Vec::new();
    // Lost and measured: the report is missing, for else the day would stand.
    out.extend(coverage.measured.within(days).map(|span| (Condition::NotReported, span)));
    for hole in coverage.measured.missing(days) {
        out.extend(reported.within(hole).map(|span| (Condition::NotMeasured, span)));
        out.extend(reported.missing(hole).map(|span| (Condition::Neither, span)));
    }
    out.sort_unstable_by_key(|(_, span)| *span);
    out
}

/// Reasons gathered over a line's members, by quarter.
#[derive(Default)]
pub struct Reasons(BTreeMap<(Quarter, Condition), Gathered>);

struct Gathered {
    hosts: BTreeSet<HostId>,
    days: Span,
    products: BTreeSet<ProductId>,
}

impl Reasons {
    /// Adds the lost days of a member, as they are before widening.
    pub fn add(&mut self, evidenced: &Evidenced, product: ProductId, raw: &[(HostId, Span)]) {
        for (host, span) in raw {
            for (condition, days) in conditions(evidenced, *host, product, *span) {
                for quarter in Quarter::of(days.from).through(Quarter::of(days.to)) {
                    let Some(part) = quarter.span().overlap(days) else { continue };
                    let fresh = || Gathered { hosts: BTreeSet::new(), days: part, products: BTreeSet::new() };
                    let entry = self.0.entry((quarter, condition)).or_insert_with(fresh);
                    entry.hosts.insert(*host);
                    entry.products.insert(product);
                    entry.days = Span::new(entry.days.from.min(part.from), entry.days.to.max(part.to));
                }
            }
        }
    }

    /// Hosts with a lost day in the quarter.
    pub fn hosts(&self, quarter: Quarter) -> usize {
        let of_quarter = self.0.range((quarter, Condition::NotMeasured)..=(quarter, Condition::Neither));
        of_quarter.flat_map(|(_, g)| &g.hosts).collect::<BTreeSet<_>>().len()
    }

    /// The quarter's reasons, with the items that would cover some of the days were they true.
    pub fn of(&self, estate: &Estate, refused: &[&Evidence], quarter: Quarter) -> Vec<LossReason> {
        let of_quarter = self.0.range((quarter, Condition::NotMeasured)..=(quarter, Condition::Neither));
        of_quarter
            .map(|((_, condition), gathered)| LossReason {
                condition: condition.as_str(),
                hosts: gathered.hosts.len(),
                from: gathered.days.from.to_string(),
                to: gathered.days.to.to_string(),
                refused: refused
                    .iter()
                    .filter(|item| {
                        item.span.overlap(gathered.days).is_some() && matches(estate, item.scope, gathered)
                    })
                    .map(|item| item.id.clone())
                    .collect(),
            })
            .collect()
    }
}

/// Whether a scope reaches one of the hosts or products.
fn matches(estate: &Estate, scope: Scope, gathered: &Gathered) -> bool {
    let rows = || gathered.hosts.iter().filter_map(|id| estate.host(*id)).flat_map(|h| &h.spans);
    match scope {
        Scope::All => true,
        Scope::Host(id) => gathered.hosts.contains(&id),
        Scope::Cluster(id) => rows().any(|row| row.cluster == id),
        Scope::Region(id) => rows().any(|row| row.region == id),
        Scope::Product(id) => {
            let reaches =
                |p: &ProductId| *p == id || estate.product(*p).is_some_and(|p| p.bundle == Some(id));
            gathered.products.iter().any(reaches)
        }
    }
}
