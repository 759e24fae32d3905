//! What the reports on file show: items of evidence.
//!
//! A report shows that its period was reported, and that what it lists was measured on the days it has quantities
//! for. It shows nothing of a server it does not list: once an export of the hypervisor names one that no report
//! knows, items speak for the servers they measured and no others. Those servers are the gaps.

use std::sync::Arc;

use subcap_core::calendar::Span;
use subcap_core::finding::{Code, Finding, Severity};

use super::hosts::Hosts;
use super::{Joining, origin};
use crate::batch::Batch;
use crate::facts::{Integrity, Report};
use crate::tables::EvidenceRow;

/// Writes the items, and names the servers that no report measured.
pub fn items(batches: &[Batch], hosts: &Hosts, joining: &mut Joining) {
    let reports =
        || batches.iter().flat_map(|batch| batch.facts.reports.iter().map(move |report| (batch, report)));
    if reports().next().is_none() {
        return;
    }
    let scopes = scopes(hosts, joining);
    let mut number = 0;
    for (batch, report) in reports() {
        number += 1;
        let (state, note) = standing(report);
        let measured = match report.measured.as_slice() {
            [] => vec![report.period],
            spans => spans.to_vec(),
        };
        let item = |kind, part: usize, scope: &str, span| EvidenceRow {
            id: format!("{kind}-{number}{}", if part > 0 { format!("-{part}") } else { String::new() }),
            kind,
            scope: scope.to_owned(),
            span,
            made: (kind == "report").then_some(report.made).flatten(),
            state,
            note: note.clone(),
            origin: origin(batch, report.origin),
        };
        joining.rows.evidence.push(item("report", 0, "*", report.period));
        let pieces = measured.iter().flat_map(|span| scopes.iter().map(move |scope| (*span, scope)));
        let all: Vec<(Span, &String)> = pieces.collect();
        let several = all.len() > 1;
        let rows = all
            .into_iter()
            .zip(1..)
            .map(|((span, scope), part)| item("measured", if several { part } else { 0 }, scope, span));
        joining.rows.evidence.extend(rows);
    }
}

/// For what the measurements speak: everything, or each server that a report lists.
fn scopes(hosts: &Hosts, joining: &mut Joining) -> Vec<String> {
    let named = |host: usize| hosts.called(host).filter(|_| !hosts.is_made_up(host));
    let unmeasured: Vec<Arc<str>> =
        hosts.all().filter(|host| !hosts.is_measured(*host)).filter_map(named).collect();
    let measured: Vec<Arc<str>> =
        hosts.all().filter(|host| hosts.is_measured(*host)).filter_map(named).collect();
    if unmeasured.is_empty() || measured.is_empty() {
        return vec!["*".to_owned()];
    }
    for host in &unmeasured {
        let used = joining.rows.placements.iter().any(|row| row.host.as_ref() == Some(host));
        let Some(row) = joining.rows.hosts.iter().find(|row| row.host == *host) else { continue };
        let file = row.origin.rsplit_once('#').map_or(row.origin.as_str(), |(file, _)| file).to_owned();
        let (severity, what) = if used {
            (
                Severity::Warning,
                "no report measured this server, and products run on it: what is charged there is a gap",
            )
        } else {
            (Severity::Note, "no report measured this server; nothing known runs on it")
        };
        let finding = Finding::new(
            Code::NotMeasured,
            severity,
            &file,
            format!("{host}: {what}"),
            "Connect the tool to its hypervisor's manager, or show why nothing runs there.",
        );
        joining.findings.push(finding);
    }
    measured.iter().map(|host| format!("host:{host}")).collect()
}

/// Whether a report can be disputed, and why.
fn standing(report: &Report) -> (&'static str, String) {
    let integrity = match report.integrity {
        Integrity::Verified | Integrity::NoFiles => None,
        other => Some(other.name().to_owned()),
    };
    let doubts: Vec<String> = integrity.into_iter().chain(report.doubts.iter().cloned()).collect();
    if doubts.is_empty() { ("held", String::new()) } else { ("contestable", doubts.join("; ")) }
}
