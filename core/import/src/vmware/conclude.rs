//! When all tables of an intake are read: the day, the vCenter and the processors that another table states.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use subcap_core::calendar::Day;
use subcap_core::order::Map;
use subcap_core::read::last_part;

use super::{Exports, Table, checks, dialect, group, said, together};
use crate::batch::Batch;
use crate::facts::{Machine, Seen};
use crate::when;

impl Table {
    /// A table without facts.
    pub(super) fn of(path: String, tool: dialect::Tool) -> Self {
        let none = 0..0;
        let (hosts, machines, clusters, cpus) = (none.clone(), none.clone(), none.clone(), none);
        Self { path, tool, hosts, machines, clusters, cpus, templates: 0, placeholders: 0 }
    }

    /// The same behind so many hosts, machines, clusters and tables of processors.
    pub(super) fn moved(self, [hosts, machines, clusters, cpus]: [usize; 4]) -> Self {
        let behind = |range: std::ops::Range<usize>, by| range.start + by..range.end + by;
        Self {
            hosts: behind(self.hosts, hosts),
            machines: behind(self.machines, machines),
            clusters: behind(self.clusters, clusters),
            cpus: behind(self.cpus, cpus),
            ..self
        }
    }
}

/// Puts together what the tables say: those of an intake, and those of a folder that were given file by file.
pub(crate) fn conclude(batches: &mut [Batch]) {
    let moved = together::gather(batches);
    batches.iter_mut().for_each(of_intake);
    together::give_back(&moved, batches);
}

fn of_intake(batch: &mut Batch) {
    let mut exports = std::mem::take(&mut batch.vmware);
    if exports.tables.is_empty() {
        return said::only_made(&exports, batch);
    }
    let days = Days::of(&exports, &batch.name);
    date(&exports, &days, batch);
    fill(&mut exports, &days, batch);
    said::details(&exports, &days, batch);
    checks::check(&exports, batch);
}

/// A day, and the vCenter exported on it.
type Stated = (Option<Arc<str>>, Day);

/// The days and vCenters that the exports of an intake state.
pub(super) struct Days {
    /// By group.
    stated: Map<String, Vec<Stated>>,
    /// By group: the vCenter, where only one is named.
    servers: Map<String, Option<Arc<str>>>,
    /// By path, of names of files and folders.
    named: Map<String, Day>,
}

impl Days {
    fn of(exports: &Exports, intake: &str) -> Self {
        let mut days = Self { stated: Map::new(), servers: Map::new(), named: Map::new() };
        for made in &exports.made {
            let group = group(&made.path).to_owned();
            if let Some(day) = made.day {
                days.stated.entry(group.clone()).or_default().push((made.server.clone(), day));
            }
            if let Some(server) = &made.server {
                let only = days.servers.entry(group).or_insert_with(|| Some(Arc::clone(server)));
                if only.as_ref().is_some_and(|only| !only.eq_ignore_ascii_case(server)) {
                    *only = None;
                }
            }
        }
        let paths = exports.tables.iter().map(|table| &table.path);
        for path in paths.chain(exports.made.iter().map(|made| &made.path)) {
            // The nearest name first: the file's, then its folder's, then the intake's.
            let names = path.rsplit('/').chain([last_part(intake)]);
            if let Some(day) = names.into_iter().find_map(when::day_in_name) {
                days.named.insert(path.clone(), day);
            }
        }
        days
    }

    /// The day on which a vCenter was exported into that table. A merged export may state several days for one
    /// vCenter; then the last holds.
    pub(super) fn day(&self, path: &str, server: Option<&str>) -> Option<Day> {
        let stated = self.stated.get(group(path)).map_or(&[][..], Vec::as_slice);
        let same = |known: &Option<Arc<str>>| {
            known.as_deref().zip(server).is_some_and(|(known, server)| known.eq_ignore_ascii_case(server))
        };
        let of_server = stated.iter().filter(|(known, _)| same(known)).map(|(_, day)| *day).max();
        let any = stated.iter().map(|(_, day)| *day).max();
        of_server.or(any).or_else(|| self.named.get(path).copied()).or_else(|| self.beside(path))
    }

    /// The day that the names of the files beside it agree on.
    fn beside(&self, path: &str) -> Option<Day> {
        let beside = |(other, _): &(&String, &Day)| group(other) == group(path);
        let mut days = self.named.iter().filter(beside).map(|(_, day)| *day);
        let first = days.next()?;
        days.all(|day| day == first).then_some(first)
    }

