//! How far a lost day reaches: the host, the largest of its cluster, the cluster, the estate.
//!
//! A quarter is judged cluster by cluster, and only the clusters that lack evidence are looked at. If
//! most of them lack all of it, the same is done from the other end: everything lost, less what the
//! others do not lose. And after a change only the clusters it touches are judged again.

use crate::calendar::{DaySet, Quarter, Span};
use crate::count::{Cell, DayTotals, InCluster, Sum};
use crate::error::Error;
use crate::estate::{Capacity, ClusterId, ClusterSpan, Estate, HostId};
use crate::estimate::{Judgement, Member};
use crate::price::{Granularity, Reading, Scope};
use crate::read::rows::Metric;
use crate::units::Overflow;

use super::sweep::{Capacities, Piece, Sweep};
use super::{Block, Window};

/// A reading's way to judge, made ready for an estate.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    pub scope: Scope,
    estate: &'a Estate,
    /// What stands; `None`: nothing does.
    judgement: Option<&'a Judgement>,
    granularity: Granularity,
    /// The days it looks at; they matter where one lost day loses the window.
    window: Window,
}

impl<'a> Reach<'a> {
    /// As a reading judges.
    pub fn of(estate: &'a Estate, judgement: &'a Judgement, reading: &Reading, window: Window) -> Self {
        let (scope, granularity) = (reading.scope, reading.granularity);
        Self { scope, estate, judgement: Some(judgement), granularity, window }
    }

    /// Every day is lost, as far as a scope reaches.
    pub fn every_lost(estate: &'a Estate, scope: Scope) -> Self {
        let window = Window::new(estate.as_of, estate.first_deployment, 1);
        Self { scope, estate, judgement: None, granularity: Granularity::Days, window }
    }

    /// Clusters to look at in a quarter.
    fn lists(&self, quarter: Quarter) -> [&'a [ClusterId]; 2] {
        let Some(Judgement { lacking, .. }) = self.judgement else { return [&[], &[]] };
        let here = lacking.in_quarter(quarter);
        match self.granularity {
            Granularity::Window => [&lacking.anywhere, &[]],
            Granularity::Days | Granularity::Quarter => [&here.wholly, &here.partly],
        }
    }

    /// How many clusters have to be looked at in a quarter.
    pub fn looks_at(&self, quarter: Quarter) -> usize {
        self.lists(quarter).iter().map(|list| list.len()).sum()
    }

    /// What lost days add to a product's sub-capacity on the days of a quarter; whether anything.
    pub fn quarter(&self, member: &Member, quarter: Quarter, block: &mut Block) -> Result<bool, Error> {
        let lists = self.lists(quarter);
        if lists.iter().all(|list| list.is_empty()) {
            return Ok(false);
        }
        if self.scope == Scope::Estate {
            return self.estate_wide(member, lists, block).map(|()| true);
        }
        let wholly = self.wholly(member, quarter);
        if wholly.len() <= self.estate.clusters.len() / 2 {
            for list in lists {
                self.clusters(member, list, 1, block)?;
            }
            return Ok(true);
        }
        *block = member.everything.on(member, self, block.days)?;
        let others: Vec<ClusterId> =
            member.clusters().map(|of| of.cluster).filter(|id| wholly.binary_search(id).is_err()).collect();
        for of in member.in_clusters(&others) {
            self.all_lost(member, of, block.days, |region, span, amount| {
                block.add(region, span, -amount);
                Ok(())
            })?;
        }
        self.clusters(member, &others, 1, block)?;
        Ok(true)
    }

