//! On which days the evidence holds, by host and product, under what a reading takes for true.

use std::sync::{Arc, OnceLock};

use crate::calendar::{Day, DaySet, Span};
use crate::estate::{ClusterId, Estate, Evidence, HostId, HostSpan, ProductId, Scope};
use crate::order::Map;
use crate::read::rows::{Kind, State};
use crate::report::Condition;

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
        let due = item.judged_late_by.plus(i32::try_from(days).unwrap_or(i32::MAX));
        item.made.is_some_and(|made| made > due)
    }
}

/// Days covered by true items, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// What one reading takes as evidenced, within a window.
#[derive(Debug, Clone)]
pub struct Evidenced {
    /// What it takes for true.
    pub truth: Truth,
    /// Days of grace after the first deployment.
    pub grace: Option<Span>,
    /// Days for which no report is due.
    pub no_report_due: DaySet,
    /// The days judged: those that exist in the longest window asked for.
    pub days: Span,
    hosts: Vec<Arc<OfHost>>,
    /// Of products that items name.
    products: Map<ProductId, OfProduct>,
}

/// A product that items name.
#[derive(Debug, Clone)]
struct OfProduct {
    coverage: Coverage,
    /// By host, worked out when first needed.
    missing: Vec<OnceLock<DaySet>>,
}

/// A host, for all products that no item names: nearly all of them.
#[derive(Debug, PartialEq, Eq)]
struct OfHost {
    coverage: Coverage,
    /// Days on which a report is there or not due.
    reported: DaySet,
    missing: DaySet,
}

/// True items by what they are about.
#[derive(Default)]
struct Items {
    all: Vec<(Kind, Span)>,
    host: Map<HostId, Vec<(Kind, Span)>>,
    cluster: Map<ClusterId, Vec<(Kind, Span)>>,
    region: Map<u32, Vec<(Kind, Span)>>,
    product: Map<ProductId, Vec<(Kind, Span)>>,
}

impl Items {
    fn of(estate: &Estate, truth: Truth) -> Self {
        let mut items = Self::default();
        for item in estate.evidence.iter().filter(|item| truth.holds(item)) {
            let shown = (item.kind, item.span);
            match item.scope {
                Scope::All => items.all.push(shown),
                Scope::Host(id) => items.host.entry(id).or_default().push(shown),
                Scope::Cluster(id) => items.cluster.entry(id).or_default().push(shown),
                Scope::Region(id) => items.region.entry(id).or_default().push(shown),
                Scope::Product(id) => {
                    for member in estate.with_members(id) {
                        items.product.entry(member).or_default().push(shown);
                    }
                }
            }
        }
        items
    }

    /// What covers a host; scopes follow its cluster and region of the day.
    fn coverage(&self, id: HostId, rows: &[HostSpan]) -> Coverage {
        let mut here = self.all.clone();
        here.extend(self.host.get(&id).into_iter().flatten());
        for row in rows {
            let of_cluster = self.cluster.get(&row.cluster).into_iter().flatten();
            let of_region = self.region.get(&row.region).into_iter().flatten();
            let both = of_cluster.chain(of_region);
            here.extend(both.filter_map(|(kind, span)| Some((*kind, span.overlap(row.span)?))));
        }
        Coverage::of(&here)
    }
}

impl Evidenced {
    /// Lays every true item on the hosts or products its scope matches.
    pub fn new(estate: &Estate, truth: Truth, grace_days: u32, no_report_due: DaySet, days: Span) -> Self {
        let items = Items::of(estate, truth);
        let grace = estate
            .first_deployment
            .filter(|_| grace_days > 0)
            .map(|first| Span::new(Day::ALWAYS, first.plus(i32::try_from(grace_days).unwrap_or(i32::MAX))));
        let of_product = |items: &Vec<_>| {
            let missing = vec![OnceLock::new(); estate.hosts.len()];
            OfProduct { coverage: Coverage::of(items), missing }
        };
        let products = items.product.iter().map(|(id, items)| (*id, of_product(items))).collect();
        let mut evidenced = Self { truth, grace, no_report_due, days, hosts: Vec::new(), products };
        // The hosts of a cluster that no item names are covered alike: worked out once.
        let mut alike: Map<(Span, ClusterId, u32), Arc<OfHost>> = Map::new();
        let mut hosts = Vec::with_capacity(estate.hosts.len());
        for (id, host) in (0..).zip(estate.hosts.iter()) {
            let fresh = || Arc::new(evidenced.of_host(items.coverage(id, &host.spans)));
            hosts.push(match host.spans.as_slice() {
                [row] if !items.host.contains_key(&id) => {
                    Arc::clone(alike.entry((row.span, row.cluster, row.region)).or_insert_with(fresh))
                }
                _ => fresh(),
            });
        }
        evidenced.hosts = hosts;
        evidenced
    }

