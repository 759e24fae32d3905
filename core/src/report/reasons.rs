//! Why days are lost: the deciding condition only, per quarter.

use crate::calendar::{DaySet, Quarter, Span};
use crate::estate::{Estate, Evidence, HostId, ProductId, Scope};
use crate::judge::Evidenced;
use crate::order::Map;
use crate::read::rows::Kind;

use super::LossReason;

/// Hosts named in a reason; `explain` names them all.
const HOSTS_NAMED: usize = 3;

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

    /// What would make the days stand.
    pub const fn cure(self) -> &'static str {
        match self {
            Self::NotMeasured => "a measured or a rebuilt item for those days",
            Self::NotReported => "a report or a rebuilt item for those days",
            Self::Neither => "a rebuilt item, or a measured item and a report, for those days",
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
    let mut lacked = Vec::new();
    evidenced.lacks_each(host, product, [days].into_iter(), &mut lacked);
    lacked
}

/// Whether an item of a kind could mend what is missing.
pub fn helps(kind: Kind, condition: Condition) -> bool {
    match kind {
        Kind::Rebuilt => true,
        Kind::Measured => condition != Condition::NotReported,
        Kind::Report => condition != Condition::NotMeasured,
    }
}

/// Whether an item reaches a product on a host on some of the days.
pub fn reaches(estate: &Estate, item: &Evidence, host: HostId, product: ProductId, days: Span) -> bool {
    match item.scope {
        Scope::Product(id) => {
            let bundled = estate.product(product).is_some_and(|p| p.bundle == Some(id));
            item.span.overlap(days).is_some() && (id == product || bundled)
        }
        _ => reaches_host(estate, item, host, days),
    }
}

/// Whether an item reaches everything on a host on some of the days.
pub fn reaches_host(estate: &Estate, item: &Evidence, host: HostId, days: Span) -> bool {
    let Some(days) = item.span.overlap(days) else { return false };
    let rows = || estate.host(host).into_iter().flat_map(|h| h.during(days)).map(|(_, _, row)| row);
    match item.scope {
        Scope::All => true,
        Scope::Host(id) => id == host,
        Scope::Cluster(id) => rows().any(|row| row.cluster == id),
        Scope::Region(id) => rows().any(|row| row.region == id),
        Scope::Product(_) => false,
    }
}

/// Reasons gathered over a line's members, by quarter.
#[derive(Default)]
pub struct Reasons(Map<(Quarter, Condition), Vec<Part>>);

/// Lost days of a product on a host.
type Part = (HostId, ProductId, Span);

impl Reasons {
    /// Adds the lost days of a member, as they are before widening.
    pub fn add(&mut self, evidenced: &Evidenced, product: ProductId, raw: &[(HostId, Span)]) {
        let mut lacked = Vec::new();
        for of_host in raw.chunk_by(|a, b| a.0 == b.0) {
            let Some((host, _)) = of_host.first() else { continue };
            lacked.clear();
            evidenced.lacks_each(*host, product, of_host.iter().map(|(_, span)| *span), &mut lacked);
            for (condition, days) in &lacked {
                for quarter in Quarter::of(days.from).through(Quarter::of(days.to)) {
                    let Some(part) = quarter.span().overlap(*days) else { continue };
                    self.0.entry((quarter, *condition)).or_default().push((*host, product, part));
                }
            }
        }
    }

    /// Hosts with a lost day in the quarter.
    pub fn hosts(&self, quarter: Quarter) -> usize {
        once_each(self.of_quarter(quarter).flat_map(|(_, parts)| parts)).len()
    }

    /// The quarter's reasons, with the items that would cover some of the days were they true.
    pub fn of<'e>(
        &self,
        estate: &Estate,
        refused: impl Iterator<Item = &'e Evidence>,
        quarter: Quarter,
    ) -> Vec<LossReason> {
        // Items of other days need not be held against every part.
        let days = quarter.span();
        let refused: Vec<&Evidence> = refused.filter(|item| item.span.overlap(days).is_some()).collect();
        let reason = |(condition, parts): (Condition, &[Part])| {
            let hosts = once_each(parts.iter());
            let days = DaySet::union_of(parts.iter().map(|(_, _, days)| *days));
            let helping = |item: &&&Evidence| {
                let reached = |(host, product, days): &Part| reaches(estate, item, *host, *product, *days);
                helps(item.kind, condition) && parts.iter().any(reached)
            };
            let name = |id: &HostId| estate.host(*id).map(|h| h.name.clone());
            LossReason {
                condition: condition.as_str(),
                hosts: hosts.len(),
                days: days.iter().map(Span::days).sum(),
                from: days.iter().next().map_or_else(String::new, |s| s.from.to_string()),
                to: days.iter().last().map_or_else(String::new, |s| s.to.to_string()),
                first_hosts: hosts.iter().filter_map(name).take(HOSTS_NAMED).collect(),
                cure: condition.cure(),
                refused: refused.iter().filter(helping).map(|item| item.id.to_string()).collect(),
            }
        };
        self.of_quarter(quarter).map(reason).collect()
    }

    fn of_quarter(&self, quarter: Quarter) -> impl Iterator<Item = (Condition, &[Part])> {
        let on = self.0.range((quarter, Condition::NotMeasured)..);
        let of_quarter = on.take_while(move |((known, _), _)| *known == quarter);
        of_quarter.map(|((_, condition), parts)| (*condition, parts.as_slice()))
    }
}

/// The hosts of lost days, sorted.
fn once_each<'p>(parts: impl Iterator<Item = &'p Part>) -> Vec<HostId> {
    let mut hosts: Vec<HostId> = parts.map(|(host, _, _)| *host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}
