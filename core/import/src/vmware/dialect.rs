//! Whose table it is, and which column is which.

use subcap_core::read::last_part;

use crate::batch::{Batch, Use};
use crate::recognise::Rows;
use crate::text::{Header, Record};

/// The tool that exported a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    RvTools,
    LiveOptics,
    PowerCli,
}

impl Tool {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::RvTools => "RVTools",
            Self::LiveOptics => "Live Optics",
            Self::PowerCli => "PowerCLI",
        }
    }
}

/// The sheet's name, or what RVTools names a file after: `RVTools_tabvInfo.csv` → `vinfo.csv`; users put the
/// vCenter's name before it.
pub(super) fn tab(path: &str) -> String {
    let name = last_part(path).to_lowercase();
    if let Some((_, tab)) = name.rsplit_once("rvtools_tab") {
        return tab.to_owned();
    }
    let name = name.strip_prefix("rvtools_").unwrap_or(&name);
    name.strip_prefix("tab").unwrap_or(name).to_owned()
}

/// The last column of these names: custom attributes stand before the built-in columns at the end, and may bear
/// their names.
pub(super) fn last(header: &Header, names: &[&str]) -> Option<usize> {
    let of = |name: &&str| header.iter().enumerate().filter(|(_, column)| column == name).last();
    names.iter().find_map(of).map(|(at, _)| at)
}

/// Names of the columns used, as written.
pub(super) fn written<'h>(header: &'h Header, columns: &[Option<usize>]) -> Vec<&'h str> {
    columns.iter().flatten().map(|column| header.name(*column)).collect()
}

/// vCenter of a PowerCLI `Uid`: `/VIServer=corp\ann@vc01.example:443/VMHost=HostSystem-host-10/`.
pub(super) fn server_of_uid(uid: &str) -> &str {
    let server = uid.strip_prefix("/VIServer=").and_then(|rest| rest.split('/').next()).unwrap_or("");
    let server = server.rsplit('@').next().unwrap_or("");
    server.split(':').next().unwrap_or("")
}

/// A merged CSV repeats its header in the middle.
pub(super) fn is_header(record: &Record, header: &[String]) -> bool {
    let same = |(at, name): (usize, &String)| record.get(at).eq_ignore_ascii_case(name);
    header.first().is_some_and(|first| same((0, first))) && header.iter().enumerate().all(same)
}

/// Sheets of RVTools that say nothing about cores.
const SPARE: [&str; 25] = [
    "vmemory",
    "vdisk",
    "vpartition",
    "vnetwork",
    "vfloppy",
    "vcd",
    "vusb",
    "vsnapshot",
    "vtools",
    "vrp",
    "vhba",
    "vnic",
    "vswitch",
    "vport",
    "dvswitch",
    "dvport",
    "vsc_vmk",
    "vdatastore",
    "vmultipath",
    "vlicense",
    "vfileinfo",
    "vhealth",
    "vsource_old",
    "vtag",
    "vgpu",
];

/// Whether a sheet need not even be opened.
pub(crate) fn is_spare(path: &str) -> bool {
    let tab = tab(path);
    SPARE
        .iter()
        .any(|spare| tab.strip_prefix(spare).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Whether a sheet is that of the virtual processors.
pub(crate) fn is_cpus(path: &str) -> bool {
    tab(path) == "vcpu"
}

struct Spare;

/// A table of RVTools that is known and not needed.
pub(super) fn spare(header: &Header, path: &str, _batch: &mut Batch) -> Option<Box<dyn Rows>> {
    let of_rvtools = header.has(&["vm", "host", "vi sdk server", "vi sdk uuid", "name"]);
    (is_spare(path) && of_rvtools).then(|| Box::new(Spare) as Box<dyn Rows>)
}

impl Rows for Spare {
    fn row(&mut self, _record: &Record, _batch: &mut Batch) {}

    fn end(self: Box<Self>, batch: &mut Batch) {
        if let Some(seen) = batch.seen.last_mut() {
            Tool::RvTools.name().clone_into(&mut seen.detail);
            seen.used = Use::Not("it says nothing about cores".to_owned());
        }
    }
}
