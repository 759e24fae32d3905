//! **Step 2: resolve.** The estate in its simplified form, so that counting has no special cases.
//!
//! In: [`Tables`](crate::read::Tables). Out: an [`Estate`] in which
//!
//! * every name is known and every list is sorted by name, so no order of rows reaches an answer;
//! * every host is a timeline of spans with cores, rate (and where it comes from), cluster and region;
//! * a host without a cluster is a cluster of one; a vm without a host stands on an artificial host;
//! * of the placements of one vm on one host no two overlap (the largest won), and each says what the
//!   vm can use: an uncapped partition at most its pool;
//! * a product in no bundle is a [`Line`] of one member, a bundle a line of several: both are counted
//!   by the same code.

pub(crate) mod clusters;
pub(crate) mod evidence;
pub(crate) mod first;
mod hosts;
pub(crate) mod installs;
mod lacking;
mod needed;
mod part;
mod placements;
mod products;
mod resolve;
mod twice;

use std::sync::Arc;

use crate::calendar::{Day, DaySet, Span};
use crate::finding::Finding;
use crate::pvu::Grade;
use crate::read::rows::{Kind, Metric, Place, State};
use crate::units::{BasisPoints, Cores, Currency, MilliCores, Price, PvuPerCore};

pub use lacking::Lacking;
pub use placements::{ARTIFICIAL, artificial_host};
pub use resolve::{Options, resolve};

/// Position in [`Estate::hosts`].
pub type HostId = u32;
/// Position in [`Estate::clusters`].
pub type ClusterId = u32;
/// Position in [`Estate::products`].
pub type ProductId = u32;

/// An estate, resolved. What is large is shared with the estates of its scenarios.
#[derive(Debug, Clone)]
pub struct Estate {
    /// Name as given.
    pub name: String,
    /// Currency of all prices.
    pub currency: Currency,
    /// The day the position is taken.
    pub as_of: Day,
    /// First deployment; `None` if unknown: nothing is clipped and there is no grace.
    pub first_deployment: Option<Day>,
    /// Files read, by [`Place::file`].
    pub files: Arc<Vec<String>>,
    /// Region names, sorted.
    pub regions: Vec<String>,
    /// Clusters, named ones first, sorted; then each lone host as a cluster of its own.
    pub clusters: Arc<Vec<Cluster>>,
    /// Hosts, sorted by name; each shared, for a scenario changes one or two of thousands.
    pub hosts: Arc<Vec<Arc<Host>>>,
    /// Whether any host stands in for an unknown hypervisor.
    pub has_artificial_hosts: bool,
    /// Pools of all hosts.
    pub pools: Vec<Pool>,
    /// Names of vms, sorted.
    pub vms: Arc<[String]>,
    /// Placements of each vm, by host; shared with the estates of scenarios.
    pub placements: Arc<Vec<Arc<[Placement]>>>,
    /// Products and bundles, sorted by name.
    pub products: Vec<Arc<Product>>,
    /// What is required and entitled as one: products in no bundle, and bundles; sorted by name.
    pub lines: Vec<Line>,
    /// Items that can cover something.
    pub evidence: Arc<Vec<Evidence>>,
    /// First deployment as the installs have it, where it is not stated.
    pub derived_first: Option<(Day, Place)>,
    /// Days on which something fell on a host without a row that day.
    pub host_not_there: DaySet,
    /// Whether a row of hosts, vms, pools, installs or products was left out.
    pub row_left_out: bool,
    /// Everything odd, sorted.
    pub findings: Arc<Vec<Finding>>,
}

/// Where a rate comes from; it travels with every figure made of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RateOrigin {
    /// `pvu_per_core` in the table.
    Given,
    /// The PVU table: the rows that matched and how sure the best of them is.
    Table {
        /// How sure.
        grade: Grade,
        /// Ids of the matching rows that give this rate.
        rows: Vec<String>,
    },
    /// Nothing given, nothing matched: 120, as ILMT does.
    Assumed,
}

/// A host over time.
#[derive(Debug, Clone)]
pub struct Host {
    /// Name.
    pub name: String,
    /// Whether it stands in for an unknown hypervisor; its full capacity is then unknown.
    pub artificial: bool,
    /// Its rows in order of time; they do not overlap.
    pub spans: Vec<HostSpan>,
}

/// What a host is for a while.
#[derive(Debug, Clone)]
pub struct HostSpan {
    /// When.
    pub span: Span,
    /// Activated physical cores.
    pub cores: Cores,
    /// PVU per core.
    pub rate: PvuPerCore,
    /// Where the rate comes from.
    pub origin: RateOrigin,
    /// Its cluster; of its own if it has none.
    pub cluster: ClusterId,
    /// Position in [`Estate::regions`].
    pub region: u32,
    /// Whether sub-capacity may be claimed on it.
    pub eligible: bool,
    /// Row of `hosts.csv`, or the row that made an artificial host necessary.
    pub place: Place,
}

/// Hosts between which virtual machines move.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Name; `None` for a lone host.
    pub name: Option<String>,
    /// Its capacity over time.
    pub spans: Vec<ClusterSpan>,
}

/// The hosts of a cluster together for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterSpan {
    /// When.
    pub span: Span,
    /// Position in [`Estate::regions`].
    pub region: u32,
    /// Full capacity in PVU.
    pub pvu: Capacity,
    /// Full capacity in cores.
    pub cores: Capacity,
}

/// Full capacity of a cluster in one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capacity {
    /// Of all its hosts.
    pub sum: i64,
    /// Of its largest host.
    pub largest: i64,
}

/// A shared processor pool on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Name.
    pub name: String,
    /// Its processing units.
    pub cores: MilliCores,
    /// Row of `pools.csv`.
    pub place: Place,
}

