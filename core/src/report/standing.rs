//! Hosts by quarters: on which days of a quarter a host carries something under sub-capacity, and on how
//! many of them nothing shows what it used.

use serde::Serialize;

use crate::Estimator;
use crate::calendar::{DaySet, Quarter, Span};
use crate::error::Error;
use crate::estate::{Estate, HostId};
use crate::judge::lost;
use crate::order::Map;
use crate::price::{Granularity, Reading};

use super::{Condition, conditions};

/// How every host stands under one reading, before the reading widens what is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// The reading.
    pub reading: String,
    /// Product or bundle; null for all of them together.
    pub product: Option<String>,
    /// Quarters of the window, `2025-Q3`.
    pub quarters: Vec<String>,
    /// Hosts that carry something in the window, by name.
    pub hosts: Vec<HostStanding>,
}

/// A host over the quarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HostStanding {
    /// Its name.
    pub host: String,
    /// Its cluster; null for a lone host.
    pub cluster: Option<String>,
    /// Its region; empty for the one region.
    pub region: String,
    /// Per quarter: days on which something is there under sub-capacity.
    pub days: Vec<i32>,
    /// Per quarter: how many of them are lost.
    pub lost: Vec<i32>,
    /// Per quarter: what most of the lost days lack (`not-measured`, `not-reported`, `neither`); null if
    /// the quarter stands.
    pub because: Vec<Option<&'static str>>,
}

/// The spans of one host.
#[derive(Default)]
struct Gathered {
    there: Vec<Span>,
    lost: Map<Condition, Vec<Span>>,
}

/// How hosts stand under a reading, over all products or one.
pub fn standing(estate: &Estate, reading: &Reading, product: Option<&str>) -> Result<Standing, Error> {
    let estimator = Estimator::new(estate, std::slice::from_ref(reading));
    let rules = estimator.rules().first().ok_or_else(|| Error::internal("a reading without rules"))?;
    let lines = match product {
        Some(name) => std::slice::from_ref(estate.line_named(name)?),
        None => estimator.lines(),
    };
    let mut hosts: Map<HostId, Gathered> = Map::new();
    for line in lines {
        for member in &estimator.count(line)?.members {
            for cell in member.cells().filter(|cell| cell.claimed) {
                let there = cell.span.overlap(rules.window.days);
                hosts.entry(cell.host).or_default().there.extend(there);
            }
            let evidenced = rules.evidenced();
            for (host, days) in
                lost(member.hosts(), member.id, evidenced, rules.window, Granularity::Days).raw
            {
                let of_host = &mut hosts.entry(host).or_default().lost;
                for (condition, part) in conditions(evidenced, host, member.id, days) {
                    of_host.entry(condition).or_default().push(part);
                }
            }
        }
    }
    let quarters: Vec<Quarter> = rules.window.quarters().collect();
    let hosts = hosts.iter().filter(|(_, gathered)| !gathered.there.is_empty());
    let line = product.map(|name| estate.line_named(name)).transpose()?;
    Ok(Standing {
        reading: reading.name.clone(),
        product: line.and_then(|line| estate.product(line.product)).map(|p| p.name.clone()),
        quarters: quarters.iter().map(ToString::to_string).collect(),
        hosts: hosts.filter_map(|(id, gathered)| of_host(estate, *id, gathered, &quarters)).collect(),
    })
}

fn of_host(estate: &Estate, id: HostId, gathered: &Gathered, quarters: &[Quarter]) -> Option<HostStanding> {
    let host = estate.host(id)?;
    let last = host.spans.last();
    let cluster = last.and_then(|span| estate.clusters.get(span.cluster as usize));
    let region = last.and_then(|span| estate.regions.get(span.region as usize));
    let days = |spans: &DaySet, quarter: &Quarter| spans.within(quarter.span()).map(Span::days).sum::<i32>();
    let there = DaySet::union_of(gathered.there.iter().copied());
    let lost = DaySet::union_of(gathered.lost.values().flatten().copied());
    let by_condition: Vec<(Condition, DaySet)> = (gathered.lost.iter())
        .map(|(condition, spans)| (*condition, DaySet::union_of(spans.iter().copied())))
        .collect();
    let because = |quarter: &Quarter| {
        let counted = by_condition.iter().map(|(condition, spans)| (days(spans, quarter), *condition));
        counted.filter(|(days, _)| *days > 0).max().map(|(_, condition)| condition.as_str())
    };
    Some(HostStanding {
        host: host.name.clone(),
        cluster: cluster.and_then(|cluster| cluster.name.clone()),
        region: region.cloned().unwrap_or_default(),
        days: quarters.iter().map(|quarter| days(&there, quarter)).collect(),
        lost: quarters.iter().map(|quarter| days(&lost, quarter)).collect(),
        because: quarters.iter().map(because).collect(),
    })
}
