//! vInfo and vCPU of RVTools, VMs of Live Optics, Get-VM of PowerCLI.

use subcap_core::finding::Code;

use super::Table;
use super::dialect::{Tool, is_header, last, server_of_uid, tab, written};
use crate::batch::Batch;
use crate::cells::whole;
use crate::facts::{Machine, Origin, PowerState, Seen};
use crate::recognise::Rows;
use crate::text::{Header, Record, is_no, is_yes, plain};

struct Machines {
    path: String,
    tool: Tool,
    file: u32,
    /// The table of virtual processors, which only fills what the machines lack.
    fills: bool,
    first: usize,
    header: Vec<String>,
    name: usize,
    dns: Option<usize>,
    power: Option<usize>,
    template: Option<usize>,
    placeholder: Option<usize>,
    cpus: Option<usize>,
    cluster: Option<usize>,
    host: Option<usize>,
    uuids: [Option<usize>; 2],
    server: Option<usize>,
    uid: Option<usize>,
    templates: u32,
    placeholders: u32,
}

/// Columns only the table of virtual processors has.
const PER_SOCKET: [&str; 3] = ["cores p/s", "vcpucorespersocket", "vcpucorespersock"];

/// vCPU of RVTools.
pub(super) fn cpus(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let name = header.find(&["vm", "vcpuvmname"])?;
    let counts = header.has(&["cpus", "vcpucpus"]);
    let is =
        counts && (header.has(&PER_SOCKET) || tab(path).starts_with("vcpu") || header.has(&["vcpuvmname"]));
    is.then(|| Machines::read(header, path, Tool::RvTools, name, true, batch))
}

/// vInfo of RVTools and its like.
pub(super) fn vms(header: &Header, path: &str, batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let rvtools = header.find(&["vm", "vinfovmname"]);
    let counts = header.has(&["cpus", "vinfocpus"]) || tab(path).starts_with("vinfo");
    if let Some(name) = rvtools.filter(|_| counts && !header.has(&PER_SOCKET)) {
        return Some(Machines::read(header, path, Tool::RvTools, name, false, batch));
    }
    if let Some(name) = header.find(&["vm name"]).filter(|_| header.has(&["virtual cpu", "virtual cpus"])) {
        return Some(Machines::read(header, path, Tool::LiveOptics, name, false, batch));
    }
    let of_a_machine = ["vmhost", "corespersocket", "memorygb", "usedspacegb", "provisionedspacegb"];
    let powercli = header.has(&["numcpu"]) && header.has(&of_a_machine) && !header.has(&["processortype"]);
    let name = header.find(&["name"]).filter(|_| powercli)?;
    Some(Machines::read(header, path, Tool::PowerCli, name, false, batch))
}

impl Machines {
    fn read(
        header: &Header,
        path: &str,
        tool: Tool,
        name: usize,
        fills: bool,
        batch: &mut Batch,
    ) -> Box<dyn Rows> {
        let dns = header.find(&["dns name", "vinfodnsname", "vinfoguesthostname", "guest hostname"]);
        let power = header.find(&["powerstate", "vinfopowerstate", "vcpupowerstate", "power state"]);
        let template = header.find(&["template", "vinfotemplate", "vcputemplate", "is template"]);
        let placeholder = ["srm placeholder", "vinfosrmplaceholder", "vcpusrmplaceholder"];
        let placeholder = header.find(&placeholder);
        let cpus = header.find(&["cpus", "vinfocpus", "vcpucpus", "virtual cpu", "virtual cpus", "numcpu"]);
        let cluster = last(header, &["cluster", "vinfocluster", "vcpucluster"]);
        let host = last(header, &["host", "vinfohost", "vcpuhost", "vmhost", "host name"]);
        let vm_uuid =
            ["vm uuid", "vinfouuid", "vinfovmuuid", "instanceuuid", "instance uuid", "persistentid"];
        let smbios = ["smbios uuid", "vinfosmbiosuuid", "uuid", "bios uuid"];
        let uuids = [last(header, &vm_uuid), last(header, &smbios)];
        let server = last(header, &["vi sdk server", "vinfovisdkserver", "vinfovisdkservername", "vcenter"]);
        let used = [Some(name), cpus, host];
        Box::new(Self {
            path: path.to_owned(),
            tool,
            file: batch.origins.add(path, &written(header, &used)),
            fills,
            first: if fills { batch.vmware.cpus.len() } else { batch.facts.machines.len() },
            header: (0..header.len()).map(|column| header.name(column).to_owned()).collect(),
            name,
            dns,
            power,
            template,
            placeholder,
            cpus,
            cluster,
            host,
            uuids,
            server,
            uid: header.find(&["uid"]),
            templates: 0,
            placeholders: 0,
        })
    }

