//! Items of evidence: what each is about.

use std::sync::Arc;

use crate::error::Error;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::order::Map;
use crate::read::Tables;
use crate::read::rows::{EvidenceRow, State};

use super::hosts::Hosts;
use super::products::Products;
use super::twice::Twice;
use super::{Estate, Evidence, Host, Scope};

/// What scopes can name, each list sorted.
pub struct Known<'a> {
    hosts: &'a [Arc<Host>],
    clusters: Vec<&'a str>,
    regions: &'a [String],
    products: Vec<&'a str>,
}

impl<'a> Known<'a> {
    /// While an estate is resolved.
    pub fn of(products: &'a Products, hosts: &'a Hosts) -> Self {
        Self {
            hosts: &hosts.list,
            clusters: hosts.clusters.iter().map(String::as_str).collect(),
            regions: &hosts.regions,
            products: products.list.iter().map(|p| p.name.as_str()).collect(),
        }
    }

    /// In a resolved estate.
    pub fn in_estate(estate: &'a Estate) -> Self {
        Self {
            hosts: &estate.hosts,
            clusters: estate.clusters.iter().map_while(|c| c.name.as_deref()).collect(),
            regions: &estate.regions,
            products: estate.products.iter().map(|p| p.name.as_str()).collect(),
        }
    }
}

pub fn resolve(
    tables: &Tables,
    findings: &mut Findings,
    rows: &[&EvidenceRow],
    known: &Known<'_>,
) -> Result<Vec<Evidence>, Error> {
    let mut by_id: Map<&str, &EvidenceRow> = Map::new();
    for row in rows.iter().copied() {
        if let Some(first) = by_id.insert(&row.id, row) {
            same_again(tables, findings, first, row)?;
        }
    }
    let mut items = Vec::with_capacity(by_id.len());
    for row in by_id.values() {
        weight_not_used(tables, row).into_iter().for_each(|finding| findings.push(finding));
        let Some(scope) = scope(&row.scope, known) else {
            let message = "this scope names nothing known; the item covers nothing";
            let advice =
                "Write *, host:NAME, cluster:NAME, region:NAME or product:NAME with a name of the tables.";
            let file = tables.file_name(row.place.file);
            let finding =
                Finding::new(Code::UnknownScope, Severity::Error, file, message, advice).at(row.place.row);
            findings.push(finding.cell("scope", row.scope.as_bytes()).left_out());
            continue;
        };
        items.extend(item(row, scope));
    }
    Ok(items)
}

/// A row as an item; one without dates covers nothing.
pub fn item(row: &EvidenceRow, scope: Scope) -> Option<Evidence> {
    let span = row.span?;
    Some(Evidence {
        id: row.id.clone(),
        kind: row.kind,
        scope,
        span,
        judged_late_by: row.judged_late_by.unwrap_or(span.to),
        made: row.made,
        state: row.state,
        weight: row.weight,
        place: row.place,
    })
}

/// A weight is the chance that a contestable item stands; on another it says nothing.
fn weight_not_used(tables: &Tables, row: &EvidenceRow) -> Option<Finding> {
    row.weight.filter(|_| row.state != State::Contestable)?;
    let message = "the item is not contestable; its weight is not used";
    let advice = "Write contestable as its state, or leave the weight empty.";
    let file = tables.file_name(row.place.file);
    let finding = Finding::new(Code::WeightNotUsed, Severity::Note, file, message, advice);
    Some(Finding { column: Some("weight".to_owned()), ..finding.at(row.place.row) })
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

/// What a scope names.
pub fn scope(text: &str, known: &Known<'_>) -> Option<Scope> {
    if text == "*" {
        return Some(Scope::All);
    }
    let (what, name) = text.split_once(':')?;
    let name = name.trim();
    let number = |found: Result<usize, usize>| found.ok().and_then(|i| u32::try_from(i).ok());
    match what.trim() {
        "host" => number(known.hosts.binary_search_by(|h| h.name.as_str().cmp(name))).map(Scope::Host),
        "cluster" => number(known.clusters.binary_search(&name)).map(Scope::Cluster),
        "region" if !name.is_empty() => {
            number(known.regions.binary_search_by(|r| r.as_str().cmp(name))).map(Scope::Region)
        }
        "product" => number(known.products.binary_search(&name)).map(Scope::Product),
        _ => None,
    }
}