    fn of_host(&self, coverage: Coverage) -> OfHost {
        let missing = self.missing_of(&coverage);
        OfHost { reported: coverage.report.or(&self.no_report_due), coverage, missing }
    }

    /// What covers a product on a host.
    pub fn coverage(&self, host: HostId, product: ProductId) -> Coverage {
        let of_host = self.hosts.get(host as usize).map(|h| h.coverage.clone()).unwrap_or_default();
        self.products.get(&product).map_or_else(|| of_host.clone(), |own| of_host.or(&own.coverage))
    }

    /// The days without evidence of a product on a host.
    pub fn missing(&self, host: HostId, product: ProductId) -> &DaySet {
        let own = self.products.get(&product).and_then(|own| own.missing.get(host as usize));
        match own {
            None => self.missing_on(host),
            Some(own) => own.get_or_init(|| self.missing_of(&self.coverage(host, product))),
        }
    }

    /// The days without evidence of products that no item names.
    pub fn missing_on(&self, host: HostId) -> &DaySet {
        self.hosts.get(host as usize).map_or(const { &DaySet::empty() }, |host| &host.missing)
    }

    /// What the days without evidence lack, of products that no item names.
    pub(crate) fn lacks(&self, host: HostId, days: Span) -> Vec<(Condition, Span)> {
        let Some(of_host) = self.hosts.get(host as usize) else { return Vec::new() };
        let mut lacks = Vec::new();
        for hole in of_host.missing.within(days) {
            lacking(&of_host.coverage.measured, &of_host.reported, hole, &mut lacks);
        }
        lacks
    }

    /// What each of some spans without evidence lacks, of a product on a host.
    pub(crate) fn lacks_each(
        &self,
        host: HostId,
        product: ProductId,
        spans: impl Iterator<Item = Span>,
        lacks: &mut Vec<(Condition, Span)>,
    ) {
        let own = self.names(product).then(|| {
            let coverage = self.coverage(host, product);
            (coverage.report.or(&self.no_report_due), coverage.measured)
        });
        let of_host = || self.hosts.get(host as usize).map(|host| (&host.reported, &host.coverage.measured));
        let covered = own.as_ref().map(|(reported, measured)| (reported, measured)).or_else(of_host);
        if let Some((reported, measured)) = covered {
            spans.for_each(|span| lacking(measured, reported, span, lacks));
        }
    }

    /// Whether items name the product.
    pub fn names(&self, product: ProductId) -> bool {
        self.products.contains_key(&product)
    }

    /// **The rule**: a day is evidenced by grace, by a rebuilt figure, or by a measurement together
    /// with a report if one is due.
    fn missing_of(&self, coverage: &Coverage) -> DaySet {
        let reported = coverage.report.or(&self.no_report_due);
        let measured_and_reported = coverage.measured.and(&reported);
        let others = self.grace.into_iter().chain(coverage.rebuilt.iter());
        let evidenced = DaySet::union_of(measured_and_reported.iter().chain(others));
        DaySet::union_of(evidenced.missing(self.days))
    }
}

/// The days of a span without evidence, by what they lack, in order.
fn lacking(measured: &DaySet, reported: &DaySet, days: Span, out: &mut Vec<(Condition, Span)>) {
    let before = out.len();
    // Lost and measured: the report is missing, for else the day would stand.
    out.extend(measured.within(days).map(|span| (Condition::NotReported, span)));
    for hole in measured.missing(days) {
        out.extend(reported.within(hole).map(|span| (Condition::NotMeasured, span)));
        out.extend(reported.missing(hole).map(|span| (Condition::Neither, span)));
    }
    out.get_mut(before..).unwrap_or_default().sort_unstable_by_key(|(_, span)| *span);
}
