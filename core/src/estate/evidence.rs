//! Items of evidence: what each is about.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::read::Tables;
use crate::read::rows::EvidenceRow;

use super::hosts::Hosts;
use super::products::Products;
use super::twice::Twice;
use super::{Evidence, Scope};

pub fn resolve(
    tables: &Tables,
    findings: &mut Findings,
    products: &Products,
    hosts: &Hosts,
) -> Result<Vec<Evidence>, Error> {
    let mut by_id: BTreeMap<&str, &EvidenceRow> = BTreeMap::new();
    for row in &tables.evidence {
        if let Some(first) = by_id.insert(&row.id, row) {
            same_again(tables, findings, first, row)?;
        }
    }
    let mut items = Vec::with_capacity(by_id.len());
    for row in by_id.values() {
        let Some(scope) = scope(&row.scope, products, hosts) else {
            let message = "this scope names nothing known; the item covers nothing";
            let advice =
                "Write *, host:NAME, cluster:NAME, region:NAME or product:NAME with a name of the tables.";
            let file = tables.file_name(row.place.file);
            let finding =
                Finding::new(Code::UnknownScope, Severity::Error, file, message, advice).at(row.place.row);
            findings.push(finding.cell("scope", row.scope.as_bytes()).left_out());
            continue;
        };
        let Some(span) = row.span else { continue };
        items.push(Evidence {
            id: row.id.clone(),
            kind: row.kind,
            scope,
            span,
            judged_late_by: row.judged_late_by.unwrap_or(span.to),
            made: row.made,
            state: row.state,
            weight: row.weight,
            place: row.place,
        });
    }
    Ok(items)
}

fn same_again(
    tables: &Tables,
    findings: &mut Findings,
    first: &EvidenceRow,
    row: &EvidenceRow,
) -> Result<(), Error> {
    let (column, what) = ("id", format!("evidence {}", row.id));
    let twice = Twice { tables, column, what, name: &row.id, first: first.place, here: row.place };
    if (EvidenceRow { place: first.place, ..row.clone() }) != *first {
        return Err(twice.conflict("stands twice with different values", "Give each item an id of its own."));
    }
    findings.push(twice.once());
    Ok(())
}

fn scope(text: &str, products: &Products, hosts: &Hosts) -> Option<Scope> {
    if text == "*" {
        return Some(Scope::All);
    }
    let (what, name) = text.split_once(':')?;
    let name = name.trim();
    let number = |list: &[String]| list.iter().zip(0..).find(|(n, _)| *n == name).map(|(_, i)| i);
    match what.trim() {
        "host" => hosts.find(name).map(Scope::Host),
        "cluster" => number_sorted(&hosts.clusters, name).map(Scope::Cluster),
        "region" if !name.is_empty() => number(&hosts.regions).map(Scope::Region),
        "product" => {
            let found = products.list.binary_search_by(|p| p.name.as_str().cmp(name)).ok()?;
            u32::try_from(found).ok().map(Scope::Product)
        }
        _ => None,
    }
}

fn number_sorted(list: &[String], name: &str) -> Option<u32> {
    list.binary_search_by(|n| n.as_str().cmp(name)).ok().and_then(|i| u32::try_from(i).ok())
}
