//! How far a lost day reaches: the host, the largest of its cluster, the cluster, the estate.

use crate::calendar::{Day, DaySet, Span};
use crate::count::{Cell, DayTotals};
use crate::estate::{Capacity, ClusterId, ClusterSpan, Estate};
use crate::price::Scope;
use crate::read::rows::Metric;
use crate::units::Overflow;

use super::Lost;

/// Adds to a product's totals (in changes, see [`DayTotals::add`]) what the lost days add to it.
pub fn apply(
    scope: Scope,
    estate: &Estate,
    metric: Metric,
    cells: &[Cell],
    lost: &Lost,
    totals: &mut DayTotals,
) -> Result<(), Overflow> {
    let piece = |(index, span): &(usize, Span)| cells.get(*index).map(|cell| (cell, *span));
    let pieces = || lost.pieces.iter().filter_map(piece);
    if scope == Scope::Host {
        // Each lost host counts its own full capacity.
        return pieces().try_for_each(|(cell, span)| totals.add(cell.region, span, cell.full - cell.sub));
    }
    if lost.pieces.is_empty() {
        return Ok(());
    }
    let mut by_cluster: Vec<&Cell> = cells.iter().collect();
    by_cluster.sort_by_key(|c| c.cluster);
    let mut lost_by_cluster: Vec<(&Cell, Span)> = pieces().collect();
    lost_by_cluster.sort_by_key(|(c, _)| c.cluster);
    let everywhere = match scope {
        Scope::Estate => Some(DaySet::union_of(pieces().map(|(_, span)| span))),
        Scope::Host | Scope::Largest | Scope::Cluster => None,
    };
    let mut lost_here = lost_by_cluster.as_slice();
    for present in by_cluster.chunk_by(|a, b| a.cluster == b.cluster) {
        let Some(cluster) = present.first().map(|c| c.cluster) else { continue };
        let count = lost_here.partition_point(|(c, _)| c.cluster <= cluster);
        let (own, rest) = lost_here.split_at(count);
        lost_here = rest;
        let reach = Reach { spans: cluster_spans(estate, cluster), metric };
        match (&everywhere, scope) {
            (Some(days), _) => reach.whole_cluster(present, days, totals)?,
            (None, _) if own.is_empty() => {}
            (None, Scope::Largest) => reach.largest_host(present, own, totals)?,
            (None, _) => {
                reach.whole_cluster(present, &DaySet::union_of(own.iter().map(|(_, s)| *s)), totals)?
            }
        }
    }
    Ok(())
}

fn cluster_spans(estate: &Estate, cluster: ClusterId) -> &[ClusterSpan] {
    estate.clusters.get(cluster as usize).map_or(&[], |c| &c.spans)
}

/// A cluster's capacity over time, in the product's metric.
struct Reach<'a> {
    spans: &'a [ClusterSpan],
    metric: Metric,
}

impl Reach<'_> {
    /// On the given days, as far as the product is in the cluster: every host counts full, whether
    /// or not the product ran there.
    fn whole_cluster(
        &self,
        present: &[&Cell],
        days: &DaySet,
        totals: &mut DayTotals,
    ) -> Result<(), Overflow> {
        for (step, here) in
            steps(present.iter().map(|c| (c.span, Here { present: 1, sub: c.sub, lost: 0, lost_sub: 0 })))
        {
            for part in days.within(step) {
                self.each(part, |span, region, all| totals.add(region, span, all.sum - here.sub))?;
            }
        }
        Ok(())
    }

    /// Each lost host counts the largest host of the cluster, together at most all hosts.
    fn largest_host(
        &self,
        present: &[&Cell],
        lost: &[(&Cell, Span)],
        totals: &mut DayTotals,
    ) -> Result<(), Overflow> {
        let there = present.iter().map(|c| (c.span, Here { present: 1, sub: c.sub, lost: 0, lost_sub: 0 }));
        let gone =
            lost.iter().map(|(c, span)| (*span, Here { present: 0, sub: 0, lost: 1, lost_sub: c.sub }));
        for (step, here) in steps(there.chain(gone)).into_iter().filter(|(_, here)| here.lost > 0) {
            self.each(step, |span, region, all| {
                let at_largest = all.largest.checked_mul(here.lost).ok_or(Overflow)?;
                let count = (here.sub - here.lost_sub).checked_add(at_largest).ok_or(Overflow)?.min(all.sum);
                totals.add(region, span, count - here.sub)
            })?;
        }
        Ok(())
    }

    /// The cluster's capacity within a span.
    fn each(
        &self,
        span: Span,
        mut with: impl FnMut(Span, u32, Capacity) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let first = self.spans.partition_point(|s| s.span.to < span.from);
        for row in self.spans.iter().skip(first) {
            let Some(part) = row.span.overlap(span) else { break };
            let all = if self.metric == Metric::Pvu { row.pvu } else { row.cores };
            with(part, row.region, all)?;
        }
        Ok(())
    }
}

/// What of a product stands in a cluster at a moment.
#[derive(Clone, Copy, Default)]
struct Here {
    present: i64,
    sub: i64,
    lost: i64,
    lost_sub: i64,
}

/// Sums of everything present, between the days on which something comes or goes.
fn steps(parts: impl Iterator<Item = (Span, Here)>) -> Vec<(Span, Here)> {
    let mut changes: Vec<(Day, i64, Here)> = Vec::new();
    for (span, part) in parts {
        changes.push((span.from, 1, part));
        changes.push((span.to.next(), -1, part));
    }
    changes.sort_by_key(|(day, _, _)| *day);
    let mut here = Here::default();
    let mut out = Vec::with_capacity(changes.len());
    let mut changes = changes.into_iter().peekable();
    while let Some((day, sign, part)) = changes.next() {
        here.present += sign * part.present;
        here.sub += sign * part.sub;
        here.lost += sign * part.lost;
        here.lost_sub += sign * part.lost_sub;
        let Some((next, _, _)) = changes.peek().filter(|(next, _, _)| *next > day) else { continue };
        if here.present > 0 {
            out.push((Span::new(day, next.previous()), here));
        }
    }
    out
}
