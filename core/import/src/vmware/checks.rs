//! What the tables of an intake say of each other: hosts that only machines name, clusters and their hosts, the same
//! exported twice.

use std::sync::Arc;

use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};

use super::{Exports, Table, group};
use crate::batch::Batch;
use crate::facts::{Host, HostKind, Machine, Origin, Seen};

pub(super) fn check(exports: &Exports, batch: &mut Batch) {
    let groups: Set<&str> = exports.tables.iter().map(|table| group(&table.path)).collect();
    for of in groups {
        let tables: Vec<&Table> = exports.tables.iter().filter(|table| group(&table.path) == of).collect();
        hosts_only_named(&tables, batch);
        clusters(&tables, batch);
        without_processors(&tables, batch);
    }
    twice(exports, batch);
}

/// A name as compared: without capitals, and without domain unless it is an address.
fn label(name: &str) -> String {
    let address = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let label = if address { name } else { name.split('.').next().unwrap_or(name) };
    label.to_lowercase()
}

/// Hosts that machines are on and that have no row of their own become hosts without cores.
fn hosts_only_named(tables: &[&Table], batch: &mut Batch) {
    let rows =
        || tables.iter().flat_map(|table| batch.facts.hosts.get(table.hosts.clone()).unwrap_or_default());
    let names: Set<Arc<str>> = rows().map(|host| Arc::clone(&host.name)).collect();
    let labels: Set<String> = names.iter().map(|name| label(name)).collect();
    let no_table = tables.iter().all(|table| table.hosts.is_empty());
    let mut only: Map<Arc<str>, (Machine, u32)> = Map::new();
    for table in tables {
        for machine in batch.facts.machines.get(table.machines.clone()).unwrap_or_default() {
            let Some(host) = machine.host.as_ref().filter(|host| !names.contains(*host)) else { continue };
            only.entry(Arc::clone(host)).or_insert_with(|| (machine.clone(), 0)).1 += 1;
        }
    }
    if let Some((first, _)) = only.values().next().filter(|_| no_table) {
        let (path, _) = batch.origins.get(first.origin.file);
        let message = format!("{} hosts are named here and no table of hosts lies beside it", only.len());
        let advice = "Add vHost of the same export; without it the cores of these hosts are unknown.";
        let finding = Finding::new(Code::ServerUnknown, Severity::Note, path, message, advice);
        batch.findings.push(finding);
    }
    let known = |name: &Arc<str>| no_table || labels.contains(&label(name));
    let unknown: Vec<(&Arc<str>, &(Machine, u32))> = only.iter().filter(|(name, _)| !known(name)).collect();
    if let Some((_, (first, _))) = unknown.iter().min_by_key(|(_, (machine, _))| machine.origin) {
        let machines: u32 = unknown.iter().map(|(_, (_, machines))| machines).sum();
        let run =
            if machines == 1 { "1 machine runs".to_owned() } else { format!("{machines} machines run") };
        let names: Vec<&str> = unknown.iter().take(5).map(|(name, _)| &***name).collect();
        let more = unknown.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more hosts") } else { String::new() };
        let message = format!(
            "{run} on {}{more}, which no row of the hosts describes: the cores are unknown",
            names.join(", ")
        );
        let advice = "Export the hosts of the same vCenter on the same day, or add them to hosts.csv.";
        let origin = first.origin;
        batch.odd(Code::ServerUnknown, origin, None, &message, advice);
    }
    for (name, (machine, _)) in only {
        batch.facts.hosts.push(Host {
            name,
            server: machine.server,
            kind: HostKind::Physical,
            serial: None,
            uuid: None,
            cluster: machine.cluster,
            processor: None,
            sockets: None,
            cores: None,
            rate: None,
            seen: machine.seen,
            origin: machine.origin,
        });
    }
}

/// Machines whose processors no table states, once for each table.
fn without_processors(tables: &[&Table], batch: &mut Batch) {
    for table in tables {
        let machines = batch.facts.machines.get(table.machines.clone()).unwrap_or_default();
        let mut without = machines.iter().filter(|machine| machine.milli_cores.is_none());
        let Some(first) = without.next() else { continue };
        let (name, origin, more) = (&first.name, first.origin, without.count());
        let who = match more {
            0 => format!("the virtual processors of {name} are not stated"),
            more => format!("the virtual processors of {name} and {more} more machines are not stated"),
        };
        let advice =
            "Export vInfo with the column CPUs, or vCPU; or state them in a vms.csv beside the exports.";
        batch.odd(Code::Empty, origin, None, &who, advice);
    }
}

/// A cluster of a vCenter, as compared.
type ClusterKey = (Option<String>, String);

