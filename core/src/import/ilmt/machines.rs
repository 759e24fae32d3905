//! From rows to servers: which computers and products are on each, and what ILMT's totals for it are.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding, Findings, Severity};
use crate::read::rows::Place;
use crate::units::{Cores, PvuPerCore};

use super::instances::{Instance, Total};

/// A server of the report.
#[derive(Debug)]
pub struct Server<'i> {
    pub name: &'i str,
    pub processor: &'i str,
    /// The highest of all rows.
    pub rate: PvuPerCore,
    /// The largest limit of all products: at a product's peak the server may have been smaller.
    pub cores: Cores,
    pub place: Place,
    pub partitions: BTreeMap<Partition<'i>, Size>,
    pub products: BTreeMap<&'i str, OnServer<'i>>,
}

/// A computer as ILMT tells them apart: by name and number of its virtualisation layer.
pub type Partition<'i> = (&'i str, &'i str);

/// Cores of a partition, the largest of all rows, and where it first stands.
#[derive(Debug)]
pub struct Size {
    pub cores: Cores,
    pub place: Place,
}

/// A product on a server.
#[derive(Debug)]
pub struct OnServer<'i> {
    pub total: Total,
    pub limit: Total,
    pub place: Place,
    pub computers: BTreeSet<Partition<'i>>,
    /// The computers on which not every instance is excluded.
    pub counted: BTreeSet<Partition<'i>>,
    /// Why instances are excluded; empty if none is.
    pub exclusion: &'i str,
}

impl<'i> Server<'i> {
    fn new(row: &'i Instance) -> Self {
        Self {
            name: &row.server,
            processor: &row.processor,
            rate: row.rate,
            cores: row.limit.cores,
            place: row.place,
            partitions: BTreeMap::new(),
            products: BTreeMap::new(),
        }
    }

    /// The vm behind an artificial server: ILMT found no hypervisor for it and made one up, named after the
    /// vm and counted at the default rate. Only if that is all there is to it; otherwise it is a server.
    pub fn lone_vm(&self) -> Option<&'i str> {
        let id = self.name.strip_prefix(ARTIFICIAL).filter(|id| !id.is_empty())?;
        let whole = |product: &OnServer<'_>| {
            product.total.pvu == 0 || product.total.pvu == self.pvu() && product.limit.cores == self.cores
        };
        let lone = self.rate == PvuPerCore::UNIDENTIFIED && self.partitions.len() == 1;
        (lone && self.products.values().all(whole)).then_some(id)
    }

    /// Whether ILMT made the server up.
    pub fn is_artificial(&self) -> bool {
        self.name.starts_with(ARTIFICIAL)
    }

    /// All its cores at its rate.
    pub fn pvu(&self) -> u64 {
        u64::from(self.cores.get()) * u64::from(self.rate.get())
    }

    /// What counting the computers comes to, capped by the server if ILMT gives it cores.
    pub fn recount(&self, computers: &BTreeSet<Partition<'i>>) -> Cores {
        let cap = if self.cores == Cores::new(0) { Cores::new(u32::MAX) } else { self.cores };
        let cores =
            computers.iter().filter_map(|c| self.partitions.get(c)).map(|size| u64::from(size.cores.get()));
        Cores::new(u32::try_from(cores.sum::<u64>()).unwrap_or(u32::MAX)).min(cap)
    }
}

/// How ILMT names a server it made up; what follows is the identity of the vm.
const ARTIFICIAL: &str = "TLM_VM_";

/// The servers in order of name.
pub fn of<'i>(instances: &'i [Instance], file: &str, findings: &mut Findings) -> Vec<Server<'i>> {
    let mut servers: BTreeMap<&str, Server<'i>> = BTreeMap::new();
    let mut differing = BTreeSet::new();
    for row in instances {
        let server = servers.entry(&row.server).or_insert_with(|| Server::new(row));
        if row.rate != server.rate && differing.insert(row.server.as_str()) {
            let message = format!(
                "{} has several rates, {} and {} PVU per core; the highest counts",
                row.server,
                server.rate.get(),
                row.rate.get()
            );
            findings.push(warning(file, message, row));
        }
        server.rate = server.rate.max(row.rate);
        server.cores = server.cores.max(row.limit.cores);
        let computer = (row.computer.as_str(), row.layer.as_str());
        if !row.computer.is_empty() && row.partition_cores > Cores::new(0) {
            let size = server.partitions.entry(computer);
            let size = size.or_insert_with(|| Size { cores: row.partition_cores, place: row.place });
            size.cores = size.cores.max(row.partition_cores);
        }
        let product = server.products.entry(&row.product).or_insert_with(|| OnServer {
            total: row.total,
            limit: row.limit,
            place: row.place,
            computers: BTreeSet::new(),
            counted: BTreeSet::new(),
            exclusion: "",
        });
        if row.total != product.total {
            let message = format!(
                "{} on {} has several totals, {} and {} PVU; the highest counts",
                row.product, row.server, product.total.pvu, row.total.pvu
            );
            findings.push(warning(file, message, row));
        }
        product.total = product.total.max(row.total);
        product.limit = product.limit.max(row.limit);
        product.computers.insert(computer);
        if row.exclusion.is_empty() {
            product.counted.insert(computer);
        } else {
            product.exclusion = &row.exclusion;
        }
    }
    for server in servers.values_mut() {
        // A limit below the total would cut the total off.
        let rate = server.rate;
        let largest = server.products.values().map(|product| product.total.cores_at(rate)).max();
        server.cores = server.cores.max(largest.unwrap_or_default());
    }
    servers.into_values().collect()
}

fn warning(file: &str, message: String, row: &Instance) -> Finding {
    let advice =
        "Every row of a server should repeat the same; ask ILMT for a recalculation and a new snapshot.";
    Finding::new(Code::TotalDiffers, Severity::Warning, file, message, advice).at(row.place.row)
}
