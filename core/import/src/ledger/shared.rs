//! Servers that several tool servers have seen: they count once.

use std::sync::Arc;

use subcap_core::calendar::Span;
use subcap_core::finding::{Code, Finding, Findings, Severity};
use subcap_core::order::{Map, Set};

use super::OfServer;
use crate::batch::Batch;
use crate::facts::{HostKind, Metric, Seen, ServerTotal};

/// A tool server.
type Tool<'b> = Option<&'b Arc<str>>;
/// Where a server is reported, by whom and for which days.
type Sighting<'b> = (&'b Batch, Tool<'b>, Span);
/// Server, product and metric of a total.
type Counted<'b> = (&'b Arc<str>, &'b Arc<str>, &'b Metric);

/// Findings on servers that two tool servers report for the same days. A server's name holds its serial number,
/// so the same name is the same machine.
pub(super) fn report(servers: &[OfServer], batches: &[Batch], findings: &mut Findings) {
    if servers.len() < 2 {
        return;
    }
    let mut seen: Map<&Arc<str>, Vec<Sighting<'_>>> = Map::new();
    for batch in batches {
        for host in batch.facts.hosts.iter().filter(|host| host.kind != HostKind::Artificial) {
            if let Seen::During(span) = host.seen {
                seen.entry(&host.name).or_default().push((batch, host.server.as_ref(), span));
            }
        }
    }
    let mut pairs: Map<[Tool<'_>; 2], (&Batch, Set<&Arc<str>>)> = Map::new();
    for (name, by) in &seen {
        for (number, (_, one, span)) in by.iter().enumerate() {
            let others = by.iter().skip(number + 1).filter(|(_, other, _)| other != one);
            for (batch, other, _) in others.filter(|(.., days)| days.overlap(*span).is_some()) {
                let pair = if one <= other { [*one, *other] } else { [*other, *one] };
                pairs.entry(pair).or_insert_with(|| (batch, Set::new())).1.insert(name);
            }
        }
    }
    for ([one, other], (batch, names)) in pairs {
        let word = |server: Option<&Arc<str>>| {
            server.map_or_else(|| "another tool server".to_owned(), ToString::to_string)
        };
        let shown: Vec<&str> = names.iter().take(3).map(|name| &***name).collect();
        let message = format!(
            "{} servers are reported by {} and by {} for the same days, {} among them; they count once",
            names.len(),
            word(one),
            word(other),
            shown.join(", ")
        );
        let advice = "Let one tool server measure each machine, or agents may be counted on one and missing on the other.";
        findings.push(Finding::new(Code::ExportedTwice, Severity::Warning, &batch.name, message, advice));
    }
    totals(batches, findings);
}

/// Totals of one product on one server that two tool servers state differently for the same days.
fn totals(batches: &[Batch], findings: &mut Findings) {
    let mut known: Map<Counted<'_>, Vec<&ServerTotal>> = Map::new();
    for batch in batches {
        for total in &batch.facts.totals {
            let stated = known.entry((&total.host, &total.product, &total.metric)).or_default();
            let differs = |other: &&&ServerTotal| {
                other.cluster != total.cluster
                    && other.bundle == total.bundle
                    && other.when.overlap(total.when).is_some()
                    && other.quantity != total.quantity
            };
            if let Some(other) = stated.iter().find(differs) {
                let (path, _) = batch.origins.get(total.origin.file);
                let message = format!(
                    "{} on {} is {} here and {} in the report of another tool server for the same days",
                    total.product, total.host, total.quantity, other.quantity
                );
                let advice =
                    "Each saw some of its computers only; have all of them measured by one tool server.";
                let finding = Finding::new(Code::ExportsDiffer, Severity::Warning, path, message, advice);
                findings.push(finding.at(total.origin.row));
            }
            stated.push(total);
        }
    }
}
