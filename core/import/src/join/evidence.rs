//! What the reports on file show: items of evidence, as the [`Ledger`] has them, for the servers of the estate.
//!
//! A report shows nothing of a server it does not list. Once an export of the hypervisor names one that no report
//! knows, items speak for all others and not for it. Those servers are the gaps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use subcap_core::finding::{Code, Finding, Severity};

use super::hosts::Hosts;
use super::measured::StandIn;
use super::{Joining, origin};
use crate::batch::Batch;
use crate::ledger::{Covers, Ledger, Shows};
use crate::tables::EvidenceRow;

/// Writes the items, and names the servers that no report measured.
pub fn items(
    batches: &[Batch],
    ledger: &Ledger,
    hosts: &Hosts,
    stand_ins: &[StandIn],
    joining: &mut Joining,
) {
    if ledger.items.is_empty() {
        return;
    }
    let everything = everything(hosts, joining);
    let of_servers: Vec<Vec<String>> =
        ledger.servers.iter().map(|server| of_server(server, hosts, stand_ins)).collect();
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

/// The scopes of the only tool server: everything, or every server but those it does not know.
fn everything(hosts: &Hosts, joining: &mut Joining) -> Vec<String> {
    let unmeasured: BTreeSet<Arc<str>> = hosts
        .all()
        .filter(|host| !hosts.is_measured(*host) && !hosts.is_made_up(*host))
        .filter_map(|host| hosts.called(host))
        .collect();
    if unmeasured.is_empty() {
        return vec!["*".to_owned()];
    }
    not_measured(&unmeasured, joining);
    let rows = &joining.rows;
    let named = rows.hosts.iter().map(|row| &row.host).filter(|host| !unmeasured.contains(*host));
    // A machine whose server is unknown stands on a server of its own.
    let alone = rows.placements.iter().filter(|row| row.host.is_none());
    let scopes: BTreeSet<String> = named
        .map(|host| format!("host:{host}"))
        .chain(alone.map(|row| format!("host:TLM_VM_{}", row.vm)))
        .collect();
    scopes.into_iter().collect()
}

fn not_measured(hosts: &BTreeSet<Arc<str>>, joining: &mut Joining) {
    let rows = &joining.rows;
    let mut products_on: BTreeMap<&Arc<str>, BTreeSet<&str>> = BTreeMap::new();
    for install in &rows.installs {
        products_on.entry(&install.on).or_default().insert(&install.product);
    }
    let mut products: BTreeMap<&Arc<str>, BTreeSet<&str>> = BTreeMap::new();
    for row in &rows.placements {
        if let (Some(host), Some(on_vm)) = (&row.host, products_on.get(&row.vm)) {
            products.entry(host).or_default().extend(on_vm);
        }
    }
    let mut found = Vec::new();
    for row in rows.hosts.iter().filter(|row| hosts.contains(&row.host)) {
        let (file, number) = row.origin.rsplit_once('#').unwrap_or((&row.origin, ""));
        let names: Vec<&str> = products.get(&row.host).into_iter().flatten().copied().collect();
        let (severity, what) = match names.as_slice() {
            [] => (Severity::Note, "nothing that is counted is known to run there".to_owned()),
            names => {
                (Severity::Warning, format!("{} there: what is charged on it is a gap", names.join(", ")))
            }
        };
        let message = format!("no report measured {}; {what}", row.host);
        let advice = "Connect the tool to the manager of its hypervisor, or show why nothing is due there.";
        let finding = Finding::new(Code::NotMeasured, severity, file, message, advice);
        found.push(number.parse().map_or(finding.clone(), |row| finding.at(row)));
    }
    found.into_iter().for_each(|finding| joining.findings.push(finding));
}

/// The scopes of one of several tool servers: the servers it has seen, and what stands in for what it measured.
fn of_server(server: &crate::ledger::OfServer, hosts: &Hosts, stand_ins: &[StandIn]) -> Vec<String> {
    let seen = server.hosts.iter().filter_map(|name| hosts.called(hosts.find(name)?));
    let stand_ins =
        stand_ins.iter().filter(|stand_in| stand_in.by == server.server).map(|s| Arc::clone(&s.host));
    let scopes: BTreeSet<String> = seen.chain(stand_ins).map(|host| format!("host:{host}")).collect();
    scopes.into_iter().collect()
}
