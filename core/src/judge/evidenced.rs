//! On which days the evidence holds, by host and product, under what a reading takes for true.

use std::collections::BTreeMap;

use crate::calendar::{Day, DaySet, Span};
use crate::estate::{ClusterId, Estate, Evidence, HostId, ProductId, Scope};
use crate::read::rows::{Kind, State};

/// What decides whether an item is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// Whether contestable items are taken as held.
    pub contestable: bool,
    /// Days after its `to` until which a report is in time; `None`: no matter when it was made.
    pub late_report_days: Option<u32>,
}

impl Truth {
    /// A held item is true, a contestable one if the reading says so, a lost one never; a report
    /// made too late is not, one without a date of making is in time.
    pub fn holds(self, item: &Evidence) -> bool {
        let state = match item.state {
            State::Held => true,
            State::Contestable => self.contestable,
            State::Lost => false,
        };
        state && !self.late(item)
    }

    /// Whether the item is a report made too late for the reading.
    pub fn late(self, item: &Evidence) -> bool {
        let Some(days) = self.late_report_days.filter(|_| item.kind == Kind::Report) else { return false };
        let due = item.span.to.plus(i32::try_from(days).unwrap_or(i32::MAX));
        item.made.is_some_and(|made| made > due)
    }
}

/// Days covered by true items, by kind.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// By a `measured` item.
    pub measured: DaySet,
    /// By a `report`.
    pub report: DaySet,
    /// By a `rebuilt` item.
    pub rebuilt: DaySet,
}

impl Coverage {
    fn of(items: &[(Kind, Span)]) -> Self {
        let kind = |kind| DaySet::union_of(items.iter().filter(|(k, _)| *k == kind).map(|(_, span)| *span));
        Self { measured: kind(Kind::Measured), report: kind(Kind::Report), rebuilt: kind(Kind::Rebuilt) }
    }

    fn or(&self, other: &Self) -> Self {
        Self {
            measured: self.measured.or(&other.measured),
            report: self.report.or(&other.report),
            rebuilt: self.rebuilt.or(&other.rebuilt),
        }
    }
}

/// What one reading takes as evidenced.
#[derive(Debug, Clone)]
pub struct Evidenced {
    /// What it takes for true.
    pub truth: Truth,
    /// Days of grace after the first deployment.
    pub grace: Option<Span>,
    /// Days for which no report is due.
    pub no_report_due: DaySet,
    hosts: Vec<Coverage>,
    products: BTreeMap<ProductId, Coverage>,
    /// For products that no item names: nearly all of them, so worked out once per host.
    days: Vec<DaySet>,
}

impl Evidenced {
    /// Lays every true item on the hosts or products its scope matches.
    pub fn new(estate: &Estate, truth: Truth, grace_days: u32, no_report_due: DaySet) -> Self {
        let mut all = Vec::new();
        let mut by_host: BTreeMap<HostId, Vec<(Kind, Span)>> = BTreeMap::new();
        let mut by_cluster: BTreeMap<ClusterId, Vec<(Kind, Span)>> = BTreeMap::new();
        let mut by_region: BTreeMap<u32, Vec<(Kind, Span)>> = BTreeMap::new();
        let mut by_product: BTreeMap<ProductId, Vec<(Kind, Span)>> = BTreeMap::new();
        for item in estate.evidence.iter().filter(|item| truth.holds(item)) {
            let shown = (item.kind, item.span);
            match item.scope {
                Scope::All => all.push(shown),
                Scope::Host(id) => by_host.entry(id).or_default().push(shown),
                Scope::Cluster(id) => by_cluster.entry(id).or_default().push(shown),
                Scope::Region(id) => by_region.entry(id).or_default().push(shown),
                Scope::Product(id) => {
                    // A bundle's name stands for the bundle and its members.
                    let members =
                        (0..).zip(&estate.products).filter(|(i, p)| *i == id || p.bundle == Some(id));
                    members.for_each(|(member, _)| by_product.entry(member).or_default().push(shown));
                }
            }
        }
        let hosts: Vec<Coverage> = (0..)
            .zip(&estate.hosts)
            .map(|(id, host)| {
                let mut items = all.clone();
                items.extend(by_host.get(&id).into_iter().flatten());
                for row in &host.spans {
                    // Scopes follow the host's cluster and region of the day.
                    let of_cluster = by_cluster.get(&row.cluster).into_iter().flatten();
                    let of_region = by_region.get(&row.region).into_iter().flatten();
                    let here = of_cluster.chain(of_region);
                    items.extend(here.filter_map(|(kind, span)| Some((*kind, span.overlap(row.span)?))));
                }
                Coverage::of(&items)
            })
            .collect();
        let grace = estate
            .first_deployment
            .filter(|_| grace_days > 0)
            .map(|first| Span::new(Day::ALWAYS, first.plus(i32::try_from(grace_days).unwrap_or(i32::MAX))));
        let products = by_product.into_iter().map(|(id, items)| (id, Coverage::of(&items))).collect();
        let mut evidenced = Self { truth, grace, no_report_due, hosts, products, days: Vec::new() };
        evidenced.days = evidenced.hosts.iter().map(|coverage| evidenced.days_of(coverage)).collect();
        evidenced
    }

    /// What covers a product on a host.
    pub fn coverage(&self, host: HostId, product: ProductId) -> Coverage {
        let of_host = self.hosts.get(host as usize).cloned().unwrap_or_default();
        self.products.get(&product).map_or_else(|| of_host.clone(), |own| of_host.or(own))
    }

    /// The evidenced days of a product on a host.
    pub fn days(&self, host: HostId, product: ProductId) -> std::borrow::Cow<'_, DaySet> {
        match self.days.get(host as usize).filter(|_| !self.products.contains_key(&product)) {
            Some(days) => std::borrow::Cow::Borrowed(days),
            None => std::borrow::Cow::Owned(self.days_of(&self.coverage(host, product))),
        }
    }

    /// **The rule**: a day is evidenced by grace, by a rebuilt figure, or by a measurement together
    /// with a report if one is due.
    fn days_of(&self, coverage: &Coverage) -> DaySet {
        let reported = coverage.report.or(&self.no_report_due);
        let measured_and_reported = coverage.measured.and(&reported);
        let others = self.grace.into_iter().chain(coverage.rebuilt.iter());
        DaySet::union_of(measured_and_reported.iter().chain(others))
    }
}
