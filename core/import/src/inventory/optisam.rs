//! Equipment of OptiSAM: servers, partitions, clusters, products and what they run on, told apart by codes.
//!
//! Its cores are those of one processor: servers with more processors than cores are in its own test data, and its
//! later workbook calls the column so. Source: github.com/Orange-OpenSource/optisam-backend, its test data.

use std::collections::BTreeMap;
use std::sync::Arc;

use subcap_core::finding::Code;

use crate::batch::Batch;
use crate::cells::{Table, count};
use crate::facts::{Cluster, Host, HostKind, Install, Machine, Origin, Rate, RateOrigin, Seen};
use crate::recognise::Rows;
use crate::text::{Header, Record};

/// What was read, by code, until all files are.
#[derive(Debug, Default)]
pub(crate) struct Equipment {
    servers: Vec<(Item, Host)>,
    partitions: Vec<(Item, Machine)>,
    clusters: BTreeMap<String, Arc<str>>,
    products: BTreeMap<String, Arc<str>>,
    installs: Vec<(String, String, Origin)>,
}

/// Code of a thing and of what it is in, compared without case.
#[derive(Debug)]
struct Item {
    code: String,
    parent: String,
}

#[derive(Clone, Copy)]
enum Of {
    Server,
    Partition,
    Cluster,
    Product,
    Install,
}

struct Reader {
    table: Table,
    of: Of,
    code: usize,
    name: Option<usize>,
    parent: Option<usize>,
    flag: Option<usize>,
    sockets: Option<usize>,
    cores: Option<usize>,
    pvu: Option<usize>,
    cpu: Option<usize>,
    rows: usize,
}

pub(super) fn servers(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let code = header.find(&["server_code", "server_id"])?;
    let cores = header.find(&["server_coresnumber", "cores_per_processor"])?;
    let sockets = header.find(&["server_processorsnumber", "server_processors_numbers"])?;
    let mut reader = Reader::new(header, path, Of::Server, code, batch);
    reader.name = header.find(&["server_hostname", "server_name"]);
    reader.parent = header.find(&["parent_id", "cluster_name"]);
    (reader.sockets, reader.cores) = (Some(sockets), Some(cores));
    reader.pvu = header.find(&["pvu", "ibm_pvu"]);
    reader.cpu = header.find(&["server_cpu", "cpu_model"]);
    reader.cites(path, batch)
}

pub(super) fn partitions(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let code = header.find(&["partition_code", "softpartition_id"])?;
    let cores = header.find(&["virtual_cores_vcpu", "vcpu", "virtual_cores"])?;
    let mut reader = Reader::new(header, path, Of::Partition, code, batch);
    reader.name = header.find(&["partition_hostname", "softpartition_name"]);
    reader.parent = header.find(&["parent_id", "server_id"]);
    reader.cores = Some(cores);
    reader.cites(path, batch)
}

pub(super) fn clusters(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let code = header.find(&["cluster_code"])?;
    let mut reader = Reader::new(header, path, Of::Cluster, code, batch);
    reader.name = Some(header.find(&["cluster_name"])?);
    reader.parent = header.find(&["parent_id"]);
    reader.cites(path, batch)
}

pub(super) fn products(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let code = header.find(&["swidtag"])?;
    let name = header.find(&["name"]).filter(|_| header.has(&["editor"]))?;
    let mut reader = Reader::new(header, path, Of::Product, code, batch);
    reader.name = Some(name);
    reader.cites(path, batch)
}

pub(super) fn installs(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let code = header.find(&["swidtag"])?;
    let parent = header.find(&["equipment_id"])?;
    let mut reader = Reader::new(header, path, Of::Install, code, batch);
    reader.parent = Some(parent);
    reader.cites(path, batch)
}

impl Reader {
    fn new(header: &Header, path: &str, of: Of, code: usize, batch: &mut Batch) -> Self {
        Self {
            table: Table::new(header, path, &[Some(code)], batch),
            of,
            code,
            name: None,
            parent: None,
            flag: header.find(&["flag"]),
            sockets: None,
            cores: None,
            pvu: None,
            cpu: None,
            rows: 0,
        }
    }

    /// The same, with all of its columns as the origin of its facts.
    fn cites(mut self, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
        let used = [Some(self.code), self.name, self.parent, self.sockets, self.cores, self.pvu, self.cpu];
        self.table = Table::new(&self.table.header.clone(), path, &used, batch);
        Some(Box::new(self))
    }
}

