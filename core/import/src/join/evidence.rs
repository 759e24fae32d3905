//! What the reports on file show: items of evidence, as the [`Ledger`] has them, for the servers of the estate.
//!
//! A report shows nothing of a server it does not list. Once an export of the hypervisor names one that no report
//! knows, items speak for all others and not for it. Those servers are the gaps.

use std::sync::Arc;

use subcap_core::estate::artificial_host;
use subcap_core::finding::{Code, Finding, Severity};
use subcap_core::order::{Map, Set};

use super::hosts::Hosts;
use super::machines::Machines;
use super::measured::StandIn;
use super::{Joining, origin, some_of};
use crate::batch::Batch;
use crate::ledger::{Covers, Ledger, Shows};
use crate::tables::EvidenceRow;

/// Writes the items, and names the servers that no report measured.
pub fn items(
    batches: &[Batch],
    ledger: &Ledger,
    (hosts, machines): (&Hosts, &Machines),
    stand_ins: &[StandIn],
    joining: &mut Joining,
) {
    if ledger.items.is_empty() {
        return;
    }
    let unmeasured = unmeasured(hosts, joining);
    let alone = alone(machines, joining);
    let everything = everything(&unmeasured, &alone, joining);
    let of_servers: Vec<Vec<String>> =
        ledger.servers.iter().map(|server| of_server(server, hosts, machines, &alone, stand_ins)).collect();
    for (item, number) in ledger.items.iter().zip(1..) {
        let Some(batch) = batches.get(item.at.batch) else { continue };
        let Some(report) = batch.facts.reports.get(item.at.report) else { continue };
        let scopes = match item.covers {
            Covers::Everything => &everything,
            Covers::Server(server) => of_servers.get(server).unwrap_or(&everything),
        };
        // A report of the period as a whole is a document about all there is; what it measured is host by host.
        let all = ["*".to_owned()];
        let scopes = match (item.shows, item.covers) {
            (Shows::Reported, Covers::Everything) => all.as_slice(),
            _ => scopes.as_slice(),
        };
        for (scope, part) in scopes.iter().zip(1..) {
            let part = if scopes.len() > 1 { format!("-{part}") } else { String::new() };
            joining.rows.evidence.push(EvidenceRow {
                id: format!("{}-{number}{part}", item.shows.kind()),
                kind: item.shows.kind(),
                scope: scope.clone(),
                span: item.span,
                made: item.made,
                state: item.state(),
                note: item.doubts.join("; "),
                origin: origin(batch, report.origin),
            });
        }
    }
}

/// The servers that another export knows and no report.
fn unmeasured(hosts: &Hosts, joining: &mut Joining) -> Set<Arc<str>> {
    let unmeasured: Set<Arc<str>> =
        hosts.all().filter(|host| !hosts.is_measured(*host)).filter_map(|host| hosts.called(host)).collect();
    not_measured(&unmeasured, joining);
    unmeasured
}

/// Machines of reports whose server is unknown: each stands on a host of its own.
fn alone(machines: &Machines, joining: &Joining) -> Set<Arc<str>> {
    let alone = joining.rows.placements.iter().filter(|row| row.host.is_none()).map(|row| &row.vm);
    alone.filter(|vm| machines.is_reported(vm)).cloned().collect()
}

/// The scopes of the only tool server: everything, or every server but those it does not know.
fn everything(unmeasured: &Set<Arc<str>>, alone: &Set<Arc<str>>, joining: &Joining) -> Vec<String> {
    if unmeasured.is_empty() {
        return vec!["*".to_owned()];
    }
    // A server of unknown size is left out when the tables are read.
    let sized = joining.rows.hosts.iter().filter(|row| row.cores.is_some()).map(|row| &row.host);
    let named = sized.filter(|host| !unmeasured.contains(*host));
    let scopes: Set<String> =
        named.map(|host| of_host(host)).chain(alone.iter().map(|vm| of_alone(vm))).collect();
    scopes.into_iter().collect()
}

fn not_measured(hosts: &Set<Arc<str>>, joining: &mut Joining) {
    let rows = &joining.rows;
    let mut products_on: Map<&Arc<str>, Set<&str>> = Map::new();
    for install in &rows.installs {
        products_on.entry(&install.on).or_default().insert(&install.product);
    }
    let mut products: Map<&Arc<str>, Set<&str>> = Map::new();
    for row in &rows.placements {
        if let (Some(host), Some(on_vm)) = (&row.host, products_on.get(&row.vm)) {
            products.entry(host).or_default().extend(on_vm);
        }
    }
    for install in rows.installs.iter().filter(|install| install.on_host) {
        products.entry(&install.on).or_default().insert(&install.product);
    }
    let mut found = Vec::new();
    let mut without: Map<&str, (&str, Set<Arc<str>>)> = Map::new();
    let mut said: Set<&Arc<str>> = Set::new();
    for row in rows.hosts.iter().filter(|row| hosts.contains(&row.host)) {
        let (file, number) = row.origin.rsplit_once('#').unwrap_or((&row.origin, ""));
        let names: Vec<&str> = products.get(&row.host).into_iter().flatten().copied().collect();
        if names.is_empty() {
            without.entry(file).or_insert((number, Set::new())).1.insert(Arc::clone(&row.host));
            continue;
        }
        if said.insert(&row.host) {
            let names = names.join(", ");
            let message =
                format!("no report measured {}; {names} there: what is charged on it is a gap", row.host);
            found.push((file, number, Severity::Warning, message));
        }
    }
    for (file, (number, hosts)) in without {
        let hosts = some_of("hosts", &hosts);
        let message = format!("no report measured {hosts}; nothing that is counted is known to run there");
        found.push((file, number, Severity::Note, message));
    }
    let advice = "Connect the tool to the manager of its hypervisor, or show why nothing is due there.";
    let finding = |(file, row, severity, message): (&str, &str, Severity, String)| {
        let finding = Finding::new(Code::NotMeasured, severity, file, message, advice);
        row.parse().map_or(finding.clone(), |row| finding.at(row))
    };
    let found: Vec<Finding> = found.into_iter().map(finding).collect();
    found.into_iter().for_each(|finding| joining.findings.push(finding));
}

/// The scopes of one of several tool servers: the servers it has seen, the machines it has seen on servers that it
/// made up for them, and what stands in for what it measured.
fn of_server(
    server: &crate::ledger::OfServer,
    hosts: &Hosts,
    machines: &Machines,
    alone: &Set<Arc<str>>,
    stand_ins: &[StandIn],
) -> Vec<String> {
    let mut scopes: Set<String> = Set::new();
    for host in server.hosts.iter().filter_map(|name| hosts.find(name)) {
        scopes.extend(hosts.called(host).map(|name| of_host(&name)));
        scopes.extend(machines.alone_for(host).filter(|vm| alone.contains(*vm)).map(|vm| of_alone(vm)));
    }
    let stand_ins = stand_ins.iter().filter(|stand_in| stand_in.by == server.server);
    scopes.extend(stand_ins.map(|stand_in| of_host(&stand_in.host)));
    scopes.into_iter().collect()
}

/// The scope of a server by its name in the tables.
fn of_host(name: &str) -> String {
    format!("host:{name}")
}

/// The scope of a machine whose server is unknown.
fn of_alone(vm: &str) -> String {
    of_host(&artificial_host(vm))
}
