//! The tables as typed rows, each with the file and line it came from.

use crate::calendar::{Day, Span};
use crate::finding::{Code, Severity};
use crate::names::Names;
use crate::units::{BasisPoints, Cores, MilliCores, Price, PvuPerCore};

use super::cells::Cells;
use super::table::col;
use super::{EstateFile, Table};

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

impl PlacementRow {
    /// Whether two rows differ in their days and origin only.
    fn same(&self, other: &Self) -> bool {
        let key = |p: &Self| (p.vm, p.host, p.cores, p.mode, p.pool);
        key(self) == key(other)
    }

    /// Takes over the days of a row that says the same.
    fn join(&mut self, other: &Self) {
        self.span = Span::new(self.span.from.min(other.span.from), self.span.to.max(other.span.to));
        self.place = self.place.min(other.place);
    }
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
    /// Name of the item.
    pub id: String,
    /// What it shows.
    pub kind: Kind,
    /// For what: `*`, `host:…`, `cluster:…`, `region:…`, `product:…`.
    pub scope: String,
    /// For which days; `None` if a report or rebuilt item lacks a date and so covers nothing.
    pub span: Option<Span>,
    /// When it was made.
    pub made: Option<Day>,
    /// How sure it is.
    pub state: State,
    /// Chance that it stands if contestable, in millionths.
    pub weight: Option<u32>,
    /// Remark.
    pub note: String,
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
    /// How many placements there were when they were last merged.
    merged: usize,
    /// The placement read last of each vm: daily exports say one thing five hundred times, and a row
    /// that goes on where the last one ended needs no row of its own (half the reading time, measured).
    latest: Vec<usize>,
}

// Bounds: far above any real estate, far below what could overflow a sum.
pub(crate) const MOST_CORES: u64 = 1_000_000;
const MOST_SOCKETS: u64 = 1_000;
pub(crate) const HIGHEST_RATE: u64 = 10_000;
const HIGHEST_PRICE: u64 = 1_000_000_000_000;
const PRICE_DECIMALS: u32 = 9;
const HIGHEST_SUPPORT: u64 = 1_000_000;
const HIGHEST_RATIO: u64 = 1_000_000;
const HIGHEST_QUANTITY: u64 = 1_000_000_000_000;
const MERGE_ABOVE: usize = 1 << 20;

impl Tables {
    /// A file of the estate, as findings and trails name it.
    pub fn file_name(&self, file: u16) -> &str {
        self.files.get(usize::from(file)).map_or("", |f| f)
    }

    /// Where else, seen from another row: the file is named if it is another one.
    pub(crate) fn also(&self, there: Place, here: Place) -> String {
        if there.file == here.file {
            format!("also in row {}", there.row)
        } else {
            format!("also in {}, row {}", self.file_name(there.file), there.row)
        }
    }

