//! vHost of RVTools, ESX Hosts of Live Optics, Get-VMHost of PowerCLI.

use std::sync::Arc;

use subcap_core::finding::Code;

use super::Table;
use super::dialect::{Tool, is_header, last, server_of_uid, tab, written};
use crate::batch::Batch;
use crate::cells::whole;
use crate::facts::{Host, HostKind, Origin, Seen};
use crate::recognise::Rows;
use crate::text::{Header, Record, is_yes};

struct Hosts {
    path: String,
    tool: Tool,
    file: u32,
    first: usize,
    header: Vec<String>,
    name: usize,
    cluster: Option<usize>,
    standalone: Option<usize>,
    processor: Option<usize>,
    sockets: Option<usize>,
    per_socket: Option<usize>,
    cores: Option<usize>,
    serial: Option<usize>,
    tag: Option<usize>,
    uuid: Option<usize>,
    server: Option<usize>,
    uid: Option<usize>,
}

/// Which tool's hosts these are, and the column with their names.
fn tool(header: &Header, path: &str) -> Option<(Tool, usize)> {
    let cores =
        header.has(&["# cores", "vhostnumcpucores"]) || header.has(&["cores per cpu", "vhostcorespercpu"]);
    if header.has(&["host", "vhostname"]) && (cores || tab(path).starts_with("vhost")) {
        return Some((Tool::RvTools, header.find(&["host", "vhostname"])?));
    }
    if header.has(&["cpu cores"]) {
        return Some((Tool::LiveOptics, header.find(&["host name", "host"])?));
    }
    let of_a_host = ["processortype", "hyperthreadingactive", "cputotalmhz", "connectionstate"];
    let powercli = header.has(&["numcpu"]) && header.has(&of_a_host) && !header.has(&["vmhost"]);
    powercli.then(|| header.find(&["name", "vmhost name"])).flatten().map(|name| (Tool::PowerCli, name))
}

pub(super) fn hosts(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let (tool, name) = tool(header, path)?;
    let cluster = match tool {
        Tool::PowerCli => header.find(&["cluster", "parent"]),
        _ => header.find(&["cluster", "vhostcluster", "cluster name"]),
    };
    let sockets = header.find(&["# cpu", "vhostnumcpu", "cpu sockets", "cpusockets", "numcpusockets"]);
    let per_socket = header.find(&["cores per cpu", "vhostcorespercpu"]);
    let cores = header.find(match tool {
        Tool::RvTools => &["# cores", "vhostnumcpucores"],
        Tool::LiveOptics => &["cpu cores"],
        Tool::PowerCli => &["numcpu"],
    });
    let processor = ["cpu model", "vhostcpumodel", "cpu description", "cpu type", "processortype"];
    let processor = header.find(&processor);
    let serials = ["serial number", "vhostserialnumber"];
    let tags = ["service tag", "vhostservicetag"];
    let [serial, tag] = [serials, tags].map(|names| header.find(&names));
    let uuid = last(header, &["uuid", "vhostuuid"]);
    let server = last(header, &["vi sdk server", "vhostvisdkserver", "vcenter"]);
    // Where cores are not stated they are made of the other two.
    let [sockets_used, per_socket_used] =
        [sockets, per_socket].map(|column| column.filter(|_| cores.is_none()));
    let used = [Some(name), cluster, processor, sockets_used, per_socket_used, cores];
    Some(Box::new(Hosts {
        path: path.to_owned(),
        tool,
        file: batch.origins.add(path, &written(header, &used)),
        first: batch.facts.hosts.len(),
        header: (0..header.len()).map(|column| header.name(column).to_owned()).collect(),
        name,
        cluster,
        standalone: header.find(&["isstandalone"]),
        processor,
        sockets,
        per_socket,
        cores,
        serial,
        tag,
        uuid,
        server,
        uid: header.find(&["uid"]),
    }))
}

impl Hosts {
    /// A count of sockets or cores.
    fn count(&self, record: &Record, column: Option<usize>, batch: &mut Batch) -> Option<u32> {
        let cell = record.at(column);
        if cell.is_empty() {
            return None;
        }
        let count = whole(cell).and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0);
        if count.is_none() {
            let at = Origin { file: self.file, row: record.line };
            let name = column.and_then(|column| self.header.get(column)).map_or("", String::as_str);
            let advice =
                "A host that was disconnected shows no processors: export it again when it is connected.";
            batch.odd(Code::NotANumber, at, Some((name, cell)), "this is no count of processors", advice);
        }
        count
    }

    /// Cores as stated, or else sockets times cores per socket; a contradiction is a finding.
    fn cores(&self, record: &Record, sockets: Option<u32>, batch: &mut Batch) -> Option<u32> {
        let stated = self.count(record, self.cores, batch);
        let per_socket = self.count(record, self.per_socket, batch);
        let product = sockets.zip(per_socket).and_then(|(sockets, per)| sockets.checked_mul(per));
        if let (Some(stated), Some(product)) = (stated, product)
            && stated != product
        {
            let message =
                format!("{stated} cores are stated and sockets times cores per socket are {product}");
            let advice = "The stated cores were taken. Compare with the hardware.";
            let at = Origin { file: self.file, row: record.line };
            batch.odd(Code::TotalDiffers, at, None, &message, advice);
        }
        stated.or(product)
    }

    /// Makers state a serial number or a service tag, and leave the other cell empty.
    fn serial(&self, record: &Record, batch: &mut Batch) -> Option<Arc<str>> {
        let serial = record.at(self.serial);
        batch.names.some(if serial.is_empty() { record.at(self.tag) } else { serial })
    }

    fn server(&self, record: &Record, batch: &mut Batch) -> Option<Arc<str>> {
        let server = record.at(self.server);
        batch.names.some(if server.is_empty() { server_of_uid(record.at(self.uid)) } else { server })
    }
}

impl Rows for Hosts {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let origin = Origin { file: self.file, row: record.line };
        let name = record.get(self.name);
        if is_header(record, &self.header) {
            return;
        }
        if name.is_empty()
            && [self.cores, self.sockets, self.processor].iter().all(|column| record.at(*column).is_empty())
        {
            // Rows that are styled, or hold a formula of somebody's own, and nothing else.
            return;
        }
        if name.is_empty() {
            let advice = "Name the host in this row, or export the table anew.";
            return batch.left_out(Code::Empty, origin, None, "this row names no host", advice);
        }
        let sockets = self.count(record, self.sockets, batch);
        let cores = self.cores(record, sockets, batch);
        // A host outside of clusters has the datacentre's folder of hosts, which VMware names so, as its parent.
        let in_folder = self.tool == Tool::PowerCli && record.at(self.cluster).eq_ignore_ascii_case("host");
        let alone = in_folder || is_yes(record.at(self.standalone));
        let host = Host {
            name: batch.names.of(name),
            server: self.server(record, batch),
            kind: HostKind::Physical,
            serial: self.serial(record, batch),
            uuid: batch.names.some(record.at(self.uuid)),
            cluster: if alone { None } else { batch.names.some(record.at(self.cluster)) },
            processor: batch.names.some(record.at(self.processor)),
            sockets,
            cores,
            rate: None,
            seen: Seen::Undated,
            origin,
        };
        batch.facts.hosts.push(host);
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let hosts = self.first..batch.facts.hosts.len();
        batch.vmware.tables.push(Table { hosts, ..Table::of(self.path, self.tool) });
    }
}