/// A vm on a host for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// Host.
    pub host: HostId,
    /// When; placements of one vm on one host do not overlap.
    pub span: Span,
    /// What it can use: units, vCPUs, or virtual processors up to its pool.
    pub cores: MilliCores,
    /// Position in [`Estate::pools`] of the pool that holds it, if one does.
    pub pool: Option<u32>,
    /// Whether a pool holds it as an uncapped partition: `cores` are then at most the pool's.
    pub uncapped: bool,
    /// Row of `vms.csv`.
    pub place: Place,
}

/// A product or bundle.
#[derive(Debug, Clone)]
pub struct Product {
    /// Name.
    pub name: String,
    /// Metric.
    pub metric: Metric,
    /// Whether sub-capacity may be claimed.
    pub subcapacity: bool,
    /// List price of a unit.
    pub list_price: Option<Price>,
    /// Contract price of a unit.
    pub contract_price: Option<Price>,
    /// Support a year.
    pub support: BasisPoints,
    /// Where it runs; installs of one vm or host do not overlap.
    pub installs: Vec<Install>,
    /// What was bought of it.
    pub entitlements: Vec<Entitlement>,
    /// The bundle it is in.
    pub bundle: Option<ProductId>,
    /// Row of `products.csv`; `None` for a bundle without one.
    pub place: Option<Place>,
}

/// Where a product runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Install {
    /// On what.
    pub on: InstalledOn,
    /// When.
    pub span: Span,
    /// Row of `installs.csv`.
    pub place: Place,
}

/// What a product is installed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InstalledOn {
    /// A vm, by its position in [`Estate::vms`].
    Vm(u32),
    /// The host itself.
    Host(HostId),
}

/// Licences held for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entitlement {
    /// Metric units of the product it names.
    pub quantity: i64,
    /// When held.
    pub span: Span,
    /// Row of `entitlements.csv`.
    pub place: Place,
}

/// What is required and entitled as one.
#[derive(Debug, Clone)]
pub struct Line {
    /// The product or bundle whose name, metric and price count.
    pub product: ProductId,
    /// Its members and what a unit of each counts, in parts of [`Line::scale`].
    /// A product in no bundle is its own one member.
    pub members: Vec<(ProductId, i64)>,
    /// Parts of a unit that make a whole one: the least common multiple of the ratios' left sides.
    pub scale: i64,
}

/// An item of evidence that can cover something.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its id.
    pub id: Arc<str>,
    /// What it shows.
    pub kind: Kind,
    /// For what.
    pub scope: Scope,
    /// For which days.
    pub span: Span,
    /// The end of the period that decides whether a report is late: its own, as the row had it.
    pub judged_late_by: Day,
    /// When it was made.
    pub made: Option<Day>,
    /// How sure it is.
    pub state: State,
    /// Chance that it stands if contestable, in millionths.
    pub weight: Option<u32>,
    /// Row of `evidence.csv`.
    pub place: Place,
}

/// What an item of evidence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everything.
    All,
    /// One host.
    Host(HostId),
    /// The hosts of a cluster, while they are in it.
    Cluster(ClusterId),
    /// The hosts of a region.
    Region(u32),
    /// A product, or a bundle's members.
    Product(ProductId),
}

impl Estate {
    /// Whether everything on these days was counted: no row of what is counted was left out, and nothing stood
    /// on a host without a row that day. Otherwise every figure is "at least".
    pub(crate) fn counted_all(&self, days: Span) -> bool {
        !self.row_left_out && self.host_not_there.within(days).next().is_none()
    }

    /// The placements of a vm.
    pub fn placements_of_vm(&self, vm: u32) -> &[Placement] {
        self.placements.get(vm as usize).map_or(&[], |placements| placements)
    }

    /// A host.
    pub fn host(&self, id: HostId) -> Option<&Host> {
        self.hosts.get(id as usize).map(|host| &**host)
    }

    /// A product.
    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.get(id as usize).map(|product| &**product)
    }

    /// A product, or a bundle and its members: what its name stands for in a scope.
    pub fn with_members(&self, id: ProductId) -> impl Iterator<Item = ProductId> + '_ {
        let all = (0..).zip(&self.products);
        all.filter(move |(i, p)| *i == id || p.bundle == Some(id)).map(|(member, _)| member)
    }

    /// The line of a product or bundle, by its own or a member's name.
    pub fn line_of(&self, name: &str) -> Option<usize> {
        self.lines.iter().position(|line| {
            let named = |id: ProductId| self.product(id).is_some_and(|p| p.name == name);
            named(line.product) || line.members.iter().any(|(id, _)| named(*id))
        })
    }

    /// A place in words: `vms.csv, row 12`.
    pub fn place(&self, place: Place) -> String {
        match self.files.get(usize::from(place.file)) {
            Some(file) => format!("{file}, row {}", place.row),
            None => "the scenario".to_owned(),
        }
    }
}

impl Host {
    /// The row that holds on a day.
    pub fn on(&self, day: Day) -> Option<&HostSpan> {
        let next = self.spans.partition_point(|s| s.span.to < day);
        self.spans.get(next).filter(|s| s.span.contains(day))
    }

    /// The rows that hold within a span, each with the part of it in which it does.
    pub fn during(&self, span: Span) -> impl Iterator<Item = (Span, usize, &HostSpan)> + '_ {
        let first = self.spans.partition_point(|s| s.span.to < span.from);
        let rows = self.spans.iter().enumerate().skip(first);
        rows.map_while(move |(i, s)| s.span.overlap(span).map(|part| (part, i, s)))
    }
}