    /// Numbers a file, so that rows can say where they stand.
    pub(crate) fn add_file(&mut self, path: &str) -> u16 {
        self.files.push(path.to_owned());
        u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX)
    }

    /// One row of a table.
    pub(super) fn row(&mut self, table: Table, cells: &mut Cells<'_>, file: u16) {
        let place = Place { file, row: cells.row() };
        match table {
            Table::Hosts => self.host(cells, place),
            Table::Vms => self.placement(cells, place),
            Table::Pools => self.pool(cells, place),
            Table::Installs => self.install(cells, place),
            Table::Products => self.product(cells, place),
            Table::Entitlements => self.entitlement(cells, place),
            Table::Evidence => self.evidence_item(cells, place),
        }
    }

    fn host(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::hosts as c;
        let name = cells.name(c::host);
        let row = HostRow {
            host: NOWHERE,
            cores: Cores::new(small(cells.whole(c::cores, 1..=MOST_CORES))),
            cluster: cells.optional_name(c::cluster).to_owned(),
            region: cells.optional_name(c::region).to_owned(),
            processor: cells.optional_name(c::processor).to_owned(),
            max_sockets: cells.optional_whole(c::max_sockets, 1..=MOST_SOCKETS).map(small),
            pvu_per_core: cells
                .optional_whole(c::pvu_per_core, 1..=HIGHEST_RATE)
                .map(small)
                .map(PvuPerCore::new),
            eligible: cells.yes(c::eligible, true),
            span: cells.span(c::from, c::to),
            place,
        };
        if cells.keep() {
            let host = self.hosts.intern(name);
            self.host_rows.push(HostRow { host, ..row });
        }
    }

    fn placement(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::vms as c;
        const MODES: [(&str, Mode); 4] = [
            ("vm", Mode::Vm),
            ("dedicated", Mode::Dedicated),
            ("capped", Mode::Capped),
            ("uncapped", Mode::Uncapped),
        ];
        let vm = cells.name(c::vm);
        let host = cells.optional_name(c::host);
        let cores = milli_cores(cells, c::cores);
        let mode = cells.word(c::mode, &MODES, Some(Mode::Vm)).unwrap_or(Mode::Vm);
        let pool = cells.optional_name(c::pool);
        let span = cells.span(c::from, c::to);
        if cells.keep() {
            let host = if host.is_empty() { NOWHERE } else { self.hosts.intern(host) };
            let pool = if pool.is_empty() { NOWHERE } else { self.pool_names.intern(pool) };
            let vm = self.vms.intern(vm);
            let row = PlacementRow { vm, host, cores, mode, pool, span, place };
            if !self.goes_on(row) {
                self.latest.resize(self.vms.len(), usize::MAX);
                if let Some(latest) = self.latest.get_mut(vm as usize) {
                    *latest = self.placements.len();
                }
                self.placements.push(row);
            }
            if self.placements.len() >= MERGE_ABOVE.max(2 * self.merged) {
                self.merge_placements();
            }
        }
    }

    fn pool(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::pools as c;
        let (pool, host) = (cells.name(c::pool), cells.name(c::host));
        let cores = milli_cores(cells, c::cores);
        if cells.keep() {
            let (pool, host) = (self.pool_names.intern(pool), self.hosts.intern(host));
            self.pools.push(PoolRow { pool, host, cores, place });
        }
    }

    fn install(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::installs as c;
        let product = cells.name(c::product);
        let (vm, host) = (cells.optional_name(c::vm), cells.optional_name(c::host));
        if vm.is_empty() == host.is_empty() && cells.raw(c::vm).is_empty() == cells.raw(c::host).is_empty() {
            cells.refuse(
                Code::VmOrHost,
                c::vm,
                "exactly one of vm and host is due",
                "Name the vm, or the host for bare metal, not both.",
            );
        }
        let span = cells.span(c::from, c::to);
        if cells.keep() {
            if span.from == Day::ALWAYS {
                let advice = "Give the install date if it is known; it may shorten the claim.";
                cells.remark(
                    Code::NoInstallDate,
                    Severity::Warning,
                    c::from,
                    "the install has no date; it counts as always there",
                    advice,
                );
            }
            let on = if host.is_empty() {
                RunsOn::Vm(self.vms.intern(vm))
            } else {
                RunsOn::Host(self.hosts.intern(host))
            };
            let product = self.product_names.intern(product);
            self.installs.push(InstallRow { product, on, span, place });
        }
    }

    fn product(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::products as c;
        const METRICS: [(&str, Metric); 3] =
            [("PVU", Metric::Pvu), ("VPC", Metric::Vpc), ("RVU_MAPC", Metric::RvuMapc)];
        let name = cells.name(c::product);
        let metric = cells.word(c::metric, &METRICS, None).unwrap_or(Metric::Pvu);
        let subcapacity = cells.yes(c::subcapacity, true);
        let list_price = cells.amount(c::list_price, PRICE_DECIMALS, 0..=HIGHEST_PRICE).map(Price::new);
        let contract_price =
            cells.amount(c::contract_price, PRICE_DECIMALS, 0..=HIGHEST_PRICE).map(Price::new);
        let support = cells.optional_whole(c::support_bp, 0..=HIGHEST_SUPPORT).map_or(2000, small);
        let bundle = cells.optional_name(c::bundle);
        let ratio = ratio(cells, c::ratio);
        if cells.keep() {
            if bundle.is_empty() && ratio != (1, 1) {
                let advice = "Name the bundle, or remove the ratio.";
                cells.remark(
                    Code::RatioWithoutBundle,
                    Severity::Warning,
                    c::ratio,
                    "a ratio without a bundle counts for nothing",
                    advice,
                );
            }
            let product = self.product_names.intern(name);
            let bundle = (!bundle.is_empty()).then(|| self.product_names.intern(bundle));
            let support = BasisPoints::new(support);
            self.products.push(ProductRow {
                product,
                metric,
                subcapacity,
                list_price,
                contract_price,
                support,
                bundle,
                ratio,
                place,
            });
        }
    }

    fn entitlement(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::entitlements as c;
        let product = cells.name(c::product);
        let quantity = i64::try_from(cells.whole(c::quantity, 0..=HIGHEST_QUANTITY)).unwrap_or(0);
        let span = cells.span(c::from, c::to);
        if cells.keep() {
            let product = self.product_names.intern(product);
            self.entitlements.push(EntitlementRow { product, quantity, span, place });
        }
    }

    fn evidence_item(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::evidence as c;
        const KINDS: [(&str, Kind); 3] =
            [("measured", Kind::Measured), ("report", Kind::Report), ("rebuilt", Kind::Rebuilt)];
        const STATES: [(&str, State); 3] =
            [("held", State::Held), ("contestable", State::Contestable), ("lost", State::Lost)];
        let id = cells.name(c::id).to_owned();
        let kind = cells.word(c::kind, &KINDS, None).unwrap_or(Kind::Measured);
        let scope = cells.name(c::scope).to_owned();
        let dated = !cells.raw(c::from).is_empty() && !cells.raw(c::to).is_empty();
        let span = cells.span(c::from, c::to);
        let made = cells.date(c::made);
        let state = cells.word(c::state, &STATES, Some(State::Held)).unwrap_or(State::Lost);
        let weight = cells.decimal(c::weight, 6, 0..=1).and_then(|w| u32::try_from(w).ok());
        let note = String::from_utf8_lossy(cells.raw(c::note)).into_owned();
        if cells.keep() {
            let covers = kind == Kind::Measured || dated;
            if !covers {
                let missing = if cells.raw(c::from).is_empty() { c::from } else { c::to };
                let advice = "Give both from and to: a report or a rebuilt figure is about a stated period.";
                cells.remark(
                    Code::NoPeriod,
                    Severity::Error,
                    missing,
                    "the item has no period and covers nothing",
                    advice,
                );
            }
            let span = covers.then_some(span);
            self.evidence.push(EvidenceRow { id, kind, scope, span, made, state, weight, note, place });
        }
    }

    /// Whether the row says the same as the one read last of its vm, of days that adjoin or overlap;
    /// that one then covers both.
    fn goes_on(&mut self, row: PlacementRow) -> bool {
        let latest = self.latest.get(row.vm as usize).and_then(|i| self.placements.get_mut(*i));
        let Some(latest) = latest.filter(|l| l.same(&row)) else { return false };
        let adjoins = row.span.from <= latest.span.to.next() && latest.span.from <= row.span.to.next();
        if adjoins {
            latest.join(&row);
        }
        adjoins
    }

    /// Rows of one vm on one host that say the same of adjoining or common days become one: daily
    /// exports say one thing five hundred times. Sorting makes the outcome independent of row order
    /// and of how the export is cut into rows and files.
    pub fn merge_placements(&mut self) {
        self.placements.sort_unstable_by_key(|p| (p.vm, p.host, p.pool, p.mode, p.cores, p.span, p.place));
        self.placements.dedup_by(|next, kept| {
            let adjoins = next.same(kept) && next.span.from <= kept.span.to.next();
            if adjoins {
                kept.join(next);
            }
            adjoins
        });
        self.latest.clear();
        self.merged = self.placements.len();
    }
}