    /// The clusters that lose all of the quarter. A product that items name may lose less.
    fn wholly(&self, member: &Member, quarter: Quarter) -> &'a [ClusterId] {
        let judgement = self.judgement.filter(|_| self.granularity != Granularity::Window);
        let judgement = judgement.filter(|judgement| !judgement.evidenced.names(member.id));
        judgement.map_or(&[], |judgement| &judgement.lacking.in_quarter(quarter).wholly)
    }

    /// Whether anything can be lost in the cluster in a quarter.
    pub fn may_lose(&self, cluster: ClusterId, quarter: Quarter) -> bool {
        self.lists(quarter).iter().any(|list| list.binary_search(&cluster).is_ok())
    }

    /// Adds (`sign` times) what is lost in these clusters (sorted) on the block's days.
    pub fn clusters(
        &self,
        member: &Member,
        clusters: &[ClusterId],
        sign: i64,
        block: &mut Block,
    ) -> Result<(), Overflow> {
        let days = block.days;
        let wholly = self.wholly(member, Quarter::of(days.from));
        let mut sweep: Option<Sweep> = None;
        let mut pieces = Vec::new();
        for of in member.in_clusters(clusters) {
            if wholly.binary_search(&of.cluster).is_ok() {
                self.all_lost(member, of, days, |region, span, amount| {
                    block.add(region, span, sign * amount);
                    Ok(())
                })?;
                continue;
            }
            pieces.clear();
            of.hosts().for_each(|(host, cells)| self.lost(member, host, cells, days, &mut pieces));
            if !pieces.is_empty() {
                let sweep = sweep.get_or_insert_with(|| Sweep::new(self.scope, days));
                sweep.add(self.capacities(member, of.cluster), &pieces, of.sums(days), sign, block)?;
            }
        }
        Ok(())
    }

    /// What a cluster adds were every day lost: region, days, amount.
    pub fn all_lost(
        &self,
        member: &Member,
        of: &InCluster,
        days: Span,
        mut put: impl FnMut(u32, Span, i64) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        if self.scope == Scope::Host {
            for sum in of.sums(days) {
                if let Some(span) = sum.span.overlap(days) {
                    put(sum.region, span, sum.claimed_full - sum.claimed_sub)?;
                }
            }
            return Ok(());
        }
        let capacity = self.capacities(member, of.cluster);
        for sum in of.sums(days) {
            let Some(span) = sum.span.overlap(days) else { continue };
            for row in capacity.during(span) {
                if let Some(part) = row.span.overlap(span) {
                    put(row.region, part, beyond(self.scope, sum, capacity.of(row))?)?;
                }
            }
        }
        Ok(())
    }

    fn capacities(&self, member: &Member, cluster: ClusterId) -> Capacities<'a> {
        let spans = self.estate.clusters.get(cluster as usize).map_or(&[][..], |c| &c.spans);
        Capacities { scope: self.scope, metric: member.metric, spans }
    }

    /// What these lost pieces of one cluster add, as runs of days: region, days, amount.
    pub fn runs(
        &self,
        member: &Member,
        cluster: ClusterId,
        pieces: &[Piece],
        days: Span,
        runs: &mut Vec<(u32, Span, i64)>,
    ) -> Result<(), Overflow> {
        if self.scope == Scope::Host {
            runs.extend(pieces.iter().map(|piece| (piece.region, piece.span, piece.beyond)));
            return Ok(());
        }
        let Some(of) = member.in_clusters(&[cluster]).next().filter(|_| !pieces.is_empty()) else {
            return Ok(());
        };
        let mut block = Block::new(days, self.estate.regions.len().max(1));
        let mut sweep = Sweep::new(self.scope, days);
        sweep.add(self.capacities(member, cluster), pieces, of.sums(days), 1, &mut block)?;
        for (region, values) in (0..).zip(block.regions(days)) {
            let mut from = days.from;
            for same in values.chunk_by(|a, b| a == b) {
                let to = from.plus(i32::try_from(same.len()).unwrap_or(0) - 1);
                if let Some(amount) = same.first().filter(|amount| **amount != 0) {
                    runs.push((region, Span::new(from, to), *amount));
                }
                from = to.next();
            }
        }
        Ok(())
    }

    /// Were every day lost: what each day of the horizon adds.
    pub fn everything(&self, member: &Member) -> Result<DayTotals, Overflow> {
        let mut totals = DayTotals::new(member.horizon(), self.estate.regions.len().max(1));
        for of in member.clusters() {
            self.all_lost(member, of, member.horizon(), |region, span, amount| {
                totals.add(region, span, amount)
            })?;
        }
        totals.settle()
    }

    /// What the whole estate adds on the days on which any is lost.
    pub fn on_days(&self, member: &Member, days: &[bool], block: &mut Block) -> Result<(), Error> {
        if days.contains(&true) {
            let whole = member.everything.on(member, self, block.days)?;
            for (region, values) in (0..).zip(whole.regions(block.days)) {
                let here = block.region_mut(region).iter_mut().zip(values).zip(days);
                here.filter(|(_, lost)| **lost).for_each(|((value, whole), _)| *value += whole);
            }
        }
        Ok(())
    }

    /// If the product is lost on any host, every host of its clusters counts full.
    fn estate_wide(&self, member: &Member, lists: [&[ClusterId]; 2], block: &mut Block) -> Result<(), Error> {
        let mut days = vec![false; usize::try_from(block.days.days()).unwrap_or(0)];
        let mut pieces = Vec::new();
        for of in lists.into_iter().flat_map(|list| member.in_clusters(list)) {
            of.hosts().for_each(|(host, cells)| self.lost(member, host, cells, block.days, &mut pieces));
            for piece in pieces.drain(..) {
                let here = days.get_mut(block.positions(piece.span)).unwrap_or_default();
                here.iter_mut().for_each(|day| *day = true);
            }
            // Often a few hosts lose every day there is.
            if !days.contains(&false) {
                break;
            }
        }
        self.on_days(member, &days, block)
    }

    /// The days of a host's cells in a cluster that are lost, after widening.
    fn lost(&self, member: &Member, host: HostId, cells: &[Cell], days: Span, pieces: &mut Vec<Piece>) {
        let claimed = || within(cells, days).filter(|cell| cell.claimed);
        let whole = || claimed().filter_map(|cell| Some(Piece::of(cell, cell.span.overlap(days)?)));
        let Some(judgement) = self.judgement else {
            pieces.extend(whole());
            return;
        };
        let missing = judgement.evidenced.missing(host, member.id);
        let loses = |days| self.loses(member, host, cells, missing, days);
        match self.granularity {
            Granularity::Days => {
                if missing.within(days).next().is_none() {
                    return;
                }
                for cell in claimed() {
                    let Some(span) = cell.span.overlap(days) else { continue };
                    pieces.extend(missing.within(span).map(|hole| Piece::of(cell, hole)));
                }
            }
            Granularity::Quarter if loses(days) => pieces.extend(whole()),
            Granularity::Window if loses(self.window.days) => pieces.extend(whole()),
            Granularity::Quarter | Granularity::Window => {}
        }
    }

    /// Whether a claimed day on the host is lost within these days, in whichever cluster it was then.
    fn loses(&self, member: &Member, host: HostId, cells: &[Cell], missing: &DaySet, days: Span) -> bool {
        let hole = |cells: &[Cell]| {
            missing.within(days).any(|hole| within(cells, hole).any(|cell| cell.claimed))
        };
        if missing.within(days).next().is_none() {
            return false;
        }
        let moves = || {
            let spans = self.estate.host(host).map_or(&[][..], |host| &host.spans);
            spans.windows(2).any(|pair| matches!(pair, [a, b] if a.cluster != b.cluster))
        };
        hole(cells) || (moves() && member.hosts().any(|(id, cells)| id == host && hole(cells)))
    }
}

