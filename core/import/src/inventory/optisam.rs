//! Equipment of OptiSAM: servers, partitions, clusters, products and what they run on, told apart by codes.
//!
//! Its cores are those of one processor: servers with more processors than cores are in its own test data, and its
//! later workbook calls the column so. Source: github.com/Orange-OpenSource/optisam-backend, its test data.

use std::sync::Arc;

use subcap_core::finding::Code;
use subcap_core::order::{Map, Set};

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
    clusters: Map<String, Arc<str>>,
    products: Map<String, Arc<str>>,
    /// Products of other vendors.
    foreign: Set<String>,
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
    vendor: Option<usize>,
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
            vendor: header.find(&["editor"]),
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
            Of::Product if is_other_vendor(row.text(self.vendor)) => {
                batch.inventory.optisam.foreign.insert(item.code);
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
pub(super) fn conclude(equipment: Vec<Equipment>, batches: &mut [Batch]) {
    let servers = || equipment.iter().flat_map(|part| &part.servers);
    let partitions = || equipment.iter().flat_map(|part| &part.partitions);
    let hosts = Unlike::of(servers().map(|(_, host)| &*host.name));
    let machines = Unlike::of(partitions().map(|(_, machine)| &*machine.name));
    let clusters: Map<&String, &Arc<str>> = equipment.iter().flat_map(|part| &part.clusters).collect();
    let products: Map<&String, &Arc<str>> = equipment.iter().flat_map(|part| &part.products).collect();
    let of_servers = servers().map(|(item, host)| (&*item.code, (hosts.name(&host.name, item), true)));
    let of_partitions =
        partitions().map(|(item, machine)| (&*item.code, (machines.name(&machine.name, item), false)));
    let on: Map<&str, (Arc<str>, bool)> = of_servers.chain(of_partitions).collect();
    let foreign: Set<&String> = equipment.iter().flat_map(|part| &part.foreign).collect();
    for (batch, part) in batches.iter_mut().zip(&equipment) {
        say_foreign(part, &foreign, batch);
        batch.facts.hosts.extend(part.servers.iter().map(|(item, host)| Host {
            name: hosts.name(&host.name, item),
            // A parent that is no cluster's code is a cluster's name.
            cluster: clusters.get(&item.parent).map(|cluster| Arc::clone(cluster)).or(host.cluster.clone()),
            ..host.clone()
        }));
        batch.facts.machines.extend(part.partitions.iter().map(|(item, machine)| Machine {
            name: machines.name(&machine.name, item),
            host: on.get(item.parent.as_str()).map(|(host, _)| Arc::clone(host)),
            ..machine.clone()
        }));
        for (product, equipment, origin) in &part.installs {
            if foreign.contains(product) {
                continue;
            }
            let found = products.get(product).zip(on.get(equipment.as_str()));
            let Some((product, (machine, on_host))) = found else {
                let message = "its product or its equipment is in no file that is here";
                let advice = "Give the files of products and of equipment too.";
                batch.left_out(Code::UnknownVm, *origin, Some(("Equipment_id", equipment)), message, advice);
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
                origin: *origin,
            });
        }
    }
}

/// Stated, and not IBM.
fn is_other_vendor(editor: &str) -> bool {
    let editor = editor.to_lowercase();
    !editor.is_empty() && !editor.contains("ibm") && !editor.contains("international business machines")
}

fn say_foreign(part: &Equipment, foreign: &Set<&String>, batch: &mut Batch) {
    let mut installs = part.installs.iter().filter(|(product, ..)| foreign.contains(product));
    let Some((product, _, origin)) = installs.next() else { return };
    let message = format!(
        "{} of products of other vendors than IBM are not counted",
        count(installs.count() + 1, "installation")
    );
    let advice = "Nothing to do, unless the editor of a product is wrong.";
    batch.odd(Code::NotUsed, *origin, Some(("SWIDTag", product)), &message, advice);
}

/// How often each name is borne.
struct Unlike(Map<String, usize>);

impl Unlike {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut often: Map<String, usize> = Map::new();
        names.for_each(|name| *often.entry(name.to_owned()).or_default() += 1);
        Self(often)
    }

    fn name(&self, name: &Arc<str>, item: &Item) -> Arc<str> {
        match self.0.get(&**name) {
            Some(times) if *times > 1 => format!("{name} ({})", item.code).into(),
            _ => Arc::clone(name),
        }
    }
}
