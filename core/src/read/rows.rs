//! The tables as typed rows, each with the file and line it came from.

use std::sync::Arc;

use crate::calendar::{Day, Span};
use crate::names::Names;
use crate::units::{BasisPoints, Cores, MilliCores, Price, PvuPerCore};

use super::runs::Runs;
use super::{EstateFile, NotUsed};

/// Where a row stands: which file (see [`Tables::file_name`]) and which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the file.
    pub file: u16,
    /// Line on which the row starts.
    pub row: u32,
}

/// A row of `hosts.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRow {
    /// Name, in [`Tables::hosts`].
    pub host: u32,
    /// Activated physical cores.
    pub cores: Cores,
    /// Cluster; empty for none.
    pub cluster: String,
    /// Region; empty for the one region.
    pub region: String,
    /// Processor as the export prints it.
    pub processor: String,
    /// Sockets the server model can take.
    pub max_sockets: Option<u32>,
    /// Rate, if given.
    pub pvu_per_core: Option<PvuPerCore>,
    /// Whether its technology is eligible for sub-capacity.
    pub eligible: bool,
    /// When the row holds.
    pub span: Span,
    /// Origin.
    pub place: Place,
}

/// How a partition gets its cores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// A virtual machine with vCPUs.
    Vm,
    /// A partition with dedicated cores.
    Dedicated,
    /// A partition limited by its entitled processor units.
    Capped,
    /// A partition limited by its virtual processors and its pool.
    Uncapped,
}

/// A row of `vms.csv`, or several that say the same of adjoining days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacementRow {
    /// Name, in [`Tables::vms`].
    pub vm: u32,
    /// Name, in [`Tables::hosts`]; [`NOWHERE`] if the hypervisor is unknown.
    pub host: u32,
    /// Virtual cores.
    pub cores: MilliCores,
    /// How it gets them.
    pub mode: Mode,
    /// Name, in [`Tables::pool_names`]; [`NOWHERE`] for none.
    pub pool: u32,
    /// When.
    pub span: Span,
    /// Origin of the first row.
    pub place: Place,
}

/// No host, no pool.
pub const NOWHERE: u32 = u32::MAX;

/// A row of `pools.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolRow {
    /// Name, in [`Tables::pool_names`].
    pub pool: u32,
    /// Name, in [`Tables::hosts`].
    pub host: u32,
    /// Its processing units.
    pub cores: MilliCores,
    /// Origin.
    pub place: Place,
}

/// What a product runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunsOn {
    /// A vm, by its name in [`Tables::vms`].
    Vm(u32),
    /// The host itself, by its name in [`Tables::hosts`].
    Host(u32),
}

/// A row of `installs.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstallRow {
    /// Name, in [`Tables::product_names`].
    pub product: u32,
    /// Where.
    pub on: RunsOn,
    /// When.
    pub span: Span,
    /// Origin.
    pub place: Place,
}

/// What a product is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Processor value units.
    Pvu,
    /// Virtual processor cores.
    Vpc,
    /// Resource value units on managed or activated processor cores.
    RvuMapc,
}

impl Metric {
    /// As written in the tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pvu => "PVU",
            Self::Vpc => "VPC",
            Self::RvuMapc => "RVU_MAPC",
        }
    }
}

/// A row of `products.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// Name, in [`Tables::product_names`].
    pub product: u32,
    /// Metric.
    pub metric: Metric,
    /// Whether sub-capacity may be claimed.
    pub subcapacity: bool,
    /// List price of a metric unit.
    pub list_price: Option<Price>,
    /// Contract price of a metric unit.
    pub contract_price: Option<Price>,
    /// Support a year.
    pub support: BasisPoints,
    /// Bundle it belongs to, in [`Tables::product_names`].
    pub bundle: Option<u32>,
    /// `a:b`: a product units use b bundle units.
    pub ratio: (u32, u32),
    /// Origin.
    pub place: Place,
}

/// A row of `entitlements.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntitlementRow {
    /// Name, in [`Tables::product_names`].
    pub product: u32,
    /// Metric units.
    pub quantity: i64,
    /// When held.
    pub span: Span,
    /// Origin.
    pub place: Place,
}

/// What an item of evidence shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A tool measured.
    Measured,
    /// A report was made.
    Report,
    /// The figures were rebuilt afterwards.
    Rebuilt,
}

/// How sure an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// On file.
    Held,
    /// On file, but the other side may refuse it.
    Contestable,
    /// Not on file.
    Lost,
}

/// A row of `evidence.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Name of the item; scenarios copy items by the thousand.
    pub id: Arc<str>,
    /// What it shows.
    pub kind: Kind,
    /// For what: `*`, `host:…`, `cluster:…`, `region:…`, `product:…`.
    pub scope: Arc<str>,
    /// For which days; `None` if a report or rebuilt item lacks a date and so covers nothing.
    pub span: Option<Span>,
    /// The end of the period that decides whether a report is late, if a scenario split the row.
    pub judged_late_by: Option<Day>,
    /// When it was made.
    pub made: Option<Day>,
    /// How sure it is.
    pub state: State,
    /// Chance that it stands if contestable, in millionths.
    pub weight: Option<u32>,
    /// Remark.
    pub note: Arc<str>,
    /// Origin.
    pub place: Place,
}

/// All tables of an estate, as read.
#[derive(Debug, Default, Clone)]
pub struct Tables {
    /// The files read, in order.
    pub files: Vec<String>,
    /// `estate.toml`.
    pub estate: Option<EstateFile>,
    /// Names of hosts.
    pub hosts: Names,
    /// Names of vms.
    pub vms: Names,
    /// Names of pools.
    pub pool_names: Names,
    /// Names of products and bundles.
    pub product_names: Names,
    /// `hosts.csv`
    pub host_rows: Vec<HostRow>,
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
    /// Exports of which nothing is used after all, once all tables lie over each other.
    pub not_used: Vec<NotUsed>,
    /// A scenario left installs out: it may be all of them, where tables must have one.
    pub(crate) installs_left_out: bool,
    /// How many placements there were when they were last merged.
    pub(super) merged: usize,
    /// Placements still being read: none once reading is finished.
    pub(super) runs: Runs,
    /// The files that rows say they come from, and their numbers among all.
    pub(super) origins: Names,
    pub(super) origin_files: Vec<u16>,
    /// Every row on its own: see [`Reader::row_by_row`](super::Reader::row_by_row).
    pub(super) row_by_row: bool,
}

impl Tables {
    /// A file of the estate, as findings and trails name it.
    pub fn file_name(&self, file: u16) -> &str {
        self.files.get(usize::from(file)).map_or("the scenario", |f| f)
    }

    /// Where else, seen from another row: the file is named if it is another one.
    pub(crate) fn also(&self, there: Place, here: Place) -> String {
        if there.file == here.file {
            format!("also in row {}", there.row)
        } else {
            format!("also in {}, row {}", self.file_name(there.file), there.row)
        }
    }

    /// The number of a file that rows say they come from; `None` if there are too many of them.
    pub(super) fn origin_file(&mut self, path: &str) -> Option<u16> {
        let at = self.origins.intern(path) as usize;
        if at == self.origin_files.len() {
            let file = self.add_file(path);
            self.origin_files.push(file);
        }
        self.origin_files.get(at).copied().filter(|file| *file < u16::MAX)
    }

    /// Numbers a file, so that rows can say where they stand.
    pub(crate) fn add_file(&mut self, path: &str) -> u16 {
        self.files.push(path.to_owned());
        u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX)
    }
}
