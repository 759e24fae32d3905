//! One row of a table to its typed record, cell by cell; a bad cell leaves the row out.

use crate::calendar::Day;
use crate::finding::{Code, Severity};
use crate::units::{BasisPoints, Cores, MilliCores, Price, PvuPerCore};

use super::Table;
use super::cells::Cells;
use super::plain::Plain;
use super::rows::{
    EntitlementRow, EvidenceRow, HostRow, InstallRow, Kind, Metric, Mode, NOWHERE, Place, PlacementRow,
    PoolRow, ProductRow, RunsOn, State, Tables,
};
use super::table::col;
use super::unusual;

// Bounds: far above any real estate, far below what could overflow a sum.
pub(crate) const MOST_CORES: u64 = 1_000_000;
const MOST_SOCKETS: u64 = 1_000;
pub(crate) const HIGHEST_RATE: u64 = 10_000;
const HIGHEST_PRICE: u64 = 1_000_000_000_000;
const PRICE_DECIMALS: u32 = 9;
const HIGHEST_SUPPORT: u64 = 1_000_000;
const HIGHEST_RATIO: u64 = 1_000_000;
const HIGHEST_QUANTITY: u64 = 1_000_000_000_000;

/// How a partition gets its cores, in the tables' words.
pub(super) const MODES: [(&str, Mode); 4] = [
    ("vm", Mode::Vm),
    ("dedicated", Mode::Dedicated),
    ("capped", Mode::Capped),
    ("uncapped", Mode::Uncapped),
];

impl Tables {
    /// One row of a table.
    ///
    /// `line` is what it was read from, if that is one whole line.
    pub(super) fn row(&mut self, table: Table, cells: &mut Cells<'_>, file: u16, line: &[u8]) {
        let of_row = Place { file, row: cells.row() };
        let origin =
            cells.origin().and_then(|(file, row)| Some(Place { file: self.origin_file(file)?, row }));
        let place = origin.unwrap_or(of_row);
        match table {
            Table::Hosts => self.host(cells, place),
            Table::Vms => self.placement(cells, place, line),
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
        let cores = if is_known(cells, c::cores, name) { cells.whole(c::cores, 1..=MOST_CORES) } else { 0 };
        let row = HostRow {
            host: NOWHERE,
            cores: Cores::new(small(cores)),
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
            unusual::host(cells, cores, row.pvu_per_core);
            let host = self.hosts.intern(name);
            self.host_rows.push(HostRow { host, ..row });
        }
    }

    fn placement(&mut self, cells: &mut Cells<'_>, place: Place, line: &[u8]) {
        use col::vms as c;
        let vm = cells.name(c::vm);
        let host = cells.optional_name(c::host);
        let cores = milli_cores(cells, c::cores, vm);
        let mode = cells.word(c::mode, &MODES, Some(Mode::Vm)).unwrap_or(Mode::Vm);
        let pool = cells.optional_name(c::pool);
        let span = cells.span(c::from, c::to);
        if cells.keep() {
            let host = if host.is_empty() { NOWHERE } else { self.hosts.intern(host) };
            let pool = if pool.is_empty() { NOWHERE } else { self.pool_names.intern(pool) };
            let vm = self.vms.intern(vm);
            let dates = self.runs.dates_in(line);
            self.place_row(PlacementRow { vm, host, cores, mode, pool, span, place }, line, dates);
        }
    }

    /// A placement, if the line is a plain one; else the parser has to read it.
    pub(super) fn plain_placement(&mut self, line: &[u8], place: Place) -> bool {
        if self.row_by_row {
            return false;
        }
        let Some(Plain { vm, host, pool, cores, mode, span, dates, vm_first }) = self.runs.plain(line) else {
            return false;
        };
        let host = if host.is_empty() { NOWHERE } else { self.hosts.intern(host) };
        let pool = if pool.is_empty() { NOWHERE } else { self.pool_names.intern(pool) };
        // The rows of a day stand in the order of the day before: most names need not be looked up. (A row that
        // begins with the same cell and no quote is one of the same vm.)
        let expected = vm_first.and_then(|cell| self.runs.expected_vm(cell));
        let vm = expected.unwrap_or_else(|| self.vms.intern(vm));
        self.place_row(PlacementRow { vm, host, cores, mode, pool, span, place }, line, dates);
        true
    }

    fn pool(&mut self, cells: &mut Cells<'_>, place: Place) {
        use col::pools as c;
        let (pool, host) = (cells.name(c::pool), cells.name(c::host));
        let cores = milli_cores(cells, c::cores, pool);
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
            unusual::product(cells, list_price, contract_price, support);
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
            self.evidence.push(EvidenceRow {
                id: id.into(),
                kind,
                scope: scope.into(),
                span,
                judged_late_by: None,
                made,
                state,
                weight,
                note: note.into(),
                place,
            });
        }
    }
}

/// Ranges are checked by the cell readers; all limits above fit.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn milli_cores(cells: &mut Cells<'_>, column: usize, of: &str) -> MilliCores {
    if !is_known(cells, column, of) {
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

/// Whether cores are stated; if not, a finding says of what they are unknown.
fn is_known(cells: &mut Cells<'_>, column: usize, of: &str) -> bool {
    let empty = cells.raw(column).is_empty();
    if empty {
        let message = format!("the cores of {} are unknown", if of.is_empty() { "this row" } else { of });
        cells.refuse(Code::Empty, column, &message, "Fill them in; an unknown number is not zero.");
    }
    !empty
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
