//! vCluster of RVTools. Hosts outside of clusters have no row there.

use subcap_core::finding::Code;

use super::Table;
use super::dialect::{Tool, is_header, last, tab, written};
use crate::batch::Batch;
use crate::cells::whole;
use crate::facts::{Cluster, Origin};
use crate::recognise::Rows;
use crate::text::{Header, Record};

struct Clusters {
    path: String,
    file: u32,
    first: usize,
    header: Vec<String>,
    name: usize,
    hosts: Option<usize>,
    cores: Option<usize>,
    server: Option<usize>,
}

pub(super) fn clusters(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let cores = header.find(&["numcpucores", "vclusternumcpucores"]);
    if cores.is_none() && !tab(path).starts_with("vcluster") {
        return None;
    }
    let name = header.find(&["name", "vclustername", "cluster"])?;
    let hosts = header.find(&["numhosts", "vclusternumhosts"]);
    let server = last(header, &["vi sdk server", "vclustervisdkserver"]);
    Some(Box::new(Clusters {
        path: path.to_owned(),
        file: batch.origins.add(path, &written(header, &[Some(name), hosts, cores, server])),
        first: batch.facts.clusters.len(),
        header: (0..header.len()).map(|column| header.name(column).to_owned()).collect(),
        name,
        hosts,
        cores,
        server,
    }))
}

impl Clusters {
    fn count(&self, record: &Record, column: Option<usize>, batch: &mut Batch) -> Option<u32> {
        let cell = record.at(column);
        let count = whole(cell).and_then(|count| u32::try_from(count).ok());
        if count.is_none() && !cell.is_empty() {
            let at = Origin { file: self.file, row: record.line };
            let name = column.and_then(|column| self.header.get(column)).map_or("", String::as_str);
            let advice = "It serves only to check the hosts of the cluster.";
            batch.odd(Code::NotANumber, at, Some((name, cell)), "this is no count", advice);
        }
        count
    }
}

impl Rows for Clusters {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let name = record.get(self.name);
        if name.is_empty() || is_header(record, &self.header) {
            return;
        }
        let cluster = Cluster {
            name: batch.names.of(name),
            server: batch.names.some(record.at(self.server)),
            hosts: self.count(record, self.hosts, batch),
            cores: self.count(record, self.cores, batch),
            origin: Origin { file: self.file, row: record.line },
        };
        batch.facts.clusters.push(cluster);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let clusters = self.first..batch.facts.clusters.len();
        batch.vmware.tables.push(Table { clusters, ..Table::of(self.path, Tool::RvTools) });
    }
}
