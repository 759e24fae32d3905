//! One product in one cluster, day by day: what its lost days add.

use std::ops::Range;

use crate::calendar::Span;
use crate::count::{Cell, Sum};
use crate::estate::{Capacity, ClusterSpan};
use crate::price::Scope;
use crate::read::rows::Metric;
use crate::units::Overflow;

use super::Block;

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

/// Days laid out once and used for cluster after cluster; each scope needs its own.
pub struct Sweep {
    days: Span,
    length: usize,
    /// Hosts with the product, where lost days anywhere reach them.
    present: Vec<i64>,
    sub: Vec<i64>,
    lost: Vec<i64>,
    lost_sub: Vec<i64>,
}

/// A cluster's capacity and how far a lost day reaches in it.
#[derive(Clone, Copy)]
pub struct Capacities<'a> {
    pub scope: Scope,
    pub metric: Metric,
    pub spans: &'a [ClusterSpan],
}

impl Sweep {
    pub fn new(scope: Scope, days: Span) -> Self {
        let length = usize::try_from(days.days()).unwrap_or(0);
        let laid = |needed: bool| if needed { vec![0; length] } else { Vec::new() };
        let beyond = scope != Scope::Host;
        Self {
            days,
            length,
            present: laid(scope == Scope::Estate),
            sub: laid(beyond),
            lost: laid(beyond),
            lost_sub: laid(scope == Scope::Largest),
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let at = |day: crate::calendar::Day| usize::try_from(day.since(self.days.from)).unwrap_or(0);
        at(span.from).min(self.length)..at(span.to.next()).min(self.length)
    }

    /// Adds to the block (`sign` times) what these lost pieces make of the cluster; `sums` are those of all
    /// hosts with the product in it.
    pub fn add<'c>(
        &mut self,
        of: Capacities<'_>,
        pieces: &[Piece],
        sums: impl Iterator<Item = &'c Sum>,
        sign: i64,
        block: &mut Block,
    ) -> Result<(), Overflow> {
        if of.scope == Scope::Host {
            // Each lost host counts its own full capacity.
            pieces.iter().for_each(|piece| block.add(piece.region, piece.span, sign * piece.beyond));
            return Ok(());
        }
        for piece in pieces {
            let range = self.range(piece.span);
            self.lost.get_mut(range.clone()).unwrap_or_default().iter_mut().for_each(|n| *n += 1);
            if of.scope == Scope::Largest {
                self.lost_sub.get_mut(range).unwrap_or_default().iter_mut().for_each(|sum| *sum += piece.sub);
            }
        }
        for sum in sums {
            let Some(span) = sum.span.overlap(self.days) else { continue };
            let range = self.range(span);
            if of.scope == Scope::Estate {
                self.present.get_mut(range.clone()).unwrap_or_default().fill(i64::from(sum.hosts));
            }
            self.sub.get_mut(range).unwrap_or_default().fill(sum.sub);
        }
        for row in of.during(self.days) {
            let Some(part) = row.span.overlap(self.days) else { continue };
            self.lay(of.scope, of.of(row), self.range(part), sign, block.region_mut(row.region))?;
        }
        for list in [&mut self.present, &mut self.sub, &mut self.lost, &mut self.lost_sub] {
            list.fill(0);
        }
        Ok(())
    }

    /// The days on which the cluster has this capacity.
    fn lay(
        &self,
        scope: Scope,
        all: Capacity,
        days: Range<usize>,
        sign: i64,
        region: &mut [i64],
    ) -> Result<(), Overflow> {
        let range = days.clone();
        let into = region.get_mut(days.clone()).unwrap_or_default();
        let (sub, lost) = (part(&self.sub, &range), part(&self.lost, &range));
        match scope {
            Scope::Host => {}
            // Each lost host counts the largest host of the cluster, together at most all hosts.
            Scope::Largest => {
                for (((value, sub), lost), lost_sub) in
                    into.iter_mut().zip(sub).zip(lost).zip(part(&self.lost_sub, &range))
                {
                    if *lost > 0 {
                        let at_largest = all.largest.checked_mul(*lost).ok_or(Overflow)?;
                        let count = (sub - lost_sub).checked_add(at_largest).ok_or(Overflow)?;
                        *value += sign * (count.min(all.sum) - sub);
                    }
                }
            }
            // Every host of the cluster counts full, whether or not the product ran there.
            Scope::Cluster | Scope::Estate => {
                let counts = if scope == Scope::Cluster { lost } else { part(&self.present, &range) };
                for ((value, sub), counts) in into.iter_mut().zip(sub).zip(counts) {
                    if *counts > 0 {
                        *value += sign * (all.sum - sub);
                    }
                }
            }
        }
        Ok(())
    }
}

fn part<'l>(list: &'l [i64], range: &Range<usize>) -> &'l [i64] {
    list.get(range.clone()).unwrap_or(&[])
}
