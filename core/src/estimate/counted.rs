//! A line counted, before any reading.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::calendar::Span;
use crate::count::{Cell, DayTotals, Measure, cells, cells_on};
use crate::error::Error;
use crate::estate::{ClusterId, Estate, HostId, Line, Product, ProductId};
use crate::judge::Reach;
use crate::price::{Entitled, Scope};
use crate::read::rows::Metric;
use crate::units::Overflow;

/// In the order of [`Member::everything`].
const SCOPES: [Scope; 4] = [Scope::Host, Scope::Largest, Scope::Cluster, Scope::Estate];

/// A line counted, before any reading.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub line: Line,
    pub product: Arc<Product>,
    pub measure: Measure,
    pub members: Vec<Member>,
    pub sub: DayTotals,
    pub full: DayTotals,
    pub entitled: Entitled,
}

/// A member of a line, counted; a product in no bundle is its own one member.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub id: ProductId,
    pub product: Arc<Product>,
    pub metric: Metric,
    /// What a unit of it counts, in parts of the line's scale.
    pub weight: i64,
    /// By cluster, host and time.
    pub cells: Arc<Vec<Cell>>,
    /// Cells that a scenario counted anew; the stays say which hold.
    fresh: Vec<Cell>,
    /// By cluster and host.
    stays: Arc<Vec<Stay>>,
    /// Its own sub and full sums.
    pub sub: DayTotals,
    pub full: DayTotals,
    horizon: Span,
    /// What each scope adds were every day lost; worked out when first needed.
    everything: [OnceLock<DayTotals>; 4],
}

/// A product's cells on a host while that is in one cluster.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub cluster: ClusterId,
    pub host: HostId,
    cells: Range<usize>,
    fresh: bool,
}

impl Member {
    fn new(
        estate: &Estate,
        product: &Arc<Product>,
        id: ProductId,
        weight: i64,
        horizon: Span,
    ) -> Result<Self, Overflow> {
        let cells = cells(estate, product, horizon);
        let regions = estate.regions.len().max(1);
        let (mut sub, mut full) = (DayTotals::new(horizon, regions), DayTotals::new(horizon, regions));
        for cell in &cells {
            sub.add(cell.region, cell.span, cell.sub)?;
            full.add(cell.region, cell.span, cell.full)?;
        }
        Ok(Self {
            id,
            product: Arc::clone(product),
            metric: product.metric,
            weight,
            stays: Arc::new(stays(&cells, false)),
            cells: Arc::new(cells),
            fresh: Vec::new(),
            sub: sub.settle()?,
            full: full.settle()?,
            horizon,
            everything: Default::default(),
        })
    }

    /// The same with these hosts counted anew. What they were worth with every day lost is carried over
    /// cluster by cluster.
    fn recounted(&self, was: &Estate, now: &Estate, again: &Recount) -> Result<Self, Error> {
        let hosts = again.hosts(self);
        let product = now.products.get(self.id as usize).unwrap_or(&self.product);
        let mut member =
            Self { product: Arc::clone(product), everything: Default::default(), ..self.clone() };
        if !hosts.is_empty() {
            member.fresh = cells_on(
                now,
                product,
                self.horizon,
                |host| hosts.contains(&host),
                |vm| again.vms.contains(&vm),
            );
            let of_member = Arc::make_mut(&mut member.stays);
            of_member.retain(|stay| !hosts.contains(&stay.host));
            for stay in self.stays.iter().filter(|stay| hosts.contains(&stay.host)) {
                for cell in self.of(stay) {
                    member.sub.spread(cell.region, cell.span, -cell.sub)?;
                    member.full.spread(cell.region, cell.span, -cell.full)?;
                }
            }
            for cell in &member.fresh {
                member.sub.spread(cell.region, cell.span, cell.sub)?;
                member.full.spread(cell.region, cell.span, cell.full)?;
            }
            let of_member = Arc::make_mut(&mut member.stays);
            of_member.extend(stays(&member.fresh, true));
            of_member.sort_by_key(|stay| (stay.cluster, stay.host));
        }
        for (scope, (old, new)) in SCOPES.into_iter().zip(self.everything.iter().zip(&member.everything)) {
            let Some(mut totals) = old.get().cloned() else { continue };
            Reach::every_lost(was, scope).every(self, &again.clusters, -1, self.horizon, &mut totals)?;
            Reach::every_lost(now, scope).every(&member, &again.clusters, 1, self.horizon, &mut totals)?;
            let _ = new.set(totals);
        }
        Ok(member)
    }

    /// The cells of a stay, by time.
    pub fn of(&self, stay: &Stay) -> &[Cell] {
        let cells = if stay.fresh { &self.fresh } else { &*self.cells };
        cells.get(stay.cells.clone()).unwrap_or(&[])
    }

    /// Every stay.
    pub fn stays(&self) -> &[Stay] {
        &self.stays
    }

