//! Gaps: which evidence is missing, for what and when, and the rows that would close it.

use serde::Serialize;

use crate::calendar::{Quarter, Span};
use crate::count::Cell;
use crate::estate::{Estate, HostId, HostSpan};
use crate::estimate::{Counted, Rules};
use crate::order::{Map, Set};
use crate::report::Condition;

/// One piece of missing evidence: a condition, a scope, and days of one quarter. Every lost day of
/// every product is in exactly one gap of its host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Stable name: quarter, kind, scope.
    pub id: String,
    pub(crate) condition: Condition,
    /// `*`, `region:…`, `cluster:…` or `host:…`: the widest that says no more than what is missing.
    pub scope: String,
    /// Quarter it lies in.
    pub quarter: Quarter,
    /// Its days.
    pub span: Span,
    /// Hosts with a lost day in it.
    pub(crate) hosts: Set<HostId>,
    /// Items on the list that would help, but are contestable, lost or late.
    pub refused: Vec<String>,
}

/// A row of `evidence.csv` that closes a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cure {
    /// An id that is not on the list yet.
    pub id: String,
    /// `measured`, `report` or `rebuilt`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["measured", "report", "rebuilt"])))]
    pub kind: &'static str,
    /// For what.
    pub scope: String,
    /// First day.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::DAY)))]
    pub from: String,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::form::DAY)))]
    pub to: String,
    /// `held`
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["held"])))]
    pub state: &'static str,
}

impl Gap {
    /// `not-measured`, `not-reported` or `neither`.
    pub fn kind(&self) -> &'static str {
        self.condition.as_str()
    }

    /// The rows that close it: what is missing, or the figures rebuilt if everything is.
    pub fn cure(&self, estate: &Estate) -> Vec<Cure> {
        let kind = match self.condition {
            Condition::NotMeasured => "measured",
            Condition::NotReported => "report",
            Condition::Neither => "rebuilt",
        };
        let mut id = format!("cure {}", self.id);
        while estate.evidence.iter().any(|item| *item.id == *id) {
            id.push('\'');
        }
        let (from, to) = (self.span.from.to_string(), self.span.to.to_string());
        vec![Cure { id, kind, scope: self.scope.clone(), from, to, state: "held" }]
    }
}

/// Days that lack the same, on any host.
type Run = (Quarter, Span, Condition);

/// The gaps of a reading, by quarter, scope and days.
pub fn gaps<'c>(
    estate: &Estate,
    rules: &Rules,
    counted: impl Iterator<Item = &'c Counted> + Clone,
) -> Vec<Gap> {
    let mut found = Vec::new();
    for quarter in rules.window.quarters() {
        let Some(days) = rules.window.days_of(quarter) else { continue };
        let there = claimed_on(counted.clone(), days);
        let mut runs: Map<Run, Set<HostId>> = Map::new();
        for (host, cells) in &there {
            for (condition, span) in rules.evidenced().lacks(*host, days) {
                // Only what loses a day of some product is a gap.
                let loses = |(product, cell): &(crate::estate::ProductId, Cell)| {
                    let missing = rules.evidenced().missing(*host, *product);
                    let both = cell.span.overlap(span);
                    both.is_some_and(|both| missing.within(both).next().is_some())
                };
                if cells.iter().any(loses) {
                    runs.entry((quarter, span, condition)).or_default().insert(*host);
                }
            }
        }
        let everyone: Set<HostId> = there.keys().copied().collect();
        for (run, hosts) in runs {
            scopes(estate, run, hosts, &everyone, &mut found);
        }
    }
    refused(estate, rules, &mut found);
    found
}

