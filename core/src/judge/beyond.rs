//! What the lost hosts of a cluster add to a product's sub-capacity there, on days on which nothing changes.

use crate::calendar::{Day, Span};
use crate::count::{Cell, Sum};
use crate::estate::{Capacity, ClusterSpan};
use crate::price::Scope;
use crate::read::rows::Metric;
use crate::units::Overflow;

/// Lost days of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub region: u32,
    pub span: Span,
    pub sub: i64,
    /// Full capacity less sub-capacity.
    pub beyond: i64,
}

impl Piece {
    /// These days of a cell.
    pub fn of(cell: &Cell, span: Span) -> Self {
        Self { region: cell.region, span, sub: cell.sub, beyond: cell.full - cell.sub }
    }
}

/// Lost hosts of a cluster, and what they count at sub-capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gone {
    pub hosts: i64,
    pub sub: i64,
}

impl Gone {
    /// Every host that claims sub-capacity.
    pub fn all(sum: &Sum) -> Self {
        Self { hosts: i64::from(sum.claimed), sub: sum.claimed_sub }
    }
}

/// The stretches of days on which the same hosts are lost.
pub fn stretches(pieces: &[Piece]) -> Vec<(Span, Gone)> {
    let ends = |piece: &Piece| [(piece.span.from, 1, piece.sub), (piece.span.to.next(), -1, -piece.sub)];
    let mut changes: Vec<(Day, i64, i64)> = pieces.iter().flat_map(ends).collect();
    changes.sort_unstable();
    let mut stretches: Vec<(Span, Gone)> = Vec::with_capacity(changes.len());
    let (mut gone, mut since) = (Gone::default(), None);
    for (day, hosts, sub) in changes {
        if let Some(since) = since.filter(|since| *since < day && gone.hosts > 0) {
            stretches.push((Span::new(since, day.previous()), gone));
        }
        (gone.hosts, gone.sub) = (gone.hosts + hosts, gone.sub + sub);
        since = Some(day);
    }
    stretches
}

/// A cluster's capacity, and how far a lost day reaches in it.
#[derive(Clone, Copy)]
pub struct Capacities<'a> {
    pub scope: Scope,
    pub metric: Metric,
    pub spans: &'a [ClusterSpan],
}

impl Capacities<'_> {
    /// Says for every run of days on which nothing changes what the lost hosts add: region, days, amount.
    pub fn beyond(
        self,
        sum: &Sum,
        span: Span,
        gone: Gone,
        put: &mut impl FnMut(u32, Span, i64),
    ) -> Result<(), Overflow> {
        let first = self.spans.partition_point(|row| row.span.to < span.from);
        for row in self.spans.iter().skip(first).take_while(|row| row.span.from <= span.to) {
            let all = if self.metric == Metric::Pvu { row.pvu } else { row.cores };
            if let Some(part) = row.span.overlap(span) {
                put(row.region, part, beyond(self.scope, sum, gone, all)?);
            }
        }
        Ok(())
    }
}

fn beyond(scope: Scope, sum: &Sum, gone: Gone, all: Capacity) -> Result<i64, Overflow> {
    Ok(match scope {
        // Each lost host counts the largest host of the cluster, together at most all hosts.
        Scope::Largest if gone.hosts > 0 => {
            let at_largest = all.largest.checked_mul(gone.hosts).ok_or(Overflow)?;
            let count = (sum.sub - gone.sub).checked_add(at_largest).ok_or(Overflow)?;
            count.min(all.sum) - sum.sub
        }
        // Every host of the cluster counts full, whether or not the product ran there.
        Scope::Cluster if gone.hosts > 0 => all.sum - sum.sub,
        // As soon as the product is there.
        Scope::Estate if sum.hosts > 0 => all.sum - sum.sub,
        // Under `host` each lost host counts its own full capacity: that needs no cluster.
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_where_a_host_comes_or_goes() {
        let day = |n| Day::from_ymd(2025, 1, 1).unwrap().plus(n);
        let piece = |from, to, sub| Piece { region: 0, span: Span::new(day(from), day(to)), sub, beyond: 9 };
        let found = stretches(&[piece(0, 9, 5), piece(4, 6, 2), piece(20, 20, 1)]);
        let brief: Vec<_> =
            found.iter().map(|(s, g)| (s.from.since(day(0)), s.to.since(day(0)), g.hosts, g.sub)).collect();
        assert_eq!(brief, [(0, 3, 1, 5), (4, 6, 2, 7), (7, 9, 1, 5), (20, 20, 1, 1)]);
    }
}
