//! On which days the evidence holds, by host and product, under what a reading takes for true.

use std::sync::{Arc, OnceLock};

use crate::calendar::{Day, DaySet, Span};
use crate::estate::{Estate, Evidence, HostId, HostSpan, ProductId, Scope};
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
    covered: Arc<Covered>,
    /// For all products that no item names, nearly all of them: coverage by coverage.
    missing: Vec<DaySet>,
    /// Days on which a report is there or not due, worked out when first needed.
    reported: Vec<OnceLock<DaySet>>,
    /// Of products that items name, by host, worked out when first needed.
    products: Map<ProductId, Vec<OnceLock<DaySet>>>,
}

/// All items by what they are about.
pub struct Items<'a> {
    /// Of everything, of each host, each cluster, each region.
    places: Vec<Vec<&'a Evidence>>,
    hosts: usize,
    clusters: usize,
    product: Map<ProductId, Vec<&'a Evidence>>,
}

impl<'a> Items<'a> {
    /// Lays each where it belongs.
    pub fn of(estate: &'a Estate) -> Self {
        let (hosts, clusters) = (estate.hosts.len(), estate.clusters.len());
        let places = vec![Vec::new(); 1 + hosts + clusters + estate.regions.len()];
        let mut items = Self { places, hosts, clusters, product: Map::new() };
        for item in estate.evidence.iter() {
            let Scope::Product(id) = item.scope else {
                let place = items.place(item.scope);
                items.places.get_mut(place).into_iter().for_each(|here| here.push(item));
                continue;
            };
            for member in estate.with_members(id) {
                items.product.entry(member).or_default().push(item);
            }
        }
        items
    }

    fn place(&self, scope: Scope) -> usize {
        match scope {
            Scope::Host(id) => 1 + id as usize,
            Scope::Cluster(id) => 1 + self.hosts + id as usize,
            Scope::Region(id) => 1 + self.hosts + self.clusters + id as usize,
            Scope::All | Scope::Product(_) => 0,
        }
    }

    fn about(&self, scope: Scope) -> &[&'a Evidence] {
        self.places.get(self.place(scope)).map_or(&[], |items| items)
    }

    /// What covers a host; scopes follow its cluster and region of the day.
    fn coverage(
        &self,
        truth: Truth,
        id: HostId,
        rows: &[HostSpan],
        here: &mut Vec<(Kind, Span)>,
    ) -> Coverage {
        here.clear();
        let mut shown = |scope, days: Span| {
            let items = self.about(scope).iter().filter(|item| truth.holds(item));
            here.extend(items.filter_map(|item| Some((item.kind, item.span.overlap(days)?))));
        };
        shown(Scope::All, Span::EVER);
        shown(Scope::Host(id), Span::EVER);
        for row in rows {
            shown(Scope::Cluster(row.cluster), row.span);
            shown(Scope::Region(row.region), row.span);
        }
        Coverage::of(here)
    }
}

/// What true items cover. It is the same for all readings that take the same for true.
#[derive(Debug)]
pub struct Covered {
    /// Which of the coverages is each host's.
    of_host: Vec<usize>,
    /// The first host that is covered so, and how.
    coverages: Vec<(HostId, Coverage)>,
    /// Of products that items name.
    products: Map<ProductId, Coverage>,
}

impl Covered {
    /// Lays every true item on the hosts or products its scope matches.
    pub fn new(estate: &Estate, items: &Items<'_>, truth: Truth) -> Self {
        let mut coverages: Vec<(HostId, Coverage)> = Vec::new();
        let mut of_host = Vec::with_capacity(estate.hosts.len());
        // The hosts of a cluster that no item names are covered alike: worked out once.
        let mut of_cluster: Vec<Option<(Span, u32, usize)>> = vec![None; estate.clusters.len()];
        let mut here = Vec::new();
        for (id, host) in (0..).zip(estate.hosts.iter()) {
            let mut alike = match host.spans.as_slice() {
                [row] if items.about(Scope::Host(id)).is_empty() => {
                    of_cluster.get_mut(row.cluster as usize).map(|known| (row, known))
                }
                _ => None,
            };
            if let Some((row, Some((span, region, at)))) = &alike
                && (*span, *region) == (row.span, row.region)
            {
                of_host.push(*at);
                continue;
            }
            let at = coverages.len();
            coverages.push((id, items.coverage(truth, id, &host.spans, &mut here)));
            of_host.push(at);
            if let Some((row, known)) = &mut alike {
                **known = Some((row.span, row.region, at));
            }
        }
        let of_product = |(id, items): (&ProductId, &Vec<&Evidence>)| {
            let shown: Vec<(Kind, Span)> =
                items.iter().filter(|item| truth.holds(item)).map(|item| (item.kind, item.span)).collect();
            (!shown.is_empty()).then(|| (*id, Coverage::of(&shown)))
        };
        Self { of_host, coverages, products: items.product.iter().filter_map(of_product).collect() }
    }