/// Hosts on which anything is claimed within the days, with what is.
fn claimed_on<'c>(
    counted: impl Iterator<Item = &'c Counted>,
    days: Span,
) -> Map<HostId, Vec<(crate::estate::ProductId, Cell)>> {
    let mut there: Map<HostId, Vec<_>> = Map::new();
    for member in counted.flat_map(|line| &line.members) {
        for (host, cells) in member.hosts() {
            let cells = cells.iter().filter(|cell| cell.claimed && cell.span.overlap(days).is_some());
            let mut cells = cells.map(|cell| (member.id, *cell)).peekable();
            if cells.peek().is_some() {
                there.entry(host).or_default().extend(cells);
            }
        }
    }
    there
}

/// The widest scopes that name just these hosts, of those on which anything stands in the quarter.
fn scopes(estate: &Estate, run: Run, hosts: Set<HostId>, everyone: &Set<HostId>, found: &mut Vec<Gap>) {
    let (quarter, span, condition) = run;
    let mut push = |scope: String, hosts: Set<HostId>| {
        let whole = quarter.span() == span;
        let days = if whole { String::new() } else { format!(" {}..{}", span.from, span.to) };
        let id = format!("{quarter} {} {scope}{days}", condition.as_str());
        found.push(Gap { id, condition, scope, quarter, span, hosts, refused: Vec::new() });
    };
    if hosts == *everyone {
        push("*".to_owned(), hosts);
        return;
    }
    // A scope follows a host only while that is in the cluster or region.
    let stays = |host: HostId| {
        estate.host(host).and_then(|h| h.on(span.from)).filter(|row| row.span.contains(span.to))
    };
    let region = |host: HostId| stays(host).map(|row| row.region);
    let cluster = |host: HostId| stays(host).map(|row| row.cluster);
    // Nor may it name a host that is in it for a part of the days only: its own gap would be closed too.
    let passes = |within: &dyn Fn(&HostSpan) -> bool| {
        let there = |host: &&HostId| {
            let rows = estate.host(**host).into_iter().flat_map(|h| h.during(span));
            let mut rows = rows.map(|(_, _, row)| row).filter(|row| within(row)).peekable();
            rows.peek().is_some() && stays(**host).is_none_or(|row| !within(row))
        };
        everyone.iter().any(|host| there(&host))
    };
    let mut rest = hosts;
    for (id, name) in (0..).zip(&estate.regions).filter(|(_, name)| !name.is_empty()) {
        let here: Set<HostId> = everyone.iter().copied().filter(|host| region(*host) == Some(id)).collect();
        let clusters: Set<_> = here.iter().map(|host| cluster(*host)).collect();
        if clusters.len() > 1 && here.is_subset(&rest) && !passes(&|row| row.region == id) {
            rest.retain(|host| !here.contains(host));
            push(format!("region:{name}"), here);
        }
    }
    let ids: Set<_> = rest.iter().filter_map(|host| cluster(*host)).collect();
    for id in ids {
        let name = estate.clusters.get(id as usize).and_then(|c| c.name.as_deref());
        let here: Set<HostId> = everyone.iter().copied().filter(|host| cluster(*host) == Some(id)).collect();
        if let Some(name) = name.filter(|_| here.is_subset(&rest) && !passes(&|row| row.cluster == id)) {
            rest.retain(|host| !here.contains(host));
            push(format!("cluster:{name}"), here);
        }
    }
    for host in rest {
        let name = estate.host(host).map_or("", |h| &h.name);
        push(format!("host:{name}"), Set::from([host]));
    }
}

/// Items on the list that would cover some of a gap were they taken as true.
fn refused(estate: &Estate, rules: &Rules, gaps: &mut [Gap]) {
    let truth = rules.evidenced().truth;
    for item in estate.evidence.iter().filter(|item| !truth.holds(item)) {
        for gap in gaps.iter_mut() {
            let reaches = |host: &HostId| crate::report::reaches_host(estate, item, *host, gap.span);
            if crate::report::helps(item.kind, gap.condition) && gap.hosts.iter().any(reaches) {
                gap.refused.push(item.id.to_string());
            }
        }
    }
}
