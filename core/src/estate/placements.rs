//! Placements: on which host, with how many cores it can use, and never two at once on one host.

use std::borrow::Cow;
use std::sync::Arc;

use crate::calendar::{Day, Span};
use crate::error::{Error, ErrorCode, nearest};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::{Map, Order as _, Set};
use crate::read::rows::{Mode, NOWHERE, Place, PlacementRow, PoolRow};
use crate::read::{Table, Tables};
use crate::units::{Cores, MilliCores, PvuPerCore};

use super::hosts::Hosts;
use super::twice::Twice;
use super::{Host, HostId, HostSpan, Placement, Pool, RateOrigin};

/// Placements by vm, and how table names map to vms.
pub struct Placed {
    pub vms: Vec<String>,
    /// From names in [`Tables::vms`].
    pub of_name: Vec<Option<u32>>,
    /// Of each vm.
    pub list: Vec<Arc<[Placement]>>,
    pub pools: Vec<Pool>,
}

pub fn resolve(tables: &Tables, findings: &mut Findings, hosts: &mut Hosts) -> Result<Placed, Error> {
    let (pools, pool_of) = pools(tables, findings, hosts)?;
    let rows = known_hosts_only(tables, findings, hosts);

    // Rows are sorted by vm and host, so that each vm's lie together.
    let of_vms = || rows.chunk_by(|a, b| a.vm == b.vm).filter_map(|of_vm| Some((of_vm.first()?.vm, of_vm)));
    let mut names: Vec<(&str, u32)> = of_vms().map(|(vm, _)| (tables.vms.name(vm), vm)).collect();
    names.sort_unstable();
    let mut of_name = vec![None; tables.vms.len()];
    for (id, (_, name)) in (0..).zip(&names) {
        if let Some(slot) = of_name.get_mut(*name as usize) {
            *slot = Some(id);
        }
    }
    let artificial = artificial_hosts(tables, &rows, hosts)?;

    let mut list = vec![Arc::from([]); names.len()];
    // Used again and again: most vms have a row or two on each of many hosts.
    let (mut placed, mut stays): (Vec<Placement>, Vec<(Span, Usable)>) = (Vec::new(), Vec::new());
    for (vm, of_vm) in of_vms() {
        placed.clear();
        for of_one in of_vm.chunk_by(|a, b| a.host == b.host) {
            let named = of_one.first().map_or(NOWHERE, |row| row.host);
            let host = if named == NOWHERE { artificial.get(&vm).copied() } else { hosts.by_name(named) };
            let Some(host) = host else { continue };
            let usable = of_one.iter().map(|row| usable(tables, findings, row, &pools, &pool_of));
            stays.clear();
            stays.extend(usable.map(|usable| (usable.span, usable)));
            largest_each_day(&mut stays);
            placed.extend(stays.iter().map(|(span, u)| Placement {
                host,
                span: *span,
                cores: u.cores,
                pool: u.pool,
                uncapped: u.uncapped,
                place: u.place,
            }));
        }
        placed.sort_unstable_by_key(|p| (p.host, p.span));
        let id: Option<u32> = of_name.get(vm as usize).copied().flatten();
        let slot = id.and_then(|id| list.get_mut(id as usize));
        slot.into_iter().for_each(|slot| *slot = Arc::from(placed.as_slice()));
    }
    let vms = names.iter().map(|(name, _)| (*name).to_owned()).collect();
    Ok(Placed { vms, of_name, list, pools })
}

/// Pools by host; a pool and host twice with other cores is an error.
#[allow(clippy::type_complexity, reason = "one caller, two plain collections")]
fn pools(
    tables: &Tables,
    findings: &mut Findings,
    hosts: &Hosts,
) -> Result<(Vec<Pool>, Map<(u32, u32), u32>), Error> {
    let mut kept: Map<(u32, u32), &PoolRow> = Map::new();
    for row in &tables.pools {
        if hosts.by_name(row.host).is_none() {
            findings.mark_incomplete();
            let finding = unknown_host(tables, hosts, Table::Pools, row.host, row.place, findings);
            findings.push(finding.left_out());
            continue;
        }
        let Some(before) = kept.insert((row.pool, row.host), row) else { continue };
        let name = tables.pool_names.name(row.pool);
        let (column, what) = ("pool", format!("pool {name}"));
        let twice = Twice { tables, column, what, name, first: before.place, here: row.place };
        if before.cores != row.cores {
            let advice = "Keep the right one; which one counts cannot be guessed.";
            return Err(twice.conflict("stands twice on one host with different cores", advice));
        }
        findings.push(twice.once());
    }
    let mut sorted: Vec<&PoolRow> = kept.values().copied().collect();
    sorted.order_by_key(|r| (tables.pool_names.name(r.pool), tables.hosts.name(r.host)));
    let list = sorted
        .iter()
        .map(|r| Pool { name: tables.pool_names.name(r.pool).to_owned(), cores: r.cores, place: r.place })
        .collect();
    let index = sorted.iter().zip(0..).map(|(r, i)| ((r.pool, r.host), i)).collect();
    Ok((list, index))
}

