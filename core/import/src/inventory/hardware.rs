//! Servers, partitions and pools of a row.

use std::sync::Arc;

use subcap_core::estate::ARTIFICIAL;
use subcap_core::finding::Code;

use super::columns::Columns;
use crate::batch::Batch;
use crate::cells::Row;
use crate::facts::{Cluster, Host, HostKind, Machine, Origin, Pool, Rate, RateOrigin, Seen};
use crate::text::plain;

/// What a computer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Computer {
    Physical,
    Virtual,
    Cloud,
}

/// As reports and the interface say it: a word, or 0, 1, 2.
pub(super) fn computer(cell: &str) -> Option<Computer> {
    match plain(cell).as_str() {
        "0" | "physical" | "host" | "physical computer" | "physical machine" => Some(Computer::Physical),
        "1" | "virtual" | "virtual machine" | "vm" | "partition" | "lpar" => Some(Computer::Virtual),
        word if word == "2" || word.contains("cloud") => Some(Computer::Cloud),
        _ => None,
    }
}

/// A server as its row names it.
///
/// ILMT's own name of a server is its vendor, type and serial number; reports may have these and not the name.
pub(super) fn server_name(row: Row<'_>, columns: &Columns) -> Option<String> {
    let named = row.text(columns.server);
    if !named.is_empty() {
        return Some(named.to_owned());
    }
    let serial = row.text(columns.serial);
    if serial.starts_with(ARTIFICIAL) {
        return Some(serial.to_owned());
    }
    let model = match row.text(columns.server_type) {
        "" => row.text(columns.model),
        model => model,
    };
    let parts: Vec<&str> =
        [row.text(columns.vendor), model, serial].into_iter().filter(|part| !part.is_empty()).collect();
    let id = row.text(columns.server_id);
    match (serial.is_empty(), id.is_empty() || id == "-1") {
        (false, _) => Some(parts.join(" ")),
        (true, false) => Some(format!("server {id}")),
        (true, true) => None,
    }
}

/// States a server, its cluster and, if the row knows one, its shared pool.
pub(super) fn host(
    name: &Arc<str>,
    computer: Option<Computer>,
    row: Row<'_>,
    columns: &Columns,
    origin: Origin,
    batch: &mut Batch,
) {
    let cluster = row.text(columns.cluster);
    let mut cores = row.small(columns.server_cores, batch);
    if cores.is_none() && computer == Some(Computer::Physical) {
        cores = row.small(columns.cores, batch);
    }
    let sockets = row.small(columns.sockets, batch);
    let rate = rate(row, columns, batch);
    let brand = columns.brand.map(|column| row.text(column));
    let processor = match row.text(columns.processor) {
        "" => brand.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        brand_string => brand_string.to_owned(),
    };
    let kind = kind(name, computer);
    if batch.inventory.is_new(format!("host {name} {cores:?} {sockets:?} {rate:?} {cluster} {processor}")) {
        let names = &mut batch.names;
        let host = Host {
            name: Arc::clone(name),
            server: None,
            kind,
            serial: names.some(row.text(columns.serial)).filter(|_| kind == HostKind::Physical),
            uuid: None,
            cluster: names.some(cluster),
            processor: names.some(&processor),
            sockets,
            // A made-up server has the cores of what is on it, and nobody knows those of the real one.
            cores: cores.filter(|cores| *cores > 0 && kind != HostKind::Artificial),
            rate,
            seen: Seen::Undated,
            origin,
        };
        batch.facts.hosts.push(host);
    }
    let cluster_cores = row.small(columns.cluster_cores, batch);
    if !cluster.is_empty() && batch.inventory.is_new(format!("cluster {cluster} {cluster_cores:?}")) {
        let name = batch.names.of(cluster);
        batch.facts.clusters.push(Cluster { name, server: None, hosts: None, cores: cluster_cores, origin });
    }
}

fn kind(name: &str, computer: Option<Computer>) -> HostKind {
    if name.starts_with(ARTIFICIAL) {
        HostKind::Artificial
    } else if computer == Some(Computer::Cloud) {
        HostKind::Cloud
    } else {
        HostKind::Physical
    }
}

