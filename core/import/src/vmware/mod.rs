//! Hosts, clusters and virtual machines of VMware, as RVTools, Live Optics and PowerCLI export them.
//!
//! Tables are told by their headers, in any of these dialects: RVTools with display names (3.x and 4.x), RVTools
//! with database names (`-DBColumnNames`), sheets and files with or without `RVTools_tab` before their name,
//! custom attributes as columns in the middle, merged exports; Live Optics, classic and since 2025; the usual
//! `Get-VMHost` and `Get-VM` selections of PowerCLI. Columns are found by name, never by position.
//!
//! Traps: RVTools' `# CPU` are sockets, although its manual calls them cores; `# Cores` are physical cores whatever
//! hyper-threading does. PowerCLI's `NumCpu` of a host are its physical cores. Templates and placeholders of Site
//! Recovery are no machines. A host that only a machine names is a host without cores.
//!
//! When all files are read, those that came together and those by themselves, [`conclude`] gives the facts their day and compares the tables.

mod checks;
mod clusters;
mod conclude;
mod dialect;
mod hosts;
mod machines;
mod meta;
mod said;
mod together;

use std::ops::Range;

pub(crate) use conclude::{conclude, has_cpus};
pub(crate) use dialect::{is_cpus, is_spare};

use crate::facts::Machine;
use crate::kind::Kind;
use crate::recognise::Layout;
use dialect::Tool;

pub(crate) const LAYOUTS: &[Layout] = &[
    Layout { kind: Kind::VmwareCpus, of: machines::cpus },
    Layout { kind: Kind::VmwareVms, of: machines::vms },
    Layout { kind: Kind::VmwareHosts, of: hosts::hosts },
    Layout { kind: Kind::VmwareClusters, of: clusters::clusters },
    Layout { kind: Kind::VmwareMeta, of: meta::meta },
    Layout { kind: Kind::VmwareOther, of: dialect::spare },
];

/// What the tables of an intake say together.
#[derive(Debug, Default)]
pub(crate) struct Exports {
    /// Tables in the order read.
    tables: Vec<Table>,
    /// When they were made.
    made: Vec<Made>,
    /// Machines as the table of virtual processors has them: they fill what the machines lack.
    cpus: Vec<Machine>,
}

/// A table that was read, and the facts out of it.
#[derive(Debug)]
struct Table {
    path: String,
    tool: Tool,
    hosts: Range<usize>,
    machines: Range<usize>,
    clusters: Range<usize>,
    /// Of [`Exports::cpus`].
    cpus: Range<usize>,
    /// Left out, because they never run.
    templates: u32,
    /// Left out, because they stand in for a machine of another site.
    placeholders: u32,
}

/// When and where a part of an export was made.
#[derive(Debug)]
struct Made {
    path: String,
    server: Option<std::sync::Arc<str>>,
    version: Option<std::sync::Arc<str>>,
    day: Option<subcap_core::calendar::Day>,
}

/// What belongs together: the sheets of one workbook, the files of one folder.
fn group(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(group, _)| group)
}

#[cfg(test)]
mod tests;
