//! A line counted, before any reading.

use std::sync::Arc;

use crate::calendar::Span;
use crate::count::{Cell, DayTotals, InCluster, Measure, cells, cells_on};
use crate::error::Error;
use crate::estate::{ClusterId, Estate, HostId, Line, Product, ProductId};
use crate::order::{Map, Set};
use crate::price::Entitled;
use crate::read::rows::Metric;
use crate::units::Overflow;

use super::Everything;

/// A line counted, before any reading.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub line: Line,
    pub product: Arc<Product>,
    pub measure: Measure,
    pub members: Vec<Member>,
    pub sub: DayTotals,
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
    /// Its cells, cluster by cluster. A scenario shares those it does not touch. The number stands beside, for
    /// a search through what it points at is a wait for memory at every step.
    clusters: Arc<Vec<(ClusterId, Arc<InCluster>)>>,
    /// Its own sub-capacity sums.
    pub sub: DayTotals,
    horizon: Span,
    /// What it would add were every day lost.
    pub everything: Everything,
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
        let mut sub = DayTotals::new(horizon, estate.regions.len().max(1));
        let mut adding = sub.adding();
        cells.iter().try_for_each(|cell| adding.add(cell.region, cell.span, cell.sub))?;
        Ok(Self {
            id,
            product: Arc::clone(product),
            metric: product.metric,
            weight,
            clusters: Arc::new(InCluster::split(&cells).map(|of| (of.cluster, Arc::new(of))).collect()),
            sub: sub.settle()?,
            horizon,
            everything: Everything::default(),
        })
    }

    /// Full-capacity sums over the hosts with the product.
    pub fn full(&self) -> Result<DayTotals, Overflow> {
        let mut full = self.sub.cleared();
        let mut adding = full.adding();
        self.cells().try_for_each(|cell| adding.add(cell.region, cell.span, cell.full))?;
        full.settle()
    }

    /// The same with these hosts counted anew. What it would add were every day lost is carried over,
    /// cluster by cluster.
    fn recounted(&self, was: &Estate, now: &Estate, again: &Recount) -> Result<Self, Error> {
        let hosts = again.hosts(self);
        let product = now.products.get(self.id as usize).unwrap_or(&self.product);
        let mut member = Self { product: Arc::clone(product), ..self.clone() };
        if !hosts.is_empty() {
            let wanted = |host| hosts.contains(&host);
            let fresh = cells_on(now, product, self.horizon, wanted, |vm| again.comes_there(vm));
            let mut of_clusters: Map<ClusterId, &[Cell]> =
                self.in_clusters(&again.clusters).map(|of| (of.cluster, &[][..])).collect();
            for cells in fresh.chunk_by(|a, b| a.cluster == b.cluster) {
                of_clusters.extend(cells.first().map(|cell| (cell.cluster, cells)));
            }
            let clusters = Arc::make_mut(&mut member.clusters);
            for (cluster, fresh) in of_clusters {
                let at = clusters.binary_search_by_key(&cluster, |(id, _)| *id);
                let before = at.ok().and_then(|at| clusters.get(at)).map(|(_, of)| Arc::clone(of));
                let before = before.unwrap_or_else(|| Arc::new(InCluster::empty(cluster)));
                for cell in before.cells().iter().filter(|cell| hosts.contains(&cell.host)) {
                    member.sub.spread(cell.region, cell.span, -cell.sub)?;
                }
                for cell in fresh {
                    member.sub.spread(cell.region, cell.span, cell.sub)?;
                }
                let after = (cluster, Arc::new(before.with(&hosts, fresh)));
                match (at, at.ok().and_then(|at| clusters.get_mut(at))) {
                    (_, Some(of)) => *of = after,
                    (Ok(at) | Err(at), None) => clusters.insert(at, after),
                }
            }
        }
        member.everything = self.everything.again((was, self), (now, &member), &again.clusters)?;
        Ok(member)
    }

    /// Its cells cluster by cluster.
    pub fn clusters(&self) -> impl Iterator<Item = &InCluster> + Clone {
        self.clusters.iter().map(|(_, of)| &**of)
    }

    /// Its cells in each of these clusters (sorted).
    pub fn in_clusters(&self, wanted: &[ClusterId]) -> impl Iterator<Item = &InCluster> {
        wanted.iter().filter_map(|cluster| {
            let at = self.clusters.binary_search_by_key(cluster, |(id, _)| *id).ok()?;
            self.clusters.get(at).map(|(_, of)| &**of)
        })
    }

    /// The cells of each host, by cluster; a host that changed its cluster comes once for each.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &[Cell])> + Clone {
        self.clusters().flat_map(InCluster::hosts)
    }

    /// By cluster, host and time.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> + Clone {
        self.clusters().flat_map(InCluster::cells)
    }

    /// The days it is counted on.
    pub fn horizon(&self) -> Span {
        self.horizon
    }
}

/// Which hosts a scenario counts anew.
#[derive(Debug, Default)]
pub(crate) struct Recount {
    /// For every product.
    pub hosts: Set<HostId>,
    /// For one product.
    pub products: Map<ProductId, Set<HostId>>,
    /// The clusters these hosts are in.
    pub clusters: Vec<ClusterId>,
    /// Which vms are ever on one of them.
    pub vms: Vec<bool>,
}

impl Recount {
    /// The hosts on which a member counts anew.
    fn hosts(&self, member: &Member) -> Set<HostId> {
        let mut hosts: Set<HostId> = Set::new();
        if !self.hosts.is_empty() {
            let there = member.in_clusters(&self.clusters).flat_map(InCluster::hosts).map(|(host, _)| host);
            hosts.extend(there.filter(|host| self.hosts.contains(host)));
        }
        hosts.extend(self.products.get(&member.id).into_iter().flatten());
        hosts
    }

    fn comes_there(&self, vm: u32) -> bool {
        self.vms.get(vm as usize).copied().unwrap_or(false)
    }

    /// Whether anything of a member changes: its count, or the capacity of a cluster it is in.
    pub fn concerns(&self, member: &Member) -> bool {
        self.products.contains_key(&member.id)
            || (!self.hosts.is_empty() && member.in_clusters(&self.clusters).next().is_some())
    }
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
        let regions = estate.regions.len().max(1);
        Ok(Self {
            line: line.clone(),
            product: Arc::clone(product),
            measure: Measure { metric: product.metric, scale: line.scale },
            sub: summed(&members, || DayTotals::new(horizon, regions), |member| Ok(member.sub.clone()))?,
            members,
            entitled: Entitled::of(estate, line)?,
        })
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
            counted.sub = summed(&counted.members, || self.sub.cleared(), |member| Ok(member.sub.clone()))?;
        }
        Ok(counted)
    }

    /// Full-capacity sums over the hosts with the product.
    pub fn full(&self) -> Result<DayTotals, Overflow> {
        summed(&self.members, || self.sub.cleared(), Member::full)
    }
}

/// The members' sums together, each at its weight.
fn summed(
    members: &[Member],
    nothing: impl FnOnce() -> DayTotals,
    of: impl Fn(&Member) -> Result<DayTotals, Overflow>,
) -> Result<DayTotals, Overflow> {
    // Nearly every line is one product, whose sums are shared.
    if let [member] = members
        && member.weight == 1
    {
        return of(member);
    }
    let mut sum = nothing();
    for member in members {
        sum.add_all(&of(member)?, member.weight)?;
    }
    Ok(sum)
}