fn key(server: Option<&Arc<str>>, name: &str) -> ClusterKey {
    (server.map(|server| server.to_lowercase()), name.to_lowercase())
}

/// Cores that a cluster states against those of its hosts. Clusters of one name in several datacentres are added.
fn clusters(tables: &[&Table], batch: &mut Batch) {
    let mut stated: Map<ClusterKey, (u64, Arc<str>, Origin)> = Map::new();
    for table in tables {
        for cluster in batch.facts.clusters.get(table.clusters.clone()).unwrap_or_default() {
            let Some(cores) = cluster.cores else { continue };
            let first = || (0, Arc::clone(&cluster.name), cluster.origin);
            let key = key(cluster.server.as_ref(), &cluster.name);
            stated.entry(key).or_insert_with(first).0 += u64::from(cores);
        }
    }
    let mut added: Map<ClusterKey, (u64, u32)> = Map::new();
    for table in tables {
        for host in batch.facts.hosts.get(table.hosts.clone()).unwrap_or_default() {
            let Some(cluster) = &host.cluster else { continue };
            let (cores, hosts) = added.entry(key(host.server.as_ref(), cluster)).or_default();
            *cores += u64::from(host.cores.unwrap_or(0));
            *hosts += 1;
        }
    }
    if added.is_empty() {
        return;
    }
    for (key, (stated, name, origin)) in stated {
        let (cores, hosts) = added.get(&key).copied().unwrap_or_default();
        if cores != stated {
            let message = format!(
                "cluster {name} states {stated} cores and the {hosts} hosts in it have {cores} together"
            );
            let advice =
                "Those of the hosts were taken. A host that was disconnected or not exported is missing.";
            batch.odd(Code::TotalDiffers, origin, None, &message, advice);
        }
    }
}

/// The same host or machine in two rows of one day: of two vCenters, or of one that was exported twice.
fn twice(exports: &Exports, batch: &mut Batch) {
    let advice = "Leave one of the two exports out, unless the host moved between vCenters that day.";
    let mut hosts: Map<(SeenKey, String), usize> = Map::new();
    let mut found = Vec::new();
    for at in exports.tables.iter().flat_map(|table| table.hosts.clone()) {
        let Some(host) = batch.facts.hosts.get(at) else { continue };
        let Some(first) = hosts.insert((seen_key(host.seen), host.name.to_lowercase()), at) else { continue };
        let Some(known) = batch.facts.hosts.get(first).filter(|known| !host.is_another(known)) else {
            continue;
        };
        let (code, what) = if (known.cores, known.sockets) == (host.cores, host.sockets) {
            (Code::ExportedTwice, "and says the same")
        } else {
            (Code::ExportsDiffer, "and states other cores")
        };
        let where_ = batch.origins.text(known.origin);
        found.push((code, host.origin, format!("host {} stands in {where_} too {what}", host.name)));
    }
    for (code, origin, message) in found {
        batch.odd(code, origin, None, &message, advice);
    }
    machines_twice(exports, batch);
}

fn machines_twice(exports: &Exports, batch: &mut Batch) {
    let mut machines: Map<(SeenKey, String), usize> = Map::new();
    let mut found = Vec::new();
    for at in exports.tables.iter().flat_map(|table| table.machines.clone()) {
        let Some(machine) = batch.facts.machines.get(at) else { continue };
        let key = (seen_key(machine.seen), machine.name.to_lowercase());
        let Some(known) = machines.insert(key, at).and_then(|first| batch.facts.machines.get(first)) else {
            continue;
        };
        let where_ = batch.origins.text(known.origin);
        let same = machine.uuids.iter().any(|uuid| known.uuids.contains(uuid))
            || (machine.uuids.is_empty() && (&machine.host, &machine.server) == (&known.host, &known.server));
        let name = &machine.name;
        found.push(if same {
            (Code::ExportedTwice, machine.origin, format!("machine {name} stands in {where_} too"))
        } else {
            let message = format!("another machine bears the name {name}: {where_}");
            (Code::ExportsDiffer, machine.origin, message)
        });
    }
    for (code, origin, message) in found {
        let advice = match code {
            Code::ExportedTwice => "It counts once. Leave one of the two exports out.",
            _ => "Names are how software finds its machine: rename one, or say where each is in a vms.csv.",
        };
        batch.odd(code, origin, None, &message, advice);
    }
}

/// The day of a fact, in an order.
type SeenKey = Option<subcap_core::calendar::Day>;

fn seen_key(seen: Seen) -> SeenKey {
    match seen {
        Seen::On(day) => Some(day),
        Seen::During(span) => Some(span.to),
        Seen::Undated => None,
    }
}