/// What a day adds on which every host that claims sub-capacity is lost.
fn beyond(scope: Scope, sum: &Sum, all: Capacity) -> Result<i64, Overflow> {
    let lost = i64::from(sum.claimed);
    Ok(match scope {
        Scope::Host => sum.claimed_full - sum.claimed_sub,
        Scope::Largest if lost > 0 => {
            let at_largest = all.largest.checked_mul(lost).ok_or(Overflow)?;
            let count = (sum.sub - sum.claimed_sub).checked_add(at_largest).ok_or(Overflow)?;
            count.min(all.sum) - sum.sub
        }
        Scope::Cluster if lost > 0 => all.sum - sum.sub,
        Scope::Estate if sum.hosts > 0 => all.sum - sum.sub,
        Scope::Largest | Scope::Cluster | Scope::Estate => 0,
    })
}

impl<'a> Capacities<'a> {
    /// The cluster's rows on the days of a span.
    pub fn during(self, days: Span) -> impl Iterator<Item = &'a ClusterSpan> {
        let first = self.spans.partition_point(|row| row.span.to < days.from);
        self.spans.iter().skip(first).take_while(move |row| row.span.from <= days.to)
    }

    /// What its hosts amount to in the product's metric.
    pub fn of(self, row: &ClusterSpan) -> Capacity {
        if self.metric == Metric::Pvu { row.pvu } else { row.cores }
    }
}

/// A host's cells that lie in a span.
fn within(cells: &[Cell], days: Span) -> impl Iterator<Item = &Cell> + Clone {
    let first = cells.partition_point(|cell| cell.span.to < days.from);
    cells.get(first..).unwrap_or(&[]).iter().take_while(move |cell| cell.span.from <= days.to)
}