impl Rows for Reader {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let row = self.table.row(record);
        // The later workbook explains its columns in the row below the header; a flag of 0 takes a row away.
        let explains = row.text(self.cores).chars().filter(|c| c.is_alphabetic()).count() > 3;
        if row.text(self.flag) == "0" || (record.line == 2 && explains) {
            return;
        }
        let code = row.text(Some(self.code));
        if code.is_empty() {
            let advice = "Export the file anew.";
            return row.left_out(Code::Empty, Some(self.code), "the row has no code", advice, batch);
        }
        self.rows += 1;
        let item = Item { code: code.to_lowercase(), parent: row.text(self.parent).to_lowercase() };
        let written = match row.text(self.name) {
            "" => code,
            name => name,
        };
        let name = batch.names.of(written);
        match self.of {
            Of::Cluster => {
                let server = batch.names.some(row.text(self.parent));
                let cluster = Cluster {
                    name: Arc::clone(&name),
                    server,
                    hosts: None,
                    cores: None,
                    origin: row.origin(),
                };
                batch.facts.clusters.push(cluster);
                batch.inventory.optisam.clusters.insert(item.code, name);
            }
            Of::Product => {
                batch.inventory.optisam.products.insert(item.code, name);
            }
            Of::Install => batch.inventory.optisam.installs.push((item.code, item.parent, row.origin())),
            Of::Server => {
                let (sockets, each) = (row.small(self.sockets, batch), row.small(self.cores, batch));
                let cores = sockets.zip(each).and_then(|(sockets, each)| sockets.checked_mul(each));
                let pvu = row.small(self.pvu, batch).filter(|pvu| *pvu > 0);
                let host = Host {
                    name,
                    server: None,
                    kind: HostKind::Physical,
                    serial: None,
                    uuid: None,
                    cluster: batch.names.some(row.text(self.parent)),
                    processor: batch.names.some(row.text(self.cpu)),
                    sockets,
                    cores: cores.filter(|cores| *cores > 0),
                    rate: pvu.map(|pvu| Rate { pvu, by: RateOrigin::Tool }),
                    seen: Seen::Undated,
                    origin: row.origin(),
                };
                batch.inventory.optisam.servers.push((item, host));
            }
            Of::Partition => {
                let machine = Machine {
                    name,
                    dns: None,
                    uuids: Vec::new(),
                    server: None,
                    host: None,
                    cluster: None,
                    milli_cores: row.thousandths(self.cores, batch),
                    mode: "vm",
                    pool: None,
                    power: None,
                    stand_in: false,
                    seen: Seen::Undated,
                    origin: row.origin(),
                };
                batch.inventory.optisam.partitions.push((item, machine));
            }
        }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let what = match self.of {
            Of::Server => "server",
            Of::Partition => "partition",
            Of::Cluster => "cluster",
            Of::Product => "product",
            Of::Install => "installation",
        };
        if let Some(seen) = batch.seen.last_mut() {
            seen.detail = format!("OptiSAM: {}", count(self.rows, what));
        }
    }
}

/// Codes become names; of things that share a name each has its code behind it.
pub(super) fn conclude(equipment: Equipment, batch: &mut Batch) {
    let Equipment { servers, partitions, clusters, products, installs } = equipment;
    let mut on: BTreeMap<String, (Arc<str>, bool)> = BTreeMap::new();
    let hosts = unlike(servers.iter().map(|(item, host)| (item, &host.name)), batch);
    for ((item, mut host), name) in servers.into_iter().zip(hosts) {
        host.name = Arc::clone(&name);
        // A parent that is no cluster's code is a cluster's name.
        host.cluster = clusters.get(&item.parent).cloned().or(host.cluster);
        on.insert(item.code, (name, true));
        batch.facts.hosts.push(host);
    }
    let machines = unlike(partitions.iter().map(|(item, machine)| (item, &machine.name)), batch);
    for ((item, mut machine), name) in partitions.into_iter().zip(machines) {
        machine.name = Arc::clone(&name);
        machine.host = on.get(&item.parent).map(|(host, _)| Arc::clone(host));
        on.insert(item.code, (name, false));
        batch.facts.machines.push(machine);
    }
    for (product, equipment, origin) in installs {
        let (Some(product), Some((machine, on_host))) = (products.get(&product), on.get(&equipment)) else {
            let message = "its product or its equipment is in no file that is here";
            let advice = "Give the files of products and of equipment too.";
            batch.left_out(Code::UnknownVm, origin, Some(("Equipment_id", &equipment)), message, advice);
            continue;
        };
        batch.facts.installs.push(Install {
            product: Arc::clone(product),
            metric: None,
            bundle: None,
            machine: Arc::clone(machine),
            on_host: *on_host,
            component: None,
            charged: true,
            confirmed: true,
            excluded: None,
            from: None,
            to: None,
            seen: Seen::Undated,
            origin,
        });
    }
}

fn unlike<'i>(
    items: impl Iterator<Item = (&'i Item, &'i Arc<str>)> + Clone,
    batch: &mut Batch,
) -> Vec<Arc<str>> {
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    items.clone().for_each(|(_, name)| *often.entry(name).or_default() += 1);
    items
        .map(|(item, name)| match often.get(&**name) {
            Some(times) if *times > 1 => batch.names.of(&format!("{name} ({})", item.code)),
            _ => Arc::clone(name),
        })
        .collect()
}
