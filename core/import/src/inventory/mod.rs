//! Reports of ILMT and BigFix Inventory exported as CSV, and the answers of their REST interface saved as JSON; and
//! the equipment of OptiSAM, which states the same.
//!
//! | module | what it reads |
//! |---|---|
//! | [`report`] | computers, their servers and the software on them: *Software Installations*, *Hardware Inventory*, `computers`, `software_instances`, `computer_systems` |
//! | [`columns`] | where these have what, by the names of both |
//! | [`hardware`] | servers, partitions and pools of a row |
//! | [`usage`] | quantities: *All Metrics*, `license_usage`, `license_usage_per_server`, `license_usages` |
//! | [`contracts`] | `contracts` |
//! | [`optisam`] | servers, partitions, clusters, products and what they run on |
//!
//! Users pick the columns of a report, so any of them may be missing and none has a fixed place. A row of JSON is
//! a row with its keys as the header; what belongs to an association has its name before it
//! (`computer_hardware.partition_cores`).
//!
//! Source: IBM, "REST API for retrieving software inventory and metric utilization (v2)", "computer_hardware
//! association", "Mapping columns between computer_systems and v2/computers"; HCL, the same for BigFix Inventory 11.

mod columns;
mod contracts;
mod hardware;
mod optisam;
mod report;
#[cfg(test)]
mod tests;
mod usage;

use std::sync::Arc;

use subcap_core::finding::Code;
use subcap_core::order::{Map, Set};

use crate::batch::Batch;
use crate::facts::Seen;
use crate::kind::Kind;
use crate::recognise::Layout;
use crate::text::plain;

/// Reports and answers. Quantities first: they name products and servers too.
pub(crate) const LAYOUTS: &[Layout] = &[
    Layout { kind: Kind::InventoryRest, of: contracts::contracts },
    Layout { kind: Kind::InventoryRest, of: usage::answer },
    Layout { kind: Kind::InventoryReport, of: usage::report },
    Layout { kind: Kind::InventoryRest, of: report::answer },
    Layout { kind: Kind::InventoryReport, of: report::report },
    Layout { kind: Kind::InventoryReport, of: optisam::servers },
    Layout { kind: Kind::InventoryReport, of: optisam::partitions },
    Layout { kind: Kind::InventoryReport, of: optisam::clusters },
    Layout { kind: Kind::InventoryReport, of: optisam::products },
    Layout { kind: Kind::InventoryReport, of: optisam::installs },
];

/// What is known of computers across the files of an intake.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Names of computers by the tool's id for them.
    names: Map<String, Arc<str>>,
    /// Servers by the id of the computer that is one.
    hosts: Map<String, Arc<str>>,
    /// What was stated of servers, machines, pools and clusters: a report repeats it in every row.
    stated: Set<String>,
    /// Servers by the name of the computer that is one.
    physical: Map<String, Set<Arc<str>>>,
    /// Installs whose computer was named by its id alone.
    installs: Vec<(usize, String)>,
    /// Machines whose server was named by the id of a computer.
    machines: Vec<(usize, String)>,
    /// Equipment of OptiSAM.
    optisam: optisam::Equipment,
}

impl State {
    /// Whether that is stated for the first time.
    fn is_new(&mut self, what: String) -> bool {
        self.stated.insert(what)
    }
}

/// All files are read: ids become names, whichever files they stand in.
pub(crate) fn conclude(batches: &mut [Batch]) {
    let mut states: Vec<State> =
        batches.iter_mut().map(|batch| std::mem::take(&mut batch.inventory)).collect();
    let equipment = states.iter_mut().map(|state| std::mem::take(&mut state.optisam)).collect();
    optisam::conclude(equipment, batches);
    let names = by_id(states.iter().map(|state| &state.names));
    let hosts = by_id(states.iter().map(|state| &state.hosts));
    let physical = physical(&states, batches);
    for (batch, state) in batches.iter_mut().zip(states) {
        for (at, id) in state.machines {
            let host = hosts.get(&id).or_else(|| names.get(&id));
            if let (Some(machine), Some(Some(host))) = (batch.facts.machines.get_mut(at), host) {
                machine.host = Some(Arc::clone(host));
            }
        }
        // A list of software may name a computer and not say that it is a server.
        for install in batch.facts.installs.iter_mut().filter(|install| install.seen == Seen::Undated) {
            if let Some(host) = physical.get(&plain(&install.machine)).filter(|_| !install.on_host) {
                (install.machine, install.on_host) = (Arc::clone(host), true);
            }
        }
        for (at, id) in state.installs {
            let Some(install) = batch.facts.installs.get_mut(at) else { continue };
            match (hosts.get(&id), names.get(&id)) {
                (Some(Some(host)), None) => (install.machine, install.on_host) = (Arc::clone(host), true),
                (None, Some(Some(name))) => install.machine = Arc::clone(name),
                (None, None) => {}
                _ => {
                    let origin = install.origin;
                    let message =
                        "several tool servers have a computer of this id; which is meant cannot be told";
                    let advice =
                        "Export the names of the computers too, or give one tool server's files at a time.";
                    batch.odd(Code::ExportsDiffer, origin, Some(("computer_id", &id)), message, advice);
                }
            }
        }
    }
}

/// Servers by the name of the computer that is one, where it is no other computer's too.
fn physical(states: &[State], batches: &[Batch]) -> Map<String, Arc<str>> {
    let mut all: Map<&String, Set<&Arc<str>>> = Map::new();
    for (name, hosts) in states.iter().flat_map(|state| &state.physical) {
        all.entry(name).or_default().extend(hosts);
    }
    if all.is_empty() {
        return Map::new();
    }
    let machines = batches.iter().flat_map(|batch| &batch.facts.machines);
    machines.for_each(|machine| drop(all.remove(&plain(&machine.name))));
    let only = |(name, hosts): (&String, Set<&Arc<str>>)| {
        let host = hosts.first().filter(|_| hosts.len() == 1)?;
        Some((name.clone(), Arc::clone(host)))
    };
    all.into_iter().filter_map(only).collect()
}

/// Names by id; none where one id stands for several.
fn by_id<'s>(states: impl Iterator<Item = &'s Map<String, Arc<str>>>) -> Map<String, Option<Arc<str>>> {
    let mut all: Map<String, Option<Arc<str>>> = Map::new();
    for (id, name) in states.flatten() {
        let known = all.entry(id.clone()).or_insert_with(|| Some(Arc::clone(name)));
        if known.as_ref() != Some(name) {
            *known = None;
        }
    }
    all
}