    fn at(&self, host: HostId) -> usize {
        self.of_host.get(host as usize).copied().unwrap_or(usize::MAX)
    }
}

impl Evidenced {
    /// What these items show.
    pub fn new(
        estate: &Estate,
        truth: Truth,
        covered: Arc<Covered>,
        grace_days: u32,
        no_report_due: DaySet,
        days: Span,
    ) -> Self {
        let grace = estate
            .first_deployment
            .filter(|_| grace_days > 0)
            .map(|first| Span::new(Day::ALWAYS, first.plus(i32::try_from(grace_days).unwrap_or(i32::MAX))));
        let of_product = |id: &ProductId| (*id, vec![OnceLock::new(); estate.hosts.len()]);
        let products = covered.products.keys().map(of_product).collect();
        let reported = vec![OnceLock::new(); covered.coverages.len()];
        let missing = Vec::with_capacity(covered.coverages.len());
        let mut evidenced = Self { truth, grace, no_report_due, days, covered, missing, reported, products };
        let missing = |(_, coverage): &(HostId, Coverage)| evidenced.missing_of(coverage);
        evidenced.missing = evidenced.covered.coverages.iter().map(missing).collect();
        evidenced
    }

    /// What is covered, for readings that take the same for true.
    pub fn covered(&self) -> &Arc<Covered> {
        &self.covered
    }

    /// For all hosts that lack the same days in the same place the first of them, with these days.
    pub fn firsts(&self) -> impl Iterator<Item = (HostId, &DaySet)> {
        self.covered.coverages.iter().map(|(host, _)| *host).zip(&self.missing)
    }

    /// Hosts with the same number here are in the same place and lack the same days.
    pub fn alike(&self, host: HostId) -> usize {
        self.covered.at(host)
    }

    fn on_host(&self, host: HostId) -> Option<&Coverage> {
        self.covered.coverages.get(self.covered.at(host)).map(|(_, coverage)| coverage)
    }

    fn reported(&self, host: HostId) -> &DaySet {
        let reported = self.reported.get(self.covered.at(host)).zip(self.on_host(host));
        reported.map_or(const { &DaySet::empty() }, |(reported, coverage)| {
            reported.get_or_init(|| coverage.report.or(&self.no_report_due))
        })
    }

    /// What covers a product on a host.
    pub fn coverage(&self, host: HostId, product: ProductId) -> Coverage {
        let of_host = self.on_host(host).cloned().unwrap_or_default();
        self.covered.products.get(&product).map_or_else(|| of_host.clone(), |own| of_host.or(own))
    }

    /// The days without evidence of a product on a host.
    pub fn missing(&self, host: HostId, product: ProductId) -> &DaySet {
        // Asked for host by host: where items name no product there is nothing to look for.
        let named = Some(&self.products).filter(|products| !products.is_empty());
        match named.and_then(|products| products.get(&product)?.get(host as usize)) {
            None => self.missing_on(host),
            Some(own) => own.get_or_init(|| self.missing_of(&self.coverage(host, product))),
        }
    }

    /// The days without evidence of products that no item names.
    pub fn missing_on(&self, host: HostId) -> &DaySet {
        self.missing.get(self.covered.at(host)).unwrap_or(const { &DaySet::empty() })
    }

    /// What the days without evidence lack, of products that no item names.
    pub(crate) fn lacks(&self, host: HostId, days: Span) -> Vec<(Condition, Span)> {
        let Some(coverage) = self.on_host(host) else { return Vec::new() };
        let mut lacks = Vec::new();
        for hole in self.missing_on(host).within(days) {
            lacking(&coverage.measured, self.reported(host), hole, &mut lacks);
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
        let of_host = || self.on_host(host).map(|coverage| (self.reported(host), &coverage.measured));
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
        let mut evidenced: Vec<Span> = self.grace.into_iter().chain(coverage.rebuilt.iter()).collect();
        for measured in coverage.measured.iter() {
            evidenced.extend(coverage.report.within(measured));
            evidenced.extend(self.no_report_due.within(measured));
        }
        DaySet::union_of(evidenced).outside(self.days)
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