/// Rows on hosts that no usable row describes are findings and left out.
fn known_hosts_only<'t>(
    tables: &'t Tables,
    findings: &mut Findings,
    hosts: &Hosts,
) -> Cow<'t, [PlacementRow]> {
    let known = |row: &PlacementRow| row.host == NOWHERE || hosts.by_name(row.host).is_some();
    // As a rule all are known: millions of rows need no copy.
    if tables.placements.iter().all(known) {
        return Cow::Borrowed(&tables.placements);
    }
    let mut rows = Vec::with_capacity(tables.placements.len());
    for row in &tables.placements {
        if known(row) {
            rows.push(*row);
        } else {
            findings.mark_incomplete();
            let finding = unknown_host(tables, hosts, Table::Vms, row.host, row.place, findings);
            findings.push(finding.left_out());
        }
    }
    Cow::Owned(rows)
}

/// A reference to a host that no usable row describes.
pub fn unknown_host(
    tables: &Tables,
    hosts: &Hosts,
    table: Table,
    name: u32,
    place: Place,
    before: &Findings,
) -> Finding {
    let name = tables.hosts.name(name);
    // Looking for a near name among many hosts, or for many rows, would take longer than the estimate.
    let searched = hosts.list.len() <= 2000 && before.few(tables.file_name(place.file), Code::UnknownHost);
    let near = searched.then(|| nearest(name, hosts.list.iter().map(|h| h.name.as_str()))).flatten();
    let advice = near.map_or_else(
        || "Add the host to hosts.csv, or mend the name.".to_owned(),
        |near| format!("If this is meant to be {near}, mend the name; else add the host to hosts.csv."),
    );
    let message =
        format!("no usable row of hosts.csv describes this host; the {} row was left out", table.file_name());
    Finding::new(Code::UnknownHost, Severity::Error, tables.file_name(place.file), message, &advice)
        .at(place.row)
        .cell("host", name.as_bytes())
}

/// What every artificial host's name starts with: that of the tool which first made such hosts up.
pub const ARTIFICIAL: &str = "TLM_VM_";

/// The name of the host on which a vm stands whose hypervisor is unknown.
pub fn artificial_host(vm: &str) -> String {
    format!("{ARTIFICIAL}{vm}")
}

/// A vm whose hypervisor is unknown stands on a host of its own: as many cores as its largest
/// placement without a host, rounded up, and the rate of an unidentified processor.
fn artificial_hosts(
    tables: &Tables,
    rows: &[PlacementRow],
    hosts: &mut Hosts,
) -> Result<Map<u32, HostId>, Error> {
    let mut largest: Map<&str, (u32, MilliCores, Place)> = Map::new();
    for row in rows.iter().filter(|r| r.host == NOWHERE) {
        let entry = largest.entry(tables.vms.name(row.vm)).or_insert((row.vm, row.cores, row.place));
        entry.1 = entry.1.max(row.cores);
        entry.2 = entry.2.min(row.place);
    }
    if largest.is_empty() {
        return Ok(Map::new());
    }
    let region = match hosts.regions.as_slice() {
        [_] => 0,
        several => {
            // More than one region: the unnamed one, made if need be; it sorts first.
            if several.first().is_none_or(|r| !r.is_empty()) {
                hosts.regions.insert(0, String::new());
                let rows = hosts.list.iter_mut().flat_map(|h| &mut Arc::make_mut(h).spans);
                rows.for_each(|s| s.region += 1);
            }
            0
        }
    };
    let mut of_vm = Map::new();
    for (vm_name, (vm, cores, place)) in largest {
        let name = artificial_host(vm_name);
        if let Some(taken) = hosts.find(&name) {
            let row = hosts.list.get(taken as usize).and_then(|h| h.spans.first()).map_or(0, |s| s.place.row);
            return Err(Error::new(
                ErrorCode::ConflictingRows,
                format!("{name} is both a host of hosts.csv (row {row}) and the artificial host of the hostless vm {vm_name}"),
                "Name the host in the vm's placement, or remove the host row.",
            )
            .in_file(tables.file_name(place.file))
            .at_row(place.row)
            .in_column("host"));
        }
        let span = HostSpan {
            span: Span::EVER,
            cores: cores.ceil_capped(Cores::new(u32::MAX)),
            rate: PvuPerCore::UNIDENTIFIED,
            origin: RateOrigin::Assumed,
            cluster: hosts.lone_cluster(),
            region,
            eligible: true,
            place,
        };
        hosts.list.push(Arc::new(Host { name, artificial: true, spans: vec![span] }));
        of_vm.insert(vm_name, vm);
    }
    resort(hosts);
    let ids = of_vm.into_iter().filter_map(|(name, vm)| Some((vm, hosts.find(&artificial_host(name))?)));
    Ok(ids.collect())
}

