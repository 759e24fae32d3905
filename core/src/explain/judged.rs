//! What the quarter requires once lost days count at full capacity: cluster by cluster on the
//! peak's day.

use std::collections::BTreeMap;

use crate::calendar::{Day, DaySet, Span};
use crate::count::Cell;
use crate::error::Error;
use crate::estate::{Capacity, ClusterId, HostId};
use crate::estimate::{Counted, Judged, Member};
use crate::judge::Lost;
use crate::price::{Reading, Scope};
use crate::read::rows::Metric;
use crate::rules::RuleId;

use super::counted::present;
use super::{Asked, Step};

/// Required units by region, on the day of each region's peak.
pub fn steps(
    asked: &Asked<'_>,
    rules: &Reading,
    counted: &Counted,
    judged: &Judged,
    days: Span,
) -> Result<Vec<Step>, Error> {
    let required = counted.measure.of_period(&judged.required, days)?;
    let metric = counted.measure.metric.as_str();
    let mut step = Step::new("Required: the quarter's peak with lost days at full capacity")
        .value(format!("{required} {metric}"))
        .rule(RuleId::HighWaterMark);
    for (region, (peak, day)) in judged.required.peaks(days).into_iter().enumerate() {
        if peak == 0 {
            continue;
        }
        let name = asked.region_name(region);
        let place = if name.is_empty() { String::new() } else { format!(" in {name}") };
        let mut of_region =
            Step::new(format!("Peak{place} on {day}")).value(asked.parts(peak)).rule(RuleId::RegionPeaks);
        for (Member { product, weight, cells, .. }, lost) in counted.members.iter().zip(&judged.lost) {
            let clusters = clusters(asked, rules.scope, product.metric, cells, lost, region, day);
            let bundled = counted.members.len() > 1;
            let of = if bundled { format!("{}: ", product.name) } else { String::new() };
            for (amount, cluster) in clusters {
                let parts = amount.checked_mul(*weight).ok_or(crate::units::Overflow)?;
                of_region.steps.push(
                    Step { text: format!("{of}{}", cluster.text), ..cluster }.value(asked.parts(parts)),
                );
            }
        }
        step.steps.push(of_region);
    }
    Ok(vec![step])
}

/// What one host counts through the quarter: full where it is lost, else what was counted there.
pub fn host(rules: &Reading, counted: &Counted, judged: &Judged, host: HostId, days: Span) -> Vec<Step> {
    let mut steps = Vec::new();
    for (member, lost) in counted.members.iter().zip(&judged.lost) {
        for (index, cell) in member.cells.iter().enumerate().filter(|(_, c)| c.host == host) {
            let Some(span) = cell.span.overlap(days) else { continue };
            let gone = DaySet::union_of(lost.pieces.iter().filter(|(i, _)| *i == index).map(|(_, s)| *s));
            let of = |what: &str, part: Span| {
                format!("{} {}: {what}", member.product.name, super::counted::days(part))
            };
            for part in gone.within(span) {
                steps.push(Step::new(of("lost, counts full", part)).value(cell.full).rule(RuleId::ScopeHost));
            }
            for part in gone.missing(span) {
                let rule = if cell.claimed { RuleId::SubCapacity } else { RuleId::CountsInFull };
                steps.push(Step::new(of("stands", part)).value(cell.sub).rule(rule));
            }
        }
    }
    let beyond = match rules.scope {
        Scope::Host => None,
        Scope::Largest => {
            Some((RuleId::ScopeLargest, "where it is lost it counts the largest host of its cluster instead"))
        }
        Scope::Cluster => Some((
            RuleId::ScopeCluster,
            "where a host of its cluster is lost, every host of the cluster counts full",
        )),
        Scope::Estate => Some((
            RuleId::ScopeEstate,
            "where the product is lost anywhere, every host of its clusters counts full",
        )),
    };
    steps.extend(beyond.map(|(rule, text)| Step::new(format!("Reach of this reading: {text}")).rule(rule)));
    steps
}

/// What each cluster with the product counts on a day, and why. The amounts add up to the region's
/// sum of that day.
pub fn clusters(
    asked: &Asked<'_>,
    scope: Scope,
    metric: Metric,
    cells: &[Cell],
    lost: &Lost,
    region: usize,
    day: Day,
) -> Vec<(i64, Step)> {
    let lost_here = |cell: &Cell| {
        let pieces = lost.pieces.iter().filter(|(_, span)| span.contains(day));
        pieces.filter_map(|(index, _)| cells.get(*index)).any(|c| c.host == cell.host)
    };
    let anywhere = lost.pieces.iter().any(|(_, span)| span.contains(day));
    let mut by_cluster: BTreeMap<ClusterId, Vec<&Cell>> = BTreeMap::new();
    for cell in present(cells, day).filter(|c| c.region as usize == region) {
        by_cluster.entry(cell.cluster).or_default().push(cell);
    }
    let mut out = Vec::new();
    for (id, of_cluster) in by_cluster {
        let gone: Vec<&&Cell> = of_cluster.iter().filter(|c| lost_here(c)).collect();
        let all = capacity(asked, id, metric, day);
        let name = asked.estate.clusters.get(id as usize).and_then(|c| c.name.as_deref());
        let name = name.map_or_else(|| "the host alone".to_owned(), |n| format!("cluster {n}"));
        let stands: i64 = of_cluster.iter().filter(|c| !lost_here(c)).map(|c| c.sub).sum();
        match scope {
            Scope::Cluster if !gone.is_empty() => out.push((
                all.sum,
                Step::new(format!("{name}: {} of its hosts lost, so every host counts full", gone.len()))
                    .rule(RuleId::ScopeCluster),
            )),
            Scope::Estate if anywhere => out.push((
                all.sum,
                Step::new(format!("{name}: a host is lost somewhere, so every host counts full"))
                    .rule(RuleId::ScopeEstate),
            )),
            Scope::Largest if !gone.is_empty() => {
                let lost_count = i64::try_from(gone.len()).unwrap_or(i64::MAX);
                let amount = stands.saturating_add(all.largest.saturating_mul(lost_count)).min(all.sum);
                let text = format!(
                    "{name}: {lost_count} lost at the largest host's {}, the others {stands}, together at most {}",
                    all.largest, all.sum
                );
                out.push((amount, Step::new(text).rule(RuleId::ScopeLargest)));
            }
            Scope::Host | Scope::Largest | Scope::Cluster | Scope::Estate => {
                for cell in of_cluster.iter().filter(|c| asked.wants(c.host)) {
                    let host = asked.host_name(cell.host);
                    out.push(if lost_here(cell) {
                        (cell.full, Step::new(format!("{host}: lost, counts full")).rule(RuleId::ScopeHost))
                    } else {
                        let rule = if cell.claimed { RuleId::SubCapacity } else { RuleId::CountsInFull };
                        (cell.sub, Step::new(format!("{host}: stands")).rule(rule))
                    });
                }
            }
        }
    }
    out
}

fn capacity(asked: &Asked<'_>, cluster: ClusterId, metric: Metric, day: Day) -> Capacity {
    let spans = asked.estate.clusters.get(cluster as usize).map_or(&[][..], |c| &c.spans);
    let here = spans.iter().find(|s| s.span.contains(day));
    here.map_or(Capacity::default(), |s| if metric == Metric::Pvu { s.pvu } else { s.cores })
}
