//! Rows as they will be written.

use std::sync::Arc;

use subcap_core::calendar::{Day, Span};
use subcap_core::order::Order as _;

/// All tables.
#[derive(Debug, Default)]
pub struct Rows {
    /// `estate.toml`
    pub estate: EstateText,
    /// `hosts.csv`
    pub hosts: Vec<HostRow>,
    /// `vms.csv`
    pub placements: Vec<PlacementRow>,
    /// `pools.csv`
    pub pools: Vec<PoolRow>,
    /// `installs.csv`
    pub installs: Vec<InstallRow>,
    /// `products.csv`
    pub products: Vec<ProductRow>,
    /// `entitlements.csv`
    pub entitlements: Vec<EntitlementRow>,
    /// `evidence.csv`
    pub evidence: Vec<EvidenceRow>,
}

/// `estate.toml`
#[derive(Debug, Default, Clone)]
pub struct EstateText {
    /// Position's day.
    pub as_of: Option<Day>,
    /// ISO code of all prices.
    pub currency: Option<String>,
    /// Name.
    pub name: String,
}

/// A row of `hosts.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostRow {
    /// Name.
    pub host: Arc<str>,
    /// When.
    pub span: Span,
    /// Cores; `None` if no export states them.
    pub cores: Option<u32>,
    /// Cluster.
    pub cluster: Option<Arc<str>>,
    /// Brand string.
    pub processor: Option<Arc<str>>,
    /// PVU per core, if an export states it.
    pub rate: Option<u32>,
    /// Origin.
    pub origin: String,
}

/// A row of `vms.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacementRow {
    /// Machine.
    pub vm: Arc<str>,
    /// When.
    pub span: Span,
    /// Host, if known.
    pub host: Option<Arc<str>>,
    /// Thousandths of a core; `None` if no export states them.
    pub milli_cores: Option<u64>,
    /// `vm`, `dedicated`, `capped` or `uncapped`.
    pub mode: &'static str,
    /// Pool.
    pub pool: Option<Arc<str>>,
    /// Origin.
    pub origin: String,
}

/// A row of `pools.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PoolRow {
    /// Name.
    pub pool: Arc<str>,
    /// Host.
    pub host: Arc<str>,
    /// Thousandths of a core.
    pub milli_cores: u64,
    /// Origin.
    pub origin: String,
}

/// A row of `installs.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstallRow {
    /// Product.
    pub product: Arc<str>,
    /// Machine or host.
    pub on: Arc<str>,
    /// It is a host.
    pub on_host: bool,
    /// When.
    pub span: Span,
    /// Origin.
    pub origin: String,
}

/// A row of `products.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProductRow {
    /// Product.
    pub product: Arc<str>,
    /// `PVU`, `VPC` or `RVU_MAPC`.
    pub metric: &'static str,
    /// List price of a unit.
    pub list: Option<Arc<str>>,
    /// Contract price of a unit.
    pub contract: Option<Arc<str>>,
    /// Bundle.
    pub bundle: Option<Arc<str>>,
    /// Units of the product that use units of the bundle.
    pub ratio: Option<(u32, u32)>,
    /// Origin.
    pub origin: String,
}

/// A row of `entitlements.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntitlementRow {
    /// Product.
    pub product: Arc<str>,
    /// Units.
    pub quantity: u64,
    /// When.
    pub span: Span,
    /// Origin.
    pub origin: String,
}

/// A row of `evidence.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvidenceRow {
    /// Name of the item.
    pub id: String,
    /// `measured`, `report` or `rebuilt`.
    pub kind: &'static str,
    /// For what.
    pub scope: String,
    /// For which days.
    pub span: Span,
    /// When it was made.
    pub made: Option<Day>,
    /// `held` or `contestable`.
    pub state: &'static str,
    /// Why it is contestable, or where it comes from.
    pub note: String,
    /// Origin.
    pub origin: String,
}

impl Rows {
    /// Puts rows into an order that does not depend on that of the exports.
    pub fn order(&mut self) {
        self.hosts.order();
        self.placements.sort();
        self.placements.dedup();
        self.pools.order();
        self.installs.order();
        self.products.order();
        self.entitlements.order();
        self.evidence.order();
        self.evidence.dedup();
    }
}