/// New hosts came in: sort by name again and renumber.
fn resort(hosts: &mut Hosts) {
    let mut order: Vec<usize> = (0..hosts.list.len()).collect();
    order.order_by(|a, b| hosts.list.get(*a).map(|h| &h.name).cmp(&hosts.list.get(*b).map(|h| &h.name)));
    let mut new_of_old = vec![0; order.len()];
    for (new, old) in (0..).zip(&order) {
        if let Some(slot) = new_of_old.get_mut(*old) {
            *slot = new;
        }
    }
    for id in hosts.of_name.iter_mut().flatten() {
        *id = new_of_old.get(*id as usize).copied().unwrap_or(*id);
    }
    hosts.list.order_by(|a, b| a.name.cmp(&b.name));
}

/// What a placement row lets its vm use.
#[derive(Clone, Copy)]
struct Usable {
    /// Cores it can use by itself.
    cores: MilliCores,
    pool: Option<u32>,
    uncapped: bool,
    span: Span,
    place: Place,
}

impl Usable {
    /// By what counts, not by what is written: an uncapped row counts no more than its pool. Of equals
    /// the one that no pool holds comes last, for a pool may hold it to less.
    fn rank(&self, index: usize) -> (MilliCores, bool, std::cmp::Reverse<Option<u32>>, usize) {
        (self.cores, self.pool.is_none(), std::cmp::Reverse(self.pool), index)
    }
}

/// Only capped and uncapped vms that name a pool of their host are held by it; an uncapped one can
/// use its virtual processors up to the pool's cores.
fn usable(
    tables: &Tables,
    findings: &mut Findings,
    row: &PlacementRow,
    pools: &[Pool],
    pool_of: &Map<(u32, u32), u32>,
) -> Usable {
    let (span, place) = (row.span, row.place);
    let mut usable = Usable { cores: row.cores, pool: None, uncapped: false, span, place };
    if row.pool == NOWHERE {
        return usable;
    }
    let Some(&pool) = pool_of.get(&(row.pool, row.host)) else {
        let message = "the host has no such pool; the vm counts without one";
        let advice = "Add the pool with its host and cores to pools.csv, or mend the name.";
        let file = tables.file_name(row.place.file);
        let finding = Finding::new(Code::UnknownPool, Severity::Warning, file, message, advice);
        findings.push(finding.at(row.place.row).cell("pool", tables.pool_names.name(row.pool).as_bytes()));
        return usable;
    };
    match row.mode {
        Mode::Vm | Mode::Dedicated => {}
        Mode::Capped => usable.pool = Some(pool),
        Mode::Uncapped => {
            usable.pool = Some(pool);
            usable.uncapped = true;
            usable.cores = pools.get(pool as usize).map_or(row.cores, |p| p.cores.min(row.cores));
        }
    }
    usable
}

/// Of several rows of one vm on one host on one day the one that counts most counts.
fn largest_each_day(stays: &mut Vec<(Span, Usable)>) {
    let apart = |stays: &[(Span, Usable)]| {
        stays.windows(2).all(|pair| matches!(pair, [(a, _), (b, _)] if a.to < b.from))
    };
    if apart(stays) {
        return;
    }
    stays.order_by_key(|(span, r)| (*span, r.cores, r.pool, r.place));
    if !apart(stays) {
        let rows: Vec<Usable> = stays.drain(..).map(|(_, row)| row).collect();
        *stays = largest_of(&rows);
    }
}

fn largest_of(rows: &[Usable]) -> Vec<(Span, Usable)> {
    let mut changes: Vec<(Day, bool, usize)> = Vec::with_capacity(rows.len() * 2);
    for (index, row) in rows.iter().enumerate() {
        changes.push((row.span.from, true, index));
        changes.push((row.span.to.next(), false, index));
    }
    changes.order();
    let mut here = Set::new();
    let mut out: Vec<(Span, Usable)> = Vec::new();
    let mut changes = changes.into_iter().peekable();
    while let Some((day, comes, index)) = changes.next() {
        let Some(row) = rows.get(index) else { continue };
        if comes {
            here.insert(row.rank(index));
        } else {
            here.remove(&row.rank(index));
        }
        let Some((next, _, _)) = changes.peek().filter(|(next, _, _)| *next > day) else { continue };
        let span = Span::new(day, next.previous());
        let Some(largest) = here.last().and_then(|(.., index)| rows.get(*index)) else { continue };
        match out.last_mut() {
            Some((last, u))
                if last.to.next() == span.from && (u.cores, u.pool) == (largest.cores, largest.pool) =>
            {
                last.to = span.to;
            }
            _ => out.push((span, *largest)),
        }
    }
    out
}