/// Ranges are checked by the cell readers; all limits above fit.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn milli_cores(cells: &mut Cells<'_>, column: usize) -> MilliCores {
    if cells.raw(column).is_empty() {
        cells.refuse(Code::Empty, column, "this cell is empty", "Fill it in; an unknown number is not zero.");
        return MilliCores::default();
    }
    let thousandths = cells.decimal(column, 3, 0..=MOST_CORES);
    if thousandths == Some(0) {
        cells.refuse(
            Code::OutOfRange,
            column,
            "no cores at all is absurd",
            "Remove the row if the machine was not there.",
        );
    }
    MilliCores::new(thousandths.and_then(|t| u64::try_from(t).ok()).unwrap_or(0))
}

/// `a:b`, by default 1:1.
fn ratio(cells: &mut Cells<'_>, column: usize) -> (u32, u32) {
    let raw = cells.raw(column);
    if raw.is_empty() {
        return (1, 1);
    }
    let digits = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
    let part = |text: &str| {
        let number = Some(text.trim()).filter(digits)?.parse().ok();
        number.filter(|n| (1..=HIGHEST_RATIO).contains(n)).map(small)
    };
    let parsed = std::str::from_utf8(raw)
        .ok()
        .and_then(|t| t.split_once(':'))
        .and_then(|(a, b)| Some((part(a)?, part(b)?)));
    parsed.unwrap_or_else(|| {
        cells.refuse(
            Code::NotANumber,
            column,
            "this is no ratio",
            "Write a:b with whole numbers, for instance 2:1 (two product units use one bundle unit).",
        );
        (1, 1)
    })
}
