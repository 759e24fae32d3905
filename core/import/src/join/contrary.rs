//! What reports without a date say differently of one thing. Which of them is newer cannot be told: what counts more
//! stands, and that is said once for each kind of difference.

use std::sync::Arc;

use subcap_core::calendar::Day;
use subcap_core::finding::{Code, Severity};
use subcap_core::order::{Map, Set};

use super::hosts::Hosts;
use super::machines::Machines;
use super::{Joining, some_of};
use crate::batch::Batch;
use crate::facts::{Install, Origin, Seen};
use crate::kind::Kind;
use crate::tables::thousandths;

/// An export, and a place in it.
type At = (usize, Origin);

/// A server or machine by its number, and the product there if it is about that.
type Thing<'b> = (usize, Option<&'b Arc<str>>);

/// A thing, what it is called, what is said of it and where.
type Said<'b> = (Thing<'b>, Arc<str>, String, At);

/// Says of servers, computers and installs what differs.
pub(super) fn say(batches: &[Batch], (hosts, machines): (&Hosts, &Machines), joining: &mut Joining) {
    let reports: Vec<Set<&str>> = batches.iter().map(reports).collect();
    let is_report = |(batch, at): At, seen| {
        let path = batches.get(batch).map_or("", |batch| batch.origins.get(at.file).0);
        seen == Seen::Undated && reports.get(batch).is_some_and(|of| of.contains(path))
    };
    let (mut sizes, mut rates): (Vec<Said<'_>>, Vec<Said<'_>>) = Default::default();
    let (mut cores, mut places): (Vec<Said<'_>>, Vec<Said<'_>>) = Default::default();
    let mut installs = Vec::new();
    for (at, batch) in batches.iter().enumerate() {
        let facts = &batch.facts;
        for host in facts.hosts.iter().filter(|host| is_report((at, host.origin), host.seen)) {
            let Some(id) = hosts.of(at, &host.name, host.server.as_ref()) else { continue };
            let said =
                |value: u32| ((id, None), Arc::clone(&host.name), value.to_string(), (at, host.origin));
            sizes.extend(host.cores.map(said));
            rates.extend(host.rate.map(|rate| said(rate.pvu)));
        }
        for machine in facts.machines.iter().filter(|machine| is_report((at, machine.origin), machine.seen)) {
            let Some(id) = machines.of(at, &machine.name) else { continue };
            let said = |value| ((id, None), Arc::clone(&machine.name), value, (at, machine.origin));
            cores.extend(machine.milli_cores.map(|milli| said(thousandths(milli).into_owned())));
            let host = hosts.under(at, machine).and_then(|host| hosts.name(host));
            places.extend(host.map(|host| said(host.to_string())));
        }
        let own = facts.installs.iter().filter(|install| is_report((at, install.origin), install.seen));
        installs.extend(own.map(|install| (at, install)));
    }
    let ends = ends(&installs, machines);
    for (said, what, counts) in [
        (sizes, "the cores of the server", "the higher counts"),
        (rates, "the PVU per core", "the higher counts"),
        (cores, "the cores of the computer", "the higher counts"),
        (places, "the servers it is on", "it counts on each"),
        (ends, "the ends of the installation", "the later counts"),
    ] {
        differing(said, what, counts, batches, joining);
    }
}

/// The reports among the files of an export.
fn reports(batch: &Batch) -> Set<&str> {
    let kinds = [Kind::InventoryReport, Kind::InventoryRest];
    batch.seen.iter().filter(|seen| kinds.contains(&seen.kind)).map(|seen| &*seen.path).collect()
}

/// When installs end by each file. Of the components in a file the one that stays longest counts.
fn ends<'b>(installs: &[(usize, &'b Install)], machines: &Machines) -> Vec<Said<'b>> {
    let mut last: Map<_, (Day, &Install)> = Map::new();
    for (at, install) in installs.iter().filter(|(_, install)| install.charged && !install.on_host) {
        let Some(machine) = machines.of(*at, &install.machine) else { continue };
        let end = install.to.unwrap_or(Day::STILL);
        let thing: Thing<'b> = (machine, Some(&install.product));
        let key = (thing, (*at, install.origin.file));
        let known = last.entry(key).or_insert((end, install));
        if known.0 < end {
            *known = (end, install);
        }
    }
    let said = last.into_iter().map(|((thing, (at, _)), (end, install))| {
        let name = format!("{} on {}", install.product, install.machine).into();
        let end = if end == Day::STILL { "open".to_owned() } else { end.to_string() };
        (thing, name, end, (at, install.origin))
    });
    said.collect()
}

fn differing(said: Vec<Said<'_>>, what: &str, counts: &str, batches: &[Batch], joining: &mut Joining) {
    let mut known: Map<Thing<'_>, (String, At)> = Map::new();
    let mut names = Set::new();
    let mut first = None;
    for (thing, name, value, at) in said {
        let (other, (batch, origin)) = known.entry(thing).or_insert_with(|| (value.clone(), at));
        if *other != value {
            let path = batches.get(*batch).map_or("", |batch| batch.origins.get(origin.file).0);
            let words = || (format!("{value} here and {other} in {path}, row {}", origin.row), at);
            first.get_or_insert_with(words);
            names.insert(name);
        }
    }
    let Some((values, (batch, origin))) = first else { return };
    let first = if names.len() > 1 { ", the first" } else { "" };
    let message = format!(
        "{}: {what} differ, {values}{first}; no date tells which is newer, and {counts}",
        some_of("names", &names)
    );
    let advice = "Leave the older export away, or state what holds in tables beside the exports.";
    joining.say(batches.get(batch), origin, Code::ExportsDiffer, Severity::Warning, message, advice);
}
