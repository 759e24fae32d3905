//! What is said back of every table: tool, version, day, vCenter, how much.

use std::sync::Arc;

use subcap_core::finding::{Code, Severity};
use subcap_core::order::Order as _;

use super::conclude::Days;
use super::dialect::Tool;
use super::{Exports, Table, group};
use crate::batch::Batch;
use crate::facts::PowerState;

/// Fills in the details of the tables seen.
pub(super) fn details(exports: &Exports, days: &Days, batch: &mut Batch) {
    for table in &exports.tables {
        let servers = servers(table, batch);
        let mut parts = vec![tool(table, exports)];
        let one = servers.first().filter(|_| servers.len() == 1);
        match days.day(&table.path, one.map(|server| &**server)) {
            Some(day) => parts.push(day.to_string()),
            None => parts.push("undated".to_owned()),
        }
        match servers.as_slice() {
            [] => {}
            [one] => parts.push(format!("vCenter {one}")),
            several => parts.push(format!("{} vCenters", several.len())),
        }
        let text = format!("{}: {}", parts.join(", "), counts(table, batch));
        if let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == table.path) {
            seen.detail = text;
        }
        if table.templates + table.placeholders > 0 {
            let message = left_out(table);
            let advice = "Templates and placeholders of Site Recovery do not run.";
            batch.note(Code::NotUsed, Severity::Note, &table.path, message, advice);
        }
    }
    only_made(exports, batch);
}

/// The same of the tables that say when an export was made.
pub(super) fn only_made(exports: &Exports, batch: &mut Batch) {
    for made in &exports.made {
        let Some(seen) = batch.seen.iter_mut().find(|seen| seen.path == made.path) else { continue };
        let day = made.day.map(|day| day.to_string());
        let server = made.server.as_ref().map(|server| format!("vCenter {server}"));
        let tool = rvtools(made.version.as_ref());
        let said: Vec<String> = [Some(tool), day, server].into_iter().flatten().collect();
        let said = said.join(", ");
        seen.detail = if seen.detail.is_empty() { said } else { format!("{}; {said}", seen.detail) };
    }
}

fn rvtools(version: Option<&Arc<str>>) -> String {
    version.map_or_else(
        || Tool::RvTools.name().to_owned(),
        |version| format!("{} {version}", Tool::RvTools.name()),
    )
}

fn tool(table: &Table, exports: &Exports) -> String {
    if table.tool != Tool::RvTools {
        return table.tool.name().to_owned();
    }
    let beside = exports.made.iter().filter(|made| group(&made.path) == group(&table.path));
    rvtools(beside.filter_map(|made| made.version.as_ref()).next_back())
}

fn servers(table: &Table, batch: &Batch) -> Vec<Arc<str>> {
    let facts = &batch.facts;
    let hosts = facts.hosts.get(table.hosts.clone()).unwrap_or_default().iter().map(|host| &host.server);
    let machines = facts.machines.get(table.machines.clone()).unwrap_or_default().iter();
    let clusters = facts.clusters.get(table.clusters.clone()).unwrap_or_default().iter();
    let all =
        hosts.chain(machines.map(|machine| &machine.server)).chain(clusters.map(|cluster| &cluster.server));
    let mut servers: Vec<Arc<str>> = all.flatten().cloned().collect();
    servers.order();
    servers.dedup();
    servers
}

fn counts(table: &Table, batch: &Batch) -> String {
    let mut parts = Vec::new();
    let hosts = batch.facts.hosts.get(table.hosts.clone()).unwrap_or_default();
    if !hosts.is_empty() {
        let cores: u64 = hosts.iter().filter_map(|host| host.cores).map(u64::from).sum();
        parts.push(format!("{}, {}", many(hosts.len(), "host"), many(cores, "core")));
    }
    let machines = batch.facts.machines.get(table.machines.clone()).unwrap_or_default();
    if !machines.is_empty() {
        let off = machines.iter().filter(|machine| machine.power == Some(PowerState::Off)).count();
        let off = if off == 0 { String::new() } else { format!(" ({off} powered off)") };
        parts.push(format!("{}{off}", many(machines.len(), "machine")));
    }
    if !table.clusters.is_empty() {
        parts.push(many(table.clusters.len(), "cluster"));
    }
    if parts.is_empty() && !table.cpus.is_empty() {
        parts.push(format!("virtual processors of {}", many(table.cpus.len(), "machine")));
    }
    if table.templates + table.placeholders > 0 {
        parts.push(left_out(table));
    }
    if parts.is_empty() { "no rows".to_owned() } else { parts.join(", ") }
}

fn left_out(table: &Table) -> String {
    let templates = (table.templates > 0).then(|| many(table.templates, "template"));
    let placeholders = (table.placeholders > 0).then(|| many(table.placeholders, "placeholder"));
    let what: Vec<String> = [templates, placeholders].into_iter().flatten().collect();
    format!("{} left out", what.join(" and "))
}

fn many(count: impl TryInto<u64>, of: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") }
}