    /// The stays in each cluster.
    pub fn clusters(&self) -> impl Iterator<Item = (ClusterId, &[Stay])> {
        let groups = self.stays.chunk_by(|a, b| a.cluster == b.cluster);
        groups.filter_map(|stays| Some((stays.first()?.cluster, stays)))
    }

    /// The stays in these clusters (sorted).
    pub fn in_clusters<'m>(
        &'m self,
        wanted: &'m [ClusterId],
    ) -> impl Iterator<Item = (ClusterId, &'m [Stay])> {
        wanted.iter().filter_map(|cluster| {
            let rest = self.stays.get(self.stays.partition_point(|s| s.cluster < *cluster)..)?;
            let count = rest.iter().take_while(|s| s.cluster == *cluster).count();
            Some((*cluster, rest.get(..count).filter(|stays| !stays.is_empty())?))
        })
    }

    /// What the scope adds were every day lost.
    pub fn everything(&self, reach: &Reach<'_>) -> Result<&DayTotals, Error> {
        let slot = self.everything.get(reach.scope as usize);
        let slot = slot.ok_or_else(|| Error::internal("a scope without a place"))?;
        if let Some(known) = slot.get() {
            return Ok(known);
        }
        let all = reach.everything(self, self.horizon)?;
        Ok(slot.get_or_init(|| all))
    }
}

/// Which hosts a scenario counts anew.
#[derive(Debug, Default)]
pub(crate) struct Recount {
    /// For every product.
    pub hosts: BTreeSet<HostId>,
    /// For one product.
    pub products: BTreeMap<ProductId, BTreeSet<HostId>>,
    /// The clusters these hosts are in.
    pub clusters: Vec<ClusterId>,
    /// The vms that are ever on one of them.
    pub vms: BTreeSet<u32>,
}

impl Recount {
    /// The hosts on which a member counts anew.
    fn hosts(&self, member: &Member) -> BTreeSet<HostId> {
        let mut hosts: BTreeSet<HostId> = BTreeSet::new();
        if !self.hosts.is_empty() {
            let there = member.in_clusters(&self.clusters).flat_map(|(_, stays)| stays).map(|stay| stay.host);
            hosts.extend(there.filter(|host| self.hosts.contains(host)));
        }
        hosts.extend(self.products.get(&member.id).into_iter().flatten());
        hosts
    }

    /// Whether anything of a member changes: its count, or the capacity of a cluster it is in.
    pub fn concerns(&self, member: &Member) -> bool {
        self.products.contains_key(&member.id)
            || (!self.hosts.is_empty() && member.in_clusters(&self.clusters).next().is_some())
    }
}

fn stays(cells: &[Cell], fresh: bool) -> Vec<Stay> {
    let mut start = 0;
    let groups = cells.chunk_by(|a, b| (a.cluster, a.host) == (b.cluster, b.host));
    groups
        .filter_map(|group| {
            let cells = start..start + group.len();
            start = cells.end;
            let first = group.first()?;
            Some(Stay { cluster: first.cluster, host: first.host, cells, fresh })
        })
        .collect()
}

impl Counted {
    /// Counts a line on the days of the horizon.
    pub fn new(estate: &Estate, line: &Line, horizon: Span) -> Result<Self, Error> {
        let mut members = Vec::with_capacity(line.members.len());
        for (id, weight) in &line.members {
            let Some(product) = estate.products.get(*id as usize) else { continue };
            members.push(Member::new(estate, product, *id, *weight, horizon)?);
        }
        let product = estate.products.get(line.product as usize);
        let product = product.ok_or_else(|| Error::internal("a line without a product"))?;
        let mut counted = Self {
            line: line.clone(),
            product: Arc::clone(product),
            measure: Measure { metric: product.metric, scale: line.scale },
            members,
            sub: DayTotals::new(horizon, estate.regions.len().max(1)),
            full: DayTotals::new(horizon, estate.regions.len().max(1)),
            entitled: Entitled::of(estate, line)?,
        };
        counted.add_up()?;
        Ok(counted)
    }

    /// The same with some hosts of some members counted anew.
    pub fn recounted(&self, was: &Estate, now: &Estate, again: &Recount) -> Result<Self, Error> {
        let mut counted = self.clone();
        let mut other_sums = false;
        for member in counted.members.iter_mut().filter(|member| again.concerns(member)) {
            other_sums |= !again.hosts(member).is_empty();
            *member = member.recounted(was, now, again)?;
        }
        if other_sums {
            counted.sub.clear();
            counted.full.clear();
            counted.add_up()?;
        }
        Ok(counted)
    }

    fn add_up(&mut self) -> Result<(), Overflow> {
        for member in &self.members {
            self.sub.add_all(&member.sub, member.weight)?;
            self.full.add_all(&member.full, member.weight)?;
        }
        Ok(())
    }
}