fn rate(row: Row<'_>, columns: &Columns, batch: &mut Batch) -> Option<Rate> {
    let pvu = row.small(columns.rate, batch).filter(|pvu| *pvu > 0)?;
    let by = match (row.yes(columns.changed), row.yes(columns.default_rate)) {
        (Some(true), _) => RateOrigin::Override,
        (_, Some(true)) => RateOrigin::Default,
        _ => RateOrigin::Tool,
    };
    Some(Rate { pvu, by })
}

/// How a partition gets its cores, and how many.
///
/// Of a capped partition its entitlement counts, of an uncapped one its virtual processors; any other counts with
/// the cores the tool found on it, in which threads of hyper-threading are none.
fn cores(row: Row<'_>, columns: &Columns, batch: &mut Batch) -> (&'static str, Option<u64>) {
    let partition = row.thousandths(columns.cores, batch);
    let entitled = row.thousandths(columns.entitlement, batch).filter(|units| *units > 0);
    let processors = row.thousandths(columns.virtual_processors, batch).filter(|processors| *processors > 0);
    match (row.yes(columns.shared), row.yes(columns.capped)) {
        (Some(true), Some(true)) => ("capped", entitled.or(partition)),
        (Some(true), Some(false)) => ("uncapped", processors.or(partition)),
        (Some(true), None) => {
            let message = "whether the partition is capped is not stated; it counts as uncapped";
            let advice = "Export the report with the column Is Capped.";
            row.odd(Code::UnknownWord, columns.capped, message, advice, batch);
            ("uncapped", processors.or(partition))
        }
        (Some(false), _) if entitled.is_some() => ("dedicated", partition.or(entitled)),
        _ => ("vm", partition),
    }
}

/// States a computer, and the pool it takes its cores from. Gives its place among the machines if it is new.
pub(super) fn machine(
    name: &Arc<str>,
    host: Option<&Arc<str>>,
    row: Row<'_>,
    columns: &Columns,
    origin: Origin,
    batch: &mut Batch,
) -> Option<usize> {
    let (mode, milli_cores) = cores(row, columns, batch);
    let pool = host.and_then(|host| pool(host, mode, row, columns, origin, batch));
    let cluster = row.text(columns.cluster);
    let what = format!("machine {name} {host:?} {mode} {milli_cores:?} {pool:?} {cluster}");
    if !batch.inventory.is_new(what) {
        return None;
    }
    let names = &mut batch.names;
    let machine = Machine {
        name: Arc::clone(name),
        dns: names.some(row.text(columns.dns)),
        uuids: uuids(row.text(columns.serial)).into_iter().map(|uuid| names.of(uuid)).collect(),
        server: None,
        host: host.cloned(),
        cluster: names.some(cluster),
        milli_cores,
        mode,
        pool,
        power: None,
        stand_in: false,
        seen: Seen::Undated,
        origin,
    };
    batch.facts.machines.push(machine);
    Some(batch.facts.machines.len() - 1)
}

/// A server that the tool made up for a machine bears the machine's UUID.
fn uuids(serial: &str) -> Option<&str> {
    serial.strip_prefix(ARTIFICIAL).filter(|uuid| !uuid.is_empty())
}

/// The shared pool: of the default one the physical pool is the limit, of any other its own size.
fn pool(
    host: &Arc<str>,
    mode: &str,
    row: Row<'_>,
    columns: &Columns,
    origin: Origin,
    batch: &mut Batch,
) -> Option<Arc<str>> {
    let id = row.text(columns.pool);
    if id.is_empty() || id == "-1" || !matches!(mode, "capped" | "uncapped") {
        return None;
    }
    let of_own = row.thousandths(columns.virtual_pool, batch).filter(|cores| *cores > 0);
    let of_all = row.thousandths(columns.physical_pool, batch).filter(|cores| *cores > 0);
    let milli_cores = if id == "0" { of_all.or(of_own) } else { of_own.or(of_all) }?;
    let name = batch.names.of(id);
    if batch.inventory.is_new(format!("pool {host} {id} {milli_cores}")) {
        batch.facts.pools.push(Pool { name: Arc::clone(&name), host: Arc::clone(host), milli_cores, origin });
    }
    Some(name)
}