    /// The vCenter of a table that names none.
    fn server(&self, path: &str) -> Option<Arc<str>> {
        self.servers.get(group(path)).cloned().flatten()
    }

    fn seen(&self, path: &str, server: Option<&str>) -> Seen {
        self.day(path, server).map_or(Seen::Undated, Seen::On)
    }
}

/// Gives every fact its day and its vCenter.
fn date(exports: &Exports, days: &Days, batch: &mut Batch) {
    for table in &exports.tables {
        let only = days.server(&table.path);
        for host in batch.facts.hosts.get_mut(table.hosts.clone()).unwrap_or_default() {
            host.server = host.server.take().or_else(|| only.clone());
            host.seen = days.seen(&table.path, host.server.as_deref());
        }
        for machine in batch.facts.machines.get_mut(table.machines.clone()).unwrap_or_default() {
            machine.server = machine.server.take().or_else(|| only.clone());
            machine.seen = days.seen(&table.path, machine.server.as_deref());
        }
        for cluster in batch.facts.clusters.get_mut(table.clusters.clone()).unwrap_or_default() {
            cluster.server = cluster.server.take().or_else(|| only.clone());
        }
    }
}

/// Takes from the tables of virtual processors what the machines beside them lack. Where there is no table of
/// machines they are the machines.
fn fill(exports: &mut Exports, days: &Days, batch: &mut Batch) {
    let cpus = std::mem::take(&mut exports.cpus);
    for at in 0..exports.tables.len() {
        let Some(table) = exports.tables.get(at) else { return };
        let rows = cpus.get(table.cpus.clone()).unwrap_or_default();
        let own = group(&table.path);
        let beside = |other: &&Table| group(&other.path) == own && !other.machines.is_empty();
        let machines: Vec<_> =
            exports.tables.iter().filter(beside).map(|other| other.machines.clone()).collect();
        if rows.is_empty() {
            continue;
        }
        if machines.is_empty() {
            let first = batch.facts.machines.len();
            let only = days.server(&table.path);
            batch.facts.machines.extend(rows.iter().map(|row| {
                let server = row.server.clone().or_else(|| only.clone());
                let seen = days.seen(&table.path, server.as_deref());
                Machine { server, seen, ..row.clone() }
            }));
            let range = first..batch.facts.machines.len();
            if let Some(table) = exports.tables.get_mut(at) {
                table.machines = range;
            }
            continue;
        }
        let known = Known::of(rows);
        for range in machines {
            for machine in batch.facts.machines.get_mut(range).unwrap_or_default() {
                machine.milli_cores = machine.milli_cores.or_else(|| known.milli_cores(machine));
            }
        }
    }
}

/// Whether the machines beside a table of virtual processors state them all.
pub(crate) fn has_cpus(path: &str, batch: &Batch) -> bool {
    let beside = |table: &&Table| group(&table.path) == group(path) && !table.machines.is_empty();
    let mut tables = batch.vmware.tables.iter().filter(beside).peekable();
    let all = |table: &Table| {
        let machines = batch.facts.machines.get(table.machines.clone()).unwrap_or_default();
        machines.iter().all(|machine| machine.milli_cores.is_some())
    };
    tables.peek().is_some() && tables.all(all)
}

/// Virtual processors by UUID, and by name where the name is borne once.
struct Known<'r> {
    by_uuid: FxHashMap<&'r str, u64>,
    by_name: FxHashMap<&'r str, Option<u64>>,
}

impl<'r> Known<'r> {
    fn of(rows: &'r [Machine]) -> Self {
        let mut known = Self { by_uuid: FxHashMap::default(), by_name: FxHashMap::default() };
        for row in rows {
            let Some(cores) = row.milli_cores else { continue };
            known.by_uuid.extend(row.uuids.iter().map(|uuid| (&**uuid, cores)));
            known.by_name.entry(&row.name).and_modify(|known| *known = None).or_insert(Some(cores));
        }
        known
    }

    fn milli_cores(&self, machine: &Machine) -> Option<u64> {
        let by_uuid = machine.uuids.iter().find_map(|uuid| self.by_uuid.get(&**uuid).copied());
        by_uuid.or_else(|| self.by_name.get(&*machine.name).copied().flatten())
    }
}
