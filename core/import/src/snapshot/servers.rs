//! From rows to servers: which computers and products are on each, and what the tool's totals for it are.

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Finding, Findings, Severity};
use subcap_core::order::{Map, Order as _, Set};

use crate::facts::{Metric, Origin};

use super::sheet::{Row, Sheet, Total};
use super::words::{Word, Words};

/// A server of the reports.
#[derive(Debug)]
pub(super) struct Server {
    pub name: Word,
    pub processor: Word,
    /// The highest of all rows; nothing if no report of PVU names the server.
    pub rate: Option<u32>,
    pub rate_changed: bool,
    /// The largest limit of all products: at a product's peak the server may have been smaller.
    pub cores: u32,
    pub origin: Origin,
    pub partitions: Map<Partition, Size>,
    pub products: Map<Key, OnServer>,
}

/// A computer as ILMT tells them apart: by name and number of its virtualisation layer.
pub(super) type Partition = (Word, Word);

/// A product: name and bundle, and which of the reports it stands in.
pub(super) type Key = (Word, Word, usize);

/// Cores of a partition, the largest of all rows, and where it first stands.
#[derive(Debug)]
pub(super) struct Size {
    pub cores: u32,
    pub origin: Origin,
}

/// A product on a server.
#[derive(Debug)]
pub(super) struct OnServer {
    pub total: Total,
    pub limit: Total,
    /// PVU per core; 1 for other metrics.
    pub rate: u32,
    pub peak: Option<Day>,
    pub row: u32,
    pub computers: Map<Partition, On>,
}

/// A product on a computer.
#[derive(Debug, Clone, Copy)]
pub(super) struct On {
    pub row: u32,
    pub component: Word,
    /// Why its instances are not counted; nothing if any is.
    pub exclusion: Word,
    pub confirmed: bool,
}

/// How ILMT names a server it made up; what follows is the identity of the vm.
const ARTIFICIAL: &str = subcap_core::estate::ARTIFICIAL;
/// What ILMT counts for a processor it cannot identify.
pub(super) const UNIDENTIFIED: u32 = 120;

/// The identity of the vm behind a made-up server's name.
pub(super) fn artificial(name: &str) -> Option<&str> {
    name.strip_prefix(ARTIFICIAL).filter(|id| !id.is_empty())
}

impl Server {
    fn new(row: &Row, origin: Origin) -> Self {
        Self {
            name: row.server,
            processor: row.processor,
            rate: None,
            rate_changed: false,
            cores: 0,
            origin,
            partitions: Map::new(),
            products: Map::new(),
        }
    }

    /// Whether it is one vm: ILMT found no hypervisor for it and made a server up, named after the vm and
    /// counted at the default rate. Only if that is all there is to it; otherwise it is a server.
    pub fn is_lone_vm(&self, name: &str) -> bool {
        let whole = |product: &OnServer| {
            let all = u64::from(self.cores) * u64::from(product.rate);
            product.total.units == 0 || product.total.units == all && product.limit.cores == self.cores
        };
        artificial(name).is_some()
            && self.rate.is_none_or(|rate| rate == UNIDENTIFIED)
            && self.partitions.len() == 1
            && self.products.values().all(whole)
    }

    /// What counting the computers comes to, capped by the server if the tool gives it cores.
    pub fn recount<'p>(&self, computers: impl Iterator<Item = &'p Partition>) -> u32 {
        let cap = if self.cores == 0 { u32::MAX } else { self.cores };
        let cores =
            computers.filter_map(|computer| self.partitions.get(computer)).map(|size| u64::from(size.cores));
        u32::try_from(cores.sum::<u64>()).unwrap_or(u32::MAX).min(cap)
    }
}

impl OnServer {
    /// The computers on which not every instance is excluded.
    pub fn counted(&self) -> impl Iterator<Item = &Partition> {
        self.computers.iter().filter(|(_, on)| on.exclusion.is_none()).map(|(computer, _)| computer)
    }

    /// Why instances are excluded; nothing if none is.
    pub fn exclusion(&self) -> Option<Word> {
        self.computers.values().map(|on| on.exclusion).find(|exclusion| !exclusion.is_none())
    }
}