    fn column(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.header.get(column)).map_or("", String::as_str)
    }

    /// Whether a cell says yes; one that says neither is a finding and taken for no.
    fn says(&self, record: &Record, column: Option<usize>, batch: &mut Batch) -> bool {
        let cell = record.at(column);
        let yes = is_yes(cell);
        if !yes && !cell.is_empty() && !is_no(cell) {
            let advice = "The row was taken for a machine.";
            let at = Origin { file: self.file, row: record.line };
            batch.odd(Code::UnknownWord, at, Some((self.column(column), cell)), "neither yes nor no", advice);
        }
        yes
    }

    fn power(&self, record: &Record, batch: &mut Batch) -> Option<PowerState> {
        let cell = record.at(self.power);
        match plain(cell).replace(' ', "").as_str() {
            "" => None,
            "poweredon" | "on" => Some(PowerState::On),
            "poweredoff" | "off" => Some(PowerState::Off),
            "suspended" => Some(PowerState::Suspended),
            _ => {
                let at = Origin { file: self.file, row: record.line };
                let advice = "Whether the machine runs was taken as not stated.";
                let place = Some((self.column(self.power), cell));
                batch.odd(Code::UnknownWord, at, place, "no power state that is known", advice);
                None
            }
        }
    }

    fn milli_cores(&self, record: &Record, batch: &mut Batch) -> Option<u64> {
        let cell = record.at(self.cpus);
        let cpus = whole(cell).filter(|cpus| (1..=100_000).contains(cpus));
        if cpus.is_none() && !cell.is_empty() {
            let at = Origin { file: self.file, row: record.line };
            let advice = "A machine that was inaccessible shows no processors: export it again, or state them in vms.csv.";
            let place = Some((self.column(self.cpus), cell));
            batch.odd(Code::NotANumber, at, place, "this is no count of virtual processors", advice);
        }
        Some(cpus? * 1000)
    }
}

impl Rows for Machines {
    fn row(&mut self, record: &Record, batch: &mut Batch) {
        let origin = Origin { file: self.file, row: record.line };
        if is_header(record, &self.header) {
            return;
        }
        let name = record.get(self.name);
        if name.is_empty()
            && [self.cpus, self.host, self.power].iter().all(|column| record.at(*column).is_empty())
        {
            // Rows that are styled, or hold a formula of somebody's own, and nothing else.
            return;
        }
        if name.is_empty() {
            let advice = "Name the machine in this row, or export the table anew.";
            return batch.left_out(Code::Empty, origin, None, "this row names no machine", advice);
        }
        if self.says(record, self.template, batch) {
            self.templates += 1;
            return;
        }
        if self.says(record, self.placeholder, batch) {
            self.placeholders += 1;
            return;
        }
        let server = record.at(self.server);
        let server = if server.is_empty() { server_of_uid(record.at(self.uid)) } else { server };
        let uuids = self.uuids.iter().filter_map(|uuid| batch.names.some(record.at(*uuid))).collect();
        let machine = Machine {
            name: batch.names.of(name),
            dns: batch.names.some(record.at(self.dns)),
            uuids,
            server: batch.names.some(server),
            host: batch.names.some(record.at(self.host)),
            cluster: batch.names.some(record.at(self.cluster)),
            milli_cores: self.milli_cores(record, batch),
            mode: "vm",
            pool: None,
            power: self.power(record, batch),
            stand_in: false,
            seen: Seen::Undated,
            origin,
        };
        if self.fills { batch.vmware.cpus.push(machine) } else { batch.facts.machines.push(machine) }
    }

    fn end(self: Box<Self>, batch: &mut Batch) {
        let (templates, placeholders) = (self.templates, self.placeholders);
        let mut table = Table { templates, placeholders, ..Table::of(self.path, self.tool) };
        if self.fills {
            table.cpus = self.first..batch.vmware.cpus.len();
        } else {
            table.machines = self.first..batch.facts.machines.len();
        }
        batch.vmware.tables.push(table);
    }
}