/// The servers of all reports, in the order of their names.
pub(super) fn of(sheets: &[Sheet], words: &Words, findings: &mut Findings) -> Vec<Server> {
    let size = |sheet: &Sheet| sheet.rows.len();
    let mut rows: Vec<(Word, usize, usize)> = Vec::with_capacity(sheets.iter().map(size).sum());
    for (which, sheet) in sheets.iter().enumerate() {
        rows.extend(sheet.rows.iter().enumerate().map(|(at, row)| (row.server, which, at)));
    }
    rows.sort_unstable();
    let mut servers: Vec<Server> = Vec::new();
    let mut differing = Set::new();
    for (_, which, at) in rows {
        let Some(sheet) = sheets.get(which) else { continue };
        let Some(row) = sheet.rows.get(at) else { continue };
        if servers.last().is_none_or(|server| server.name != row.server) {
            servers.push(Server::new(row, Origin { file: sheet.origins.server, row: row.row }));
        }
        let Some(server) = servers.last_mut() else { continue };
        server.add(row, which, sheet, words, &mut differing, findings);
    }
    for server in &mut servers {
        for ((.., which), product) in &mut server.products {
            if sheets.get(*which).is_some_and(|sheet| sheet.metric == Metric::Pvu) {
                product.rate = server.rate.unwrap_or(product.rate);
            }
        }
        // A limit below the total would cut the total off.
        let largest = server.products.values().map(|product| product.total.cores_at(product.rate)).max();
        server.cores = server.cores.max(largest.unwrap_or_default());
    }
    servers.order_by_key(|server| words.text(server.name));
    servers
}

impl Server {
    fn add(
        &mut self,
        row: &Row,
        which: usize,
        sheet: &Sheet,
        words: &Words,
        differing: &mut Set<Word>,
        findings: &mut Findings,
    ) {
        let is_pvu = sheet.metric == Metric::Pvu;
        if is_pvu {
            let rate = self.rate.unwrap_or(row.rate);
            if row.rate != rate && differing.insert(row.server) {
                let name = words.text(row.server);
                let message = format!(
                    "{name} has several rates, {rate} and {} PVU per core; the highest counts",
                    row.rate
                );
                findings.push(warning(sheet, message, row));
            }
            self.rate = Some(rate.max(row.rate));
            self.rate_changed |= row.rate_changed;
        }
        if row.limit.cores > self.cores {
            self.cores = row.limit.cores;
            self.origin = Origin { file: sheet.origins.server, row: row.row };
        }
        if self.processor.is_none() {
            self.processor = row.processor;
        }
        let computer = (row.computer, row.layer);
        if !row.computer.is_none() && row.partition_cores > 0 {
            let origin = Origin { file: sheet.origins.machine, row: row.row };
            let size = self.partitions.entry(computer).or_insert(Size { cores: row.partition_cores, origin });
            if row.partition_cores > size.cores {
                *size = Size { cores: row.partition_cores, origin };
            }
        }
        let product = self.products.entry((row.product, row.bundle, which)).or_insert_with(|| OnServer {
            total: row.total,
            limit: row.limit,
            rate: 1,
            peak: row.peak,
            row: row.row,
            computers: Map::new(),
        });
        if row.total != product.total {
            let message = format!(
                "{} on {} has several totals, {} and {}; the highest counts",
                words.text(row.product),
                words.text(row.server),
                product.total.units,
                row.total.units
            );
            findings.push(warning(sheet, message, row));
        }
        product.total = product.total.max(row.total);
        product.limit = product.limit.max(row.limit);
        let on = product.computers.entry(computer).or_insert(On {
            row: row.row,
            component: row.component,
            exclusion: row.exclusion,
            confirmed: true,
        });
        if row.exclusion.is_none() {
            on.exclusion = Word::default();
        }
        on.confirmed &= !row.unconfirmed;
    }
}

fn warning(sheet: &Sheet, message: String, row: &Row) -> Finding {
    let advice =
        "Every row of a server should repeat the same; ask ILMT for a recalculation and a new snapshot.";
    Finding::new(Code::TotalDiffers, Severity::Warning, &sheet.path, message, advice).at(row.row)
}
